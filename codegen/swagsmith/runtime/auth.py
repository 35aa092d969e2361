"""Credentials, and which of them a call uses (OpenAPI 2.0, Security Requirement Object)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from .errors import ConfigError

if TYPE_CHECKING:
    from .operation import Operation

Secret: TypeAlias = str | Callable[[], str] | None
"""A credential, a function that is asked for it at each call, or None: not given."""

Field: TypeAlias = tuple[Literal["header", "query"], str, str]


class Auth(Protocol):
    """A security scheme with its credentials."""

    def is_given(self) -> bool:
        """Whether there is something to send."""
        ...

    def field(self) -> Field:
        """Where the credential goes, its name there, and its text."""
        ...


@dataclass(frozen=True, slots=True)
class BasicAuth:
    """HTTP Basic (RFC 7617), in UTF-8."""

    username: Secret = field(repr=False)
    password: Secret = field(repr=False)

    def is_given(self) -> bool:
        """Whether both parts are there."""
        return self.username is not None and self.password is not None

    def field(self) -> Field:
        """The Authorization header.

        Raises:
            ConfigError: the user name holds a colon, which would end it.
        """
        username = _reveal(self.username)
        if ":" in username:
            raise ConfigError("a user name for Basic authentication cannot hold a colon")
        both = f"{username}:{_reveal(self.password)}"
        return "header", "Authorization", "Basic " + b64encode(both.encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class ApiKeyAuth:
    """A key in a header or the query (`type: apiKey`)."""

    name: str
    location: Literal["header", "query"]
    value: Secret = field(repr=False)

    def is_given(self) -> bool:
        """Whether there is a key."""
        return self.value is not None

    def field(self) -> Field:
        """The header or query parameter."""
        return self.location, self.name, _reveal(self.value)


@dataclass(frozen=True, slots=True)
class TokenAuth:
    """An OAuth 2.0 access token (RFC 6750 section 2.1); obtaining it is the caller's business."""

    token: Secret = field(repr=False)

    def is_given(self) -> bool:
        """Whether there is a token."""
        return self.token is not None

    def field(self) -> Field:
        """The Authorization header."""
        return "header", "Authorization", f"Bearer {_reveal(self.token)}"


def _reveal(secret: Secret) -> str:
    value = secret() if callable(secret) else secret
    if not isinstance(value, str):
        raise ConfigError(f"a credential must be a string, got {type(value).__name__}")
    return value


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a call sends to identify its caller.

    Attributes:
        headers: names and texts.
        query: names and texts.
        missing: the schemes one of which was needed and not given.
    """

    headers: list[tuple[str, str]] = field(repr=False)
    query: list[tuple[str, str]] = field(repr=False)
    missing: tuple[str, ...] = ()


def choose(operation: Operation, schemes: Mapping[str, Auth]) -> Credentials:
    """Takes the first alternative whose schemes are all given.

    Where none is, the call goes out without credentials. "None is also fine" (an empty
    alternative) comes last, whatever its place: a credential that was given is meant to be used.

    Raises:
        ConfigError: a credential cannot be sent.
    """
    for names in operation.security:
        if names and all(name in schemes and schemes[name].is_given() for name in names):
            try:
                fields = [schemes[name].field() for name in names]
            except UnicodeEncodeError:
                message = "a credential holds half a surrogate pair"
            except ConfigError as error:
                message = str(error)
            else:
                return Credentials(
                    [(name, text) for location, name, text in fields if location == "header"],
                    [(name, text) for location, name, text in fields if location == "query"],
                )
            raise ConfigError(message, operation=operation.id)
    if () in operation.security:
        return Credentials([], [])
    return Credentials([], [], tuple(" and ".join(names) for names in operation.security))
