"""Nothing of an account reaches another, or nobody at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.depth.ground import Made
from swagsmith.fuzz.depth.listing import own_filter, walk

if TYPE_CHECKING:
    from swagsmith.fuzz.depth.call import Answer, Who
    from swagsmith.fuzz.depth.ground import Ground

_SOMEBODY: Final[tuple[Who, ...]] = ("nobody", "wrong", "other")
_WORDS: Final = {
    "other": "the credentials of another account",
    "wrong": "a wrong password",
    "nobody": "no credentials",
}


def explore_apart(ground: Ground) -> None:
    """Asks for what was created as somebody else."""
    if not ground.made or not ground.service.has_own:
        return
    made = ground.made[-1]
    for who in _SOMEBODY:
        if who != "other" or ground.service.has_other:
            _check_fetch(ground, made, who)
            _check_list(ground, made, who)
    for who in _SOMEBODY[:2]:
        _check_create(ground, who)
    item = ground.resource.delete
    if item is not None and ground.service.has_other:
        answer = ground.ask_item(item, made.key, made.thing, who="other")
        fetched = ground.fetch(made.key)
        if answer.ok and fetched is not None and fetched.status in (404, 410):
            _tell(ground, "other", answer)


def _check_fetch(ground: Ground, made: Made, who: Who) -> None:
    item = ground.resource.fetch
    if item is None or (who != "other" and not item.action.operation.secured):
        return
    answer = ground.fetch(made.key, who=who)
    if answer is not None and answer.ok:
        _tell(ground, who, made.answer, answer)


def _check_list(ground: Ground, made: Made, who: Who) -> None:
    listing = ground.resource.listing
    if listing is None or (who != "other" and not listing.action.operation.secured):
        return
    own = own_filter(ground)
    query = () if own is None else ((own[0], made.sent[own[1]]),)
    answer = ground.page(query, who=who)
    items = ground.items(answer)
    if items is None:
        return
    keys = {element.get(ground.resource.key) for element in items}
    if who != "other" or keys & {one.key for one in ground.made}:
        _tell(ground, who, made.answer, answer)


def _check_create(ground: Ground, who: Who) -> None:
    """What nobody known sends is refused, and not kept."""
    if not ground.create.operation.secured:
        return
    first = ground.new({})
    own = own_filter(ground)
    if first is None:
        return
    answer = ground.try_create(first.sent, who=who)
    if isinstance(answer, Made):
        _tell(ground, who, answer.answer)
    elif own is not None and answer.refused:
        result = walk(ground, ((own[0], first.sent[own[1]]),))
        if len({element.get(ground.resource.key) for element in result.elements}) > 1:
            ground.service.tell(
                "depth:rejected-changes-nothing",
                "Kept what was refused",
                f"a request with {_WORDS[who]} was refused with {answer.status}, and what it asked for is listed",
                answer,
                result.answers[-1],
                detail=who,
            )


def _tell(ground: Ground, who: Who, *answers: Answer) -> None:
    check = "depth:accounts-apart" if who == "other" else "ignored_auth"
    title = "Given to another account" if who == "other" else "Authentication ignored"
    message = (
        f"answered with {answers[-1].status} to {_WORDS[who]}, expected is a refusal such as 401"
    )
    ground.service.tell(check, title, message, *answers)
