"""Extensions of the platform: known ones, at their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.extensions import ELSEWHERE, KNOWN, PREFIX, has_extension
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_START: Final = "x-ms"
_ENCODING: Final = "x-ms-url-encoding"
_ENCODINGS: Final = ("single", "double")
#: The places of these are the business of other rules.
_ANYWHERE: Final = {
    _ENCODING: frozenset(Kind),
    "x-ms-notification-content": frozenset({Kind.OPERATION}),
}
_NAMES: Final = {"root": "the document", "info": "`info`"}


@rule("ms-known-extension", Severity.ERROR, Pack.CONNECTOR)
def ms_known_extension(context: Context) -> Iterator[Finding]:
    """A field that begins with `x-ms-` is not known to the platform, or not at this place.

    ## Why
    Whatever it says does not happen, and nobody is told. Fields that only generators of clients
    read do no harm; they give an info.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {x-ms-visbility: important, responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {x-ms-visibility: important, responses: {"200": {description: All widgets.}}}
    ```
    """
    for place, node in _objects(context):
        for key in node.value:
            if key.startswith("x-") and key[:4].lower() == _START:
                yield from _known(place, key, node.child(key))


def _objects(context: Context) -> Iterator[tuple[str, Node]]:
    """Every object that may have extensions, and what kind of place it is."""
    root = context.root
    yield "root", root
    inner = [("info", root.child("info"))]
    inner += [(field, root.child("info").child(field)) for field in ("contact", "license")]
    inner += [("tag", tag) for tag in root.child("tags").elements()]
    yield from ((place, node) for place, node in inner if node.names())
    for site in context.sites(*(kind for kind in Kind if kind is not Kind.ROOT)):
        if site.kind is not Kind.DEFINITIONS:
            yield site.kind, site.node


def _known(place: str, key: str, node: Node) -> Iterator[Finding]:
    if key in ELSEWHERE:
        message = f"`{key}` is for generators of clients; the platform does not read it"
        yield Finding(node, message, key=True, severity=Severity.INFO)
    elif key not in KNOWN:
        if key.startswith(PREFIX) or did_you_mean(key, KNOWN):
            message = f"the platform knows no `{key}`"
            yield Finding(node, message, did_you_mean(key, KNOWN), key=True)
    elif place not in KNOWN[key] | _ANYWHERE.get(key, frozenset()):
        message = f"`{key}` means nothing in {_name(place)}"
        advice = f"it belongs in {listed(sorted(_name(known) for known in KNOWN[key]))}"
        yield Finding(node, message, advice, key=True)


def _name(place: str) -> str:
    if place in _NAMES:
        return _NAMES[place]
    return f"{'an' if place[0] in 'aeio' else 'a'} {place}"


@rule("ms-url-encoding", Severity.WARNING, Pack.CONNECTOR)
def ms_url_encoding(context: Context) -> Iterator[Finding]:
    """A path parameter does not say how it is encoded.

    ## Why
    A value with a slash or a blank arrives as something else. `single` is right nearly always;
    `double` is for services that decode twice.

    ## Bad
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: The widget.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters:
            - {name: id, in: path, required: true, type: string, x-ms-url-encoding: single}
          responses: {"200": {description: The widget.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        node = site.node
        if node.get("in") != "path" or node.get(_ENCODING) in _ENCODINGS:
            continue
        if not has_extension(node, _ENCODING):
            message = f"the path parameter `{node.get('name')}` has no `{_ENCODING}`"
            yield Finding(node, message, f"write `{_ENCODING}: single`")
        elif _ENCODING in node:
            value = node.child(_ENCODING)
            message = f"`{_ENCODING}` is {listed(_ENCODINGS)}; this is {shown(value.value)}"
            yield Finding(value, message)


@rule("ms-url-encoding-place", Severity.WARNING, Pack.CONNECTOR)
def ms_url_encoding_place(context: Context) -> Iterator[Finding]:
    """`x-ms-url-encoding` stands on something that is no path parameter.

    ## Why
    It has no effect there: values in a query are always encoded once.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: name, in: query, type: string, x-ms-url-encoding: single}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: name, in: query, type: string}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(*(kind for kind in Kind if kind is not Kind.DEFINITIONS)):
        if _ENCODING in site.node and site.node.get("in") != "path":
            message = f"`{_ENCODING}` has no effect here; it is for path parameters"
            yield Finding(site.node.child(_ENCODING), message, "remove it", key=True)
