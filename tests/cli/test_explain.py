"""`swagsmith explain`, and the pages of docs/rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from swagsmith.check.explain import FATAL
from swagsmith.check.pages import pages
from swagsmith.check.registry import FAMILIES, rules
from swagsmith.cli import group
from swagsmith.compat.catalogue import RULES as CHANGES

DOCS = Path(__file__).parents[2] / "docs" / "rules"


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["explain", *arguments])


def test_a_rule_is_explained_with_its_sections_and_severity() -> None:
    result = explain("op-summary")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "op-summary\n\nAn operation has no summary.\n\nwarning, error in connector · style, connector\n\n## Why\n"
    )
    assert "## Bad\n```yaml\n" in result.stdout
    assert "## Good\n```yaml\n" in result.stdout


@pytest.mark.parametrize("rule_id", [*rules(), *FATAL])
def test_every_id_a_finding_can_have_is_explained(rule_id: str) -> None:
    result = explain(rule_id)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{rule_id}\n\n")


@pytest.mark.parametrize("rule_id", CHANGES)
def test_every_change_is_explained(rule_id: str) -> None:
    result = explain(rule_id)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{rule_id}\n\n{CHANGES[rule_id].text}\n\n")


def test_a_change_says_whom_it_hurts() -> None:
    assert explain("diff-operation-removed").stdout.endswith("\n\nwire, error\n")
    assert explain("diff-operation-hidden").stdout.endswith(
        "\n\nsafe, info; wire, error in a connector\n"
    )


def test_without_a_rule_all_are_listed_by_pack() -> None:
    result = explain()
    assert result.exit_code == 0
    packs = [block.splitlines() for block in result.stdout.split("\n\n")]
    assert [lines[0] for lines in packs][:1] == ["core"]
    listed = [line.split()[0] for lines in packs for line in lines[1:]]
    assert sorted(listed) == sorted(rules())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("op-sumary", "did you mean `op-summary`?"),
        ("file-red", "`file-read`?"),
        ("zzz", "`swagsmith explain` lists them"),
    ],
)
def test_an_unknown_rule_is_one_line_and_ends_2(name: str, hint: str) -> None:
    result = explain(name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: there is no rule called '{name}'; ")
    assert result.stderr.endswith(f"{hint}\n")
    assert result.stderr.count("\n") == 1


def test_the_pages_are_what_the_rules_say() -> None:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in DOCS.iterdir()}
    assert on_disk == pages(), "run `make rules-docs` and commit docs/rules"


def test_every_rule_has_an_anchor_that_the_index_links_to() -> None:
    made = pages()
    for rule_id in rules():
        (family,) = [name for name in FAMILIES if f"\n## {rule_id}\n" in made[f"{name}.md"]]
        assert f"[{rule_id}]({family}.md#{rule_id})" in made["README.md"]


def test_pages_are_written_into_a_folder(tmp_path: Path) -> None:
    result = explain("--pages", str(tmp_path / "new" / "rules"))
    assert result.exit_code == 0
    written = {
        path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new/rules").iterdir()
    }
    assert written == pages()
