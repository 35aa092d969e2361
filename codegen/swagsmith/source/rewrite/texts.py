"""The edits of one file's text for edits of its data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from swagsmith.source.edit import Add, Cut, Edit, Remove, Rename, Reorder, Replace, Requote
from swagsmith.source.node import is_array, is_mapping
from swagsmith.source.rewrite import block, flow
from swagsmith.source.rewrite.layout import Change, Member, TextEdit, Unsafe, check_gaps
from swagsmith.source.rewrite.written import as_json, as_yaml, in_place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swagsmith.source.sourcefile import SourceFile

#: An anchor or a tag before a value.
_PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n]*[ \t\r\n]+)*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_CONTROL = re.compile("[\\x00-\\x1f]")
_COMMA = re.compile(r"\s*(,)\s*[}\]]")
#: What may stand after the last element of an array: no comment about it.
_REST = re.compile(r"[ \t]*(?=[\r\n\],]|\Z)")
_COLON = re.compile(r"[ \t]*:")

Tokens = tuple[str, ...]


def _has_comment(old: str, *, is_json: bool) -> bool:
    """Whether there may be a comment within a value, which would go with it."""
    if not is_json:
        return old[:1] not in ("'", '"') and re.search(r"\s#", old) is not None
    try:
        json.loads(old if old[:1] in ("{", "[") else "0")
    except ValueError:
        return True
    return False


class Texts:
    """Plans the edits of one file."""

    def __init__(self, file: SourceFile, edits: Sequence[Edit]) -> None:
        """Takes a file and what to do with its data."""
        self._file = file
        self._text = file.text
        self._edits = edits
        self._compact = re.search(r'":\s', file.text[:1000]) is None

    def edits(self) -> Iterator[TextEdit]:
        """The edits of the text, in no particular order. Raises `Unsafe`."""
        changes: dict[Tokens, Change] = {}
        for edit in self._edits:
            if isinstance(edit, Remove):
                changes.setdefault(edit.node.tokens[:-1], Change()).removed.add(edit.node.key)
            elif isinstance(edit, Add):
                change = changes.setdefault(edit.node.tokens, Change())
                change.added.append((edit.key, edit.value))
            elif isinstance(edit, Replace):
                yield self._replaced(edit.node.tokens, edit.value)
            elif isinstance(edit, Rename):
                yield self._renamed(edit.node.tokens, edit.key)
            elif isinstance(edit, Reorder):
                yield from self._reordered(edit.node.tokens, edit.order)
            elif isinstance(edit, Cut):
                yield self._cut(edit)
            elif isinstance(edit, Requote):
                read_as_json = self._file.is_json
                yield from self._escaped() if read_as_json else self._requoted((), self._file.value)
        for tokens, change in changes.items():
            yield from self._changed(tokens, change)

    def _changed(self, tokens: Tokens, change: Change) -> Iterator[TextEdit]:
        value = self._value(tokens)
        keys = list(value) if is_mapping(value) else list(map(str, range(len(value))))
        members = sorted((self._member((*tokens, key)) for key in keys), key=lambda m: m.start)
        place = self._place(tokens)
        added = [self._added(key, value) for key, value in change.added]
        if self._text[place[0] : place[0] + 1] in ("{", "["):
            return flow.edits(self._text, place, members, change, added)
        if not members:
            raise Unsafe
        written = [self._as_element(one) for one in change.added] if is_array(value) else added
        colon = self._colon(tokens)
        return block.edits(self._text, colon, members, change, written, keyed=is_mapping(value))

    def _colon(self, tokens: Tokens) -> int | None:
        """The end of the colon before a value."""
        key = self._file.place(tokens).key
        found = _COLON.match(self._text, key[1]) if key else None
        return found.end() if found else None

    def _value(self, tokens: Tokens) -> Any:
        value = self._file.value
        for token in tokens:
            value = value[token] if is_mapping(value) else value[int(token)]
        if not is_mapping(value) and not is_array(value):
            raise Unsafe
        return value

    def _place(self, tokens: Tokens) -> tuple[int, int]:
        """Where a value stands, without what YAML may write before it."""
        found = self._file.place(tokens)
        if found.found < len(tokens):
            raise Unsafe
        start, end = found.value
        properties = _PROPERTIES.match(self._text, start)
        return (properties.end() if properties else start), end

    def _member(self, tokens: Tokens) -> Member:
        found = self._file.place(tokens)
        start, end = found.value
        key = found.key or (start, start)
        return Member(tokens[-1], min(key[0], start) if found.key else start, max(end, key[1]))

    def _added(self, key: str | None, value: Any) -> str:
        if not self._file.is_json:
            return as_yaml(value) if key is None else f"{as_yaml(key, key=True)}: {as_yaml(value)}"
        text = self._json(value if key is None else {key: value})
        return text if key is None else text[1:-1]

    def _json(self, value: Any) -> str:
        """A value as JSON, with or without blanks and escapes as the file has them."""
        return as_json(value, ascii_only=self._text.isascii(), compact=self._compact)

    def _as_element(self, one: tuple[str | None, Any]) -> str:
        """An element of a block sequence; an object of one member needs no braces."""
        _, value = one
        return as_yaml(value)[1:-1] if is_mapping(value) and len(value) == 1 else as_yaml(value)

    def _replaced(self, tokens: Tokens, value: Any) -> TextEdit:
        start, end = self._place(tokens)
        old = self._text[start:end]
        if _has_comment(old, is_json=self._file.is_json):
            raise Unsafe
        if self._file.is_json:
            return TextEdit(start, end, self._json(value))
        if not old.strip() or old[0] in "|>":
            raise Unsafe
        return TextEdit(start, end, in_place_of(old, value))

    def _renamed(self, tokens: Tokens, name: str) -> TextEdit:
        found = self._file.place(tokens)
        if found.key is None or found.found < len(tokens):
            raise Unsafe
        start, end = found.key
        if self._file.is_json:
            return TextEdit(start, end, self._json(name))
        return TextEdit(start, end, in_place_of(self._text[start:end], name, key=True))

    def _reordered(self, tokens: Tokens, order: Sequence[int]) -> Iterator[TextEdit]:
        """Each element's text in the place of another; comments beside them have no place to go."""
        members = [self._member((*tokens, str(index))) for index in range(len(order))]
        lead = self._text[self._before(tokens) : members[0].start]
        rest = _REST.match(self._text, members[-1].end)
        if lead.strip("[- \t\r\n") or rest is None:
            raise Unsafe
        check_gaps(self._text, members, ",-")
        for place, index in zip(members, order, strict=True):
            moved = members[index]
            if place is not moved:
                yield TextEdit(place.start, place.end, self._text[moved.start : moved.end])

    def _before(self, tokens: Tokens) -> int:
        """Where what leads to the first element of an array begins."""
        colon = self._colon(tokens)
        return self._place(tokens)[0] if colon is None else colon

    def _cut(self, edit: Cut) -> TextEdit:
        """The piece of text, with the blanks before it, or with its line if nothing else is on it."""
        span, text = edit.span, self._text
        start = self._file.lines.offset(span.line, span.column)
        end = self._file.lines.offset(span.end_line, span.end_column)
        line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        rest = re.compile(r"[ \t]*(\r\n|\r|\n|\Z)").match(text, end)
        if rest is None:
            return TextEdit(start, end)
        if not text[line:start].strip(" \t") and rest.group(1):
            return TextEdit(line, rest.end())
        return TextEdit(line + len(text[line:start].rstrip(" \t")), rest.start(1))

    def _escaped(self) -> Iterator[TextEdit]:
        """Control characters within texts, which JSON has as escapes only."""
        for text in _STRING.finditer(self._text):
            for found in _CONTROL.finditer(text.group()):
                start = text.start() + found.start()
                yield TextEdit(start, start + 1, json.dumps(found.group())[1:-1])

    def _requoted(self, tokens: Tokens, value: Any) -> Iterator[TextEdit]:
        """Every key and scalar that is not written as JSON has it."""
        if is_mapping(value) or is_array(value):
            start, _ = self._place(tokens)
            if self._text[start : start + 1] not in ("{", "["):
                raise Unsafe
            pairs = value.items() if is_mapping(value) else enumerate(value)
            for key, child in pairs:
                here = (*tokens, str(key))
                place = self._file.place(here)
                if place.key is not None:
                    yield from self._as_json(place.key, str(key))
                yield from self._requoted(here, child)
            yield from self._without_last_comma(tokens, value)
            return
        yield from self._as_json(self._file.place(tokens).value, value)

    def _without_last_comma(self, tokens: Tokens, value: Any) -> Iterator[TextEdit]:
        if value:
            last = str(list(value)[-1] if is_mapping(value) else len(value) - 1)
            found = _COMMA.match(self._text, self._member((*tokens, last)).end)
            if found:
                yield TextEdit(found.start(1), found.end(1))

    def _as_json(self, place: tuple[int, int], value: Any) -> Iterator[TextEdit]:
        try:
            if json.loads(self._text[slice(*place)]) == value:
                return
        except ValueError:
            pass
        yield TextEdit(*place, self._json(value))
