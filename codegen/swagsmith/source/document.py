"""A Swagger 2.0 document as written, possibly in several files.  (CONTRACT; being implemented)"""

from __future__ import annotations

from pathlib import Path

from swagsmith.diagnostics import Diagnostic, Span
from swagsmith.source.node import Node


class Document:
    root: Node
    #: what was found while reading (duplicate keys, BOM, ...), not fatal
    findings: tuple[Diagnostic, ...]

    def at(self, pointer: str, file: str | None = None) -> Node: ...
    def resolve(self, node: Node) -> Node:
        """Follows a chain of `$ref` from a node; returns the node itself if it is no reference.

        A reference is a mapping whose `$ref` is a string. Local, relative-file and same-folder-tree references work.
        Raises DocumentError (rule ref-resolves, ref-loop, ref-remote) with the span of the `$ref` value.
        """
        ...
    def span(self, node: Node, *, key: bool = False) -> Span:
        """Where a node's value (or its key) stands; nearest existing parent when missing."""
        ...


def load(source: str | Path) -> Document:
    """Reads a file, or standard input for "-". Raises DocumentError."""
    ...
