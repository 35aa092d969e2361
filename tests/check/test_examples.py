"""Every rule explains itself with documents, and the documents do what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from swagsmith.check import Pack, Profile, Settings, lint
from swagsmith.check.examples import Example, explanation
from swagsmith.check.registry import FAMILIES, rules
from swagsmith.source import load

CASES = [
    pytest.param(rule_id, kind, example, id=f"{rule_id}-{kind}{number}")
    for rule_id, rule in rules().items()
    for kind in ("bad", "good")
    for number, example in enumerate(getattr(explanation(rule.text), kind))
]


@pytest.mark.parametrize(("rule_id", "kind", "example"), CASES)
def test_an_example_has_the_fault_of_its_rule_and_no_other(
    rule_id: str, kind: str, example: Example, tmp_path: Path
) -> None:
    path = tmp_path / f"spec{example.suffix}"
    path.write_bytes(example.data)
    if example.connection:
        path.with_name("spec.apiProperties.json").write_text(example.connection, encoding="utf-8")
    # Ids and schemes are beside the point in all examples but those of their own rules.
    chosen = [rule.id for rule in rules().values() if Pack.CORE in rule.packs]
    ignored = tuple({"op-id-present", "schemes-present"} - {rule_id})
    # Core rules know of connectors, such as that a hidden parameter may need its default.
    packs = rules()[rule_id].packs
    profile = Profile.PLAIN if {*packs} & {*Profile.PLAIN.packs} else Profile.CERTIFIED
    settings = Settings(profile, select=(*chosen, rule_id), ignore=ignored)
    found = lint(load(path), settings)
    assert [diagnostic.rule for diagnostic in found.diagnostics] == (
        [rule_id] if kind == "bad" else []
    )
    assert not found.broken


@pytest.mark.parametrize("rule_id", rules())
def test_a_rule_has_an_explanation(rule_id: str) -> None:
    text = explanation(rules()[rule_id].text)
    assert text.summary.endswith(".")
    assert "\n\n" not in text.summary
    assert text.bad
    assert text.good


def test_a_fragment_is_shown_without_its_frame_and_checked_with_it() -> None:
    (bad,) = explanation(rules()["op-summary"].text).bad
    assert bad.shown.startswith("paths:\n")
    assert b'swagger: "2.0"' in bad.data
    assert bad.data.startswith(bad.shown.encode())


@pytest.mark.parametrize(
    "text",
    ["", "A fault.\n\n## Why\nSo.\n\n## Bad\nx\n", "A fault.\n\n## Why\n\n## Bad\nx\n## Good\ny\n"],
)
def test_an_explanation_without_its_parts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the text of a rule lacks"):
        explanation(text)


def test_every_family_holds_rules() -> None:
    folder = Path(__file__).parents[2] / "codegen" / "swagsmith" / "check" / "rules"
    assert {path.stem for path in folder.glob("[!_]*.py")} == set(FAMILIES)
    assert len(rules()) == 166 + 1  # unused-ignore, which is about the check itself
    assert all(rule_id == rule.id for rule_id, rule in rules().items())
