"""What every stage says about a document: one structured value, rendered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How much a finding matters: `error` and `warning` can stop CI, `info` is advice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file.

    Lines and columns count from 1, columns in code points; the end is exclusive.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what, how bad, and where.

    Attributes:
        rule: stable id, `path-param-defined`; never reused.
        severity: see `Severity`.
        message: one line that names the thing.
        pointer: RFC 6901 pointer into the file of `span`.
        span: where to look.
        help: what to do about it, if that is not obvious.
        related: other places with a word each, such as "first declared here".
    """

    rule: str
    severity: Severity
    message: str
    pointer: str
    span: Span
    help: str | None = None
    related: tuple[tuple[str, Span], ...] = field(default=())


class LineSource(Protocol):
    """The lines of a file, for showing an excerpt."""

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; "" beyond the end."""
        ...


class DocumentError(Exception):
    """A document cannot be read or used; carries the findings that say why and where.

    `lines` holds the lines of the files concerned by name, as far as they could be read.
    """

    def __init__(
        self, *diagnostics: Diagnostic, lines: Mapping[str, LineSource] | None = None
    ) -> None:
        super().__init__("\n".join(f"{d.span}: {d.message} [{d.rule}]" for d in diagnostics))
        self.diagnostics = diagnostics
        self.lines: Mapping[str, LineSource] = lines or {}
