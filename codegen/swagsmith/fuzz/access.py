"""Credentials: which security definition each is for, and where it goes in a request."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.fuzz.settings import Settings
    from swagsmith.source import Document, Node


@dataclass(frozen=True, slots=True)
class Key:
    """An API key or a token (section Security Scheme Object).

    Attributes:
        definition: name of the security definition.
        place: "header" or "query".
        name: of the header or query parameter.
        value: as it is sent, such as "Bearer …".
        secret: the part of it that nobody may see.
    """

    definition: str
    place: str
    name: str
    value: str = field(repr=False)
    secret: str = field(repr=False)


class AccessError(ValueError):
    """Credentials do not fit the document; the message holds none of them."""


@dataclass(slots=True)
class Access:
    """One account's credentials."""

    auth: tuple[str, str] | None = field(default=None, repr=False)
    keys: tuple[Key, ...] = field(default=(), repr=False)


def read_access(document: Document, given: Iterable[str]) -> tuple[Access, Access]:
    """The credentials of the first and of the other account.

    The second one given for the same security definition is the other account's.

    Args:
        document: has the security definitions.
        given: USER:PASS for HTTP Basic, or NAME=VALUE for a security definition.

    Raises:
        AccessError: one is neither, or there are three for the same definition.
    """
    definitions = {
        name: document.resolve(node)
        for name, node in document.root.child("securityDefinitions").items()
    }
    accounts = (Access(), Access())
    for text in given:
        name, equals, value = text.partition("=")
        node = definitions.get(name) if equals else None
        if node is not None and node.text("type") != "basic":
            _add_key(accounts, _key(name, node, value))
        else:
            _add_basic(accounts, _pair(value if node is not None else text))
    return accounts


def _pair(text: str) -> tuple[str, str]:
    user, colon, password = text.partition(":")
    if not user or not colon or not password:  # the value is not repeated: it may be a password
        raise AccessError("it must be USER:PASS, or NAME=VALUE for a security definition.")
    return _sendable(user), _sendable(password)


def _sendable(text: str) -> str:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        raise AccessError("only Latin-1 characters can be sent.") from None
    if any(ord(character) < 32 for character in text):
        raise AccessError("control characters cannot be sent.")
    return text


def _key(name: str, node: Node, value: str) -> Key:
    if not _sendable(value):
        raise AccessError(f"{name} has no value.")
    if node.text("type") == "oauth2":
        scheme, blank, token = value.partition(" ")
        token = token if blank and scheme.lower() == "bearer" else value
        return Key(name, "header", "Authorization", f"Bearer {token}", token)
    place, parameter = node.text("in"), node.text("name")
    if place not in ("header", "query") or not parameter:
        raise AccessError(f"the security definition {name} does not say where the key goes.")
    return Key(name, place, parameter, value, value.removeprefix("Bearer "))


def _add_basic(accounts: tuple[Access, Access], pair: tuple[str, str]) -> None:
    free = next((account for account in accounts if account.auth is None), None)
    if free is None:
        raise AccessError("there are two accounts at most.")
    free.auth = pair


def _add_key(accounts: tuple[Access, Access], key: Key) -> None:
    for account in accounts:
        if all(known.definition != key.definition for known in account.keys):
            account.keys = (*account.keys, key)
            return
    raise AccessError("there are two accounts at most.")


def basic_header(auth: tuple[str, str]) -> str:
    """The value of an Authorization header (RFC 7617 section 2)."""
    return f"Basic {b64encode(':'.join(auth).encode('latin-1')).decode()}"


def headers_of(settings: Settings) -> Iterator[tuple[str, str]]:
    """The headers that carry the first account's credentials."""
    if settings.auth is not None:
        yield "Authorization", basic_header(settings.auth)
    yield from ((key.name, key.value) for key in settings.keys if key.place == "header")


def query_of(settings: Settings) -> Iterator[tuple[str, str]]:
    """The query parameters that carry the first account's credentials."""
    return ((key.name, key.value) for key in settings.keys if key.place == "query")


def add_tokens(data: dict[str, Any], settings: Settings) -> None:
    """Says in a bundled document that a token is a header, which the generator understands."""
    definitions = data.get("securityDefinitions")
    if not is_mapping(definitions):
        return
    known = {key.definition for key in settings.keys}
    for name, definition in definitions.items():
        if name in known and is_mapping(definition) and definition.get("type") == "oauth2":
            definitions[name] = {"type": "apiKey", "in": "header", "name": "Authorization"}
