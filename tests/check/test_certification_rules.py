"""Wording, metadata and the like, as certification asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[..., list[Diagnostic]]

OK = 'responses: {"200": {description: Done.}}'
ABOUT = "Makes widgets of any colour and finds them."


def info(title: str = "Widgets", description: str = ABOUT) -> str:
    return f"info: {{version: 1.0.0, title: {title}, description: {description}}}\npaths: {{}}\n"


def op(*lines: str) -> str:
    """One operation; its lines begin on line 5."""
    own = ("operationId: MakeWidget", *lines, OK)
    return "paths:\n  /w:\n    post:\n" + "".join(f"      {x}\n" for x in own)


def metadata(
    website: str = "https://w.test/", categories: str = "Data", *, privacy: bool = True
) -> str:
    """The metadata of the catalogue: website on line 2, categories on the last line."""
    lines = [f'- {{propertyName: Website, propertyValue: "{website}"}}']
    if privacy:
        lines.append('- {propertyName: Privacy policy, propertyValue: "http://w.test/p"}')
    lines.append(f"- {{propertyName: Categories, propertyValue: {categories}}}")
    return "x-ms-connector-metadata:\n" + "".join(f"  {line}\n" for line in lines)


CASES: list[tuple[Any, ...]] = [
    ("ms-title", info("Widgets API Connector"),
     ("/info/title", 1, 31, 'does without "API" or "Connector"'), ("Widgets API Connector", "Widgets"), {"severity": "error"}),
    ("ms-title", info("PowerAutomate Widgets"), ("/info/title", 1, 31, '"PowerAutomate"'), ("PowerAutomate Widgets", "Widgets (Capital)")),
    ("ms-title", info("Widgets of Every Colour and Size"), ("/info/title", 1, 31, "has 32 characters"), (" and Size", "")),
    ("ms-title", info("Widgets!"), ("/info/title", 1, 31, 'ends with "!"'), ("Widgets!", "Widgets")),
    ("ms-info-description", info(description="Makes widgets."),
     ("/info/description", 1, 53, "has 14 characters, not 30 to 500"), ("Makes widgets.", ABOUT), {"severity": "error"}),
    ("ms-info-description", info(description=f"{ABOUT} For Logic Apps."),
     ("/info/description", 1, 53, 'does without "Logic Apps"'), (" For Logic Apps.", "")),
    ("ms-op-summary", op("summary: Make a widget."), ("/paths/~1w/post/summary", 5, 16, 'ends with "."'), ("widget.", "widget"), {"severity": "error"}),
    ("ms-op-summary", op("summary: Make & paint a widget"), ("/paths/~1w/post/summary", 5, 16, 'holds "&"'), ("&", "and")),
    ("ms-op-summary", op("summary: Who?"), ("/paths/~1w/post/summary", 5, 16, 'holds "?"'), ("Who?", "Who")),
    ("ms-op-summary", op("summary: Make a widget - quickly"), ("/paths/~1w/post/summary", 5, 16, 'holds "-"'), (" - ", " "), {"severity": "info"}),
    ("ms-op-summary", op("summary: " + "Make " * 17), ("/paths/~1w/post/summary", 5, 16, "has 84 characters"), ("Make " * 17, "Make")),
    ("ms-description-sentence", op("description: makes a widget."),
     ("/paths/~1w/post/description", 5, 20, "begins with a small letter"), ("makes", "Makes"), {"severity": "info"}),
    ("ms-description-sentence", op("parameters: [{name: a, in: query, type: string, description: The number}]"),
     ("/paths/~1w/post/parameters/0/description", 5, 68, "has no end mark"), ("number", "number.")),
    ("ms-english", op("summary: Schlüssel anlegen"), ("/paths/~1w/post/summary", 5, 16, '"Schlüssel" is not English'), ("Schlüssel anlegen", "Make keys"), {"severity": "info"}),
    ("ms-english", op("parameters: [{name: a, in: query, type: string, x-ms-summary: キー}]"),
     ("/paths/~1w/post/parameters/0/x-ms-summary", 5, 69, '"キー"'), ("キー", "Key")),
    ("ms-trigger-wording", op("x-ms-trigger: single", "summary: New widget"),
     ("/paths/~1w/post/summary", 6, 16, "begins with 'When'"), ("New widget", "When a widget is made"), {"severity": "info"}),
    ("ms-trigger-wording", op("x-ms-trigger: single", "description: A new widget."),
     ("/paths/~1w/post/description", 6, 20, "begins with 'This operation triggers when'"), ("A new widget.", "This operation triggers when one is made.")),
    ("text-placeholder", op("description: string"), ("/paths/~1w/post/description", 5, 20, '"string" in the description is a placeholder'), ("description: string", "description: Makes."), {"severity": "warning"}),
    ("text-placeholder", op('description: "TODO: say more"'), ("/paths/~1w/post/description", 5, 20, '"TODO"'), ("TODO: say", "There is")),
    ("text-placeholder", op("summary: Lorem ipsum dolor"), ("/paths/~1w/post/summary", 5, 16, '"Lorem ipsum"'), ("Lorem ipsum dolor", "Make")),
    ("text-placeholder", op('description: ""'), ("/paths/~1w/post/description", 5, 20, "is empty"), ('""', "Makes.")),
    ("text-placeholder", info("Name of connector"), ("/info/title", 1, 31, '"Name of connector"'), ("Name of connector", "Widgets")),
    ("ms-metadata", op(), ("", 1, 1, "has no `x-ms-connector-metadata`"), ("paths:", metadata() + "paths:"), {"severity": "error"}),
    ("ms-metadata", metadata("w.test"), ("/x-ms-connector-metadata/0/propertyValue", 2, 44, "an absolute URL"), ('"w.test"', '"https://w.test"')),
    ("ms-metadata", metadata(privacy=False), ("/x-ms-connector-metadata", 1, 1, "has no `Privacy policy`"), ("  - {propertyName: C", '  - {propertyName: Privacy policy, propertyValue: "http://w.test"}\n  - {propertyName: C')),
    ("ms-metadata", metadata(categories="Telephony"), ("/x-ms-connector-metadata/2/propertyValue", 4, 47, 'no category "Telephony"'), ("Telephony", "Communication")),
    ("ms-metadata", metadata(categories="Finanse;Data"), ("/x-ms-connector-metadata/2/propertyValue", 4, 47, 'no category "Finanse"'), ("Finanse", "Finance"), {"help": "did you mean `Finance`?"}),
    ("ms-metadata", metadata(categories="Data;AI;Finance"), ("/x-ms-connector-metadata/2/propertyValue", 4, 47, "there are 3 categories"), (";Finance", "")),
    ("ms-metadata", metadata(categories='""'), ("/x-ms-connector-metadata/2/propertyValue", 4, 47, "`Categories` has no value"), ('""', "Data")),
    ("ms-metadata", "x-ms-connector-metadata: {Website: x}\n", ("/x-ms-connector-metadata", 1, 1, "is an array of names and values"), ("x-ms-connector-metadata: {Website: x}\n", metadata())),
    ("ms-visibility-present", op(), ("/paths/~1w/post", 3, 5, "POST /w has no `x-ms-visibility`"), ("    post:", "    post:\n      x-ms-visibility: important"), {"severity": "info"}),
    ("ms-visibility-present", op("x-ms-visibility: important", "parameters: [{name: a, in: query, type: string}]"),
     ("/paths/~1w/post/parameters/0", 6, 20, "the parameter `a` has no"), ("type: string", "type: string, x-ms-visibility: advanced")),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{number}-{case[0]}") for number, case in enumerate(CASES)]
)
def test_a_fault_is_found_once_at_its_place(
    assert_connector_case: Callable[..., None], case: tuple[Any, ...]
) -> None:
    *positional, last = case
    if isinstance(last, dict):
        assert_connector_case(*positional, **last)
    else:
        assert_connector_case(*case)


def test_a_word_within_a_word_is_no_word(lint_connector: Find) -> None:
    text = info("Capital Connectorship (EU)", f"{ABOUT} Has flowers.")
    assert lint_connector(text, "ms-title", "ms-info-description") == []


def test_what_is_absent_is_the_business_of_other_rules(lint_connector: Find) -> None:
    rules = ("ms-title", "ms-info-description", "ms-op-summary", "ms-trigger-wording", "ms-english")
    bare = "info: {version: 1.0.0, title: ''}\n" + op("x-ms-trigger: single")
    assert lint_connector(bare, *rules) == []
