"""Keeping credentials out of everything that is written down."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

#: what stands for the credentials, in a command a shell can run
PLACEHOLDER: Final = "$SWAGSMITH_AUTH"
#: the same for the second account
OTHER_PLACEHOLDER: Final = "$SWAGSMITH_OTHER_AUTH"
#: a shorter password would also be found where it is a word
_SHORTEST: Final = 4


class Redaction:
    """Replaces one pair of credentials, however it is spelt."""

    def __init__(self, auth: tuple[str, str] | None, placeholder: str = PLACEHOLDER) -> None:
        """Takes user and password, or None, and what stands for them."""
        self._placeholder = placeholder
        self._header: str | None = None
        self._spellings: tuple[str, ...] = ()
        if auth is not None:
            encoded = b64encode(":".join(auth).encode()).decode()
            self._header = f"Basic {encoded}"
            password = (auth[1],) if len(auth[1]) >= _SHORTEST else ()
            self._spellings = (encoded, ":".join(auth), *password)

    def text(self, text: str) -> str:
        """A text without the credentials."""
        for spelling in self._spellings:
            text = text.replace(spelling, self._placeholder)
        return text

    def data(self, data: bytes) -> bytes:
        """Bytes without the credentials."""
        for spelling in self._spellings:
            data = data.replace(spelling.encode(), self._placeholder.encode())
        return data

    def header(self, name: str, value: str) -> tuple[str, str]:
        """A request header; the one that carries the credentials gets the placeholder as value."""
        if value == self._header:
            return name, self._placeholder
        return name, self.text(value)
