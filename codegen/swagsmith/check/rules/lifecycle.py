"""Revisions of operations and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

_KEY: Final = "x-ms-api-annotation"
_STATUSES: Final = ("Production", "Preview")
_MARKS: Final = ("(deprecated)", "[deprecated]")


@rule("ms-annotation", Severity.WARNING, Pack.CONNECTOR)
def ms_annotation(context: Context) -> Iterator[Finding]:
    """The revisions of a family of operations do not fit together.

    ## Why
    Designers offer the wrong revision. Each has a number of its own, from 2 on its id ends with
    `_V2` and so on, one of them is in production and the older ones are deprecated. A replacement
    is for a deprecated operation and names the API and an operation that exists.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListWidgets
          deprecated: true
          x-ms-api-annotation: {family: ListWidgets, revision: 1}
          responses: {"200": {description: All widgets.}}
      /v2/widgets:
        get:
          operationId: ListAllWidgets
          x-ms-api-annotation: {family: ListWidgets, revision: 2}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListWidgets
          deprecated: true
          x-ms-api-annotation: {family: ListWidgets, revision: 1}
          responses: {"200": {description: All widgets.}}
      /v2/widgets:
        get:
          operationId: ListWidgets_V2
          x-ms-api-annotation: {family: ListWidgets, revision: 2}
          responses: {"200": {description: All widgets.}}
    ```
    """
    families: dict[str, list[Operation]] = {}
    for operation in context.operations:
        annotation = operation.node.child(_KEY)
        if is_mapping(annotation.value):
            yield from _revision(operation, annotation)
            yield from _replacement(context, operation, annotation.child("replacement"))
            family = annotation.text("family")
            if family:
                families.setdefault(family, []).append(operation)
    for family, members in families.items():
        yield from _family(family, members)


def _revision(operation: Operation, annotation: Node) -> Iterator[Finding]:
    status = annotation.child("status")
    if "status" in annotation and status.value not in _STATUSES:
        message = f"the status of {operation.label} is {listed(_STATUSES)}"
        yield Finding(status, f"{message}; this is {shown(status.value)}")
    missing = [key for key in ("family", "revision") if key not in annotation]
    if len(missing) == 1:
        message = f"the annotation of {operation.label} has no `{missing[0]}`"
        yield Finding(annotation, message, key=True)
    revision = annotation.child("revision")
    number = revision.value
    if "revision" not in annotation:
        return
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        message = f"a revision is a number from 1; this is {shown(number)}"
        yield Finding(revision, message)
        return
    name = operation.node.child("operationId")
    if number > 1 and isinstance(name.value, str) and not name.value.endswith(f"_V{number}"):
        message = f"the id of revision {number} ends with `_V{number}`; this is `{name.value}`"
        yield Finding(name, message, related=(("the revision", revision),))


def _replacement(context: Context, operation: Operation, node: Node) -> Iterator[Finding]:
    if not is_mapping(node.value):
        return
    if operation.node.get("deprecated") is not True:
        message = f"{operation.label} has a replacement and is not deprecated"
        yield Finding(node, message, "write `deprecated: true`", key=True)
        return
    for key in ("api", "operationId"):
        if not node.text(key):
            yield Finding(node, f"the replacement of {operation.label} has no `{key}`", key=True)
    name = node.text("operationId")
    if name and name not in context.by_id:
        message = f"the replacement `{name}` does not exist"
        yield Finding(node.child("operationId"), message, did_you_mean(name, context.by_id))


def _family(family: str, members: list[Operation]) -> Iterator[Finding]:
    numbers: dict[int, Node] = {}
    active: list[tuple[int, Operation]] = []
    for operation in members:
        revision = operation.node.child(_KEY).child("revision")
        number = revision.value
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if number in numbers:
            message = f"the family `{family}` has a revision {number} already"
            yield Finding(revision, message, related=(("the other one", numbers[number]),))
        elif _is_active(operation):
            active.append((number, operation))
        numbers.setdefault(number, revision)
    newest = max(active, key=lambda pair: pair[0], default=None)
    for pair in active:
        if newest is not None and pair is not newest:
            message = (
                f"revision {pair[0]} of `{family}` is in production beside revision {newest[0]}"
            )
            related = (("the newer one", newest[1].node),)
            yield Finding(pair[1].node.child(_KEY), message, "deprecate it", related, key=True)


def _is_active(operation: Operation) -> bool:
    status = operation.node.child(_KEY).get("status", "Production")
    return operation.node.get("deprecated") is not True and status == "Production"


@rule("ms-deprecated-text", Severity.INFO, Pack.CONNECTOR)
def ms_deprecated_text(context: Context) -> Iterator[Finding]:
    """The texts of a deprecated operation do not say so.

    ## Why
    Lists of operations show the summary, so that is where makers see it; `(deprecated)` stands at
    the end of summary and description.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          summary: List widgets
          deprecated: true
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          summary: List widgets (deprecated)
          deprecated: true
          responses: {"200": {description: All widgets.}}
    ```
    """
    for operation in context.operations:
        node = operation.node
        if node.get("deprecated") is not True:
            continue
        texts = [key for key in ("summary", "description") if node.text(key)]
        silent = [key for key in texts if not _is_marked(node.text(key) or "")]
        if silent:
            what = listed((f"its {key}" for key in silent), "and")
            message = f"{operation.label} is deprecated, but {what} does not end with (deprecated)"
            yield Finding(node.child(silent[0]), message)


def _is_marked(text: str) -> bool:
    return text.rstrip(" \n.!").lower().endswith(_MARKS)
