"""Fields of the platform: visibility, encoding, dynamic lists, triggers, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[..., list[Diagnostic]]

OK = 'responses: {"200": {description: Done.}}'
INTERNAL = "x-ms-visibility: internal"


def op(*lines: str, path: str = "/w", method: str = "post", name: str = "MakeWidget") -> str:
    """One operation; its lines begin on line 5."""
    own = (f"operationId: {name}", *lines, *(() if "responses:" in "".join(lines) else (OK,)))
    return f"paths:\n  {path}:\n    {method}:\n" + "".join(f"      {x}\n" for x in own)


def post(properties: str, required: str = "") -> str:
    """An operation with a body of some properties, in flow style on line 6, column 46."""
    need = f", required: [{required}]" if required else ""
    return op(
        "parameters:",
        f"- {{name: w, in: body, schema: {{type: object, properties: {{{properties}}}{need}}}}}",
    )


def field(text: str, where: str = "query") -> str:
    """An operation with a parameter on line 6, column 9."""
    return op("parameters:", f"- {{name: a, in: {where}, type: string, {text}}}")


LIST = """
  /k:
    get:
      operationId: ListKinds
      parameters: [{name: market, in: query, required: true, type: string}]
      responses:
        "200":
          description: All kinds.
          schema:
            type: object
            properties:
              kinds: {type: array, items: {type: object, properties: {id: {type: string}}}}
""".lstrip("\n")
#: The same without the parameter.
PLAIN = LIST.replace(
    "      parameters: [{name: market, in: query, required: true, type: string}]\n", ""
)
VALUES = "x-ms-dynamic-values: {operationId: ListKinds"


def polled(schema: str, kind: str = "batch", more: str = "") -> str:
    """A trigger that is polled; `x-ms-trigger` on line 5."""
    return op(
        f"x-ms-trigger: {kind}",
        *([more] if more else []),
        "responses:",
        f'  "200": {{description: New ones., schema: {schema}}}',
        method="get",
    )


def hook(url: str, need: str = "required: [url], ", *, content: bool = True) -> str:
    """A webhook trigger; the body on line 7 with its content on the path, else on line 6."""
    text = op(
        "x-ms-trigger: single",
        f"parameters: [{{name: w, in: body, schema: {{type: object, {need}properties: {{{url}}}}}}}]",
    )
    about = "  /w:\n    x-ms-notification-content: {schema: {type: object}}\n"
    return text.replace("  /w:\n", about) if content else text


URL = f"url: {{type: string, x-ms-notification-url: true, {INTERNAL}}}"
BATCH = "{type: object, properties: {widgets: {type: array, items: {}}}}"
REVISIONS = """
paths:
  /a:
    get:
      operationId: GetA
      deprecated: true
      x-ms-api-annotation: {family: GetA, revision: 1}
      responses: {"200": {description: Done.}}
  /b:
    get:
      operationId: GetA_V2
      x-ms-api-annotation: {family: GetA, revision: 2}
      responses: {"200": {description: Done.}}
""".lstrip("\n")

CASES: list[tuple[Any, ...]] = [
    # known extensions
    ("ms-known-extension", op("x-ms-visbility: important"),
     ("/paths/~1w/post/x-ms-visbility", 5, 7, "knows no `x-ms-visbility`"), ("visbility", "visibility"),
     {"help": "did you mean `x-ms-visibility`?", "severity": "error"}),
    ("ms-known-extension", field('"x-ms-summary title": A'),
     ("/paths/~1w/post/parameters/0/x-ms-summary title", 6, 44, "knows no"), ('"x-ms-summary title"', "x-ms-summary")),
    ("ms-known-extension", field("x-Ms-Visibility: important"),
     ("/paths/~1w/post/parameters/0/x-Ms-Visibility", 6, 44, "knows no"), ("x-Ms-V", "x-ms-v")),
    ("ms-known-extension", field("x-mssummary: A"),
     ("/paths/~1w/post/parameters/0/x-mssummary", 6, 44, "knows no"), ("x-mssummary", "x-ms-summary")),
    ("ms-known-extension", op("x-ms-client-name: make"),
     ("/paths/~1w/post/x-ms-client-name", 5, 7, "for generators"), ("x-ms-client-name", "x-client-name"),
     {"severity": "info"}),
    ("ms-known-extension", field("x-ms-trigger: single"),
     ("/paths/~1w/post/parameters/0/x-ms-trigger", 6, 44, "means nothing in a parameter"), (", x-ms-trigger: single", ""),
     {"help": "it belongs in an operation"}),
    ("ms-known-extension", "info: {title: W, version: 1.0.0, description: x, x-ms-triger: 1}\npaths: {}\n",
     ("/info/x-ms-triger", 1, 50, "knows no"), (", x-ms-triger: 1", "")),
    # visibility
    ("ms-visibility", op("x-ms-visibility: Important"),
     ("/paths/~1w/post/x-ms-visibility", 5, 24, 'this is "Important"'), ("Important", "important"),
     {"help": "did you mean `important`?"}),
    ("ms-visibility", post("a: {type: string, x-ms-visibility: 3}"),
     ("/paths/~1w/post/parameters/0/schema/properties/a/x-ms-visibility", 6, 100, "this is an integer"), ("3}", "advanced}")),
    ("ms-visibility", field('x-ms-visibility: ""'),
     ("/paths/~1w/post/parameters/0/x-ms-visibility", 6, 61, "says nothing"), (', x-ms-visibility: ""', ""),
     {"severity": "info"}),
    ("ms-internal-default", field(f"required: true, {INTERNAL}"),
     ("/paths/~1w/post/parameters/0", 6, 9, "the parameter `a` is internal and required"), ("required: true, ", "required: true, default: x, ")),
    ("ms-internal-default", post(f"a: {{type: string, {INTERNAL}}}", "a"),
     ("/paths/~1w/post/parameters/0/schema/properties/a", 6, 65, "the property `a`"), ("type: string", "type: string, default: x")),
    ("ms-internal-default", post(f"a: {{type: object, {INTERNAL}, required: [b], properties: {{b: {{type: string}}}}}}", "a"),
     ("/paths/~1w/post/parameters/0/schema/properties/a", 6, 65, "the property `a`"), ("b: {type: string}", "b: {type: string, default: x}")),
    ("ms-internal-optional-default", field(f"default: x, {INTERNAL}"),
     ("/paths/~1w/post/parameters/0", 6, 9, "internal and optional"), ("default: x, ", "default: x, required: true, "),
     {"severity": "warning"}),
    ("ms-internal-optional-default", field(f"default: x, required: false, {INTERNAL}"),
     ("/paths/~1w/post/parameters/0/required", 6, 66, "internal and optional"), ("false", "true")),
    ("ms-internal-optional-default", post(f"a: {{type: string, default: x, {INTERNAL}}}", "b") .replace("{a:", "{b: {type: string}, a:"),
     ("/paths/~1w/post/parameters/0/schema/properties/a", 6, 84, "the property `a`"), ("required: [b]", "required: [a]")),
    # labels
    ("ms-summary", op("parameters:", "- {name: to, in: query, type: string}"),
     ("/paths/~1w/post/parameters/0", 6, 9, "the parameter `to` has no `x-ms-summary`"), ("string}", "string, x-ms-summary: To}"),
     {"severity": "warning"}),
    ("ms-summary", field("x-ms-summary: " + "Very " * 16 + "Long"),
     ("/paths/~1w/post/parameters/0/x-ms-summary", 6, 58, "has 84 characters"), ("Very " * 16, "")),
    ("ms-summary", field("x-ms-summary: phone number of the sender"),
     ("/paths/~1w/post/parameters/0/x-ms-summary", 6, 58, "not in title case"), ("phone number of the sender", "Phone Number of the Sender"),
     {"severity": "info"}),
    ("ms-summary", field('x-ms-summary: " "'),
     ("/paths/~1w/post/parameters/0/x-ms-summary", 6, 58, "is empty"), ('" "', "A")),
    ("ms-summary", post("a: {type: string}"),
     ("/paths/~1w/post/parameters/0/schema/properties/a", 6, 65, "the property `a`"), ("string", "string, title: A"),
     {"severity": "warning"}),
    ("ms-summary", op("responses:", '  "200": {description: It., schema: {type: object, properties: {a: {type: string}}}}'),
     ("/paths/~1w/post/responses/200/schema/properties/a", 6, 71, "the property `a`"), ("type: string", f"type: string, {INTERNAL}"),
     {"severity": "info"}),
    # encoding
    ("ms-url-encoding", op("parameters:", "- {name: a, in: path, required: true, type: string}", path="/{a}"),
     ("/paths/~1{a}/post/parameters/0", 6, 9, "`a` has no `x-ms-url-encoding`"), ("type: string", "type: string, x-ms-url-encoding: single"),
     {"severity": "warning"}),
    ("ms-url-encoding", op("parameters:", "- {name: a, in: path, required: true, type: string, x-ms-url-encoding: Single}", path="/{a}"),
     ("/paths/~1{a}/post/parameters/0/x-ms-url-encoding", 6, 78, 'this is "Single"'), ("Single", "double")),
    ("ms-url-encoding-place", field("x-ms-url-encoding: single"),
     ("/paths/~1w/post/parameters/0/x-ms-url-encoding", 6, 44, "no effect"), (", x-ms-url-encoding: single", "")),
    ("ms-url-encoding-place", post("a: {type: string, x-ms-url-encoding: single}"),
     ("/paths/~1w/post/parameters/0/schema/properties/a/x-ms-url-encoding", 6, 83, "no effect"), (", x-ms-url-encoding: single", "")),
    # dynamic
    ("ms-dynamic-operation", field(f"{VALUES[:-1]}, value-collection: kinds}}") + PLAIN,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/operationId", 6, 79, "`ListKind`, which does not exist"), ("ListKind,", "ListKinds,"),
     {"help": "did you mean `ListKinds`?"}),
    ("ms-dynamic-operation", "x-ms-capabilities: {testConnection: {operationId: Nope}}\n" + op(),
     ("/x-ms-capabilities/testConnection/operationId", 1, 51, "`Nope`, which does not exist"), ("Nope", "MakeWidget")),
    ("ms-dynamic-operation", op("x-ms-operation-context: {simulate: {operationId: Nope, parameters: {operationId: x}}}"),
     ("/paths/~1w/post/x-ms-operation-context/simulate/operationId", 5, 56, "`Nope`"), ("Nope, parameters: {operationId: x}", "MakeWidget")),
    ("ms-dynamic-operation", post("a: {type: string, x-ms-dynamic-tree: {open: {operationId: MakeWidget}, browse: {operationId: B}}}"),
     ("/paths/~1w/post/parameters/0/schema/properties/a/x-ms-dynamic-tree/browse/operationId", 6, 158, "`B`"), ("operationId: B}", "operationId: MakeWidget}")),
    ("ms-dynamic-operation", field("x-ms-dynamic-values: {value-path: id}"),
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values", 6, 44, "names no operation"), ("{value-path: id}", "{builtInOperation: getEnvironments}")),
    ("ms-dynamic-place", op("parameters:", f"- {{name: w, in: body, schema: {{type: object}}, {VALUES}, value-collection: kinds}}}}") + PLAIN,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values", 6, 53, "not read on a body parameter"), ("{type: object}, " + VALUES + ", value-collection: kinds}", "{type: string, " + VALUES + ", value-collection: kinds}}")),
    ("ms-dynamic-parameters", field(f"{VALUES}, value-collection: kinds}}") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values", 6, 44, "requires the parameter `market`"), ("ListKinds,", "ListKinds, parameters: {market: eu},"),
     {"related": [11]}),
    ("ms-dynamic-parameters", field(f"{VALUES}, parameters: {{}}, value-collection: kinds}}") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/parameters", 6, 90, "requires the parameter `market`"), ("parameters: {},", "parameters: {market: eu},")),
    ("ms-dynamic-parameters", field(f"{VALUES}, parameters: {{market: eu, marke: x}}, value-collection: kinds}}") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/parameters/marke", 6, 115, "`ListKinds` has no parameter `marke`"), (", marke: x", "")),
    ("ms-dynamic-parameters", field(f"{VALUES}, parameters: {{market: 3}}, value-collection: kinds}}") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/parameters/market", 6, 111, "is a text; this is an integer"), ("market: 3", 'market: "3"')),
    ("ms-dynamic-parameters", field(f"{VALUES}, parameters: {{market: {{parameter: b}}}}, value-collection: kinds}}") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/parameters/market/parameter", 6, 123, "`MakeWidget` has no parameter `b`"), ("parameter: b", "parameter: a")),
    ("ms-dynamic-parameters", field(f"{VALUES}, parameters: {{market: {{parameter: a}}}}, value-collection: kinds}}, default: x, required: true, {INTERNAL}") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/parameters/market/parameter", 6, 123, "`a` is internal"), (f"default: x, required: true, {INTERNAL}", "required: true")),
    ("ms-dynamic-parameters", field(f"{VALUES}, parameters: {{market: {{parameter: a}}}}, value-collection: kinds}}") .replace("type: string", "type: integer") + LIST,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/parameters/market/parameter", 6, 124, "`a` is an integer; what is called takes a text"), ("name: a, in: query, type: integer", "name: a, in: query, type: string")),
    ("ms-dynamic-paths", field(f"{VALUES}, value-collection: items, value-path: id}}") + PLAIN,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/value-collection", 6, 108, "`items` leads to nothing"), ("value-collection: items", "value-collection: kinds")),
    ("ms-dynamic-paths", field(f"{VALUES}, value-collection: kinds, value-path: ids}}") + PLAIN,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/value-path", 6, 127, "`ids` leads to nothing"), ("ids", "id"),
     {"help": "did you mean `id`?"}),
    ("ms-dynamic-paths", field(f"{VALUES}, value-path: id}}") + PLAIN,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values", 6, 44, "the answer of `ListKinds` is no array"), ("value-path: id", "value-path: id, value-collection: kinds"),
     {"help": "write `value-collection: kinds`"}),
    ("ms-dynamic-paths", field("x-ms-dynamic-list: {operationId: ListKinds, itemsPath: kinds/id, itemValuePath: id}") + PLAIN,
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-list/itemsPath", 6, 99, "`kinds/id` of the answer"), ("kinds/id", "kinds")),
    ("ms-dynamic-paths", post("a: {type: object, x-ms-dynamic-schema: {operationId: ListKinds, value-path: schema}}") + PLAIN,
     ("/paths/~1w/post/parameters/0/schema/properties/a/x-ms-dynamic-schema/value-path", 6, 141, "`schema` leads to nothing"), ("value-path: schema", "value-path: kinds")),
    ("ms-dynamic-paths", field("x-ms-dynamic-values: {operationId: MakeWidget}"),
     ("/paths/~1w/post/parameters/0/x-ms-dynamic-values/operationId", 6, 79, "has no schema to look in"), ("{description: Done.}", "{description: Done., schema: {type: array, items: {}}}")),
    ("ms-dynamic-pair", post(f"a: {{type: string}}, b: {{type: string, {VALUES}, parameters: {{market: {{parameter: a}}}}, value-collection: kinds}}}}") + LIST,
     ("/paths/~1w/post/parameters/0/schema/properties/b/x-ms-dynamic-values", 6, 102, "`a` is a property of the body"),
     ("value-collection: kinds}", "value-collection: kinds}, x-ms-dynamic-list: {operationId: ListKinds, itemsPath: kinds, parameters: {market: {parameterReference: w/a}}}"),
     {"severity": "warning"}),
    ("ms-dynamic-pair", post("a: {type: object, x-ms-dynamic-schema: {operationId: ListKinds, value-path: properties}}") + PLAIN.replace("kinds: {", "properties: {"),
     ("/paths/~1w/post/parameters/0/schema/properties/a/x-ms-dynamic-schema/value-path", 6, 141, "not to the schema"),
     ("value-path: properties}", "value-path: properties}, x-ms-dynamic-properties: {operationId: ListKinds}")),
    # triggers
    ("ms-trigger", polled("{type: array, items: {}}", "Batch"),
     ("/paths/~1w/get/x-ms-trigger", 5, 21, 'this is "Batch"'), ("Batch", "batch"), {"help": "did you mean `batch`?"}),
    ("ms-trigger", polled("{type: object, properties: {id: {type: string}}}"),
     ("/paths/~1w/get/x-ms-trigger", 5, 21, "is a batch trigger, but answers an object"), ("batch", "single")),
    ("ms-trigger", polled(BATCH), ("/paths/~1w/get/x-ms-trigger", 5, 21, "answers an object"), ("  x-ms-trigger: batch", "  x-ms-trigger: single")),
    ("ms-trigger", polled("{type: array, items: {}}", "single"),
     ("/paths/~1w/get/x-ms-trigger", 5, 21, "is a single trigger, but answers an array"), ("single", "batch")),
    ("ms-webhook", hook(URL, need=""),
     ("/paths/~1w/post/parameters/0/schema/properties/url", 7, 76, "`url` has to be required"), ("type: object, prop", "type: object, required: [url], prop")),
    ("ms-webhook", hook(f"h: {{type: object, required: [url], properties: {{{URL}}}}}", need=""),
     ("/paths/~1w/post/parameters/0/schema/properties/h", 7, 76, "`h` has to be required"), ("type: object, properties: {h", "type: object, required: [h], properties: {h")),
    ("ms-webhook", hook(URL.replace(f", {INTERNAL}", "")),
     ("/paths/~1w/post/parameters/0/schema/properties/url", 7, 93, "is not internal"), ("url: {type: string", f"url: {{{INTERNAL}, type: string")),
    ("ms-webhook", hook(URL.replace("string", "integer")),
     ("/paths/~1w/post/parameters/0/schema/properties/url/type", 7, 105, "is a text"), ("integer", "string")),
    ("ms-webhook", hook("url: {type: string}"),
     ("/paths/~1w/post", 4, 5, "has no property with `x-ms-notification-url: true`"), ("url: {type: string}", URL)),
    ("ms-webhook", hook(URL.replace("true", '"true"')),
     ("/paths/~1w/post/parameters/0/schema/properties/url/x-ms-notification-url", 7, 136, 'this is "true"'), ('"true"', "true")),
    ("ms-webhook", hook(URL, content=False),
     ("/paths/~1w/post", 3, 5, "takes a callback address and has no"), ("    post:", "    x-ms-notification-content: {schema: {}}\n    post:")),
    ("ms-webhook", hook(URL, content=False).replace("      x-ms-trigger", "      x-ms-notification-content: {schema: {}}\n      x-ms-trigger"),
     ("/paths/~1w/post/x-ms-notification-content", 5, 7, "stands on the operation"), ("    post:\n      operationId: MakeWidget\n      x-ms-notification-content: {schema: {}}\n", "    x-ms-notification-content: {schema: {}}\n    post:\n      operationId: MakeWidget\n")),
    # answers
    ("ms-pageable", op("x-ms-pageable: {nextLinkName: next_page_uri}"),
     ("/paths/~1w/post/x-ms-pageable/nextLinkName", 5, 37, 'this is "next_page_uri"'), ("next_page_uri", "nextLink")),
    ("ms-pageable", op("x-ms-pageable: {nextLinkName: NextLink}"),
     ("/paths/~1w/post/x-ms-pageable/nextLinkName", 5, 37, 'this is "NextLink"'), ("NextLink", "nextLink"), {"help": "did you mean `nextLink`?"}),
    ("ms-pageable", op("x-ms-pageable: {itemName: value}"),
     ("/paths/~1w/post/x-ms-pageable", 5, 7, "`nextLinkName` is nextLink or @odata.nextLink"), ("itemName: value", 'nextLinkName: "@odata.nextLink"')),
    ("ms-pageable", op("x-ms-pageable: {nextLinkName: nextLink}", "responses:", '  "200": {description: It., schema: {type: object, properties: {next: {type: string}}}}'),
     ("/paths/~1w/post/x-ms-pageable/nextLinkName", 5, 37, "has no property `nextLink`"), ("{next:", "{nextLink:"), {"related": [7]}),
    ("ms-enum-values", field("enum: [r, g], x-ms-enum-values: [{value: r, displayName: R}]"),
     ("/paths/~1w/post/parameters/0/x-ms-enum-values", 6, 58, 'does not name "g"'), ("enum: [r, g]", "enum: [r]")),
    ("ms-enum-values", field("enum: [r], x-ms-enum-values: [{value: b, displayName: B}]"),
     ("/paths/~1w/post/parameters/0/x-ms-enum-values/0/value", 6, 82, '"b" is no value of the enum'), ("value: b", "value: r")),
    ("ms-enum-values", field("enum: [r], x-ms-enum-values: [{value: r, displayName: R}, {value: r, displayName: S}]"),
     ("/paths/~1w/post/parameters/0/x-ms-enum-values/1/value", 6, 110, '"r" is named twice'), (", {value: r, displayName: S}", ""), {"related": [6]}),
    ("ms-enum-values", field("enum: [r], x-ms-enum-values: [{value: r}]"),
     ("/paths/~1w/post/parameters/0/x-ms-enum-values/0", 6, 74, "has no `displayName`"), ("value: r", "value: r, displayName: R")),
    ("ms-default-response-schema", op("responses:", '  "200": {description: It.}', "  default: {description: No., schema: {type: object}}"),
     ("/paths/~1w/post/responses/default/schema", 7, 37, "`default` of POST /w has a schema"), (", schema: {type: object}", ""), {"severity": "warning"}),
    ("ms-default-response-schema", "responses: {E: {description: No., schema: {type: object}}}\n" + op("responses:", '  "200": {description: It.}', "  default: {$ref: '#/responses/E'}"),
     ("/paths/~1w/post/responses/default", 8, 9, "`default` of POST /w has a schema"), (", schema: {type: object}", ""), {"related": [1]}),
    ("ms-one-response-schema", op("responses:", '  "200": {description: It., schema: {type: object}}', '  "400": {description: No., schema: {type: object}}'),
     ("/paths/~1w/post/responses/400/schema", 7, 35, "has a schema for 200 and 400"), ("No., schema: {type: object}", "No."), {"severity": "info"}),
    ("ms-test-connection", op(method="get"),
     ("", 1, 1, "names no `testConnection`"), ("paths:", "x-ms-capabilities: {testConnection: {operationId: MakeWidget}}\npaths:"), {"severity": "info"}),
    ("ms-test-connection", "x-ms-capabilities: {testConnection: {operationId: MakeWidget}}\n" + op(),
     ("/x-ms-capabilities/testConnection/operationId", 1, 51, "tested by a GET; this is POST /w"), ("    post:", "    get:")),
    ("ms-test-connection", "x-ms-capabilities: {testConnection: {operationId: MakeWidget}}\n" + field("required: true").replace("post:", "get:"),
     ("/x-ms-capabilities/testConnection/operationId", 1, 51, "`MakeWidget` needs `a`"), ("MakeWidget}}", "MakeWidget, parameters: {a: x}}}")),
    # revisions
    ("ms-annotation", REVISIONS.replace("GetA_V2", "GetB"),
     ("/paths/~1b/get/operationId", 10, 20, "ends with `_V2`; this is `GetB`"), ("GetB", "GetA_V2"), {"severity": "warning", "related": [11]}),
    ("ms-annotation", REVISIONS.replace("      deprecated: true\n", ""),
     ("/paths/~1a/get/x-ms-api-annotation", 5, 7, "revision 1 of `GetA` is in production beside revision 2"), ("operationId: GetA\n", "operationId: GetA\n      deprecated: true\n")),
    ("ms-annotation", REVISIONS.replace("GetA_V2", "GetA_V1").replace("revision: 2", "revision: 1"),
     ("/paths/~1b/get/x-ms-api-annotation/revision", 11, 53, "has a revision 1 already"), ("GetA_V1\n      x-ms-api-annotation: {family: GetA, revision: 1}", "GetA_V2\n      x-ms-api-annotation: {family: GetA, revision: 2}"), {"related": [6]}),
    ("ms-annotation", op("x-ms-api-annotation: {family: A}"),
     ("/paths/~1w/post/x-ms-api-annotation", 5, 7, "has no `revision`"), ("{family: A}", "{family: A, revision: 1}")),
    ("ms-annotation", op("x-ms-api-annotation: {status: Beta}"),
     ("/paths/~1w/post/x-ms-api-annotation/status", 5, 37, "Production or Preview"), ("Beta", "Preview")),
    ("ms-annotation", op("x-ms-api-annotation: {replacement: {api: W, operationId: MakeWidget}}"),
     ("/paths/~1w/post/x-ms-api-annotation/replacement", 5, 29, "is not deprecated"), ("x-ms-api-annotation: {replacement: {api: W, operationId: MakeWidget}}", "x-a: 1")),
    ("ms-annotation", op("deprecated: true", "x-ms-api-annotation: {replacement: {operationId: MakeWidget}}"),
     ("/paths/~1w/post/x-ms-api-annotation/replacement", 6, 29, "has no `api`"), ("{operationId", "{api: W, operationId")),
    ("ms-annotation", op("deprecated: true", "x-ms-api-annotation: {replacement: {api: W, operationId: MakeWidgets}}"),
     ("/paths/~1w/post/x-ms-api-annotation/replacement/operationId", 6, 64, "`MakeWidgets` does not exist"), ("MakeWidgets", "MakeWidget")),
    ("ms-deprecated-text", op("deprecated: true", "summary: Make", "description: Makes one."),
     ("/paths/~1w/post/summary", 6, 16, "its summary and its description does not end"), ("Make\n      description: Makes one.", "Make (deprecated)\n      description: Makes one (Deprecated).")),
    # limits of the platform
    ("ms-multi-format", op("parameters:", "- {name: a, in: query, type: array, items: {type: string}, collectionFormat: multi}"),
     ("/paths/~1w/post/parameters/0/collectionFormat", 6, 84, "no `collectionFormat: multi`"), ("multi", "csv")),
    ("ms-param-name", field("").replace("name: a", "name: connectionId").replace("string, ", "string"),
     ("/paths/~1w/post/parameters/0/name", 6, 16, "`connectionId` of its own"), ("connectionId", "linkId")),
    ("ms-binary", post("a: {type: string, format: binary}"),
     ("/paths/~1w/post/parameters/0/schema/properties/a/format", 6, 91, "not a part"), ("format: binary", "format: byte")),
    ("ms-binary", "definitions: {F: {type: string, format: binary}}\n" + post("a: {$ref: '#/definitions/F'}"),
     ("/definitions/F/format", 1, 41, "not a part"), ("format: binary", "format: byte")),
    ("ms-binary", op("consumes: [application/x-www-form-urlencoded]", "parameters:", "- {name: a, in: formData, type: string, format: binary}"),
     ("/paths/~1w/post/parameters/0/format", 7, 55, "a URL-encoded form carries no binary `a`"), ("application/x-www-form-urlencoded", "multipart/form-data")),
    ("ms-binary", field("format: binary"),
     ("/paths/~1w/post/parameters/0/format", 6, 52, "a whole body or a form parameter"), ("binary", "byte")),
    ("ms-composition", post("a: {allOf: [{type: string}]}"),
     ("/paths/~1w/post/parameters/0/schema/properties/a/allOf", 6, 69, "ignore `allOf`"), ("allOf: [{type: string}]", "type: string"), {"severity": "warning"}),
    ("ms-composition", post("kind: {type: string}", "kind").replace("properties", "discriminator: kind, properties"),
     ("/paths/~1w/post/parameters/0/schema/discriminator", 6, 52, "ignore `discriminator`"), ("discriminator: kind, ", "")),
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


OPEN = "{type: object, additionalProperties: true, properties: {kinds: {}}}"


@pytest.mark.parametrize(
    "text",
    [
        # what nobody declares may still be there
        field(f"{VALUES}, value-collection: items, value-path: id}}")
        + PLAIN.replace("            type: object\n", "            type: object\n            additionalProperties: true\n"),
        field(f"{VALUES}, value-collection: kinds, value-path: name}}") + PLAIN.replace("{type: object, properties: {id: {type: string}}}", "{}"),
        # a path with dots, a property with a dot, and one through an array
        field(f"{VALUES}, value-collection: kinds, value-path: id.key}}") + PLAIN.replace("id: {type: string}", "id: {properties: {key: {}}}"),
        field(f"{VALUES}, value-collection: kinds, value-path: id.key}}") + PLAIN.replace("id: {type: string}", "id.key: {type: string}"),
        field("x-ms-dynamic-list: {operationId: ListKinds, itemsPath: kinds, itemValuePath: id/key}") + PLAIN.replace("id: {type: string}", "id: {type: array, items: {properties: {key: {}}}}"),
        # arrays that hold themselves
        "definitions: {A: {type: array, items: {$ref: '#/definitions/A'}}}\n"
        + field(f"{VALUES}, value-collection: kinds, value-path: id}}") + PLAIN.replace("id: {type: string}", "id: {$ref: '#/definitions/A'}"),
        # a property of the body, by its path and by its name
        post("a: {type: string}, b: {type: string, x-ms-dynamic-list: {operationId: ListKinds, itemsPath: kinds, parameters: {market: {parameterReference: w/a}}}}") + LIST,
        # a required parameter with a default, and one of a file picker
        field(f"{VALUES}, value-collection: kinds}}") + LIST.replace("required: true, type: string", "required: false, type: string, default: eu"),
        "x-ms-capabilities: {file-picker: {open: {operationId: ListKinds, parameters: {market: {value-property: Id}}}}}\n" + op() + LIST,
        # the newer form beside the old one
        field(f"{VALUES}, value-collection: kinds}}, x-ms-dynamic-list: {{operationId: ListKinds, itemsPath: kinds}}") + PLAIN,
        # a polled object whose designer has noted how it is polled
        polled(BATCH, more="x-ms-trigger-metadata: {kind: query, mode: polling}"),
        # the address is internal because what holds it is
        hook(f"h: {{type: object, {INTERNAL}, required: [url], properties: {{url: {{type: string, x-ms-notification-url: true}}}}}}", need="required: [h], "),
        # only what is sent has to have a value
        op("responses:", f'  "200": {{description: It., schema: {{type: object, required: [a], properties: {{a: {{type: string, {INTERNAL}}}}}}}}}'),
        post(f"a: {{type: string, readOnly: true, {INTERNAL}}}"),
        # one schema for all answers, and a file as an answer
        op("responses:", '  "200": {description: It., schema: {type: string, format: binary}}', '  "400": {description: No.}'),
        op("deprecated: true", "summary: Make (Deprecated)", "description: Makes one. [DEPRECATED]."),
        op("x-ms-pageable: {nextLinkName: nextLink}", "responses:", f'  "200": {{description: It., schema: {OPEN}}}'),
    ],
)  # fmt: skip
def test_what_is_right_gives_nothing(lint_connector: Find, text: str) -> None:
    assert lint_connector(text) == []


def test_a_shared_parameter_is_reported_once(lint_connector: Find) -> None:
    shared = (
        f"parameters: {{a: {{name: a, in: query, type: string, required: true, {INTERNAL}}}}}\n"
    )
    use = 'parameters: [{$ref: "#/parameters/a"}]'
    text = shared + op(use) + op(use, path="/v", name="MakeThing").removeprefix("paths:\n")
    (found,) = lint_connector(text)
    assert (found.rule, found.pointer) == ("ms-internal-default", "/parameters/a")


def test_a_reference_has_to_exist_in_one_of_its_callers(lint_connector: Find) -> None:
    shared = (
        "parameters: {k: {name: k, in: query, type: string, x-ms-dynamic-values: "
        "{operationId: ListKinds, parameters: {market: {parameter: a}}, value-collection: kinds}}}\n"
    )
    use, own = '{$ref: "#/parameters/k"}', "{name: a, in: query, type: string}"
    first = op(f"parameters: [{use}, {own}]")
    second = op(f"parameters: [{use}]", path="/v", name="MakeThing").removeprefix("paths:\n")
    assert lint_connector(shared + first + second + LIST) == []
    (found,) = lint_connector(shared + first.replace(own, own.replace("a,", "b,")) + second + LIST)
    assert found.rule == "ms-dynamic-parameters"


def sized(operations: int, properties: int, depth: int = 0) -> dict[str, Any]:
    """A document with so many operations, each with a body of so many properties."""
    definitions: dict[str, Any] = {"D0": {"type": "object", "properties": {}}}
    for level in range(1, depth + 1):
        part = {"$ref": f"#/definitions/D{level - 1}"}
        definitions[f"D{level}"] = {
            "type": "object",
            "properties": {str(n): part for n in range(8)},
        }
    body = {
        "type": "object",
        "properties": {f"p{n}": {"type": "string"} for n in range(properties)},
    }
    if depth:
        body = {"$ref": f"#/definitions/D{depth}"}
    parameter = {"name": "w", "in": "body", "schema": body}
    answer = {"200": {"description": "Done."}}
    paths = {
        f"/p{n}": {
            "post": {"operationId": f"Do{n}", "parameters": [parameter], "responses": answer}
        }
        for n in range(operations)
    }
    return {"paths": paths, **({"definitions": definitions} if depth else {})}


@pytest.mark.parametrize(
    ("spec", "pointers", "severity"),
    [
        (sized(204, 1), [], None),
        (sized(205, 1), ["/paths"], "warning"),
        (sized(256, 1), ["/paths"], "warning"),
        (sized(257, 1), ["/paths"], "error"),
        (sized(1, 408), [], None),
        (sized(1, 409), ["/paths/~1p0/post/parameters/0/schema"], "warning"),
        (sized(1, 511), ["/paths/~1p0/post/parameters/0/schema"], "warning"),
        (sized(1, 512), ["/paths/~1p0/post/parameters/0/schema"], "error"),
        (sized(2, 0, depth=3), ["/definitions/D3"], "error"),
        (sized(1, 0, depth=5), ["/paths/~1p0/post", "/definitions/D5"], "error"),
    ],
)
def test_a_document_has_its_size(
    lint_connector: Find, spec: dict[str, Any], pointers: list[str], severity: str | None
) -> None:
    found = [each for each in lint_connector(spec) if each.rule == "ms-limits"]
    assert [each.pointer for each in found] == pointers
    assert {each.severity for each in found} == ({severity} if severity else set())


def test_a_schema_that_holds_itself_has_a_size(lint_connector: Find) -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/definitions/Node"}}}
    spec = sized(1, 1) | {"definitions": {"Node": node}}
    spec["paths"]["/p0"]["post"]["parameters"][0]["schema"] = {"$ref": "#/definitions/Node"}
    assert lint_connector(spec) == []


@pytest.mark.parametrize(
    ("schema", "rule", "pointer"),
    [
        ("{$ref: '#/definitions/None'}", "ref-resolves", "/schema/$ref"),
        ("{type: object, propertys: {}}", "doc-structure", "/schema/propertys"),
        ("{type: integer, default: x}", "schema-default-valid", "/schema/default"),
    ],
)
def test_what_a_webhook_hands_over_is_a_schema(
    lint_connector: Find, schema: str, rule: str, pointer: str
) -> None:
    (found,) = lint_connector(
        hook(URL).replace("{schema: {type: object}}", f"{{schema: {schema}}}")
    )
    assert (found.rule, found.pointer) == (rule, f"/paths/~1w/x-ms-notification-content{pointer}")
