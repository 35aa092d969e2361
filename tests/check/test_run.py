"""Choosing rules, and what happens when one of them breaks."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

import pytest

from swagsmith.check import Pack, Profile, Settings, SettingsError, lint
from swagsmith.check.registry import rules
from swagsmith.check.rule import Rule, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from swagsmith.check.context import Context

STYLE = {rule.id for rule in rules().values() if Pack.STYLE in rule.packs and rule.default}
TEXT = "paths:\n  /w:\n    get: {responses: {}}\n"


def active(**choices: object) -> dict[str, Severity]:
    return Settings(**choices).active(rules())  # type: ignore[arg-type]  # as the cases have it


def test_a_profile_is_a_choice_of_packs() -> None:
    plain = active()
    assert {"op-summary", "doc-structure"} <= plain.keys()
    connector = active(profile=Profile.CONNECTOR)
    assert "op-description" not in connector
    assert "tags-declared" not in connector
    assert {"file-size", "doc-structure", "ms-summary"} <= connector.keys()
    assert not {"file-size", "ms-summary"} & plain.keys()
    assert active(profile=Profile.CERTIFIED).keys() > connector.keys()


def test_a_pack_may_take_a_rule_more_seriously() -> None:
    for rule_id in ("op-summary", "op-id-present", "info-description"):
        assert active()[rule_id] is Severity.WARNING
        assert active(profile=Profile.CONNECTOR)[rule_id] is Severity.ERROR
        assert active(profile=Profile.CERTIFIED)[rule_id] is Severity.ERROR


@pytest.mark.parametrize(
    ("choices", "chosen"),
    [
        ({"select": ("op-summary",)}, {"op-summary"}),
        ({"select": ("style",)}, STYLE),
        ({"select": ("style", "path-slash"), "ignore": ("op-summary", "op-description")},
         STYLE - {"op-summary", "op-description"} | {"path-slash"}),
        ({"select": ("style", "op-tags")}, STYLE | {"op-tags"}),
        ({"ignore": ("core", "style", "security")}, set()),
    ],
)  # fmt: skip
def test_rules_are_chosen_by_name_and_pack(choices: dict[str, object], chosen: set[str]) -> None:
    assert active(**choices).keys() == chosen


def test_a_severity_can_be_set() -> None:
    assert active(severities={"op-summary": Severity.INFO})["op-summary"] is Severity.INFO


@pytest.mark.parametrize("field", ["select", "ignore"])
def test_an_unknown_rule_is_refused_with_a_hint(field: str) -> None:
    with pytest.raises(SettingsError, match=r"'op-sumary'; did you mean `op-summary`\?"):
        active(**{field: ("op-sumary",)})
    with pytest.raises(SettingsError, match="there is no rule called 'zzz'"):
        active(**{field: ("zzz",)})


def test_a_rule_off_by_default_runs_when_named() -> None:
    def check(_: Context) -> Iterator[Finding]:
        """Nothing is ever wrong."""
        return iter(())

    quiet = rule("quiet", Severity.INFO, Pack.STYLE, default=False)(check)
    table = {quiet.id: quiet}
    assert Settings().active(table) == {}
    assert Settings(select=("style",)).active(table) == {}
    assert Settings(select=("quiet",)).active(table) == {"quiet": Severity.INFO}


def test_severities_of_the_reader_can_be_set_and_rules_left_out(
    document: Callable[[str], Path],
) -> None:
    path = document("x-a: {200: 1}\nx-a: {}\n")
    loaded = load(path)
    chosen = Settings(severities={"file-duplicate-key": Severity.INFO}, ignore=("style",))
    found = {f.rule: f.severity for f in lint(loaded, chosen).diagnostics}
    assert found == {
        "file-duplicate-key": Severity.INFO,
        "file-yaml-implicit-type": Severity.WARNING,
    }
    assert lint(loaded, Settings(select=("op-summary",))).diagnostics == ()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Rule:
    """A rule that fails, beside the others."""

    def check(_: Context) -> NoReturn:
        """This rule is broken."""
        raise LookupError("secret text of the document")

    made = rule("broken", Severity.WARNING, Pack.CORE)(check)
    table = MappingProxyType({**rules(), made.id: made})
    monkeypatch.setattr("swagsmith.check.run.rules", lambda: table)
    return made


def test_a_broken_rule_is_reported_and_stops_no_other(
    broken: Rule, document: Callable[[str], Path]
) -> None:
    result = lint(load(document(TEXT)), Settings(select=("op-responses", broken.id)))
    assert result.broken == ("broken",)
    assert [found.rule for found in result.diagnostics] == ["internal-error", "op-responses"]
    message = result.diagnostics[0].message
    assert message == "the rule broken failed: LookupError"


def test_findings_are_sorted_by_place(document: Callable[[str], Path]) -> None:
    found = lint(load(document(TEXT + "  w: {}\n")), Settings()).diagnostics
    places = [(f.span.line, f.span.column, f.rule) for f in found]
    assert places == sorted(places)
    assert len(set(places)) == len(places) > 3
