"""The identity of operations."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from swagsmith.check.naming import CONVENTIONS, PASCAL, prevailing, words
from swagsmith.check.rule import Pack, Profile, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: RFC 3986 section 2.3: what a URL carries as it stands.
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*")
#: Documented limit of the gateway that connectors run on.
_LONGEST: Final = 80


def _ids(context: Context) -> Iterator[Node]:
    """Every `operationId` that is a text."""
    for operation in context.operations:
        node = operation.node.child("operationId")
        if isinstance(node.value, str) and node.value:
            yield node


@rule("op-id-present", Severity.WARNING, Pack.CORE, also={Pack.CONNECTOR: Severity.ERROR})
def op_id_present(context: Context) -> Iterator[Finding]:
    """An operation has no `operationId`.

    ## Why
    The names of client methods, flow steps and anchors in documentation come from it. Made from
    the path instead, they change whenever the path does.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {operationId: listWidgets, responses: {"200": {description: All widgets.}}}
    ```
    """
    for operation in context.operations:
        node = operation.node
        if node.get("operationId") == "":
            yield Finding(
                node.child("operationId"), f"the `operationId` of {operation.label} is empty"
            )
        elif lacks(node, "operationId"):
            yield Finding(node, f"{operation.label} has no `operationId`")


@rule("op-id-unique", Severity.ERROR, Pack.CORE)
def op_id_unique(context: Context) -> Iterator[Finding]:
    """Two operations have the same `operationId`.

    ## Why
    One method of a client overwrites the other. Ids that differ only by case collide as well,
    as names of files for instance; they give a warning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {operationId: listWidgets, responses: {"200": {description: All widgets.}}}
      /parts:
        get: {operationId: listWidgets, responses: {"200": {description: All parts.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {operationId: listWidgets, responses: {"200": {description: All widgets.}}}
      /parts:
        get: {operationId: listParts, responses: {"200": {description: All parts.}}}
    ```
    """
    exact: dict[str, Node] = {}
    folded: dict[str, Node] = {}
    for node in _ids(context):
        name = node.value
        if node == exact.get(name):
            continue  # one operation, which a reference repeats at another path
        if name in exact:
            message = f"another operation has the id `{name}` too"
            yield Finding(node, message, related=(("first declared here", exact[name]),))
        elif name.casefold() in folded:
            other = folded[name.casefold()]
            message = f"the id `{name}` differs from `{other.value}` only by case"
            related = (("first declared here", other),)
            yield Finding(node, message, related=related, severity=Severity.WARNING)
        exact.setdefault(name, node)
        folded.setdefault(name.casefold(), node)


@rule("op-id-safe", Severity.WARNING, Pack.CORE)
def op_id_safe(context: Context) -> Iterator[Finding]:
    """An `operationId` cannot stand in a URL, or makes no name of its own in code.

    ## Why
    Anchors in documentation hold the id as it stands. Generators make an identifier of its words:
    a keyword or a leading digit makes none, and two ids of the same words make the same one.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {operationId: List Widgets!, responses: {"200": {description: All widgets.}}}
    ```

    ```yaml
    paths:
      /widgets:
        get: {operationId: ListWidgets, responses: {"200": {description: All widgets.}}}
        head: {operationId: list-widgets, responses: {"200": {description: Their headers.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {operationId: ListWidgets, responses: {"200": {description: All widgets.}}}
        head: {operationId: CheckWidgets, responses: {"200": {description: Their headers.}}}
    ```
    """
    first: dict[tuple[str, ...], Node] = {}
    for node in _ids(context):
        fault = _unsafe(node.value)
        if fault is not None:
            yield Finding(node, f"the id {shown(node.value)} {fault}")
            continue
        other = first.setdefault(words(node.value), node)
        # That two ids are equal, or differ by case only, is what op-id-unique reports.
        if other.value.casefold() != node.value.casefold():
            message = f"the id `{node.value}` makes the same name in code as `{other.value}`"
            yield Finding(node, message, related=(("first declared here", other),))


def _unsafe(name: str) -> str | None:
    """What keeps an id from being used in URLs and code."""
    safe = _UNRESERVED.match(name)
    end = safe.end() if safe else 0
    if end < len(name):
        return f"holds {shown(name[end])}, which a URL cannot carry as it stands"
    identifier = "_".join(words(name))
    if not identifier:
        return "has neither letters nor digits"
    if identifier[0].isdigit():
        return "begins with a digit, which no name in code does"
    return "is a keyword of Python" if keyword.iskeyword(identifier) else None


@rule("op-id-case", Severity.INFO, Pack.STYLE, also={Pack.CONNECTOR: Severity.INFO})
def op_id_case(context: Context) -> Iterator[Finding]:
    """An `operationId` is written in another style than the others.

    ## Why
    Ids become names that stand beside each other. Custom connectors use PascalCase, with `_V2`
    for a later revision; in other documents the style is the one that most ids have.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {operationId: ListWidgets, responses: {"200": {description: All widgets.}}}
        post: {operationId: CreateWidget, responses: {"201": {description: Created.}}}
        delete: {operationId: delete_widgets, responses: {"204": {description: Gone.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {operationId: ListWidgets, responses: {"200": {description: All widgets.}}}
        post: {operationId: CreateWidget, responses: {"201": {description: Created.}}}
        delete: {operationId: DeleteWidgets, responses: {"204": {description: Gone.}}}
    ```
    """
    nodes = list(_sound_ids(context))
    style, count = prevailing([node.value for node in nodes], CONVENTIONS)
    if context.profile is not Profile.PLAIN:
        style = PASCAL
    elif count * 3 < len(nodes) * 2:
        return  # no style that two thirds of them have, so none to follow
    for node in nodes:
        if not CONVENTIONS[style](node.value):
            yield Finding(node, f"the id `{node.value}` is not in {style}")


def _sound_ids(context: Context) -> Iterator[Node]:
    """The ids that neither op-id-safe nor op-id-unique reports."""
    nodes = list(_ids(context))
    shared = Counter(words(node.value) for node in nodes)
    shared_folded = Counter(node.value.casefold() for node in nodes)
    for node in nodes:
        is_alone = shared[words(node.value)] == shared_folded[node.value.casefold()] == 1
        if is_alone and _unsafe(node.value) is None:
            yield node


@rule("op-id-length", Severity.WARNING, Pack.CONNECTOR)
def op_id_length(context: Context) -> Iterator[Finding]:
    """An `operationId` has more than 80 characters.

    ## Why
    The gateway that connectors run on takes no longer ones; designers cut them.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListAllWidgetsOfTheAccountThatWereMadeInTheLastWeekAndHaveNotYetBeenSoldToAnybodyElse
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListUnsoldWidgets
          responses: {"200": {description: All widgets.}}
    ```
    """
    for node in _ids(context):
        if len(node.value) > _LONGEST:
            message = f"the id `{node.value}` has {len(node.value)} characters"
            yield Finding(node, message, f"the most is {_LONGEST}")


@rule("op-id-collision-model", Severity.WARNING, Pack.STYLE, default=False)
def op_id_collision_model(context: Context) -> Iterator[Finding]:
    """An `operationId` makes the same name in code as a definition.

    ## Why
    Where operations become classes or functions beside the models, two things have one name.

    ## Bad
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets/first:
        get:
          operationId: widget
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets/first:
        get:
          operationId: getWidget
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
    ```
    """
    models = {words(name): node for name, node in context.root.child("definitions").items()}
    for node in _ids(context):
        model = models.get(words(node.value)) if words(node.value) else None
        if model is not None:
            message = f"the id `{node.value}` makes the same name in code as a definition"
            yield Finding(node, message, related=(("the definition", model),))
