"""What the lowering has to say about a document."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from swagsmith.diagnostics import Diagnostic, DocumentError, Severity
from swagsmith.source import Document, Node

if TYPE_CHECKING:
    from collections.abc import Generator

#: keys whose values only people read
_PROSE = frozenset({"description", "summary", "title", "example", "x-ms-summary"})


def is_nowhere(node: Node) -> bool:
    """Whether a node stands for the target of a reference that leads nowhere."""
    return node.key == "$ref" and node.value == {}


class Report:
    """Collects findings; errors are raised together, so that one run names them all."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: set[tuple[str, str, str]] = set()
        self._operation = ""
        self.findings: list[Diagnostic] = []
        #: the operations that cannot be emitted faithfully, in the order they were found
        self.broken: dict[str, None] = {}

    @contextmanager
    def within(self, operation: str) -> Generator[None]:
        """Errors reported in this block are those of an operation, `GET /a`."""
        self._operation = operation
        try:
            yield
        finally:
            self._operation = ""

    def resolve(self, node: Node) -> Node:
        """What a node stands for; where its reference leads nowhere, an empty node and an error.

        An empty node lets the lowering go on, so that one run names every dangling reference.
        """
        found = self.resolve_schema(node)
        if is_nowhere(found):
            self._blame()
        return found

    def resolve_schema(self, node: Node) -> Node:
        """The same for a schema: without it any value is taken, so its operations can still be emitted."""
        try:
            return self._document.resolve(node)
        except DocumentError as error:
            for finding in error.diagnostics:
                if finding not in self.findings:
                    self.findings.append(finding)
            return Node({}, node.file, (*node.tokens, "$ref"))

    def _blame(self) -> None:
        if self._operation:
            self.broken[self._operation] = None

    def warn(
        self,
        rule: str,
        message: str,
        node: Node,
        *related: tuple[str, Node],
        advice: str | None = None,
    ) -> None:
        """Something the client can live with."""
        self._add(Severity.WARNING, rule, message, node, related, advice)

    def error(
        self,
        rule: str,
        message: str,
        node: Node,
        *related: tuple[str, Node],
        advice: str | None = None,
    ) -> None:
        """Something that cannot be emitted faithfully."""
        self._blame()
        self._add(Severity.ERROR, rule, message, node, related, advice)

    def refuse(self, rule: str, message: str, node: Node, *, advice: str | None = None) -> NoReturn:
        """Ends the work at once: a document made to exhaust would only go on. Raises DocumentError."""
        self.error(rule, message, node, advice=advice)
        raise DocumentError(*self.findings)

    def _add(
        self,
        severity: Severity,
        rule: str,
        message: str,
        node: Node,
        related: tuple[tuple[str, Node], ...],
        advice: str | None,
    ) -> None:
        key = (rule, node.file, node.pointer)
        if key in self._seen:
            return
        self._seen.add(key)
        span = self._document.span
        places = tuple((text, span(other, key=True)) for text, other in related)
        self.findings.append(
            Diagnostic(rule, severity, message, node.pointer, span(node), advice, places)
        )

    def refuse_losses(self) -> None:
        """Reports keys that stand twice with different values: one of the two would be lost.

        Of words for people the last ones are taken.
        """
        for finding in self._document.findings:
            if finding.rule == "file-duplicate-key" and not self._says_the_same(finding):
                value = self._document.at(finding.pointer, finding.span.file).value
                # `title` among properties is a name, and what it holds no text
                prose = finding.pointer.rpartition("/")[2] in _PROSE and isinstance(value, str)
                self.findings.append(
                    replace(finding, severity=Severity.WARNING) if prose else finding
                )

    def as_written(self, node: Node) -> str | None:
        """The text of a scalar in its file: `1e3` where the value is 1000.0; None where it is on several lines."""
        span = self._document.span(node)
        lines = self._document.lines.get(span.file)
        if lines is None or span.line != span.end_line:
            return None
        return lines.line(span.line)[span.column - 1 : span.end_column - 1].strip() or None

    def _says_the_same(self, finding: Diagnostic) -> bool:
        """Whether the two keys have the same rest of a line after them, and nothing below it."""
        lines = self._document.lines.get(finding.span.file)
        if lines is None or not finding.related:
            return False
        first = finding.related[0][1]
        rests = {
            lines.line(span.line)[span.end_column - 1 :].rstrip(" ,\r\n")
            for span in (first, finding.span)
        }
        value = rests.pop().lstrip(": ")
        return not rests and bool(value) and value[0] not in "{[|>&*"

    def raise_errors(self) -> None:
        """Raises DocumentError with every error reported so far, if there is one."""
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        if errors:
            raise DocumentError(*errors)
