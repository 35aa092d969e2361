"""`$ref` texts: what they name, and which files they may reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from swagsmith.source.node import Node, unescape

if TYPE_CHECKING:
    from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")


@dataclass(frozen=True, slots=True)
class Reference:
    """The two halves of a `$ref`.

    Attributes:
        path: the file relative to the one that holds the reference, decoded; "" for the same file.
        tokens: the pointer within it; None when the fragment is no JSON pointer.
        remote: it names a host, a scheme or an absolute path.
    """

    path: str
    tokens: tuple[str, ...] | None
    remote: bool


def text_of(node: Node) -> str | None:
    """The text of a reference, None for anything else.

    A property called `$ref` is no reference: its value is a schema, not a text.
    """
    value = node.get("$ref")
    return value if isinstance(value, str) else None


@lru_cache(4096)
def parse(text: str) -> Reference:
    """Splits a reference (RFC 3986 section 4.1, RFC 6901 section 6)."""
    path, _, fragment = text.partition("#")
    remote = bool(_SCHEME.match(path)) or path.startswith(("/", "\\"))
    pointer = unquote(fragment)
    tokens: tuple[str, ...] | None
    if not pointer:
        tokens = ()
    elif pointer.startswith("/"):
        tokens = tuple(unescape(token) for token in pointer[1:].split("/"))
    else:
        tokens = None
    return Reference(unquote(path.partition("?")[0]), tokens, remote)


def project_folder(root: Path) -> Path:
    """The folder that references may reach: the enclosing git work tree, else the root's own.

    A document that was downloaded on its own can so read nothing outside its folder.
    """
    folder = root.resolve().parent
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return folder
