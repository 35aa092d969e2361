"""What a `host` is: a name or an address, and a port."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

_PARTS = re.compile(r"(?P<name>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>.*))?", re.DOTALL).fullmatch
_LABEL = re.compile(r"[\w-]+").fullmatch


@dataclass(frozen=True, slots=True)
class Host:
    """A host taken apart.

    Attributes:
        name: in lower case; an IPv6 address without its brackets.
        fault: what is wrong with the text, if anything is.
    """

    name: str
    fault: str | None = None

    @property
    def is_address(self) -> bool:
        """Whether it is an IP address."""
        return _is_address(self.name)


def parse(text: str) -> Host:
    """Takes a host apart (section Swagger Object; RFC 3986 sections 3.2.2 and 3.2.3)."""
    found = _PARTS(text)
    name = found["name"] if found else ""
    fault = _fault(text, name, found["port"] if found else None)
    return Host(name.strip("[]").rstrip(".").lower(), fault)


def _fault(text: str, name: str, port: str | None) -> str | None:
    if not text.strip():
        return "is empty"
    if "{" in text or "}" in text:
        return "holds a template, which 2.0 does not fill in"
    if "://" in text or text.startswith("//"):
        return "holds a scheme"
    for sign, what in (("/", "a path"), ("?", "a query"), ("#", "a fragment"), ("@", "a user")):
        if sign in text:
            return f"holds {what}"
    if any(character.isspace() for character in text):
        return "holds a blank"
    if port is not None and not (port.isascii() and port.isdigit() and int(port[:6]) <= 65535):
        return "has a port that is no number up to 65535"
    return None if _is_name(name) else "is neither a host name nor an address"


def _is_name(name: str) -> bool:
    if name.startswith("["):
        return ":" in name and _is_address(name[1:-1])
    return all(_LABEL(label) for label in name.removesuffix(".").split("."))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
