"""One file of a document: its text, its plain data, its places, and what is odd about it."""

from __future__ import annotations

import codecs
import gc
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from swagsmith.diagnostics import Diagnostic, DocumentError, Severity, Span
from swagsmith.source.jsonfile import RULE_STRICT, JsonFile
from swagsmith.source.lines import Lines
from swagsmith.source.node import is_mapping
from swagsmith.source.problem import MAX_BYTES, MAX_LENIENT, Problem, Unreadable, unreadable
from swagsmith.source.text import decode, is_broken

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from swagsmith.source.ignores import Ignore
    from swagsmith.source.place import Place, Positions

_IGNORE = "x-swagsmith-ignore"
_YAML_SUFFIXES = (".yaml", ".yml")


class SourceFile:
    """A JSON or YAML file that has been read."""

    def __init__(self, name: str, data: bytes) -> None:
        """Reads the bytes of a file. Raises `DocumentError` when they make no document."""
        self.name = name
        self.data = data
        self.size = len(data)
        self.lines = Lines("")
        self._positions: Positions
        try:
            text, problems = decode(data)
            self.lines = Lines(text)
            with _collector_off():
                self._positions, self.value, more = _parse(text, name)
        except Unreadable as error:
            raise DocumentError(self.diagnostic(error.problem), lines={name: self.lines}) from None
        except RecursionError:  # pragma: no cover - the readers' own limits come first
            problem = Problem("file-limit", Severity.ERROR, "nested too deeply")
            raise DocumentError(self.diagnostic(problem)) from None
        self.problems = (*problems, *more)
        #: what `x-swagsmith-ignore` names, by the identity of the object it stands in
        self.ignores: dict[int, tuple[Ignore, ...]] = {}
        if _IGNORE in text:
            # Imported here because most documents have none; the same below.
            from swagsmith.source.ignores import take  # noqa: PLC0415

            self.ignores = take(self.value, self._positions)

    @property
    def text(self) -> str:
        """The text, without a byte order mark."""
        return self.lines.text

    @property
    def marked(self) -> bool:
        """Whether the file starts with the byte order mark of UTF-8."""
        return self.data.startswith(codecs.BOM_UTF8)

    @property
    def is_utf8(self) -> bool:
        """Whether its bytes are exactly those of its text."""
        codec = "utf-8-sig" if self.marked else "utf-8"
        return self.text.encode(codec, "replace") == self.data

    @property
    def is_json(self) -> bool:
        """Whether it was read as JSON, strict or nearly so."""
        return isinstance(self._positions, JsonFile)

    def place(self, tokens: Sequence[str]) -> Place:
        """The offsets of a value and its key; see `Positions.find`."""
        return self._positions.find(tokens)

    def findings(self) -> Iterator[Diagnostic]:
        """What was odd but readable."""
        return (self.diagnostic(problem) for problem in self.problems)

    def span(self, tokens: Sequence[str], *, key: bool = False) -> Span:
        """The place of a value or its key; the key of the nearest parent for a missing value."""
        place = self._positions.find(tokens, key=key)
        start, end = place.value
        if place.key and (key or place.found < len(tokens) or start == end):
            start, end = place.key
        return self.lines.span(self.name, start, end)

    def diagnostic(self, problem: Problem) -> Diagnostic:
        """A finding with its place as lines and columns."""
        return Diagnostic(
            problem.rule,
            problem.severity,
            problem.message,
            problem.pointer,
            self.lines.span(self.name, problem.start, problem.end),
            problem.help,
            tuple(
                (message, self.lines.span(self.name, start, end))
                for message, start, end in problem.related
            ),
        )


class BrokenFile(SourceFile):
    """A file that cannot be read: no value, and one place, where it breaks."""

    def __init__(self, name: str, error: DocumentError) -> None:
        """Takes what reading the file has raised."""
        super().__init__(name, b"null")
        self._place = error.diagnostics[0].span
        lines = error.lines.get(name)
        self.lines = lines if isinstance(lines, Lines) else self.lines
        self.problems = ()

    def span(self, tokens: Sequence[str], *, key: bool = False) -> Span:  # noqa: ARG002 -- as its base has it
        """The place where the file breaks."""
        return self._place


def read(path: str | Path, name: str) -> SourceFile:
    """Reads a file, or standard input for "-". Raises `DocumentError` (rule `file-read`)."""
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot be read: {reason[:1].lower()}{reason[1:]}"
        raise DocumentError(
            Diagnostic("file-read", Severity.ERROR, message, "", Span(name))
        ) from None
    return SourceFile(name, data)


def _parse(text: str, name: str) -> tuple[Positions, Any, Sequence[Problem]]:
    """The value of a text, how to find places in it, and findings."""
    suffix = Path(name).suffix.lower()
    start = len(text) - len(text.lstrip())
    if start == len(text):
        raise unreadable("doc-version", "the file is empty")
    if text[start] in "{[" or suffix == ".json":
        try:
            strict = JsonFile(text)
        except json.JSONDecodeError as error:
            if suffix not in _YAML_SUFFIXES:
                return _almost_json(text, error)
        else:
            return strict, strict.value, strict.problems
    return _yaml(text)


def _almost_json(
    text: str, error: json.JSONDecodeError
) -> tuple[Positions, Any, Sequence[Problem]]:
    """Reads what is meant as JSON and is not: with comments and trailing commas, or as YAML.

    Both readings are reported at the place where strict JSON breaks; what neither can read is
    refused there.
    """
    if len(text) > MAX_LENIENT:
        raise Unreadable(_break(error))
    from swagsmith.source.relaxed import blank_out  # noqa: PLC0415 -- most JSON is JSON

    blanked, problems = blank_out(text)
    try:
        relaxed = JsonFile(blanked, strict=False)
    except json.JSONDecodeError:
        pass
    else:
        # A control character has been reported as such.
        found = problems or ([] if is_broken(text[error.pos : error.pos + 1]) else [_break(error)])
        return relaxed, relaxed.value, [*found, *relaxed.problems]
    try:
        positions, value, more = _yaml(text)
    except Unreadable:
        raise Unreadable(_break(error)) from None
    if not is_mapping(value):
        raise Unreadable(_break(error))
    return positions, value, [_break(error), *more]


def _yaml(text: str) -> tuple[Positions, Any, Sequence[Problem]]:
    # Imported here because a JSON document needs none of it.
    from swagsmith.source.yamlfile import YamlFile  # noqa: PLC0415

    yaml = YamlFile(text)
    return yaml, yaml.value, yaml.problems


def _break(error: json.JSONDecodeError) -> Problem:
    # The place is said otherwise: "unterminated string starting at".
    words = error.msg.removesuffix(" at").removesuffix(" starting")
    message = f"not JSON: {words[:1].lower()}{words[1:]}"
    end = min(error.pos + 1, len(error.doc))
    return Problem(RULE_STRICT, Severity.ERROR, message, error.pos, end)


@contextmanager
def _collector_off() -> Generator[None]:
    """Collecting garbage while millions of live objects appear doubles the time and finds none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
