"""Errors of the JSON schema, each brought down to the deepest place that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swagsmith.check.structure.schema import at
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema_rs import ValidationError

Tokens = tuple[str, ...]

#: Which of the alternatives of the schema an object means to be, by the definition's name.
_MEANS: Final[dict[str, dict[str, str]]] = {
    "bodyParameter": {"in": "body"},
    "headerParameterSubSchema": {"in": "header"},
    "formDataParameterSubSchema": {"in": "formData"},
    "queryParameterSubSchema": {"in": "query"},
    "pathParameterSubSchema": {"in": "path"},
    "fileSchema": {"type": "file"},
    "basicAuthenticationSecurity": {"type": "basic"},
    "apiKeySecurity": {"type": "apiKey"},
    "oauth2ImplicitSecurity": {"type": "oauth2", "flow": "implicit"},
    "oauth2PasswordSecurity": {"type": "oauth2", "flow": "password"},
    "oauth2ApplicationSecurity": {"type": "oauth2", "flow": "application"},
    "oauth2AccessCodeSecurity": {"type": "oauth2", "flow": "accessCode"},
}
#: What is taken where nothing else fits; a key chosen wrongly is then the fault.
_FALLBACKS: Final = ("parameter", "queryParameterSubSchema", "response", "schema")


@dataclass(frozen=True, slots=True)
class Fault:
    """One error.

    Attributes:
        keyword: the keyword of the schema that failed.
        tokens: pointer of the value that failed it.
        definition: the object of the schema the keyword stands in, such as `response`; "" for
            the root object.
        expected: what the keyword asks for: types, values, a property, a pattern, a limit.
    """

    keyword: str
    tokens: Tokens
    definition: str
    expected: Any = None


def faults(errors: Iterable[ValidationError]) -> Iterator[Fault]:
    """All errors, without the alternatives that were not meant."""
    for error in errors:
        yield from _flat(error)


def _flat(error: ValidationError) -> Iterator[Fault]:
    keyword = error.kind.name
    if keyword in ("oneOf", "anyOf"):
        yield from _alternatives(error)
        return
    tokens = _tokens(error)
    if keyword == "additionalProperties":
        for key in error.kind.as_dict()["unexpected"]:
            yield Fault(keyword, (*tokens, key), _definition(error))
        return
    yield Fault(keyword, tokens, _definition(error), _expected(keyword, error.kind.as_dict()))


def _definition(error: ValidationError) -> str:
    path = error.schema_path
    return str(path[1]) if len(path) > 1 and path[0] == "definitions" else ""


def _expected(keyword: str, details: dict[str, Any]) -> Any:
    names = {"type": "types", "enum": "options", "required": "property"}
    return details.get(names.get(keyword, keyword), details.get("limit"))


def _alternatives(error: ValidationError) -> Iterator[Fault]:
    """The errors of the alternative that was meant, or one error that names all choices."""
    branches = [list(branch) for branch in getattr(error.kind, "context", None) or ()]
    if not branches:
        # oneOf with several valid branches: no alternatives of this schema overlap.
        return
    tokens = _tokens(error)
    found = [list(faults(branch)) for branch in branches]
    chosen = _chosen(_names(error, len(branches)), error.instance)
    if chosen is None:
        chosen = _right_type(found, tokens)
    if chosen is not None:
        yield from found[chosen]
        return
    yield _merged([fault for branch in found for fault in branch], tokens)


def _tokens(error: ValidationError) -> Tokens:
    return tuple(str(step) for step in error.instance_path)


def _names(error: ValidationError, count: int) -> list[str]:
    """The names of the alternatives, "" for unnamed ones."""
    options = at(error.schema_path)
    if not is_array(options) or len(options) != count:
        return [""] * count
    return [str(option.get("$ref", "")).rpartition("/")[2] for option in options]


def _chosen(names: list[str], value: Any) -> int | None:
    """The alternative an object means to be."""
    if not is_mapping(value):
        return None
    if "jsonReference" in names and "$ref" in value:
        return names.index("jsonReference")
    for index, name in enumerate(names):
        marks = _MEANS.get(name)
        if marks and all(value.get(key) == mark for key, mark in marks.items()):
            return index
    if "nonBodyParameter" in names and "schema" in value and not isinstance(value.get("in"), str):
        return names.index("bodyParameter")
    if "nonBodyParameter" in names and value.get("in") != "body":
        return names.index("nonBodyParameter")
    return next((names.index(name) for name in _FALLBACKS if name in names), None)


def _right_type(found: list[list[Fault]], tokens: Tokens) -> int | None:
    """The alternative a value is at least of the right type for."""
    for index, branch in enumerate(found):
        if not any(fault.keyword == "type" and fault.tokens == tokens for fault in branch):
            return index
    return None


def _merged(found: list[Fault], tokens: Tokens) -> Fault:
    """One fault for a value that fits no alternative: the choices all of them offer together."""
    for keyword in ("enum", "type"):
        same = [fault for fault in found if fault.keyword == keyword]
        together = [fault for fault in same if fault.tokens == same[0].tokens]
        if together:
            options = [choice for fault in together for choice in fault.expected]
            first = together[0]
            return Fault(keyword, first.tokens, first.definition, list(dict.fromkeys(options)))
    return found[0] if found else Fault("type", tokens, "", [])
