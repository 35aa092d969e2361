"""Keeping credentials out of everything that is written down."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from swagsmith.fuzz.settings import Settings

#: what stands for user and password, in a command a shell can run
PLACEHOLDER: Final = "$SWAGSMITH_AUTH"
#: what stands for a key or token, which the variable holds as NAME=VALUE
KEY_PLACEHOLDER: Final = "${SWAGSMITH_AUTH#*=}"
#: the same for the second account
OTHER_PLACEHOLDER: Final = "$SWAGSMITH_OTHER_AUTH"
#: a shorter password would also be found where it is a word
_SHORTEST: Final = 4
#: a shorter secret may be found where nobody has written it down
_LONG: Final = 8


class Redaction:
    """Replaces credentials, however they are spelt."""

    def __init__(
        self, auth: tuple[str, str] | None, other_auth: tuple[str, str] | None = None
    ) -> None:
        """Takes user and password, those of the second account too, or None."""
        self._headers: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        for pair, placeholder in ((auth, PLACEHOLDER), (other_auth, OTHER_PLACEHOLDER)):
            if pair is None:
                continue
            encoded = b64encode(":".join(pair).encode()).decode()
            self._headers[f"Basic {encoded}"] = placeholder
            password = (pair[1],) if len(pair[1]) >= _SHORTEST else ()
            self._add(placeholder, encoded, ":".join(pair), *password)

    @classmethod
    def of(cls, settings: Settings) -> Redaction:
        """For all credentials of a run."""
        made = cls(settings.auth, settings.other_auth)
        for key in (*settings.keys, *settings.other_keys):
            made._add(KEY_PLACEHOLDER, key.secret)
        return made

    def _add(self, placeholder: str, *spellings: str) -> None:
        for spelling in spellings:
            for form in (spelling, quote(spelling, safe=""), quote_plus(spelling)):
                self._spellings.setdefault(form, placeholder)

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """Every spelling, for looking whether somebody else has written one down."""
        return tuple(text.encode() for text in self._spellings if len(text) >= _LONG)

    def text(self, text: str) -> str:
        """A text without the credentials."""
        for spelling, placeholder in self._spellings.items():
            text = text.replace(spelling, placeholder)
        return text

    def data(self, data: bytes) -> bytes:
        """Bytes without the credentials."""
        for spelling, placeholder in self._spellings.items():
            data = data.replace(spelling.encode(), placeholder.encode())
        return data

    def header(self, name: str, value: str) -> tuple[str, str]:
        """A request header; the one that carries a password gets the placeholder as value."""
        if value in self._headers:
            return name, self._headers[value]
        return name, self.text(value)
