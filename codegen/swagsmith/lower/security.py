"""Security definitions and requirements (sections Security Definitions, Security Requirement)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from swagsmith.ir.api import SecurityScheme
from swagsmith.lower.names import Wanted, chosen_name, claim, snake
from swagsmith.lower.types import text
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.lower.report import Report
    from swagsmith.source import Document, Node

_Kind: TypeAlias = Literal["basic", "apiKey", "oauth2"]
#: arguments every client's constructor has, and what its code calls
CLIENT_ARGUMENTS = frozenset(
    {"base_url", "headers", "max_retries", "media_type", "self", "timeout", "transport"}
    | {"ApiKeyAuth", "BasicAuth", "TokenAuth", "super"}
)


def lower_schemes(
    document: Document, taken: Iterable[str], report: Report
) -> tuple[SecurityScheme, ...]:
    """Each security definition with the constructor arguments that carry its credentials.

    `taken` are other arguments of the constructor. The document can name them itself:
    `x-swagsmith-credentials: {username: account_id, password: access_token}`.
    """
    nodes = {
        name: report.resolve(node)
        for name, node in document.root.child("securityDefinitions").items()
    }
    kinds: dict[str, _Kind] = {}
    for name, node in nodes.items():
        kind = _kind(name, node, report)
        if kind is not None:
            kinds[name] = kind
    one_basic = list(kinds.values()).count("basic") == 1
    wanted = {
        (name, part): _wanted(name, part, nodes[name], kind, one_basic=one_basic)
        for name, kind in kinds.items()
        for part in _PARTS[kind]
    }
    names, _ = claim(wanted, CLIENT_ARGUMENTS.union(taken))
    return tuple(
        SecurityScheme(
            name=name,
            kind=kind,
            arguments=tuple(names[name, part] for part in _PARTS[kind]),
            description=text(nodes[name].get("description")),
            location="query" if nodes[name].get("in") == "query" else "header",
            parameter=str(nodes[name].get("name", "")),
        )
        for name, kind in kinds.items()
    )


_PARTS: dict[_Kind, tuple[str, ...]] = {
    "basic": ("username", "password"),
    "apiKey": ("key",),
    "oauth2": ("token",),
}


def _kind(name: str, node: Node, report: Report) -> _Kind | None:
    """What a scheme is; None where no credential could be sent as it says.

    Only operations that need it are refused.

    The bearer and basic schemes of OpenAPI 3 are what they would be in 2.0.
    """
    kind = node.get("type")
    if node.value == {}:  # a reference that leads nowhere, already reported
        return None
    if kind == "apiKey":
        if node.get("in") in ("header", "query") and isinstance(node.get("name"), str):
            return "apiKey"
        report.warn(
            "sec-scheme",
            f"the key of security scheme {name!r} needs a name and a place, header or query",
            node,
        )
        return None
    known: dict[object, _Kind] = {"basic": "basic", "oauth2": "oauth2"}
    foreign: dict[object, _Kind] = {"basic": "basic", "bearer": "oauth2"}
    scheme = str(node.get("scheme", "bearer")).lower()
    if kind in ("http", "openIdConnect") and scheme in foreign:
        report.warn(
            "doc-openapi3-field",
            f"the type of security scheme {name!r} is OpenAPI 3; it is taken as {foreign[scheme]}",
            node,
        )
        return foreign[scheme]
    if isinstance(kind, str) and kind in known:
        return known[kind]
    report.warn("sec-scheme", f"security scheme {name!r} is of no type of Swagger 2.0", node)
    return None


def _wanted(name: str, part: str, node: Node, kind: _Kind, *, one_basic: bool) -> Wanted:
    longer = (f"{snake(name)}_{part}",)
    chosen = chosen_name(node.child("x-swagsmith-credentials").get(part), "value")
    if chosen is not None:
        return Wanted(chosen, f"{name} {part}", longer, fixed=True)
    if kind == "basic":
        return Wanted(part, part, longer) if one_basic else Wanted(longer[0], name)
    return Wanted(snake(name), name, longer)


def requirements(
    document: Document, operation: Node, known: frozenset[str], report: Report
) -> tuple[tuple[str, ...], ...]:
    """The alternatives of an operation, its own or the document's; an empty list removes them."""
    holder = (
        operation.child("security") if "security" in operation else document.root.child("security")
    )
    defined = document.root.child("securityDefinitions")
    found: list[tuple[str, ...]] = []
    lost: Node | None = None
    for alternative in holder.elements():
        if not is_mapping(alternative.value):
            report.warn("doc-structure", "a security requirement is an object", alternative)
            continue
        names = tuple(alternative.value)
        for name in names:
            if name not in defined:
                report.warn(
                    "op-security-defined", f"security scheme {name!r} is not defined", alternative
                )
        if all(name in known for name in names):
            found.append(names)
        elif all(name in defined for name in names):
            lost = alternative
    if lost is not None and not found:
        report.error("sec-scheme", "no client can send the credentials that are needed here", lost)
    return tuple(found)
