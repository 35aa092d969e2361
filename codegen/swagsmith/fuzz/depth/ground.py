"""What is known of one resource while it is explored, and the few steps that exploring is made of."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from swagsmith.fuzz.depth.call import Answer, Call, shown
from swagsmith.fuzz.depth.resource import plain
from swagsmith.lower.xml import is_xml
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.fuzz.depth.call import Who
    from swagsmith.fuzz.depth.resource import Item, Resource
    from swagsmith.fuzz.depth.service import Service
    from swagsmith.fuzz.depth.values import Values
    from swagsmith.source import Node

#: seconds after which a service that is behind should have caught up
_LATER: Final = 1.0
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


class UnexploredError(Exception):
    """A resource cannot be explored; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Made:
    """A thing that was created.

    Attributes:
        sent: what was sent to create it.
        answer: to that.
        thing: it, as that answer has it.
        key: what it is fetched by.
    """

    sent: Mapping[str, Any]
    answer: Answer
    thing: Mapping[str, Any]
    key: Any


@dataclass(slots=True)
class Ground:
    """One resource at one service.

    Attributes:
        given: values of path parameters that are not of the thing itself.
        input: the properties that creating takes.
        echo: the property of the thing, by the one of the input that it repeats.
        base: what creating has been seen to work with.
        varied: the properties of the input that are new every time.
        drifting: properties that have been seen to change by themselves.
        made: everything that was created.
    """

    service: Service
    resource: Resource
    values: Values
    given: dict[str, Any] = field(default_factory=dict[str, Any])
    input: dict[str, Node] = field(default_factory=dict[str, Any])
    echo: dict[str, str] = field(default_factory=dict[str, str])
    base: dict[str, Any] = field(default_factory=dict[str, Any])
    varied: tuple[str, ...] = ()
    drifting: set[str] = field(default_factory=set[str])
    made: list[Made] = field(default_factory=list[Made])

    def begin(self) -> None:
        """Finds out what to create things with. Raises UnexploredError."""
        create = self.resource.create
        if create is None:
            raise UnexploredError("no operation creates one")
        for action in self.resource.actions:
            self._give(action)
        self.input = self._inputs(create)
        properties = {plain(name): name for name in self.resource.thing.properties}
        for name, node in self.input.items():
            own = properties.get(plain(name))
            if own is not None and self._is_same_type(node, self.resource.thing.properties[own]):
                self.echo[name] = own
        self.base = self._sample(create)
        self._learn()

    def _is_same_type(self, node: Node, other: Node) -> bool:
        one, two = self.values.schema(node), self.values.schema(other)
        return one.kinds == two.kinds and one.keywords.get("format") == two.keywords.get("format")

    def _give(self, action: Action) -> None:
        """Values for the path parameters that a thing has no property for."""
        resource = self.resource
        own = {
            name
            for item in (resource.fetch, resource.update, resource.delete)
            if item is not None
            for name in item.keys
        }
        for name, node in action.named("path").items():
            if name not in own and name not in self.given:
                self.given[name] = self.values.sample(node)

    def _inputs(self, create: Action) -> dict[str, Node]:
        body = create.operation.body
        return dict(
            create.named("formData") if body is None else self.values.schema(body).properties
        )

    def _sample(self, create: Action) -> dict[str, Any]:
        body = create.operation.body
        if body is not None:
            value = self.values.sample(body)
            return dict(value) if is_mapping(value) else {}
        return {
            name: self.values.sample(node)
            for name, node in create.named("formData").items()
            if node.get("required") is True and node.get("type") != "file"
        }

    def _learn(self) -> None:
        """Looks for properties that can be new every time: two things in a row must be created."""
        candidates = self._candidates()
        refusal: Answer | None = None
        for names in candidates:
            answers = [self.try_create(self._fresh(names)) for _ in range(2)]
            if all(isinstance(answer, Made) for answer in answers):
                self.varied = names
                return
            refusal = next(answer for answer in answers if isinstance(answer, Answer))
        status = 0 if refusal is None else refusal.status
        raise UnexploredError(f"what the document suggests to create one is answered with {status}")

    def _candidates(self) -> list[tuple[str, ...]]:
        """Which properties to vary, most wanted first."""
        body = self.create.operation.body
        required = self.values.schema(body).required if body is not None else frozenset[str]()
        listing = self.resource.listing
        filtered = set(() if listing is None else listing.filters.values()) | {self.resource.key}
        able = [
            name
            for name, node in self.input.items()
            if name in self.base and self.values.vary(self.base[name], node) is not None
        ]
        wanted = tuple(name for name in able if self.echo.get(name) in filtered)
        needed = tuple(name for name in able if name in required and name not in wanted)
        some = [(name,) for name in wanted] + [(name, *needed) for name in wanted]
        singles = [(name,) for name in needed]
        return list(dict.fromkeys([wanted, *some, (*wanted, *needed), needed, *singles, ()]))

    @property
    def create(self) -> Action:
        """The operation that creates."""
        assert self.resource.create is not None
        return self.resource.create

    def _fresh(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self.values.vary(self.base[name], self.input[name]) for name in names}

    def try_create(
        self, changes: Mapping[str, Any], media: str = "", who: Who = "own"
    ) -> Made | Answer:
        """Creates a thing from the base and changes; gives the answer where that has none."""
        sent = {**self.base, **changes}
        media = media or self.media_types(self.create)[0]
        answer = self.service.ask(
            Call(
                self.create,
                self.given,
                self._queries(self.create),
                sent,
                media,
                self.accepts(self.create)[0],
                who,
            )
        )
        thing = answer.value if is_mapping(answer.value) else {}
        key = thing.get(self.resource.key)
        if not answer.ok or not isinstance(key, str | int):
            return answer
        made = Made(sent, answer, thing, key)
        if who == "own":
            if not self._is_new(made):
                return answer
            self.made.append(made)
        return made

    def _is_new(self, made: Made) -> bool:
        """Whether nothing created before is called the same, unless it was asked to be."""
        known = next((one for one in self.made if one.key == made.key), None)
        if known is None or self.resource.key in self.echo.values():
            return True
        self.service.tell(
            "depth:unique-ids",
            "The same identifier twice",
            f"two things were created with {self.resource.key} {shown(made.key)}",
            known.answer,
            made.answer,
        )
        return False

    def new(self, changes: Mapping[str, Any], media: str = "") -> Made | None:
        """Creates a thing with fresh values but for the changes, or None where it is refused."""
        made = self.try_create({**self._fresh(self.varied), **changes}, media)
        return made if isinstance(made, Made) else None

    def fetch(self, key: Any, accept: str = "", who: Who = "own") -> Answer | None:
        """Fetches by key."""
        item = self.resource.fetch
        return None if item is None else self.ask_item(item, key, accept=accept, who=who)

    def ask_item(
        self,
        item: Item,
        key: Any,
        thing: Mapping[str, Any] | None = None,
        *,
        value: Any = None,
        accept: str = "",
        who: Who = "own",
    ) -> Answer:
        """Asks for an operation on one thing."""
        path = {
            **self.given,
            **{
                name: key if own == self.resource.key else (thing or {}).get(own, "")
                for name, own in item.keys.items()
            },
        }
        accept = accept or self.accepts(item.action)[0]
        media = "" if value is None else self.media_types(item.action)[0]
        query = self._queries(item.action)
        return self.service.ask(Call(item.action, path, query, value, media, accept, who))

    def page(
        self, query: Iterable[tuple[str, Any]], accept: str = "", target: str = "", who: Who = "own"
    ) -> Answer:
        """Asks for a page."""
        listing = self.resource.listing
        assert listing is not None
        asked = [*self._queries(listing.action), *query]
        accept = accept or self.accepts(listing.action)[0]
        return self.service.ask(
            Call(listing.action, self.given, asked, None, "", accept, who, target)
        )

    def items(self, answer: Answer) -> list[Mapping[str, Any]] | None:
        """The things on a page, or None where it has none to read."""
        listing = self.resource.listing
        assert listing is not None
        value = answer.value
        if listing.items:
            value = value.get(listing.items) if is_mapping(value) else None
        if not answer.ok or not is_array(value):
            return None
        return [element for element in value if is_mapping(element)]

    def _queries(self, action: Action) -> tuple[tuple[str, Any], ...]:
        """The query parameters an operation cannot do without."""
        return tuple(
            (name, self.values.sample(node))
            for name, node in action.named("query").items()
            if node.get("required") is True
        )

    def media_types(self, action: Action) -> tuple[str, ...]:
        """What a body can be written in: JSON before XML before forms."""
        return _readable(action.operation.consumes, forms=action.operation.body is None) or (
            "application/json",
        )

    def accepts(self, action: Action) -> tuple[str, ...]:
        """What an answer can be read in: JSON before XML; "" for an operation that says nothing."""
        return _readable(action.operation.produces, forms=False) or ("",)

    @property
    def changing(self) -> frozenset[str]:
        """Properties that are not compared."""
        return self.resource.volatile | self.drifting

    @staticmethod
    def wait() -> None:
        """Gives a service that is behind time to catch up."""
        time.sleep(_LATER)


def _readable(media_types: Iterable[str], *, forms: bool) -> tuple[str, ...]:
    names = [name.partition(";")[0].strip().lower() for name in media_types]
    if forms:
        return tuple(name for name in names if name == _FORMS[0]) or (_FORMS[0],)
    data = [name for name in names if name.endswith("json")]
    return tuple(dict.fromkeys([*data, *(name for name in names if is_xml(name))]))
