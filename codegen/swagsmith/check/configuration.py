"""The configuration of `lint`: `[tool.swagsmith.lint]` of pyproject.toml, or .swagsmith.toml."""

from __future__ import annotations

import os.path
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from swagsmith.check.registry import rules
from swagsmith.check.rule import Profile
from swagsmith.check.settings import Settings, SettingsError, unknown
from swagsmith.check.words import did_you_mean
from swagsmith.diagnostics import Severity
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.check.exemptions import Exemption
    from swagsmith.check.tomlfile import Keys, TomlFile

#: Where it is looked for in each folder; the first one counts.
FILES: Final = (".swagsmith.toml", "pyproject.toml")
#: What the tools of custom connectors call the definition of one.
CONNECTOR_FILE: Final = "apiDefinition.swagger.json"
FAIL_ON: Final = (Severity.ERROR, Severity.WARNING)
_OFF: Final = "off"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What holds for the documents of a project.

    Attributes:
        settings: for the run of the rules.
        fail_on: the least severity that makes the exit code 1.
        baseline: the file of known findings.
    """

    settings: Settings = field(default_factory=Settings)
    fail_on: Severity = Severity.WARNING
    baseline: Path | None = None


def usual_profile(document: Path) -> Profile:
    """The profile where none is chosen: a file that custom connectors call so is one's definition."""
    return Profile.CONNECTOR if document.name == CONNECTOR_FILE else Profile.PLAIN


def find(beside: Path, usual: Profile) -> Configuration:
    """The configuration for documents in a folder: of the nearest file above, else above this one.

    `usual` is the profile if none is chosen. Raises `SettingsError` when that file makes no sense.
    """
    for start in dict.fromkeys((beside, Path.cwd())):
        for folder in (start, *start.parents):
            for name in FILES:
                path = folder / name
                if path.is_file() and (found := _read(path, usual)) is not None:
                    return found
    return Configuration(Settings(usual))


def read(path: Path, usual: Profile = Profile.PLAIN) -> Configuration:
    """The configuration in a file of any name. Raises `SettingsError`."""
    return _read(path, usual) or Configuration(Settings(usual))


def _read(path: Path, usual: Profile) -> Configuration | None:
    """The configuration of a file; None for a pyproject.toml that says nothing about us."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "").lower() or "it is not UTF-8"
        raise SettingsError(f"{path} cannot be read: {reason}") from None
    if path.name == "pyproject.toml" and "swagsmith" not in text:
        return None
    # Imported here because most runs have no configuration.
    from swagsmith.check.tomlfile import TomlFile  # noqa: PLC0415

    file = TomlFile(path, text)
    keys, holder = _holder(file)
    if holder is None:
        return None
    for key in file.table(keys, holder):
        if key != "lint":
            where = f"the options of lint stand in the table [{'.'.join((*keys, 'lint'))}]"
            file.fail((*keys, key), f"there is no table {key!r}", where)
    keys = (*keys, "lint")
    return _configuration(file, keys, file.table(keys, holder.get("lint", {})), usual)


def _holder(file: TomlFile) -> tuple[Keys, Any]:
    """What holds the table `lint`, and its keys."""
    if file.path.name != "pyproject.toml":
        return (), file.data
    tool = file.data.get("tool")
    return ("tool", "swagsmith"), tool.get("swagsmith") if is_mapping(tool) else None


def _configuration(
    file: TomlFile, keys: Keys, table: dict[str, Any], usual: Profile
) -> Configuration:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _OPTIONS:
            file.fail((*keys, key), f"there is no option {key!r}", did_you_mean(key, _OPTIONS))
        found[key] = _OPTIONS[key](file, (*keys, key), value)
    settings = Settings(
        found.get("profile", usual),
        found.get("select", ()),
        found.get("ignore", ()),
        found.get("severity", {}),
        (*found.get("per-file-ignores", ()), *found.get("per-path-ignores", ())),
    )
    fail_on = found.get("fail-on", Severity.WARNING)
    return Configuration(settings, fail_on, found.get("baseline"))


def _profile(file: TomlFile, keys: Keys, value: Any) -> Profile:
    return Profile(file.choice(keys, value, Profile))


def _fail_on(file: TomlFile, keys: Keys, value: Any) -> Severity:
    return Severity(file.choice(keys, value, FAIL_ON))


def _baseline(file: TomlFile, keys: Keys, value: Any) -> Path:
    return Path(os.path.relpath(file.path.parent / file.text(keys, value)))


def _names(file: TomlFile, keys: Keys, value: Any) -> tuple[str, ...]:
    """Names of rules and packs."""
    names = file.texts(keys, value)
    for name in names:
        _check(file, keys, name)
    return names


def _check(file: TomlFile, keys: Keys, name: str) -> None:
    if (fault := unknown(name, rules())) is not None:
        file.fail(keys, fault, element=name)


def _severity(file: TomlFile, keys: Keys, value: Any) -> dict[str, Severity | None]:
    found: dict[str, Severity | None] = {}
    for name, level in file.table(keys, value).items():
        here = (*keys, name)
        _check(file, here, name)
        if name not in rules():
            file.fail(here, f"{name!r} is a pack; a severity is set for one rule")
        chosen = file.choice(here, level, (*Severity, _OFF))
        found[name] = None if chosen == _OFF else Severity(chosen)
    return found


def _exempt_files(file: TomlFile, keys: Keys, value: Any) -> list[Exemption]:
    from swagsmith.check.exemptions import FileExemption  # noqa: PLC0415 -- as above

    folder = file.path.parent
    return [
        FileExemption(pattern, _names(file, (*keys, pattern), names), folder)
        for pattern, names in file.table(keys, value).items()
    ]


def _exempt_paths(file: TomlFile, keys: Keys, value: Any) -> list[Exemption]:
    from swagsmith.check.exemptions import PathExemption  # noqa: PLC0415 -- as above

    found: list[Exemption] = []
    for pattern, names in file.table(keys, value).items():
        here = (*keys, pattern)
        if not pattern.startswith(("/", "#/", "*")):
            file.fail(here, f"{pattern!r} is no API path and no pointer; they begin with / or #/")
        found.append(PathExemption(pattern, _names(file, here, names)))
    return found


_OPTIONS: Final[dict[str, Callable[[TomlFile, Keys, Any], Any]]] = {
    "profile": _profile,
    "select": _names,
    "ignore": _names,
    "severity": _severity,
    "per-file-ignores": _exempt_files,
    "per-path-ignores": _exempt_paths,
    "fail-on": _fail_on,
    "baseline": _baseline,
}
