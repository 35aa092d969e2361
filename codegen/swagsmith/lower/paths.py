"""Paths as documents write them, and as they are called (sections Paths Object, Path Templating)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from swagsmith.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swagsmith.lower.report import Report


def called_path(path: str, parameters: Sequence[Node], operation: Node, report: Report) -> str:
    """A path as it is called.

    It begins with a slash and has no fragment, its templates are named by their parameters, and of a query of its own
    there is left what no parameter says.
    """
    called, _, fragment = path.partition("#")
    if fragment:
        report.warn(
            "path-template-syntax",
            f"the part of {path!r} from # on is never sent; it is left out",
            operation,
        )
    if not called.startswith("/"):
        report.warn("path-slash", f"path {path!r} starts with a slash when it is called", operation)
        called = f"/{called}"
    if {".", ".."} & set(called.partition("?")[0].split("/")):
        report.error(
            "path-template-syntax",
            f"a segment . or .. of {path!r} would call another path",
            operation,
        )
    called = without_pairs(called, queries(parameters))
    declared = [str(node.get("name")) for node in parameters if node.get("in") == "path"]
    for template in templates_of(called):
        called = called.replace(f"{{{template}}}", f"{{{template_name(template, declared)}}}")
    return called


def match_templates(
    found: dict[tuple[str, str], Node], path: str, operation: Node, report: Report
) -> None:
    """Gives each template of a path its parameter, and leaves out path parameters without a template."""
    declared = [name for name, location in found if location == "path"]
    templates = {text: template_name(text, declared) for text in templates_of(path)}
    for (name, location), parameter in list(found.items()):
        if location == "path" and name not in templates.values():
            report.warn(
                "path-params-used",
                f"path parameter {name!r} has no place in {path!r}; it is left out",
                parameter,
            )
            del found[name, location]
    for template, name in templates.items():
        if (name, "path") in found:
            continue
        message = f"{{{template}}} of {path!r} is not declared; it is taken as text"
        report.warn("path-params-declared", message, operation)
        made = {"name": name, "in": "path", "required": True, "type": "string"}
        found[name, "path"] = Node(made, operation.file, operation.tokens)


def queries(parameters: Iterable[Node]) -> set[str]:
    """The names of the query parameters."""
    return {str(node.get("name")) for node in parameters if node.get("in") == "query"}


def without_pairs(path: str, names: set[str]) -> str:
    """A path without those pairs of its own query that parameters say."""
    path, _, query = path.partition("?")
    kept = [
        pair
        for pair in query.partition("#")[0].split("&")
        if pair and not {name for name, _ in parse_qsl(pair, keep_blank_values=True)} & names
    ]
    return f"{path}?{'&'.join(kept)}" if kept else path


def literal_query(path: str) -> list[tuple[str, str]]:
    """The names and values of the query a path has of its own, without templates."""
    query = path.partition("#")[0].partition("?")[2]
    return [pair for pair in parse_qsl(query, keep_blank_values=True) if "{" not in pair[1]]


def templates_of(path: str) -> tuple[str, ...]:
    """What stands between the braces of a path, each once."""
    return tuple(dict.fromkeys(re.findall(r"\{([^{}]*)\}", path)))


def template_name(text: str, declared: Sequence[str]) -> str:
    """The parameter a template means: itself, or what it is called inside the syntax of another tool.

    `{name=shelves/*}` (google.api.http), `{+path}`, `{path*}` (RFC 6570), `{id:[0-9]+}` (routers), another case.
    """
    if text in declared:
        return text
    bare = re.sub(r"^[+#./;?&]|[:=*].*$", "", text)
    for name in (bare, text):
        same = [known for known in declared if known.lower() == name.lower()]
        if len(same) == 1:
            return same[0]
    return text


def spans_segments(text: str) -> bool:
    """Whether what a template takes may hold slashes: `{+path}`, `{name=shelves/*}`."""
    return text.startswith("+") or "/" in text.partition("=")[2] or text.partition("=")[2] == "**"
