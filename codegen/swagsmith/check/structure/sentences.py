"""Faults as one sentence that names the key and says what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.words import ARTICLES, json_type, listed, shown
from swagsmith.source import is_array
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from swagsmith.check.structure.faults import Fault
    from swagsmith.source import Node

#: What the objects of the JSON schema are called in the specification.
_NOUNS: Final = {
    "": "a document",
    "apiKeySecurity": "an API key",
    "bodyParameter": "a body parameter",
    "externalDocs": "an external documentation object",
    "fileSchema": "a file schema",
    "formDataParameterSubSchema": "a form parameter",
    "headerParameterSubSchema": "a header parameter",
    "info": "an info object",
    "nonBodyParameter": "a parameter",
    "operation": "an operation",
    "pathItem": "a path item",
    "pathParameterSubSchema": "a path parameter",
    "primitivesItems": "an items object",
    "queryParameterSubSchema": "a query parameter",
    "responses": "a responses object",
    "xml": "an xml object",
}
#: What is said of a value by the keyword it fails.
_OTHERS: Final = {
    "uniqueItems": "holds one element twice",
    "minItems": "is empty",
    "minProperties": "is empty",
    "minimum": "is not below {fault.expected}; this is {value}",
    "exclusiveMinimum": "is above {fault.expected}; this is {value}",
    "format": "is no {what}: {value}",
}
_FORMATS: Final = {
    "regex": "valid regular expression",
    "uri": "absolute URL",
    "email": "e-mail address",
}
_PARAMETER_PLACES: Final = ["query", "header", "path", "formData", "body"]


def noun(definition: str) -> str:
    """What an object is called, with its article."""
    return _NOUNS.get(definition, f"a {definition}")


def sentence(fault: Fault, node: Node, parent: Node) -> tuple[str, str | None]:
    """The message for a fault at a node, and what to do about it."""
    name, value = _name(node, parent), shown(node.value)
    if fault.keyword == "type":
        wanted = listed(ARTICLES.get(kind, str(kind)) for kind in fault.expected)
        several = node.key == "type" and is_array(node.value)
        advice = "2.0 has one type; null is `x-nullable: true`" if several else None
        return f"{name} is {wanted}, not {ARTICLES[json_type(node.value)]}", advice
    if fault.keyword == "enum":
        return _enum(fault, node, name)
    if fault.keyword == "required":
        return f"{noun(fault.definition)} has to have `{fault.expected}`", None
    if fault.keyword == "pattern":
        return f"{name} matches {fault.expected}; this is {value}", None
    known = _OTHERS.get(fault.keyword, f"breaks `{fault.keyword}` of the specification's schema")
    return (
        f"{name} {known.format(fault=fault, value=value, what=_FORMATS.get(str(fault.expected)))}",
        None,
    )


def _name(node: Node, parent: Node) -> str:
    if is_array(parent.value):
        return f"element {int(node.key) + 1} of `{parent.key}`"
    return f"`{node.key}`" if node.tokens else "the document"


def _enum(fault: Fault, node: Node, name: str) -> tuple[str, str | None]:
    options = fault.expected
    if node.key == "in" and fault.definition.endswith("ParameterSubSchema"):
        options = _PARAMETER_PLACES
    texts = [str(option) for option in options if isinstance(option, str)]
    meant = closest(node.value, texts) if isinstance(node.value, str) else None
    wanted = listed(shown(option) for option in options)
    return f"{name} is {wanted}; this is {shown(node.value)}", (
        f"did you mean `{meant}`?" if meant else None
    )
