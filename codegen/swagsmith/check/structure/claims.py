"""Which rule a fault of the document's shape belongs to, so that one defect gives one finding.

A fault goes to the most precise rule there is. Rules that look for their fault themselves, such
as `path-slash`, are named here too: what the schema says about it is then dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.structure import foreign, owners
from swagsmith.check.structure.misspelt import all_fields
from swagsmith.check.structure.owners import STRUCTURE
from swagsmith.check.structure.schema import fields
from swagsmith.check.structure.sentences import noun, sentence
from swagsmith.check.words import did_you_mean
from swagsmith.source import Finding, Node, is_mapping

if TYPE_CHECKING:
    from swagsmith.check.structure.faults import Fault

Claim = tuple[str, Finding] | None

OPENAPI3: Final = "doc-openapi3-field"
EXTENSION: Final = "ext-prefix"
_REFERENCES: Final = frozenset(
    (
        "jsonReference", "schema", "fileSchema", "parameter", "bodyParameter", "nonBodyParameter",
        "headerParameterSubSchema", "queryParameterSubSchema", "pathParameterSubSchema",
        "formDataParameterSubSchema", "response",
    )
)  # fmt: skip
#: Faults by keyword and object that a rule of its own looks for.
_ELSEWHERE: Final = {
    ("required", "operation"): "op-responses",
    ("minProperties", "responses"): "op-responses",
    ("not", "responses"): "op-responses",
    ("uniqueItems", "parametersList"): "param-unique",
    ("required", "pathParameterSubSchema"): "path-params-required",
    ("minItems", "enum"): "schema-enum-unique",
    ("uniqueItems", "enum"): "schema-enum-unique",
    ("uniqueItems", "stringArray"): "schema-required-list",
}
#: The same for faults of one value, by keyword and pointer.
_VALUES_ELSEWHERE: Final = {
    ("pattern", ("host",)): "host-format",
    ("pattern", ("basePath",)): "basepath-format",
    ("uniqueItems", ("tags",)): "tags-unique",
}
#: What depends on the place of a parameter; nothing can be said of it where the place is wrong.
_BY_PLACE: Final = ("allowEmptyValue", "collectionFormat", "schema")
_PLACES: Final = ("query", "header", "path", "formData", "body")
#: How an extension begins whose name is spelt wrongly; `ms-` is the commonest maker's.
_ALMOST_EXTENSION = re.compile(r"(?:x[-_])+|(?=ms-)", re.IGNORECASE).match
_CODE_RANGE = re.compile(r"[1-5]XX", re.IGNORECASE).fullmatch


def claim(fault: Fault, base: Node) -> Claim:
    """The rule and the finding for a fault below a node; None when another rule looks for it."""
    node = parent = base
    for token in fault.tokens:
        parent, node = node, node.child(token)
    holder = _holder(fault, base)
    if _is_reported_elsewhere(fault, node) or _is_consequence(node, parent):
        return None
    if isinstance(holder.get("$ref"), str) and fault.definition != "pathItem":
        return _beside_reference(fault, holder)
    if fault.keyword == "additionalProperties":
        return _unknown(fault, node, holder)
    return _foreign_value(fault, node) or _plain(fault, node, parent)


def _holder(fault: Fault, base: Node) -> Node:
    """The object that is at fault: the one that holds an unknown key, else the value itself."""
    tokens = fault.tokens
    if fault.keyword == "additionalProperties" or tokens[-1:] == ("$ref",):
        tokens = tokens[:-1]
    node = base
    for token in tokens:
        node = node.child(token)
    return node


def _is_reported_elsewhere(fault: Fault, node: Node) -> bool:
    """Whether a rule of its own looks for this fault."""
    if (fault.keyword, fault.definition) in _ELSEWHERE:
        return True
    if (fault.keyword, node.tokens) in _VALUES_ELSEWHERE:
        return True
    if fault.keyword == "additionalProperties" and fault.definition == "paths":
        return node.key != "$ref"  # path-slash
    if _is_of_scheme(fault, node):
        return True  # sec-scheme
    if fault.keyword == "required" and fault.expected == "type":
        return "schema" in node or "content" in node  # reported there
    if fault.keyword == "format" and node.key == "pattern":
        return True  # schema-pattern
    if fault.keyword == "enum" and fault.definition.endswith("ParameterSubSchema"):
        is_file = node.key == "type" and node.value == "file"  # param-file
        is_optional = node.key == "required" and node.value is False  # path-params-required
        return is_file or is_optional
    return node.tokens == fault.tokens == ("swagger",)  # doc-version


def _is_of_scheme(fault: Fault, node: Node) -> bool:
    within = len(fault.tokens) > 1 and fault.tokens[0] == "securityDefinitions"
    is_null = node.value is None and fault.keyword in ("type", "enum")
    return within and node.tokens == fault.tokens and not is_null


def _is_consequence(node: Node, parent: Node) -> bool:
    """Whether a fault comes from a parameter that is in no place there is."""
    is_parameter = "in" in parent or node.tokens[-3:-2] == ("parameters",)
    return node.key in _BY_PLACE and is_parameter and parent.get("in") not in _PLACES


def _beside_reference(fault: Fault, holder: Node) -> Claim:
    """A fault of an object that has a `$ref`: ref-no-siblings reports what stands beside it."""
    if fault.definition in _REFERENCES and fault.tokens[-1:] != ("$ref",):
        return None
    return owners.HEADER_TYPE if fault.definition == "header" else STRUCTURE, Finding(
        holder.child("$ref"),
        "2.0 has no `$ref` here, only for schemas, parameters, responses and path items",
        key=True,
    )


def _unknown(fault: Fault, node: Node, holder: Node) -> Claim:
    """A key that is no field of its object."""
    key, definition = node.key, fault.definition
    if definition == "responses":
        return _response_code(node)
    owner = owners.of_key(definition, key, holder)
    if key in foreign.OPENAPI3.get(definition, ()):
        hint = foreign.OPENAPI3[definition][key]
        rule = OPENAPI3 if owner == STRUCTURE else owner
        return rule, Finding(node, f"`{key}` belongs to OpenAPI 3", hint, key=True)
    if key in foreign.JSON_SCHEMA and definition in ("schema", "fileSchema"):
        message = f"`{key}` is a keyword of JSON Schema that 2.0 leaves out"
        return STRUCTURE, Finding(node, message, key=True)
    if (almost := _ALMOST_EXTENSION(key)) is not None:
        return _extension(node, definition, key[almost.end() :])
    known = fields(definition)
    advice = did_you_mean(key, [*known, "$ref"] if definition in _REFERENCES else known)
    if advice is not None or key in all_fields():
        message = f"`{key}` is no field of {noun(definition)}"
        if definition == "bodyParameter" and owner == owners.PARAMETER_TYPE:
            advice = "its `schema` describes the value"
        return owner, Finding(node, message, advice or owners.advice(owner, fault), key=True)
    return _extension(node, definition, key)


def _extension(node: Node, definition: str, name: str) -> Claim:
    message = f"`{node.key}` is neither a field of {noun(definition)} nor an extension"
    return EXTENSION, Finding(node, message, f"an extension is called `x-{name}`", key=True)


def _response_code(node: Node) -> Claim:
    if _CODE_RANGE(node.key):
        message = f"the response code `{node.key}` belongs to OpenAPI 3"
        advice = "2.0 has exact codes and `default`"
    else:
        message = f"`{node.key}` is no response code"
        advice = did_you_mean(node.key, ("default",)) or "a code has three digits, or is `default`"
    return owners.RESPONSE_CODE, Finding(node, message, advice, key=True)


def _foreign_value(fault: Fault, node: Node) -> Claim:
    """A value that OpenAPI 3 allows where 2.0 does not."""
    if fault.keyword == "type" and node.key == "discriminator" and is_mapping(node.value):
        advice = "2.0 has the name of a property"
        return OPENAPI3, Finding(node, "an object as `discriminator` belongs to OpenAPI 3", advice)
    if fault.keyword == "enum" and node.key == "in" and node.value == "cookie":
        return OPENAPI3, Finding(node, "`in: cookie` belongs to OpenAPI 3", "2.0 has no cookies")
    return None


def _plain(fault: Fault, node: Node, parent: Node) -> Claim:
    owner = owners.of_fault(fault, node)
    message, advice = sentence(fault, node, parent)
    if owner == owners.EXCLUSIVE and isinstance(node.value, (int, float)):
        limit = node.key.removeprefix("exclusive").lower()
        message = f"a numeric `{node.key}` belongs to OpenAPI 3"
        advice = f"2.0 has `{limit}: {node.value}` with `{node.key}: true`"
    return owner, Finding(node, message, advice or owners.advice(owner, fault))
