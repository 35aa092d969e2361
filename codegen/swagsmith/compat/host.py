"""Where operations are called: host, base path, and the host with parts that callers fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.operations import resolved
from swagsmith.compat.change import BREAKS_CALLERS, HARMLESS
from swagsmith.compat.matching import address, base_path, identifier
from swagsmith.compat.words import canonical, changed, quoted

if TYPE_CHECKING:
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.compat.version import Version
    from swagsmith.source import Node

_TEMPLATED: Final = "x-ms-parameterized-host"
_PART: Final = re.compile(r"\{[^{}]*\}")


def compare(comparison: Comparison, pair: Pair) -> None:
    """Host and base path, or what a policy sets in their place."""
    old, new = comparison.old, comparison.new
    policies = [
        version.connection.host_policy(identifier(one)) if version.connection else None
        for version, one in ((old, pair.old), (new, pair.new))
    ]
    replaced = policies[0] is not None and policies[1] is not None
    if policies[0] is not None and policies[1] is not None:
        places = policies[0].url, policies[1].url
        if places[0].value != places[1].value:
            message = changed("urlTemplate", "the policy for the host", *(n.value for n in places))
            comparison.changes.add("diff-host", places, message, [pair.label])
    _host(comparison, pair, replaced=replaced)
    _arguments(comparison, pair)
    if pair.moved or address(pair.old) == address(pair.new):
        return
    places = old.root.child("basePath"), new.root.child("basePath")
    paths = [base_path(version.root) or "/" for version in (old, new)]
    message = f"the base path changed from {quoted(paths[0])} to {quoted(paths[1])}"
    effect = HARMLESS if replaced else None
    comparison.changes.add("diff-basepath", places, message, [pair.label], effect)


def _host(comparison: Comparison, pair: Pair, *, replaced: bool) -> None:
    places = _place(comparison.old), _place(comparison.new)
    before, after = _shown(comparison.old), _shown(comparison.new)
    if before == after:
        return
    message = f"the host changed from {quoted(before)} to {quoted(after)}"
    effect = HARMLESS if replaced else None
    if not before:
        message, effect = f"the host is said to be {quoted(after)}", HARMLESS
    elif not after:
        message = f"no host is said any more; it was {quoted(before)}"
        effect = effect or BREAKS_CALLERS
    elif _PART.sub("{}", before) == _PART.sub("{}", after):
        effect = effect or BREAKS_CALLERS  # the parts have other names, which the wire never sees
    comparison.changes.add("diff-host", places, message, [pair.label], effect)


def _place(version: Version) -> Node:
    """Where the host is said."""
    template = version.root.child(_TEMPLATED).child("hostTemplate")
    return template if isinstance(template.value, str) else version.root.child("host")


def _shown(version: Version) -> str:
    """The host; one with parts to fill in begins with its scheme, unless that is a part too."""
    host = str(_place(version).value or "").rstrip("/")
    pieces = re.split(rf"({_PART.pattern})", host)
    host = "".join(text if text.startswith("{") else text.lower() for text in pieces)
    holder = version.root.child(_TEMPLATED)
    return f"https://{host}" if _is_prefixed(holder) else host


def _is_prefixed(holder: Node) -> bool:
    return holder.text("hostTemplate") is not None and holder.get("useSchemePrefix") is not False


def _arguments(comparison: Comparison, pair: Pair) -> None:
    """What is assumed for a part of the host that callers leave out."""
    old, new = _parameters(comparison.old), _parameters(comparison.new)
    for name in (name for name in old if name in new):
        places = old[name].child("default"), new[name].child("default")
        before, after = (node.value for node in places)
        if canonical(before) == canonical(after):
            continue
        message = changed("default", f"the part {quoted(name)} of the host", before, after)
        effect = HARMLESS if before is None else BREAKS_CALLERS if after is None else None
        comparison.changes.add("diff-param-default", places, message, [pair.label], effect)


def _parameters(version: Version) -> dict[str, Node]:
    uses = version.root.child(_TEMPLATED).child("parameters").elements()
    found = (resolved(version.document, use) for use in uses)
    return {node.text("name") or "": node for node in found if node is not None}
