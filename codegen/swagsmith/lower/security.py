"""Security definitions and requirements (sections Security Definitions, Security Requirement)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.ir.api import SecurityScheme
from swagsmith.lower.names import Wanted, chosen_name, claim, snake
from swagsmith.lower.types import text
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from swagsmith.lower.report import Report
    from swagsmith.source import Document, Node

#: arguments every client's constructor has
CLIENT_ARGUMENTS = frozenset(
    {"base_url", "headers", "max_retries", "media_type", "self", "timeout", "transport"}
)


def lower_schemes(document: Document, report: Report) -> tuple[SecurityScheme, ...]:
    """Each security definition with the constructor arguments that carry its credentials.

    `x-swagsmith-credentials: {username: account_id, password: access_token}` names the arguments.
    """
    nodes = {
        name: document.resolve(node)
        for name, node in document.root.child("securityDefinitions").items()
    }
    usable: dict[str, Node] = {}
    for name, node in nodes.items():
        if node.get("type") not in ("basic", "apiKey", "oauth2"):
            report.error(
                "sec-scheme", f"security scheme {name!r} is of no type of Swagger 2.0", node
            )
        else:
            usable[name] = node
    one_basic = sum(node.get("type") == "basic" for node in usable.values()) == 1
    wanted = {
        (name, part): _wanted(name, part, node, one_basic=one_basic)
        for name, node in usable.items()
        for part in _parts(node)
    }
    names, _ = claim(wanted, CLIENT_ARGUMENTS)
    return tuple(
        SecurityScheme(
            name=name,
            kind=node.get("type"),
            arguments=tuple(names[name, part] for part in _parts(node)),
            description=text(node.get("description")),
            location="query" if node.get("in") == "query" else "header",
            parameter=str(node.get("name", "")),
        )
        for name, node in usable.items()
    )


def _parts(node: Node) -> tuple[str, ...]:
    return {"basic": ("username", "password"), "apiKey": ("key",)}.get(node.get("type"), ("token",))


def _wanted(name: str, part: str, node: Node, *, one_basic: bool) -> Wanted:
    longer = (f"{snake(name)}_{part}",)
    chosen = chosen_name(node.child("x-swagsmith-credentials").get(part), "value")
    if chosen is not None:
        return Wanted(chosen, name, longer, fixed=True)
    if node.get("type") == "basic":
        return Wanted(part, part, longer) if one_basic else Wanted(longer[0], name)
    return Wanted(snake(name), name, longer)


def requirements(
    document: Document, operation: Node, known: frozenset[str], report: Report
) -> tuple[tuple[str, ...], ...]:
    """The alternatives of an operation, its own or the document's; an empty list removes them."""
    holder = (
        operation.child("security") if "security" in operation else document.root.child("security")
    )
    found: list[tuple[str, ...]] = []
    for alternative in holder.elements():
        names = tuple(alternative.value) if is_mapping(alternative.value) else ()
        for name in names:
            if name not in known:
                report.warn(
                    "op-security-defined", f"security scheme {name!r} is not defined", alternative
                )
        if all(name in known for name in names):
            found.append(names)
    return tuple(found)
