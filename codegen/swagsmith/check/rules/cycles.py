"""References and types that lead back to themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.cycles import Need, cycles
from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Use
    from swagsmith.source import Node


@rule("ref-loop", Severity.ERROR, Pack.CORE)
def ref_loop(context: Context) -> Iterator[Finding]:
    """A chain of references leads back to itself.

    ## Why
    It stands for nothing. A schema may contain itself; a reference may not be itself.

    ## Bad
    ```yaml
    definitions:
      Box: {$ref: "#/definitions/Crate"}
      Crate: {$ref: "#/definitions/Box"}
    paths:
      /boxes:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Box"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Box: {$ref: "#/definitions/Crate"}
      Crate: {type: object, properties: {inner: {$ref: "#/definitions/Box"}}}
    paths:
      /boxes:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Box"}}}}
    ```
    """
    uses = {_key(use.node): use for use in context.uses}
    done: set[tuple[str, tuple[str, ...]]] = set()
    for use in context.uses:
        chain: dict[tuple[str, tuple[str, ...]], Use] = {}
        step: Use | None = use
        while step is not None and (key := _key(step.node)) not in done and key not in chain:
            chain[key] = step
            step = uses.get(_key(step.target)) if step.target else None
        done.update(chain)
        if step is not None and _key(step.node) in chain:
            loop = list(chain.values())[list(chain).index(_key(step.node)) :]
            yield _loop(loop)
        elif use.error is not None and use.error.diagnostics[0].rule == "ref-loop":
            yield _loop([use])


def _loop(loop: list[Use]) -> Finding:
    related = tuple(("part of the loop", use.node) for use in loop[1:])
    message = "this reference leads back to itself"
    return Finding(loop[0].node.child("$ref"), message, related=related)


def _key(node: Node) -> tuple[str, tuple[str, ...]]:
    return node.file, node.tokens


@rule("ref-required-cycle", Severity.ERROR, Pack.CORE)
def ref_required_cycle(context: Context) -> Iterator[Finding]:
    """Required properties lead back to the schema they belong to.

    ## Why
    A value would have to contain another one, and that one another, without end. No such value
    exists, and tools that make examples of it do not stop.

    ## Bad
    ```yaml
    definitions:
      Box:
        type: object
        required: [inner]
        properties: {inner: {$ref: "#/definitions/Box"}}
    paths:
      /boxes:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Box"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Box:
        type: object
        properties: {inner: {$ref: "#/definitions/Box"}}
    paths:
      /boxes:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Box"}}}}
    ```
    """
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for cycle in cycles(context):
        place = (cycle[0].place.file, cycle[0].place.tokens)
        if place not in seen:
            seen.add(place)
            yield _finding(*cycle)


def _finding(first: Need, *others: Need) -> Finding:
    further = tuple(("then this one", need.place) for need in others)
    if first.requirement is None:
        message = "a schema is composed of itself by `allOf`"
        return Finding(first.place.child("$ref"), message, related=further)
    message = (
        f"`{first.place.key}` is required and leads back to its own schema: no value has an end"
    )
    related = (("required here", first.requirement), *further)
    return Finding(first.place, message, "make one of them optional", related, key=True)
