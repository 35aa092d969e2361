"""Where the service is: `host` and `basePath`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source.edit import Add, Replace

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits

#: What people write who take the whole address for the host.
_ADDRESS = re.compile(r"(?:(https?|wss?)://)?([A-Za-z0-9.-]+(?::[0-9]+)?)(/[^?#{}\s]*)?")


@fix("host-format")
def host_format(target: Target) -> Edits:
    """Leaves the name alone; a scheme goes to `schemes`, a path to `basePath`, where none is said."""
    root, found = target.context.root, _ADDRESS.fullmatch(str(target.node.value).strip())
    if found is None:
        return ()
    scheme, host, path = found[1], found[2], (found[3] or "").rstrip("/")
    if (path and "basePath" in root) or (scheme and scheme not in root.get("schemes", [scheme])):
        return ()
    moved = [Add(root, [scheme], "schemes")] if scheme and "schemes" not in root else []
    moved += [Add(root, path, "basePath")] if path else []
    return (Replace(target.node, host), *moved)


@fix("basepath-format")
def basepath_format(target: Target) -> Edits:
    """Puts a slash before it; what else can be wrong needs thought."""
    text = str(target.node.value)
    plain = re.fullmatch(r"[^/{}?#\s][^{}?#\s]*", text)
    return (Replace(target.node, f"/{text}"),) if plain else ()


@fix("basepath-trailing-slash")
def basepath_trailing_slash(target: Target) -> Edits:
    """Takes the slash from the end."""
    return (Replace(target.node, str(target.node.value).rstrip("/") or "/"),)
