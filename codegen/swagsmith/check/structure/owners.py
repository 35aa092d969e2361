"""Which rule a fault of the document's shape belongs to, where one says more than doc-structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.structure.schema import fields

if TYPE_CHECKING:
    from swagsmith.check.structure.faults import Fault
    from swagsmith.source import Node

STRUCTURE: Final = "doc-structure"
CONTACT: Final = "info-contact"
RESPONSE_CODE: Final = "resp-code"
HEADER_TYPE: Final = "resp-header-type"
EXCLUSIVE: Final = "schema-exclusive"
_NULL: Final = "schema-null-value"
_EMPTY: Final = "param-allow-empty"
_FORMAT: Final = "param-collection-format"
PARAMETER_TYPE: Final = "param-type"
#: What an object lacks, by object and field.
_REQUIRED: Final = {
    ("nonBodyParameter", "type"): PARAMETER_TYPE,
    ("bodyParameter", "schema"): PARAMETER_TYPE,
    ("primitivesItems", "type"): "param-items",
    ("header", "type"): HEADER_TYPE,
    ("response", "description"): "resp-description",
}
#: Values of the wrong type by key and one of the types that belong there. The type tells a keyword
#: from a property that is called like it.
_WRONG_TYPE: Final = {
    ("collectionFormat", "string"): _FORMAT,
    ("exclusiveMinimum", "boolean"): EXCLUSIVE,
    ("exclusiveMaximum", "boolean"): EXCLUSIVE,
    ("discriminator", "string"): "schema-discriminator",
    ("required", "array"): "schema-required-list",
    ("additionalProperties", "object"): "schema-additional-properties",
    ("type", "string"): "schema-type",
}
#: Further faults by keyword and object.
_OTHER: Final = {
    ("enum", "collectionFormat"): _FORMAT,
    ("enum", "collectionFormatWithMulti"): _FORMAT,
    ("format", "contact"): CONTACT,
    ("minItems", "stringArray"): "schema-required-list",
    ("type", "stringArray"): "schema-required-list",
}
#: What to do about it, where the sentence leaves that open.
_ADVICE: Final = {
    _NULL: "remove the key, or give it a value",
    _EMPTY: "remove it; only query and form parameters may be empty",
    PARAMETER_TYPE: "only a body can be an object; its `schema` describes it",
    "schema-additional-properties": "it is a boolean or a schema, and stands beside `properties`",
    "resp-file": "a file is the whole body of a response, or a form parameter",
    "schema-required-list": "it lists the names of the required properties, on their object",
}
#: Only numbers that limit something have a limit themselves.
_LIMITS: Final = ("minimum", "exclusiveMinimum")


def advice(rule: str, fault: Fault) -> str | None:
    """What to do about a fault that a rule reports."""
    return None if fault.keyword in ("required", "minItems") else _ADVICE.get(rule)


def of_fault(fault: Fault, node: Node) -> str:
    """The rule for what an object lacks, or for a value that is not allowed."""
    if fault.keyword == "required":
        return _REQUIRED.get((fault.definition, fault.expected), STRUCTURE)
    if node.value is None:
        return _NULL
    if fault.keyword in _LIMITS:
        return "schema-limits-order"
    if fault.keyword == "type":
        for kind in fault.expected:
            if (node.key, kind) in _WRONG_TYPE:
                return _WRONG_TYPE[node.key, kind]
    if fault.keyword == "enum" and node.key == "type":
        return _unknown_type(fault, node)
    return _OTHER.get((fault.keyword, fault.definition), STRUCTURE)


def of_key(definition: str, key: str, holder: Node) -> str:
    """The rule for a key that its object does not have."""
    if key == "schema" and definition.endswith("ParameterSubSchema"):
        return PARAMETER_TYPE
    if key == "schema" and definition == "header":
        return HEADER_TYPE
    if key == "allowEmptyValue":
        return _EMPTY
    if key == "collectionFormat" and not (definition == "bodyParameter" and "type" in holder):
        return _FORMAT
    describes = key in fields("schema") or key in fields("queryParameterSubSchema")
    if definition == "bodyParameter" and describes:
        return PARAMETER_TYPE
    # What an object would have, beside a type that no such parameter can have.
    is_object = definition.endswith("ParameterSubSchema") and holder.get("type") == "object"
    return PARAMETER_TYPE if is_object and describes else STRUCTURE


def _unknown_type(fault: Fault, node: Node) -> str:
    """The rule for a type that does not exist, or not here."""
    if node.value not in ("object", "file"):
        return "schema-type"
    if fault.definition == "schema":
        return "resp-file"
    return HEADER_TYPE if _is_in_header(node) else PARAMETER_TYPE


def _is_in_header(node: Node) -> bool:
    """Whether a type is that of a header of a response, or of its items."""
    tokens = list(node.tokens[:-1])
    while tokens[-1:] == ["items"]:
        tokens.pop()
    return tokens[-2:-1] == ["headers"]
