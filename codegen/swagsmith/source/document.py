"""A Swagger 2.0 document as written, possibly in several files."""

from __future__ import annotations

import os.path
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from swagsmith.diagnostics import Diagnostic, DocumentError, Severity, Span
from swagsmith.source import reference, sourcefile
from swagsmith.source.finding import Finding, shortened
from swagsmith.source.node import Node, escape, is_mapping, unescape
from swagsmith.source.similar import closest
from swagsmith.source.version import check_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.source.ignores import Ignore
    from swagsmith.source.lines import Lines
    from swagsmith.source.problem import Problem
    from swagsmith.source.sourcefile import SourceFile

_STDIN = "<stdin>"


class Document:
    """Plain data with places: the root file and whatever its references have needed so far."""

    def __init__(
        self, root: SourceFile, path: Path, contents: Mapping[Path, bytes] | None = None
    ) -> None:
        """Takes the root file and where it was read from; `load` is the usual way to make one."""
        self._path = path
        self._contents = contents or {}
        self._files = {root.name: root}
        self._paths = {root.name: path}
        self._names = {path.resolve(): root.name}
        #: targets of references by file and text; None while one is being looked for
        self._targets: dict[tuple[str, str], Node | None] = {}
        #: where chains of references end, by each of their members; in a reference again where they are loops
        self._ends: dict[tuple[str, tuple[str, ...]], Node] = {}
        self.root = Node(root.value, root.name)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files read so far, the root first."""
        return tuple(self._files)

    @property
    def sources(self) -> Mapping[str, SourceFile]:
        """The files read so far by name, for changing them."""
        return self._files

    def path(self, file: str) -> Path:
        """Where a file was read from, resolved."""
        return self._paths[file].resolve()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found while reading (duplicate keys, a byte order mark), not fatal."""
        return tuple(found for file in self._files.values() for found in file.findings())

    @property
    def lines(self) -> Mapping[str, Lines]:
        """The lines of each file read so far, for showing an excerpt."""
        return {name: file.lines for name, file in self._files.items()}

    @property
    def ignores(self) -> tuple[tuple[str, Ignore], ...]:
        """Everything that `x-swagsmith-ignore` says, with the name of its file."""
        return tuple(
            (name, ignore)
            for name, file in self._files.items()
            for entries in file.ignores.values()
            for ignore in entries
        )

    def ignored_at(self, file: str, pointer: str) -> tuple[Ignore, ...]:
        """What is ignored at a place: by the objects on the way to it."""
        source = self._files[file]
        node = Node(source.value, file)
        found = list(source.ignores.get(id(node.value), ()))
        for token in pointer.split("/")[1:]:
            node = node.child(unescape(token))
            if is_mapping(node.value):
                found += source.ignores.get(id(node.value), ())
        return tuple(found)

    def located(self, file: str, problem: Problem) -> Diagnostic:
        """A problem of one of the files, with its place."""
        return self._files[file].diagnostic(problem)

    @property
    def size(self) -> int:
        """How many bytes the root file has."""
        return self._files[self.root.file].size

    def at(self, pointer: str, file: str | None = None) -> Node:
        """The node an RFC 6901 pointer names in a file, the root file by default.

        A missing one is a node with the value None.
        """
        name = file or self.root.file
        node = Node(self._files[name].value, name)
        for token in pointer.split("/")[1:]:
            node = node.child(unescape(token))
        return node

    def resolve(self, node: Node) -> Node:
        """Follows a chain of `$ref` from a node; returns the node itself if it is no reference.

        A reference is a mapping whose `$ref` is a text. References into the same file and into
        files below the project's folder work.

        Raises:
            DocumentError: rule `ref-resolves`, `ref-loop` or `ref-remote`, at the `$ref` value; or
                what makes a referenced file unreadable.
        """
        if reference.text_of(node) is None:
            return node  # as most are
        seen: dict[tuple[str, tuple[str, ...]], Node] = {}
        while reference.text_of(node) is not None:
            place = (node.file, node.tokens)
            if place in self._ends:
                node = self._ends[place]
                break
            if place in seen:
                # The same member of a loop whichever way one came to it: one loop is one finding.
                loop = list(seen)[list(seen).index(place) :]
                node = seen[min(loop)]
                break
            seen[place] = node
            node = self.follow(node)
        self._ends.update(dict.fromkeys(seen, node))
        if reference.text_of(node) is not None:
            self._fail("ref-loop", node, "this reference leads back to itself")
        return node

    def follow(self, node: Node) -> Node:
        """The target of one reference, itself perhaps a reference. Raises as `resolve` does."""
        text = reference.text_of(node)
        if text is None:
            return node
        key = (node.file, text)
        if key in self._targets:
            known = self._targets[key]
            if known is None:
                self._fail("ref-loop", node, "this reference leads back to itself")
            return known
        self._targets[key] = None
        try:
            target = self._target(node, text)
        except BaseException:
            del self._targets[key]
            raise
        self._targets[key] = target
        return target

    def has_beside(self, name: str) -> bool:
        """Whether a file stands in the folder of the root file; never so for standard input."""
        return self._beside(name) is not None

    def beside(self, name: str) -> Node:
        """The content of a file in the folder of the root file; `has_beside` says if there is one.

        It becomes a file of this document, with places, lines and findings of its own, and does so
        even if it cannot be read: a node without a value then stands where the file breaks.

        Raises:
            DocumentError: it cannot be read, or holds neither JSON nor YAML.
        """
        path = self._beside(name)
        if path is None:
            raise FileNotFoundError(name)
        if path not in self._names:
            shown = self._name(self.root, name)
            try:
                self._add(_read(path, shown, self._contents), path)
            except DocumentError as error:
                self._add(sourcefile.BrokenFile(shown, error), path)
                raise
        file = self._files[self._names[path]]
        return Node(file.value, file.name)

    def span(self, node: Node, *, key: bool = False) -> Span:
        """Where a node's value (or its key) stands; the nearest existing parent when missing."""
        return self._files[node.file].span(node.tokens, key=key)

    def diagnostic(self, rule: str, severity: Severity, finding: Finding) -> Diagnostic:
        """A finding with its place. Names of any length occur in documents; a message is short."""
        node = finding.node
        return Diagnostic(
            rule,
            finding.severity or severity,
            shortened(finding.message),
            node.pointer,
            self.span(node, key=finding.at_key),
            shortened(finding.help) if finding.help else None,
            tuple((word, self.span(other, key=True)) for word, other in finding.related),
        )

    def error(self, rule: str, finding: Finding) -> DocumentError:
        """The exception for a finding that ends the work on this document."""
        return DocumentError(self.diagnostic(rule, Severity.ERROR, finding), lines=self.lines)

    @cached_property
    def _folder(self) -> Path:
        return reference.project_folder(self._path)

    def _fail(self, rule: str, node: Node, message: str, advice: str | None = None) -> NoReturn:
        raise self.error(rule, Finding(node.child("$ref"), message, advice))

    def _target(self, node: Node, text: str) -> Node:
        parsed = reference.parse(text)
        if parsed.remote:
            self._fail(
                "ref-remote",
                node,
                f"{text!r} leads out of the document; nothing is fetched",
                "keep a copy beside the document and refer to it by a relative path",
            )
        file = self._open(node, parsed.path) if parsed.path else self._files[node.file]
        target = Node(file.value, file.name)
        if parsed.tokens is None:
            self._fail("ref-resolves", node, f"{text!r} is no JSON pointer", "begin it with #/")
        for token in parsed.tokens:
            target = self._step(node, text, target, token)
        return target

    def _step(self, node: Node, text: str, parent: Node, token: str) -> Node:
        """One token of a pointer. A parent that is itself a reference is followed first."""
        if token not in parent and reference.text_of(parent) is not None:
            parent = self.resolve(parent)
        child = parent.child(token)
        exists = token in parent if is_mapping(parent.value) else child.value is not None
        if not exists:
            self._fail(
                "ref-resolves", node, f"{text!r} does not exist", _meant(text, parent, token)
            )
        return child

    def _open(self, node: Node, relative: str) -> SourceFile:
        """The file a reference names, read once."""
        path, inside, exists = self._locate(node.file, relative)
        if not inside:
            self._fail(
                "ref-remote",
                node,
                f"{relative!r} leads out of the project's folder",
                "keep a copy beside the document",
            )
        if not exists:
            self._fail("ref-resolves", node, f"the file {relative!r} does not exist")
        if path not in self._names:
            self._add(_read(path, self._name(node, relative), self._contents), path)
        return self._files[self._names[path]]

    def _add(self, file: SourceFile, path: Path) -> None:
        self._files[file.name] = file
        self._paths[file.name], self._names[path] = path, file.name

    def _beside(self, name: str) -> Path | None:
        """Where a file beside the root file is; it may be no link that leaves the folder."""
        if self.root.file == _STDIN:
            return None
        path, _, exists = self._locate(self.root.file, name)
        return path if exists else None

    def _locate(self, file: str, relative: str) -> tuple[Path, bool, bool]:
        """The path of a file named in another; whether it may be read, and whether it exists."""
        try:
            path = (self._paths[file].parent / relative).resolve()
            inside = path.is_relative_to(self._folder)
            return path, inside, inside and path.is_file()
        except (OSError, ValueError, RuntimeError):
            # a name no file can have, or a loop of symbolic links
            return Path(), True, False

    def _name(self, node: Node, relative: str) -> str:
        """How a referenced file is called in findings: seen from where the root file was named."""
        folder = "" if node.file == _STDIN else os.path.dirname(node.file)  # noqa: PTH120 -- the text, not the file
        return os.path.normpath(os.path.join(folder, relative))  # noqa: PTH118 -- same


def _meant(text: str, parent: Node, token: str) -> str | None:
    """A hint for a reference that fails at a token: the same one with a name that exists."""
    close = closest(token, parent.names())
    if close is None or not token or escape(token) not in text:
        return None
    before, _, after = text.rpartition(escape(token))
    return f"did you mean {before + escape(close) + after!r}?"


def load(source: str | Path, contents: Mapping[Path, bytes] | None = None) -> Document:
    """Reads a Swagger 2.0 document from a file, or from standard input for "-".

    `contents` are bytes that count instead of those of some files, by their resolved paths.

    Raises:
        DocumentError: it cannot be read, is no JSON or YAML, or is not Swagger 2.0.
    """
    if str(source) == "-":
        document = Document(sourcefile.read("-", _STDIN), Path.cwd() / _STDIN)
    else:
        root = _read(Path(source), str(source), contents or {})
        document = Document(root, Path(source), contents)
    check_version(document)
    return document


def _read(path: Path, name: str, contents: Mapping[Path, bytes]) -> SourceFile:
    data = contents.get(path.resolve()) if contents else None
    return sourcefile.read(path, name) if data is None else sourcefile.SourceFile(name, data)
