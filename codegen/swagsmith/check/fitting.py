"""What a value of the document has wrong, said where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.values import Misfit, misfits
from swagsmith.check.words import shown
from swagsmith.source import Finding, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


def unfit(
    context: Context, schema: Node, value: Node, noun: str, *, partial: bool = False
) -> Iterator[Finding]:
    """A finding for each way in which a value does not fit its schema.

    Elements of one array that have the same wrong give one finding. `noun` says what the value
    is; `partial` is as for `values.misfits`.
    """
    seen: set[tuple[tuple[str, ...], str]] = set()
    for misfit in misfits(context.document, schema, value, partial=partial):
        place = tuple("0" if token.isdecimal() else token for token in misfit.node.tokens)
        if (place, misfit.why) not in seen:
            seen.add((place, misfit.why))
            message = f"{_subject(misfit, value, noun)} {misfit.why}"
            yield Finding(misfit.node, message, key=misfit.key or None)


def _subject(misfit: Misfit, value: Node, noun: str) -> str:
    inner = misfit.node.tokens[len(value.tokens) :]
    if inner:
        return f"`{'/'.join(inner)}` in the {noun}"
    simple = not is_mapping(value.value) and not is_array(value.value)
    return f"the {noun} {shown(value.value)}" if simple else f"the {noun}"
