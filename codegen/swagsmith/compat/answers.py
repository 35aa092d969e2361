"""What an operation answers: statuses, content, headers, media types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.operations import resolved
from swagsmith.compat import lists
from swagsmith.compat.matching import speaks_xml
from swagsmith.compat.pairs import Side
from swagsmith.compat.words import missing, quoted
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from swagsmith.check.operations import Operation
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.compat.version import Version
    from swagsmith.source import Node

_BODILESS: Final = frozenset({"204", "205", "304"})


def compare(comparison: Comparison) -> None:
    """What changed about the answers of every operation."""
    for pair in comparison.matching.pairs:
        _statuses(comparison, pair)
        _media_types(comparison, pair)


def _answers(version: Version, operation: Operation) -> dict[str, Node]:
    """The answers by status or `default`."""
    found: dict[str, Node] = {}
    for status, node in operation.node.child("responses").items():
        answer = resolved(version.document, node)
        if not status.startswith("x-") and answer is not None and is_mapping(answer.value):
            found[status] = answer
    return found


def _succeeds(status: str, answers: dict[str, Node]) -> bool:
    """Whether an answer is the success: `default` is where no other is."""
    if status == "default":
        return not any(other.startswith("2") for other in answers)
    return status.startswith("2")


def _statuses(comparison: Comparison, pair: Pair) -> None:
    old = _answers(comparison.old, pair.old)
    new = _answers(comparison.new, pair.new)
    add = comparison.changes.add
    for status, answer in old.items():
        if status in new:
            _content(comparison, pair, status, answer, new[status])
            _headers(comparison, pair, status, answer, new[status])
            continue
        kind = "success" if _succeeds(status, old) else "error"
        places = answer, missing(pair.new.node.child("responses"), status)
        add(f"diff-response-{kind}-removed", places, f"{_title(status)} is gone", [pair.label])
    for status, answer in new.items():
        if status not in old:
            kind = "success" if _succeeds(status, new) else "error"
            places = missing(pair.old.node.child("responses"), status), answer
            add(f"diff-response-{kind}-added", places, f"{_title(status)} is new", [pair.label])


def _title(status: str) -> str:
    return "the default answer" if status == "default" else f"the answer {quoted(status)}"


def _content(comparison: Comparison, pair: Pair, status: str, old: Node, new: Node) -> None:
    if status in _BODILESS or pair.new.method == "head":
        return
    places = old.child("schema"), new.child("schema")
    was, now = (is_mapping(node.value) for node in places)
    add, title = comparison.changes.add, _title(status)
    if was and now:
        xml = speaks_xml(pair, "produces")
        comparison.pairs.start(*places, Side.ANSWER, title, pair.label, xml=xml)
    elif was:
        add("diff-response-schema-removed", places, f"{title} has no content now", [pair.label])
    elif now:
        add("diff-response-schema-added", places, f"{title} has content now", [pair.label])


def _headers(comparison: Comparison, pair: Pair, status: str, old: Node, new: Node) -> None:
    """Headers by their names, which have no case."""
    left, right = (
        {name.lower(): node for name, node in answer.child("headers").items()}
        for answer in (old, new)
    )
    add = comparison.changes.add
    for name, header in left.items():
        title = f"the header {quoted(header.key)} of {_title(status)}"
        if name in right:
            comparison.pairs.start(header, right[name], Side.HEADER, title, pair.label)
        else:
            places = header, missing(new.child("headers"), header.key)
            add("diff-response-header-removed", places, f"{title} is gone", [pair.label])
    for name, header in right.items():
        if name not in left:
            title = f"the header {quoted(header.key)} of {_title(status)}"
            places = missing(old.child("headers"), header.key), header
            add("diff-response-header-added", places, f"{title} is new", [pair.label])


def _media_types(comparison: Comparison, pair: Pair) -> None:
    """The effective `produces`; where none is named, what comes back is JSON unless it is a file."""
    old = lists.effective(pair.old, "produces", _assumed(comparison.old, pair.old))
    new = lists.effective(pair.new, "produces", _assumed(comparison.new, pair.new))
    if old.entries and new.entries:
        words = "diff-produces", "is no longer answered", "may be answered now"
        lists.compare(comparison, pair, (old, new), words)


def _assumed(version: Version, operation: Operation) -> str | None:
    schemas = [answer.child("schema") for answer in _answers(version, operation).values()]
    found = [version.schemas.read(schema) for schema in schemas if is_mapping(schema.value)]
    return "application/json" if found and all(schema.kind != "file" for schema in found) else None
