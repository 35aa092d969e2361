"""One walk over a document that every rule shares: each object once, with its kind and parent."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swagsmith.check.grammar import ANY, GRAMMAR, Kind, Shape
from swagsmith.diagnostics import DocumentError
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.source import Document


@dataclass(slots=True, eq=False)
class Site:
    """An object of the document, which is a mapping.

    Attributes:
        kind: what the specification calls it.
        node: the object itself, never a reference.
        parent: the object that holds it; None for the root and for what only references reach.
        field: the field of the parent it stands in, such as `allOf`.
    """

    kind: Kind
    node: Node
    parent: Site | None = None
    field: str = ""


@dataclass(slots=True, eq=False)
class Use:
    """A `$ref` at a place where an object of a kind is expected.

    Attributes:
        kind: what should stand there.
        node: the mapping that holds the `$ref`.
        target: the first object it leads to, possibly another reference; None when it does not.
        error: why it leads nowhere.
    """

    kind: Kind
    node: Node
    target: Node | None
    error: DocumentError | None = None

    @property
    def text(self) -> str:
        """The text of the reference."""
        return str(self.node.get("$ref"))


@dataclass(slots=True)
class Walk:
    """Everything one walk has found, in document order, then what references add to it."""

    document: Document
    sites: dict[Kind, list[Site]] = field(default_factory=dict[Kind, "list[Site]"])
    uses: list[Use] = field(default_factory=list["Use"])
    _seen: set[int] = field(default_factory=set[int])
    _targets: deque[tuple[Kind, Node]] = field(default_factory=deque[tuple[Kind, Node]])

    def of(self, *kinds: Kind) -> Iterator[Site]:
        """All objects of some kinds."""
        for kind in kinds:
            yield from self.sites.get(kind, ())

    def run(self) -> None:
        """Visits the whole document."""
        self._visit(Site(Kind.ROOT, self.document.root))
        while self._targets:
            kind, node = self._targets.popleft()
            self._visit_value(kind, node, None, "")

    def _visit(self, site: Site) -> None:
        self.sites.setdefault(site.kind, []).append(site)
        node = site.node
        for name, shape, kind in GRAMMAR[site.kind]:
            if name == ANY:
                for key, child in node.items():
                    if not key.startswith("x-"):
                        self._visit_value(kind, child, site, key)
            elif name in node.value:
                self._visit_field(kind, shape, site, name)

    def _visit_field(self, kind: Kind, shape: Shape, site: Site, name: str) -> None:
        """Visits what a field holds: an object, or those in an object or array."""
        child = site.node.child(name)
        if shape is Shape.MAP:
            for member in child.members():
                self._visit_value(kind, member, site, name)
        # 2.0 has no list of schemas under `items`; draft 4 of JSON Schema has, so it is walked.
        elif is_array(child.value):
            for element in child.elements():
                self._visit_value(kind, element, site, name)
        elif shape is Shape.ONE:
            self._visit_value(kind, child, site, name)

    def _visit_value(self, kind: Kind, node: Node, parent: Site | None, name: str) -> None:
        """Visits an object, or notes the reference that stands in its place."""
        value = node.value
        if not is_mapping(value):
            return
        # An alias repeats one object at several places; it has one set of faults. What differs by
        # place, paths and their operations, is visited at each.
        repeated = id(value) in self._seen
        self._seen.add(id(value))
        if isinstance(value.get("$ref"), str):
            if not repeated:
                self._use(kind, node)
            if kind is not Kind.PATH_ITEM:
                return
        if not repeated or kind in (Kind.PATH_ITEM, Kind.OPERATION):
            self._visit(Site(kind, node, parent, name))

    def _use(self, kind: Kind, node: Node) -> None:
        try:
            target = self.document.follow(node)
        except DocumentError as error:
            self.uses.append(Use(kind, node, None, error))
            return
        self.uses.append(Use(kind, node, target))
        if id(target.value) not in self._seen:
            self._targets.append((kind, target))
