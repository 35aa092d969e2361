"""What is changed is seen to be changed, and what is removed is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.depth.call import shown
from swagsmith.fuzz.depth.listing import own_filter, walk
from swagsmith.fuzz.depth.resource import plain
from swagsmith.fuzz.depth.values import plain_value
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from swagsmith.fuzz.depth.ground import Ground, Made
    from swagsmith.fuzz.depth.resource import Item


def explore_changes(ground: Ground) -> None:
    """Changes one thing and removes another, where the document has operations for it."""
    update, delete = ground.resource.update, ground.resource.delete
    if update is not None and update.action.operation.body is not None:
        made = ground.new({})
        if made is not None:
            _check_update(ground, update, made)
    if delete is not None:
        made, other = ground.new({}), ground.new({})
        if made is not None and other is not None:
            _check_delete(ground, delete, made, other)


def _check_update(ground: Ground, update: Item, made: Made) -> None:
    body = update.action.operation.body
    assert body is not None
    properties = ground.values.schema(body).properties
    base = ground.values.sample(body)
    if not is_mapping(base):
        return
    sent: dict[str, Any] = {**base}
    for name in properties:
        own = next((known for known in made.thing if plain(known) == plain(name)), None)
        if own is not None and made.thing[own] is not None:
            sent[name] = made.thing[own]
    for name, node in properties.items():
        value = sent.get(name)
        if not isinstance(value, str) or name == ground.resource.key:
            continue
        changed = ground.values.vary(value, node)
        own = next((known for known in made.thing if plain(known) == plain(name)), None)
        if changed is not None and own is not None and own in ground.echo.values():
            _change(ground, update, made, {**sent, name: changed}, own, changed)


def _change(
    ground: Ground, update: Item, made: Made, sent: dict[str, Any], own: str, changed: Any
) -> None:
    answer = ground.ask_item(update, made.key, made.thing, value=sent)
    fetched = ground.fetch(made.key)
    if fetched is None or not is_mapping(fetched.value) or own in ground.changing:
        return
    got = fetched.value.get(own)
    if answer.ok and plain_value(got) != plain_value(changed):
        message = f"{own} was set to {shown(changed)}, fetched is {shown(got)}"
        ground.service.tell(
            "depth:update-is-seen",
            "Change not seen",
            message,
            made.answer,
            answer,
            fetched,
            detail=own,
        )
    elif answer.refused and plain_value(got) == plain_value(changed):
        message = f"{own} was set to {shown(changed)} though that was refused with {answer.status}"
        ground.service.tell(
            "depth:rejected-changes-nothing",
            "Kept what was refused",
            message,
            made.answer,
            answer,
            fetched,
            detail=own,
        )


def _check_delete(ground: Ground, delete: Item, made: Made, other: Made) -> None:
    answer = ground.ask_item(delete, made.key, made.thing)
    if not answer.ok:
        return
    fetched = ground.fetch(made.key)
    if fetched is not None and fetched.ok:
        ground.wait()
        later = ground.fetch(made.key)
        when = "and a second later" if later is not None and later.ok else "but not a second later"
        message = f"it is still there after it was deleted, {when}"
        ground.service.tell(
            "depth:deleted-is-gone",
            "Deleted, and still there",
            message,
            made.answer,
            answer,
            fetched,
        )
    kept = ground.fetch(other.key)
    if kept is not None and kept.status in (404, 410):
        ground.service.tell(
            "depth:delete-leaves-others",
            "Deleted another as well",
            "another one is gone after one was deleted",
            other.answer,
            answer,
            kept,
        )
    own = own_filter(ground)
    if own is not None:
        listed = walk(ground, ((own[0], made.sent[own[1]]),))
        if any(element.get(ground.resource.key) == made.key for element in listed.elements):
            ground.service.tell(
                "depth:deleted-is-gone",
                "Deleted, and still there",
                "it is still listed after it was deleted",
                answer,
                listed.answers[-1],
                detail="list",
            )
    ground.ask_item(delete, made.key, made.thing)
