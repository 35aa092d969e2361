"""One run over some documents: each with its configuration, the command line before it."""

from __future__ import annotations

import os.path
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from swagsmith.check import configuration
from swagsmith.check.configuration import Configuration
from swagsmith.check.registry import rules
from swagsmith.check.run import lint
from swagsmith.diagnostics import DocumentError
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from swagsmith.check.rule import Profile
    from swagsmith.diagnostics import Diagnostic, LineSource, Severity
    from swagsmith.source import Document


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for; what it leaves open is None or empty.

    Attributes:
        config: the configuration file, instead of the nearest one.
        profile, select, ignore: see `Settings`.
        fail_on, baseline: see `Configuration`.
    """

    config: Path | None = None
    profile: Profile | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = None
    baseline: Path | None = None

    def configuration(self, folder: Path, usual: Profile) -> Configuration:
        """What holds for documents of a folder, with their usual profile. Raises `SettingsError`."""
        if self.config:
            found = configuration.read(self.config, usual)
        else:
            found = configuration.find(folder, usual)
        settings = replace(
            found.settings,
            profile=self.profile or found.settings.profile,
            select=self.select or found.settings.select,
            ignore=self.ignore or found.settings.ignore,
        )
        return Configuration(
            settings, self.fail_on or found.fail_on, self.baseline or found.baseline
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What one document gave.

    Attributes:
        spec: as it was named.
        configuration: what held for it.
        diagnostics: the findings.
        document: None when it could not be read.
        broken: the ids of rules that failed internally.
        lines: the lines of the files the findings are about.
        known: how many findings the baseline has kept back.
    """

    spec: str
    configuration: Configuration
    diagnostics: tuple[Diagnostic, ...]
    document: Document | None = None
    broken: tuple[str, ...] = ()
    lines: Mapping[str, LineSource] = field(default_factory=dict[str, "LineSource"])
    known: int = 0

    @property
    def name(self) -> str:
        """What the document is called in findings."""
        return "<stdin>" if self.spec == "-" else self.spec

    @property
    def fails(self) -> bool:
        """Whether a finding is severe enough to fail."""
        levels = list(type(self.configuration.fail_on))
        failing = levels[: levels.index(self.configuration.fail_on) + 1]
        return any(found.severity in failing for found in self.diagnostics)


def check(
    specs: Sequence[str], request: Request, contents: Mapping[Path, bytes] | None = None
) -> Iterator[Checked]:
    """Checks documents one by one, baselines left aside. Raises `SettingsError`.

    `contents` are bytes that count instead of those of some files; see `load`.
    """
    configurations = cache(request.configuration)
    for spec in specs:
        path = Path(os.path.abspath(spec))  # noqa: PTH100 -- resolve() would follow links
        chosen = configurations(path.parent, configuration.usual_profile(path))
        try:
            document = load(spec, contents)
        except DocumentError as error:
            yield Checked(spec, chosen, error.diagnostics, lines=error.lines)
            continue
        result = lint(document, chosen.settings)
        yield Checked(spec, chosen, result.diagnostics, document, result.broken, document.lines)


def without_known(checked: Sequence[Checked]) -> tuple[list[Checked], list[Diagnostic]]:
    """Keeps back what the baselines know; also gives their entries that no longer occur.

    Raises `SettingsError` for a baseline that cannot be read.
    """
    if not any(one.configuration.baseline for one in checked):
        return list(checked), []
    from swagsmith.check import baseline  # noqa: PLC0415 -- most runs have none

    read = cache(baseline.read)
    left: list[Checked] = []
    for one in checked:
        if one.document is None or one.configuration.baseline is None:
            left.append(one)
            continue
        new = read(one.configuration.baseline).unknown(one.diagnostics)
        left.append(replace(one, diagnostics=new, known=len(one.diagnostics) - len(new)))
    # Only now, because documents may share files.
    unused = [
        found
        for one in checked
        if one.document is not None and one.configuration.baseline is not None
        for found in read(one.configuration.baseline).unused(
            one.document.files, one.configuration.settings.active(rules())
        )
    ]
    return left, unused
