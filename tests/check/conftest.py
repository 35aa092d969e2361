from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.check import Pack, Profile, Settings, lint
from swagsmith.check.registry import rules
from swagsmith.diagnostics import Diagnostic
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

Find = Callable[..., list[Diagnostic]]

INFO = {"title": "Widgets", "version": "1.0.0", "description": "All about widgets."}


@pytest.fixture
def document(tmp_path: Path) -> Callable[[str | dict[str, Any]], Path]:
    """Writes a document, given as YAML or as data, and adds what every document has."""

    def do(content: str | dict[str, Any]) -> Path:
        if isinstance(content, str):
            path = tmp_path / "spec.yaml"
            info = json.dumps(INFO)
            frame = {"swagger": '"2.0"', "info": info, "schemes": "[https]", "paths": "{}"}
            missing = [
                f"{key}: {value}\n"
                for key, value in frame.items()
                if f"\n{key}:" not in f"\n{content}"
            ]
            # At the end, so that the lines of the content count from 1.
            path.write_text(content + "".join(missing), encoding="utf-8")
        else:
            path = tmp_path / "spec.json"
            whole = {"swagger": "2.0", "info": INFO, "schemes": ["https"], "paths": {}, **content}
            path.write_text(json.dumps(whole, indent=1), encoding="utf-8")
        return path

    return do


@pytest.fixture
def find(document: Callable[[str | dict[str, Any]], Path]) -> Find:
    """The findings of some rules, in a document."""

    def do(
        content: str | dict[str, Any], *select: str, profile: Profile = Profile.PLAIN
    ) -> list[Diagnostic]:
        # A name with a minus in front is left out.
        chosen = tuple(name for name in select if not name.startswith("-"))
        ignored = tuple(name[1:] for name in select if name.startswith("-"))
        settings = Settings(profile, chosen, ignored)
        return list(lint(load(document(content)), settings).diagnostics)

    return do


@pytest.fixture
def assert_case(find: Find) -> Callable[..., None]:
    """Checks one case of a table.

    A case is the smallest YAML document with a fault, its rule, where it is (pointer, line,
    column, words of the message), and a change of the text that mends it. The fault is the only
    finding of the core rules; after the change there is none.
    """

    def do(
        rule: str,
        bad: str,
        found: tuple[str, int, int, str],
        mend: tuple[str, str],
        **more: object,
    ) -> None:
        chosen = ["core", "-op-id-present"] if rule != "op-id-present" else [rule]
        chosen += [rule] if rule not in chosen else []
        (diagnostic,) = find(bad, *chosen)
        pointer, line, column, words = found
        assert (diagnostic.rule, diagnostic.pointer) == (rule, pointer)
        assert (diagnostic.span.line, diagnostic.span.column) == (line, column)
        assert words in diagnostic.message
        for key, value in more.items():
            if key == "related":
                assert [span.line for _, span in diagnostic.related] == value
            else:
                assert getattr(diagnostic, key) == value
        old, new = mend
        assert old in bad
        assert find(bad.replace(old, new), *chosen) == []

    return do


#: Rules that find something in every small document.
NOISE = {
    "op-id-present",
    "schemes-present",
    "ms-summary",
    "ms-test-connection",
    "ms-url-encoding",
}


@pytest.fixture
def lint_connector(document: Callable[[str | dict[str, Any]], Path]) -> Find:
    """The findings in a connector's document, of all rules of connectors and some further ones.

    `connection` is the text of the connection file beside it; `beside` names more files.
    """

    def do(
        content: str | dict[str, Any], *more: str, connection: str | None = None, beside: str = ""
    ) -> list[Diagnostic]:
        path = document(content)
        file = path.with_name("spec.apiProperties.json")
        file.unlink(missing_ok=True)
        if connection is not None:
            file.write_text(connection, encoding="utf-8")
        if beside:
            path.with_name(beside).touch()
        packs = (Pack.CORE, Pack.CONNECTOR, Pack.CONNECTION)
        chosen = {rule.id for rule in rules().values() if rule.packs[0] in packs} - NOISE
        settings = Settings(Profile.CERTIFIED, select=(*chosen, *more))
        return list(lint(load(path), settings).diagnostics)

    return do


@pytest.fixture
def assert_connector_case(lint_connector: Find) -> Callable[..., None]:
    """As `assert_case`, for a connector; the fault is the only one of all rules of connectors.

    The change that mends it is made in the document and in the connection file.
    """

    def do(
        rule: str,
        bad: str,
        found: tuple[str, int, int, str],
        mend: tuple[str, str],
        connection: str | None = None,
        **more: object,
    ) -> None:
        (diagnostic,) = lint_connector(bad, rule, connection=connection)
        pointer, line, column, words = found
        assert (diagnostic.rule, diagnostic.pointer) == (rule, pointer)
        assert (diagnostic.span.line, diagnostic.span.column) == (line, column)
        assert words in diagnostic.message
        for key, value in more.items():
            if key == "related":
                assert [span.line for _, span in diagnostic.related] == value
            elif key == "file":
                assert diagnostic.span.file.endswith(str(value))
            else:
                assert getattr(diagnostic, key) == value
        old, new = mend
        assert old in bad + (connection or "")
        mended = connection.replace(old, new) if connection is not None else None
        assert lint_connector(bad.replace(old, new), rule, connection=mended) == []

    return do
