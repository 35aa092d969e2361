"""A TOML file whose every fault is one line: file, line, what is wrong, what was probably meant."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from swagsmith.check.settings import SettingsError
from swagsmith.check.tomllines import line_of
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

Keys = tuple[str, ...]


class TomlFile:
    """The data of a file, and typed access to it by keys. Everything raises `SettingsError`."""

    def __init__(self, path: Path, text: str) -> None:
        """Takes the text that was read from a path."""
        self.path = path
        self._text = text
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message, _, place = str(error).partition(" (at ")
            line = place.removeprefix("line ").partition(",")[0]
            number = int(line) if line.isdecimal() else len(text.splitlines())
            self._refuse(number, f"not TOML: {message[:1].lower()}{message[1:]}")

    def fail(
        self, keys: Keys, message: str, hint: str | None = None, element: str | None = None
    ) -> NoReturn:
        """Ends with a message about a key, or about a text within its value."""
        advice = f"; {hint}" if hint else ""
        self._refuse(line_of(self._text, keys, element), f"{message}{advice}")

    def table(self, keys: Keys, value: Any) -> dict[str, Any]:
        """A value that has to be a table."""
        return value if is_mapping(value) else self._mistyped(keys, value, "a table")

    def text(self, keys: Keys, value: Any) -> str:
        """A value that has to be a text."""
        return value if isinstance(value, str) else self._mistyped(keys, value, "a text")

    def texts(self, keys: Keys, value: Any) -> tuple[str, ...]:
        """A value that has to be a list of texts."""
        if not is_array(value):
            self._mistyped(keys, value, "a list of texts")
        for element in value:
            if not isinstance(element, str):
                message = f"`{keys[-1]}` is a list of texts; {shown(element)} is none"
                self.fail(keys, message, element=str(element))
        return tuple(value)

    def choice(self, keys: Keys, value: Any, options: Iterable[str]) -> str:
        """A value that has to be one of some texts."""
        text, choices = self.text(keys, value), [str(option) for option in options]
        if text not in choices:
            message = f"`{keys[-1]}` is {listed(choices)}, not {shown(text)}"
            self.fail(keys, message, did_you_mean(text, choices))
        return text

    def _mistyped(self, keys: Keys, value: Any, wanted: str) -> NoReturn:
        kind = "a date" if hasattr(value, "isoformat") else ARTICLES[json_type(value)]
        self.fail(keys, f"`{keys[-1]}` is {wanted}, not {kind.replace('an object', 'a table')}")

    def _refuse(self, line: int, message: str) -> NoReturn:
        raise SettingsError(f"{short(self.path)}:{line}: {message}")


def short(path: Path) -> str:
    """A path as people would write it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
