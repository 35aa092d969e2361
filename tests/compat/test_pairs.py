"""Pairs of documents that differ in one thing, each compared in both directions.

A row: what happens, the edits of `widgets.yaml` that do it, what comparing forth gives, and back.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.check import Profile
from swagsmith.compat.catalogue import RULES

LIMIT = "{name: limit, in: query, type: integer, format: int32, maximum: 50, default: 10}"
IDS = "{name: ids, in: query, type: array, items: {type: string}, collectionFormat: csv}"
ORDER = "{name: order, in: query, type: string, enum: [up, down], allowEmptyValue: true}"
PHOTO = "{name: photo, in: formData, type: file}"
SIZE = "size: {type: number, maximum: 9}"
GET = "operationId: GetWidget\n      tags: [Widgets]\n      parameters:\n      - {name: id, in: path, required: true, type: string}"
STATE = "state: {type: string, enum: [new, old]}"
NOTE = "note: {type: string, x-nullable: true}"
LIST = "operationId: ListWidgets"
ARRAY = "{type: array, items: {$ref: '#/definitions/Widget'}}"
NEW = "  NewWidget:\n    type: object\n"
WIDGET = "  Widget:\n    type: object\n"
SIGN = "flow: implicit, authorizationUrl: https://sign.test/in, scopes"
ROOT = "security:\n- key: []\n"

Edit = tuple[str, str]
Row = tuple[str, list[Edit], set[str], set[str]]


def after(text: str, more: str) -> Edit:
    return text, text + more


def within(text: str, old: str, new: str) -> Edit:
    assert old in text
    return text, text.replace(old, new)


OPERATIONS: list[Row] = [
    (
        "an operation is added",
        [after("paths:\n", '  /x: {get: {operationId: X, responses: {"200": {description: x}}}}\n')],
        {"operation-added safe"},
        {"operation-removed wire"},
    ),
    (
        "an operation is deprecated",
        [after(LIST, "\n      deprecated: true")],
        {"operation-deprecated safe"},
        {"operation-deprecated safe"},
    ),
    (
        "an operation is hidden",
        [after(LIST, "\n      x-ms-visibility: internal")],
        {"operation-hidden safe"},
        {"operation-shown safe"},
    ),
    (
        "an operationId changes",
        [("operationId: GetWidget", "operationId: FetchWidget")],
        {"operation-id source"},
        {"operation-id source"},
    ),
    (
        "an operationId changes and the method keeps its name",
        [("operationId: GetWidget", "operationId: FetchWidget\n      x-python-name: get")],
        {"operation-id safe"},
        {"operation-id safe"},
    ),
    (
        "a path changes",
        [("  /widgets/{id}:\n", "  /gadgets/{id}:\n")],
        {"path-changed wire"},
        {"path-changed wire"},
    ),
    (
        "a path gets a template",
        [
            ("  /widgets:\n", "  /{shop}/widgets:\n    parameters: [{name: shop, in: path, required: true, type: string}]\n"),
        ],
        {"path-changed wire"},
        {"path-changed wire"},
    ),
    (
        "a method changes",
        [("    put:\n", "    post:\n")],
        {"path-changed wire"},
        {"path-changed wire"},
    ),
    (
        "a template is renamed",
        [("  /widgets/{id}:\n", "  /widgets/{widget}:\n"), ("operationId: GetWidget\n      tags: [Widgets]\n      parameters:\n      - {name: id,", "operationId: GetWidget\n      tags: [Widgets]\n      parameters:\n      - {name: widget,")],
        {"path-template-renamed source"},
        {"path-template-renamed source"},
    ),
    (
        "a template is renamed and the argument keeps its name",
        [("  /widgets/{id}:\n", "  /widgets/{widget}:\n"), ("operationId: GetWidget\n      tags: [Widgets]\n      parameters:\n      - {name: id,", "operationId: GetWidget\n      tags: [Widgets]\n      parameters:\n      - {x-python-name: id, name: widget,")],
        {"path-template-renamed safe"},
        {"path-template-renamed safe"},
    ),
    ("the host changes", [("host: api.test", "host: www.test")], {"host wire"}, {"host wire"}),
    (
        "a part of the host is for callers to say",
        [after("host: api.test\n", "x-ms-parameterized-host: {hostTemplate: '{shop}.api.test', parameters: [{name: shop, in: path, required: true, type: string}]}\n")],
        {"host wire"},
        {"host wire"},
    ),
    ("the host is said no more", [("host: api.test\n", "")], {"host source"}, {"host safe"}),
    ("the base path changes", [("basePath: /v1", "basePath: /v2")], {"basepath wire"}, {"basepath wire"}),
    (
        "a scheme is added",
        [("schemes: [https]", "schemes: [https, http]")],
        {"scheme-added safe"},
        {"scheme-removed wire"},
    ),
    (
        "a tag changes",
        [("operationId: GetWidget\n      tags: [Widgets]", "operationId: GetWidget\n      tags: [Things]")],
        {"tag source"},
        {"tag source"},
    ),
    ("an operation gets a second tag", [("operationId: GetWidget\n      tags: [Widgets]", "operationId: GetWidget\n      tags: [Widgets, More]")], set(), set()),
    ("a summary changes", [("summary: List widgets", "summary: All widgets")], set(), set()),
    ("a description changes", [("description: The widgets.", "description: All widgets.")], set(), set()),
    ("an example is added", [within(SIZE, "{", "{example: 3, ")], set(), set()),
]  # fmt: skip

REQUESTS: list[Row] = [
    (
        "a required parameter is added",
        [after(IDS, "\n      - {name: shop, in: query, required: true, type: string, default: x}")],
        {"param-added-required wire"},
        {"param-removed source"},
    ),
    (
        "an optional parameter is added",
        [after(IDS, "\n      - {name: shop, in: header, type: string}")],
        {"param-added-optional safe"},
        {"param-removed source"},
    ),
    (
        "a parameter becomes required",
        [within(IDS, "in: query,", "in: query, required: true,")],
        {"param-required wire"},
        {"param-required safe"},
    ),
    (
        "a parameter moves into a header",
        [within(IDS, "in: query", "in: header")],
        {"param-location wire"},
        {"param-location wire"},
    ),
    (
        "a body becomes a form",
        [("{name: widget, in: body, schema: {$ref: '#/definitions/NewWidget'}}", "{name: name, in: formData, type: string}")],
        {"param-location wire"},
        {"param-location wire"},
    ),
    (
        "a parameter becomes a number",
        [within(LIMIT, "type: integer, format: int32", "type: number")],
        {"param-type safe"},
        {"param-type wire"},
    ),
    (
        "a parameter becomes a text",
        [within(LIMIT, "type: integer, format: int32, maximum: 50, default: 10", "type: string")],
        {"param-type wire"},
        {"param-type wire"},
    ),
    (
        "a parameter becomes 64 bits wide",
        [within(LIMIT, "int32", "int64")],
        {"param-type safe"},
        {"param-type wire"},
    ),
    (
        "an element of an array becomes an integer",
        [within(IDS, "{type: string}", "{type: integer}")],
        {"param-type wire"},
        {"param-type wire"},
    ),
    (
        "a text that is sent becomes a date",
        [("name: {type: string, maxLength: 10}", "name: {type: string, maxLength: 10, format: date}")],
        {"param-type wire"},
        {"param-type source"},
    ),
    (
        "an array is repeated instead of joined",
        [within(IDS, "csv", "multi")],
        {"param-collection-format wire"},
        {"param-collection-format wire"},
    ),
    ("a maximum is lowered", [within(LIMIT, "50", "40")], {"param-limits-tighter wire"}, {"param-limits-looser safe"}),
    ("a minimum is added", [within(LIMIT, "maximum", "minimum: 1, maximum")], {"param-limits-tighter wire"}, {"param-limits-looser safe"}),
    ("a maximum becomes exclusive", [within(LIMIT, "maximum: 50", "maximum: 50, exclusiveMaximum: true")], {"param-limits-tighter wire"}, {"param-limits-looser safe"}),
    ("a text may be longer", [("name: {type: string, maxLength: 10}", "name: {type: string, maxLength: 12}")], {"param-limits-looser safe"}, {"param-limits-tighter wire"}),
    ("elements have to differ", [within(IDS, "csv", "csv, uniqueItems: true")], {"param-limits-tighter wire"}, {"param-limits-looser safe"}),
    ("a pattern is added", [("name: {type: string, maxLength: 10}", "name: {type: string, maxLength: 10, pattern: ^a}")], {"param-limits-tighter wire"}, {"param-limits-looser safe"}),
    ("a step is set", [within(LIMIT, "maximum", "multipleOf: 2, maximum")], {"param-limits-tighter wire"}, {"param-limits-looser safe"}),
    (
        "a value may be sent too",
        [within(ORDER, "[up, down]", "[up, down, off]")],
        {"param-enum-added safe"},
        {"param-enum-removed wire"},
    ),
    (
        "a free value becomes one of a list",
        [within(IDS, "{type: string}", "{type: string, enum: [a]}")],
        {"param-enum-list wire"},
        {"param-enum-list safe"},
    ),
    ("a default changes", [within(LIMIT, "default: 10", "default: 20")], {"param-default wire"}, {"param-default wire"}),
    (
        "a value is escaped twice",
        [within(GET, "type: string", "type: string, x-ms-url-encoding: double")],
        {"param-encoding wire"},
        {"param-encoding wire"},
    ),
    (
        "a value is not escaped",
        [within(ORDER, "type", "x-ms-skip-url-encoding: true, type")],
        {"param-encoding wire"},
        {"param-encoding wire"},
    ),
    (
        "a parameter may not be empty",
        [within(ORDER, ", allowEmptyValue: true", "")],
        {"param-allow-empty wire"},
        {"param-allow-empty safe"},
    ),
    ("parameters are reordered", [(f"- {LIMIT}\n      - {IDS}", f"- {IDS}\n      - {LIMIT}")], set(), set()),
    ("a body is renamed", [("name: widget, in: body", "name: thing, in: body")], set(), set()),
    (
        "a body becomes required",
        [("in: body,", "in: body, required: true,")],
        {"body-required wire"},
        # The properties can be arguments of their own no longer.
        {"body-required source"},
    ),
    (
        "a media type is accepted too",
        [("operationId: CreateWidget", "operationId: CreateWidget\n      consumes: [application/json, application/xml]")],
        {"consumes-added safe"},
        {"consumes-removed wire"},
    ),
    (
        "a property that is sent becomes required",
        [("required: [name]", "required: [name, size]")],
        {"request-property-required wire"},
        {"request-property-required safe"},
    ),
    (
        "a required property is added to what is sent",
        [("required: [name]", "required: [name, more]"), after(NOTE, "\n      more: {type: string}")],
        {"request-property-required wire"},
        {"request-property-removed source"},
    ),
    (
        "an optional property is added to what is sent",
        [after(NOTE, "\n      more: {type: string}")],
        {"request-property-added safe"},
        {"request-property-removed source"},
    ),
    (
        "a property becomes read-only",
        [within(NOTE, "{", "{readOnly: true, ")],
        {"request-property-readonly wire"},
        {"request-property-readonly safe"},
    ),
    (
        "a property may no longer be null",
        [within(NOTE, ", x-nullable: true", "")],
        {"request-nullable wire"},
        {"request-nullable safe"},
    ),
    (
        "further properties are forbidden",
        [after(NEW, "    additionalProperties: false\n")],
        {"request-additional-properties wire"},
        {"request-additional-properties safe"},
    ),
    (
        "further properties are bound to a schema",
        [after(NEW, "    additionalProperties: {type: string}\n")],
        {"request-additional-properties wire"},
        {"request-additional-properties safe"},
    ),
    (
        "what is sent has to name its type",
        [after(NEW, "    discriminator: name\n")],
        {"request-discriminator wire"},
        {"request-discriminator safe"},
    ),
]  # fmt: skip

RESPONSES: list[Row] = [
    (
        "a successful answer is added",
        [('"404": {description: None.}', '"404": {description: None.}\n        "202": {description: Later., schema: ' + ARRAY + "}")],
        {"response-success-added wire"},
        {"response-success-removed wire"},
    ),
    (
        "a successful answer without content is added",
        [('"404": {description: None.}', '"404": {description: None.}\n        "204": {description: None at all.}')],
        # The method may return None then.
        {"response-success-added source"},
        {"response-success-removed wire"},
    ),
    (
        "the answer for a failure is added",
        [('"404": {description: None.}', '"404": {description: None.}\n        "500": {description: Sorry.}')],
        {"response-error-added safe"},
        {"response-error-removed safe"},
    ),
    (
        "an answer has no content any more",
        [(f"          schema: {ARRAY}\n", "")],
        {"response-schema-removed wire"},
        {"response-schema-added safe"},
    ),
    (
        "an optional property is added to what comes back",
        [after(SIZE, "\n      more: {type: string}")],
        {"response-property-added safe"},
        {"response-property-removed source"},
    ),
    (
        "a required property is added to what comes back",
        [("required: [id]", "required: [id, more]"), after(SIZE, "\n      more: {type: string}")],
        {"response-property-added safe"},
        {"response-property-removed wire"},
    ),
    (
        "a property may be absent",
        [("    required: [id]\n", "")],
        {"response-property-optional wire"},
        {"response-property-optional safe"},
    ),
    (
        "a number becomes an integer",
        [within(SIZE, "number", "integer")],
        {"response-type safe"},
        {"response-type wire"},
    ),
    (
        "a text becomes a moment, which is another class in Python",
        [("made: {type: string}", "made: {type: string, format: date-time}")],
        {"response-type source"},
        {"response-type wire"},
    ),
    (
        "a text becomes an array",
        [("made: {type: string}", "made: {type: array, items: {type: string}}")],
        {"response-type wire"},
        {"response-type wire"},
    ),
    (
        "null may come back",
        [within(SIZE, "{", "{x-nullable: true, ")],
        {"response-nullable wire"},
        {"response-nullable safe"},
    ),
    (
        "another value may come back",
        [within(STATE, "[new, old]", "[new, old, gone]")],
        {"response-enum-added wire"},
        {"response-enum-removed safe"},
    ),
    (
        "a maximum is raised",
        [within(SIZE, "9", "10")],
        {"response-limits-looser wire"},
        {"response-limits-tighter safe"},
    ),
    (
        "a header is added",
        [within("{X-Total: {type: integer}}", "{X", "{X-Page: {type: integer}, X")],
        {"response-header-added safe"},
        {"response-header-removed wire"},
    ),
    (
        "a header becomes a text",
        [("X-Total: {type: integer}", "X-Total: {type: string}")],
        {"response-header-type wire"},
        {"response-header-type wire"},
    ),
    (
        "a media type may be answered",
        [("produces: [application/json]", "produces: [application/json, application/xml]")],
        {"produces-added wire"},
        {"produces-removed wire"},
    ),
    (
        "an answer becomes a file",
        [(f"schema: {ARRAY}", "schema: {type: file}")],
        {"response-file wire"},
        {"response-file wire"},
    ),
]  # fmt: skip

SECURITY: list[Row] = [
    ("an operation needs credentials", [(ROOT, "")], {"security-relaxed safe"}, {"security-added wire"}),
    (
        "a scheme is needed too",
        [(ROOT, "security:\n- {key: [], sign: [read]}\n")],
        {"security-added wire"},
        {"security-relaxed safe"},
    ),
    (
        "an alternative is added",
        [(ROOT, ROOT + "- sign: [read]\n")],
        {"security-relaxed safe"},
        {"security-alternative-removed wire"},
    ),
    (
        "another scheme is needed",
        [(ROOT, "security:\n- sign: [read]\n")],
        {"security-alternative-removed wire"},
        {"security-alternative-removed wire"},
    ),
    (
        "one operation is open",
        [after(LIST, "\n      security: []")],
        {"security-relaxed safe"},
        {"security-added wire"},
    ),
    ("a key has another name", [("name: X-Key", "name: X-Token")], {"security-scheme wire"}, {"security-scheme wire"}),
    ("a scheme that is not in use changes", [("https://sign.test/in", "https://sign.test/on")], set(), set()),
]  # fmt: skip

TABLE = [*OPERATIONS, *REQUESTS, *RESPONSES, *SECURITY]

CONNECTOR: list[Row] = [
    (
        "an operation is hidden",
        [after(LIST, "\n      x-ms-visibility: internal")],
        {"operation-hidden wire"},
        {"operation-shown safe"},
    ),
    (
        "an operationId changes though the method keeps its name",
        [("operationId: GetWidget", "operationId: FetchWidget\n      x-python-name: get")],
        {"operation-id wire"},
        {"operation-id wire"},
    ),
    (
        "a parameter is gone",
        [(f"      - {IDS}\n", "")],
        {"param-removed wire"},
        {"param-added-optional safe"},
    ),
    (
        "an optional property is gone",
        [("      made: {type: string}\n", "")],
        {"response-property-removed wire"},
        {"response-property-added safe"},
    ),
    (
        "an operation becomes a trigger",
        [after(LIST, "\n      x-ms-trigger: batch")],
        {"trigger wire"},
        {"trigger wire"},
    ),
    (
        "a drop-down is filled by another operation",
        [within(ORDER, "enum: [up, down]", "enum: [up, down], x-ms-dynamic-values: {operationId: A, value-path: a}")],
        {"dynamic safe"},
        {"dynamic wire"},
    ),
    ("a label changes", [within(ORDER, "type", "x-ms-summary: Order, type")], {"xms-summary safe", "minor-update safe"}, {"xms-summary safe", "minor-update safe"}),
    ("a summary changes", [("summary: List widgets", "summary: All widgets")], {"summary safe", "minor-update safe"}, {"summary safe", "minor-update safe"}),
    ("a text changes", [("description: The widgets.", "description: All widgets.")], {"minor-update safe"}, {"minor-update safe"}),
]  # fmt: skip


def ids(rows: list[Row]) -> list[str]:
    return [row[0] for row in rows]


@pytest.mark.parametrize("row", TABLE, ids=ids(TABLE))
def test_a_change_is_told_once_and_with_who_it_hurts(
    row: Row, told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    _, edits, forth, back = row
    changed = edited(widgets, *edits)
    assert changed != widgets
    assert told(widgets, changed) == forth
    assert told(changed, widgets) == back


@pytest.mark.parametrize("row", CONNECTOR, ids=ids(CONNECTOR))
def test_flows_bind_to_more(
    row: Row, told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    _, edits, forth, back = row
    changed = edited(widgets, *edits)
    assert told(widgets, changed, Profile.CONNECTOR) == forth
    assert told(changed, widgets, Profile.CONNECTOR) == back


#: Rules with tests of their own: of connection files, revisions, clients and XML.
ELSEWHERE = {
    "auth-type",
    "connection-parameter",
    "policy",
    "needs-revision",
    "client-name",
    "client-type",
    "request-xml",
    "response-xml",
}


def test_every_rule_has_a_pair() -> None:
    assert len(TABLE) + len(CONNECTOR) >= 58
    given = {
        one.split()[0] for _, _, *both in (*TABLE, *CONNECTOR) for found in both for one in found
    }
    reported = {rule.id.removeprefix("diff-") for rule in RULES.values() if rule.effect is not None}
    assert given | ELSEWHERE == reported
