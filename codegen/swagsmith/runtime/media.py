"""Media types: reading them, and choosing among those a document offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
OCTETS: Final = "application/octet-stream"


def essence(media_type: str) -> str:
    """A media type in lower case and without parameters (RFC 9110 section 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def charset(media_type: str) -> str | None:
    """The `charset` parameter."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"') or None
    return None


def is_json(media_type: str) -> bool:
    """Whether bodies of the type are JSON, by name or by suffix `+json` (RFC 6839)."""
    kind = essence(media_type)
    return kind in {JSON, "text/json"} or kind.endswith("+json")


def is_xml(media_type: str) -> bool:
    """Whether bodies of the type are XML, by name or by suffix `+xml` (RFC 7303)."""
    kind = essence(media_type)
    return kind in {"application/xml", "text/xml"} or kind.endswith("+xml")


def is_form(media_type: str) -> bool:
    """Whether bodies of the type are URL-encoded forms."""
    return essence(media_type) == FORM


def is_multipart(media_type: str) -> bool:
    """Whether bodies of the type are forms in parts."""
    return essence(media_type) == MULTIPART


def is_binary(media_type: str) -> bool:
    """Whether bodies of the type are bytes and nothing that we could write ourselves."""
    written = is_json(media_type) or is_xml(media_type) or is_form(media_type)
    return not written and not is_multipart(media_type)


def first(offered: Sequence[str], suits: Callable[[str], bool]) -> str | None:
    """The first type that suits."""
    return next((media_type for media_type in offered if suits(media_type)), None)


def preferred(offered: Sequence[str], wanted: str | None) -> str | None:
    """The offered type that is the wanted one, or else of its kind (JSON or XML)."""
    if wanted is None:
        return None
    exact = first(offered, lambda media_type: essence(media_type) == essence(wanted))
    if exact is not None:
        return exact
    kind = next((kind for kind in (is_json, is_xml) if kind(wanted)), None)
    return None if kind is None else first(offered, kind)


def accept(produces: Sequence[str], wanted: str | None, *, xml: bool, otherwise: str) -> str:
    """The Accept header: the wanted type alone where it is offered, else all, JSON first.

    Args:
        produces: the operation's.
        wanted: what the caller prefers.
        xml: XML answers can be decoded.
        otherwise: what to accept where the document does not say.
    """
    readable = [kind for kind in produces if xml or not is_xml(kind)] or produces
    choice = preferred(readable, wanted)
    if choice is not None:
        return choice
    return ", ".join(sorted(readable, key=lambda kind: not is_json(kind))) or otherwise
