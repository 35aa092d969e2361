"""Every text parameter of an operation that only asks, with values services trip over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from swagsmith.fuzz.depth.call import Call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.fuzz.depth.service import Service
    from swagsmith.fuzz.depth.values import Values

AWKWARD: Final = ("\x00", "*" * 40, "%'\"\\", "x" * 3000, "é😀", "+1", "2009-02-30")


def explore_questions(
    service: Service, values: Values, action: Action, known: Mapping[str, Any]
) -> None:
    """Asks; what is judged is what holds for every answer.

    Args:
        service: where to.
        values: makes the values of the other parameters.
        action: the operation; nothing is asked of one that does more than give.
        known: values of path parameters that are known to lead somewhere.
    """
    if action.method != "GET":
        return
    given = {
        name: known.get(name, values.sample(node)) for name, node in action.named("path").items()
    }
    needed = [
        (name, values.sample(node))
        for name, node in action.named("query").items()
        if node.get("required") is True
    ]
    for name, node in action.named("query").items():
        if node.get("type") == "string" and "enum" not in node:
            others = [pair for pair in needed if pair[0] != name]
            for value in AWKWARD:
                service.ask(Call(action, given, [*others, (name, value)]))
    for name in given:
        for value in AWKWARD[:5]:
            service.ask(Call(action, {**given, name: value}, needed))
