"""What the document declares and nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.requirements import holders, is_known, requirements
from swagsmith.check.rule import Pack, rule
from swagsmith.check.silent import meant
from swagsmith.check.structure import HIDING
from swagsmith.check.structure.misspelt import is_hidden, lacks
from swagsmith.diagnostics import DocumentError, Severity
from swagsmith.source import Finding, Node, is_array, is_mapping, unescape
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.check.context import Context

#: The shelves of the root object and what their members are called.
_SHELVES: Final = {
    "definitions": "definition",
    "parameters": "shared parameter",
    "responses": "shared response",
}
_CONTAINERS: Final = (dict, list)
_Key = tuple[str, tuple[str, ...]]


@rule("ref-unused", Severity.WARNING, Pack.CORE)
def ref_unused(context: Context) -> Iterator[Finding]:
    """A definition, shared parameter or response, security definition or tag is used nowhere.

    ## Why
    It is dead text, or the sign of a reference that went elsewhere by mistake. What is used by
    unused things only is unused too; subtypes of a used base with a `discriminator` are used.

    ## Bad
    ```yaml
    definitions: {Widget: {type: object}, Old: {type: object}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    if not context.operations or HIDING in context.structure or _has_arrays_of_unknown(context):
        # A file of shared definitions is used by others; and where a value is missing or of the
        # wrong type, there may have been a reference.
        return
    root = context.root
    reachable = _Reachable(context)
    used = reachable.run()
    # A response that is missing, or its schema, is a fault of its own (op-success,
    # resp-success-schema); what it held is used.
    definitions = root.child("definitions")
    unused = [n for n, node in definitions.items() if (node.file, node.tokens) not in used]
    if unused:
        used = reachable.run(definitions.child(name) for name in meant(context, unused))
    for shelf, noun in _SHELVES.items():
        for name, node in root.child(shelf).items():
            if (node.file, node.tokens) in used or name == "$ref":
                continue
            # One that is itself a broken reference or a loop is reported as that.
            if context.resolved(node) is not None:
                yield _unused(f"the {noun} `{name}`", node)
    yield from _unused_schemes(context)
    yield from _unused_tags(context)


def _unused_schemes(context: Context) -> Iterator[Finding]:
    """None where nothing is required: that is one fault, and sec-unused reports it."""
    schemes = context.root.child("securityDefinitions")
    required = {node.key for node in requirements(context)}
    # A requirement of something unknown may mean any of the schemes; op-security-defined reports it.
    if not required or not required <= set(schemes.names()):
        return
    if not all(is_known(holder) for holder in holders(context)):
        return
    required |= {
        name
        for member in _path_members(context)
        for requirement in member.child("security").elements()
        for name in requirement.names()
    }
    for name, node in schemes.items():
        if name not in required:
            yield _unused(f"the security definition `{name}`", node)


def _path_members(context: Context) -> Iterator[Node]:
    """What stands in path items: operations, and what may be one under a misspelt method."""
    for item in context.sites(Kind.PATH_ITEM):
        yield from item.node.members()


def _has_arrays_of_unknown(context: Context) -> bool:
    """Whether an array does not say what it holds, which param-items reports."""
    return any(
        site.node.get("type") == "array" and lacks(site.node, "items")
        for site in context.having("type")
        if site.kind is Kind.SCHEMA
    )


def _unused_tags(context: Context) -> Iterator[Finding]:
    declared: dict[str, Node] = {}
    for element in context.root.child("tags").elements():
        named = element.child("name")
        if isinstance(named.value, str):
            declared.setdefault(named.value, named)
    used = {
        tag.value
        for member in _path_members(context)
        for tag in member.child("tags").elements()
        if isinstance(tag.value, str)
    }
    unused = declared.keys() - used
    if unused and any(_may_have_tags(operation.node) for operation in context.operations):
        return
    # A tag that is not declared may be a misspelt one, which tags-declared reports; one that
    # differs by case from a used one is reported by tags-unique.
    unknown = used - declared.keys() if unused else set[str]()
    meant = {closest(tag, declared) for tag in unknown}
    folded = {tag.casefold() for tag in used}
    for name, node in declared.items():
        if name in unused and name not in meant and name.casefold() not in folded:
            yield _unused(f"the tag `{name}`", node)


def _may_have_tags(operation: Node) -> bool:
    """Whether an operation has tags that cannot be told; doc-structure reports why."""
    tags = operation.child("tags")
    if "tags" in operation:
        return not is_array(tags.value) or not all(
            isinstance(tag.value, str) for tag in tags.elements()
        )
    return is_hidden(operation, "tags")


def _unused(what: str, node: Node) -> Finding:
    return Finding(node, f"{what} is used nowhere", "remove it")


def _lone_pointer(value: dict[str, Any]) -> str | None:
    """The member of an object with one where it is a pointer: a `$ref` by another name."""
    (text,) = value.values()
    return text if isinstance(text, str) and text.startswith("#/") else None


class _Reachable:
    """Follows every `$ref` from what is used, extensions included: they name definitions too."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._used: set[_Key] = set()
        self._waiting: list[Node] = []
        self._followed: set[tuple[str, str]] = set()
        #: by base: the definitions that list it in `allOf`
        self._subtypes: dict[_Key, list[Node]] = {}
        self._open: set[_Key] = set()

        root = context.root
        for definition in root.child("definitions").members():
            for base in self._bases(definition):
                self._subtypes.setdefault((base.file, base.tokens), []).append(definition)
        self._waiting += [node for key, node in root.items() if key not in _SHELVES]

    def run(self, more: Iterable[Node] = ()) -> set[_Key]:
        """The places of everything that is used, some more definitions included."""
        for definition in more:
            self._use(definition)
        while self._waiting:
            node = self._waiting.pop()
            self._scan(node)
            self._polymorphic(node)
        return self._used

    def _bases(self, definition: Node) -> Iterator[Node]:
        for member in definition.child("allOf").elements():
            target = self._target(member.file, member.get("$ref"))
            if target is not None:
                yield target

    def _target(self, file: str, text: Any) -> Node | None:
        if not isinstance(text, str):
            return None
        try:
            return self._context.document.follow(Node({"$ref": text}, file))
        except DocumentError:
            return None

    def _meant(self, text: str) -> Node | None:
        """What a broken reference probably means; that it is broken is reported already."""
        name = unescape(text.rpartition("/")[2])
        for shelf in _SHELVES:
            members = self._context.root.child(shelf)
            found = closest(name, members.names())
            if found is not None:
                return members.child(found)
        return None

    def _scan(self, node: Node) -> None:
        """Notes the targets of all references inside a node."""
        stack: list[Any] = [node.value]
        while stack:
            value = stack.pop()
            if is_mapping(value):
                text = value.get("$ref") or (len(value) == 1 and _lone_pointer(value))
                if isinstance(text, str) and (node.file, text) not in self._followed:
                    self._followed.add((node.file, text))
                    self._use(self._target(node.file, text) or self._meant(text))
                value = value.values()
            elif not is_array(value):
                continue
            stack += [child for child in value if type(child) in _CONTAINERS]

    def _use(self, target: Node | None) -> None:
        if target is None:
            return
        # A reference into a member of a shelf uses the member.
        shelved = target.tokens[:1] and target.tokens[0] in _SHELVES
        if shelved and target.file == self._context.root.file:
            member = self._context.root.child(target.tokens[0])
            target = member.child(target.tokens[1]) if len(target.tokens) > 1 else member
        key = (target.file, target.tokens)
        if key not in self._used:
            self._used.add(key)
            self._waiting.append(target)

    def _polymorphic(self, node: Node) -> None:
        """Uses the subtypes of a used base, and theirs."""
        key = (node.file, node.tokens)
        if node.text("discriminator") is None and key not in self._open:
            return
        for subtype in self._subtypes.get(key, ()):
            if (subtype.file, subtype.tokens) not in self._open:
                self._open.add((subtype.file, subtype.tokens))
                self._used.add((subtype.file, subtype.tokens))
                self._waiting.append(subtype)
