"""YAML text to plain data over the event parser of libyaml, keeping where every value stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from swagsmith.diagnostics import Severity
from swagsmith.source import yamlscalar
from swagsmith.source.jsonfile import duplicate_key, too_deep, too_long
from swagsmith.source.node import escape, is_array, is_mapping
from swagsmith.source.place import Place
from swagsmith.source.problem import MAX_ALIASED, MAX_DEPTH, MAX_SCALAR, Problem, unreadable
from swagsmith.source.text import broken_character, is_broken, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml.events import AliasEvent, CollectionStartEvent, Event, ScalarEvent

RULE_SYNTAX: Final = "file-syntax"
_TAG: Final = "tag:yaml.org,2002:"
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_Range = tuple[int, int]
#: Where the members of a container stand: key and value, by key or by index.
_Places = dict[str, tuple[_Range | None, _Range]]


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence that is being read."""

    value: Any
    keyed: bool
    start: int
    anchor: str | None
    flow: bool
    places: _Places = field(default_factory=_Places)
    key: str | None = None
    key_range: _Range = (0, 0)
    merges: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    height: int = 1
    size: int = 1
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value that aliases repeat: how deep it nests, how many values it holds."""

    value: Any
    height: int = 0
    size: int = 1


class YamlFile:
    """One YAML document: its value and the offsets of everything in it."""

    def __init__(self, text: str) -> None:
        """Parses the text. Raises `Unreadable`."""
        self.problems: list[Problem] = []
        self.value: Any = None
        self._text = printable(text)
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._aliased = 0
        #: the members of every container by its identity; the document keeps containers alive
        self._places: dict[int, _Places] = {}
        self._root: _Range = (0, 0)
        self._scalars: dict[str, tuple[Any, str | None]] = {}
        self._documents = 0
        self._read()

    def find(self, tokens: Sequence[str], *, key: bool = False) -> Place:
        """See `Positions.find`."""
        del key  # both are known
        value, key_place, place, found = self.value, None, self._root, 0
        for token in tokens:
            places = self._places.get(id(value))
            if places is None or token not in places:
                break
            key_place, place = places[token]
            value = value[token] if is_mapping(value) else value[int(token)]
            found += 1
        return Place(place, key_place, found)

    def _read(self) -> None:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self._text)
        handlers: dict[type[Event], Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            event: Event | None = loader.get_event()
            while event is not None:
                if handler := handlers.get(type(event)):
                    handler(event)
                event = loader.get_event()
        except yaml.MarkedYAMLError as error:
            raise self._syntax_error(error) from None
        finally:
            loader.dispose()

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> Exception:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(self._text)) if mark else 0
        message = error.problem or "this is not YAML"
        if "nesting depth" in message:  # libyaml's own limit, met before ours as it reads ahead
            return too_deep(offset)
        if self._text[offset : offset + 1] == "\t":
            message = "a tab cannot indent YAML"
        elif error.context:
            message = f"{error.context}, {message}"
        return unreadable(RULE_SYNTAX, message, offset, min(offset + 1, len(self._text)))

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise unreadable(
                RULE_SYNTAX, "the file holds more than one YAML document", *_range(event)
            )

    def _open(self, event: CollectionStartEvent) -> None:
        frame = self._stack[-1] if self._stack else None
        start, end = _range(event)
        if frame is not None and frame.keyed and frame.key is None:
            raise unreadable(RULE_SYNTAX, "a mapping key must be a single text", start, end)
        if len(self._stack) >= MAX_DEPTH:
            raise too_deep(start)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._check_tag(event, "map" if mapping else "seq")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(
            _Frame({} if mapping else [], mapping, start, event.anchor, flow=bool(event.flow_style))
        )

    def _close(self, event: Event) -> None:
        frame = self._stack.pop()
        if frame.merges:
            _merge(frame, self._places)
        # The end of a block collection is the start of whatever follows it; its last member
        # says better where it ends.
        end = _range(event)[1] if frame.flow or not frame.places else frame.end
        self._places[id(frame.value)] = frame.places
        anchored = _Anchored(frame.value, frame.height, frame.size)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = anchored
        self._add(anchored, (frame.start, end))

    def _alias(self, event: AliasEvent) -> None:
        start, end = _range(event)
        name = event.anchor or ""
        if name not in self._anchors:
            raise unreadable(RULE_SYNTAX, f"the alias *{name} has no anchor", start, end)
        anchored = self._anchors[name]
        if anchored is None:
            raise unreadable(RULE_SYNTAX, f"the anchor &{name} contains itself", start, end)
        self._aliased += anchored.size
        if self._aliased > MAX_ALIASED:
            raise unreadable(
                "file-limit",
                f"the aliases of this file repeat more than {MAX_ALIASED} values",
                start,
                end,
            )
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.keyed and frame.key is None:
            if not isinstance(anchored.value, str):
                raise unreadable(RULE_SYNTAX, "a mapping key must be a single text", start, end)
            self._key(anchored.value, (start, end))
        else:
            self._add(anchored, (start, end))

    def _scalar(self, event: ScalarEvent) -> None:
        text, place = event.value, _range(event)
        if len(text) > MAX_SCALAR:
            raise too_long(place[0])
        plain = event.style is None or event.style == ""
        if not plain:
            place = (place[0], self._trimmed(*place))
            if event.style == '"' and "\\" in self._text[place[0] : place[1]]:
                self._check_escapes(place)
            if not text.isascii():
                text = self._whole(text, place)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.keyed and frame.key is None:
            if plain and not event.tag:
                self._check_key(text, place)
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(text)
            self._key(text, place, merge=plain and text == "<<")
            return
        value = self._resolved(text, event, place) if plain or event.tag else text
        anchored = _Anchored(value)
        if event.anchor is not None:
            self._anchors[event.anchor] = anchored
        self._add(anchored, place)

    def _trimmed(self, start: int, end: int) -> int:
        """The end of a block scalar without the line breaks and indentation that follow it."""
        while end > start and self._text[end - 1] in " \r\n":
            end -= 1
        return end

    def _check_escapes(self, place: _Range) -> None:
        for character, start, end in yamlscalar.escapes(self._text[place[0] : place[1]]):
            if is_broken(character):
                self.problems.append(broken_character(character, place[0] + start, place[0] + end))

    def _whole(self, text: str, place: _Range) -> str:
        """The text without half surrogate pairs, which an escape can hold and no file can."""
        half = _SURROGATE.search(text)
        if half is None:
            return text
        self.problems.append(broken_character(half.group(), *place))
        return _SURROGATE.sub("\ufffd", text)

    def _key(self, key: str, place: _Range, *, merge: bool = False) -> None:
        frame = self._stack[-1]
        first = frame.places.get(key)
        if first is not None and first[0] is not None and not merge:
            self.problems.append(duplicate_key(key, self._tokens(), first[0], place))
        frame.key, frame.key_range = key, place

    def _add(self, item: _Anchored, place: _Range) -> None:
        """Puts a finished value where it belongs."""
        if not self._stack:
            self.value, self._root = item.value, place
            return
        frame = self._stack[-1]
        frame.end = max(frame.end, place[1])
        frame.size += item.size
        if item.height >= frame.height:
            frame.height = item.height + 1
            if frame.height + len(self._stack) - 1 > MAX_DEPTH:
                raise too_deep(place[0])
        if not frame.keyed:
            frame.places[str(len(frame.value))] = (None, place)
            frame.value.append(item.value)
            return
        key, frame.key = cast("str", frame.key), None
        if key == "<<" and self._is_merge(frame, item.value):
            parts = item.value if is_array(item.value) else [item.value]
            if not all(is_mapping(part) for part in parts):
                raise unreadable(RULE_SYNTAX, "a merge key << takes mappings", *place)
            frame.merges += parts
            return
        frame.places[key] = (frame.key_range, place)
        frame.value[key] = item.value

    def _is_merge(self, frame: _Frame, value: Any) -> bool:
        """Whether an entry under the key << is a merge; a quoted key or a text is none."""
        start, end = frame.key_range
        return (is_mapping(value) or is_array(value)) and self._text[start:end] == "<<"

    def _resolved(self, text: str, event: ScalarEvent, place: _Range) -> Any:
        """The value of a plain or tagged scalar."""
        if event.tag:
            return self._tagged(text, event, place)
        known = self._scalars.get(text)
        if known is None:
            known = self._scalars[text] = (yamlscalar.resolve(text), yamlscalar.ambiguity(text))
        value, what = known
        if what is not None:
            self._ambiguous(text, what, place, self._tokens())
        elif type(value) in (int, float) and self._is_version():
            self._ambiguous(text, "a number", place, self._tokens())
            return text
        return value

    def _is_version(self) -> bool:
        """Whether the scalar is `swagger` or `info.version`, which are always text."""
        keys = [frame.key for frame in self._stack]
        return keys in (["swagger"], ["info", "version"])

    def _tagged(self, text: str, event: ScalarEvent, place: _Range) -> Any:
        kind = (event.tag or "").removeprefix(_TAG)
        value = yamlscalar.resolve(text)
        if kind in ("str", "!", "timestamp", "binary"):
            return text
        if kind not in _TYPES:
            raise unreadable(RULE_SYNTAX, f"the YAML tag {event.tag} is not supported", *place)
        if type(value) not in _TYPES[kind]:
            raise unreadable(RULE_SYNTAX, f"{text!r} does not fit the YAML tag !!{kind}", *place)
        return value

    def _check_tag(self, event: CollectionStartEvent, kind: str) -> None:
        if event.tag and event.tag not in (_TAG + kind, "!"):
            raise unreadable(
                RULE_SYNTAX, f"the YAML tag {event.tag} is not supported", *_range(event)
            )

    def _check_key(self, text: str, place: _Range) -> None:
        what = None if text == "<<" else yamlscalar.key_ambiguity(text)
        if what is not None:
            self._ambiguous(text, what, place, (*self._tokens(), text), "key ")

    def _ambiguous(
        self, text: str, what: str, place: _Range, tokens: Sequence[str], noun: str = ""
    ) -> None:
        self.problems.append(
            Problem(
                yamlscalar.RULE,
                Severity.WARNING,
                f"the unquoted {noun}{text} is {what} to some YAML readers",
                *place,
                help=f'write "{text}" if text is meant',
                pointer="".join(f"/{escape(token)}" for token in tokens),
            )
        )

    def _tokens(self) -> list[str]:
        """The pointer of the value that is read next."""
        tokens: list[str] = []
        for frame in self._stack:
            if not frame.keyed:
                tokens.append(str(len(frame.value)))
            elif frame.key is not None:
                tokens.append(frame.key)
        return tokens


def _range(event: Event) -> _Range:
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0, end.index if end else 0)


def _merge(frame: _Frame, places: dict[int, _Places]) -> None:
    """Fills a mapping from its merge keys: what it says itself wins, then the earlier merge."""
    for source in frame.merges:
        for key, value in source.items():
            if key not in frame.value:
                frame.value[key] = value
                frame.places[key] = places[id(source)][key]
