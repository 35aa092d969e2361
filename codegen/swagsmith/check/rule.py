"""What a rule is: data, and a small function that looks for one kind of fault."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from swagsmith.check.context import Context
    from swagsmith.diagnostics import Severity
    from swagsmith.source import Finding

    Check = Callable[[Context], Iterable[Finding]]


class Pack(StrEnum):
    """What a rule is about; profiles are made of packs."""

    CORE = "core"
    STYLE = "style"
    SECURITY = "security"
    CONNECTOR = "connector"
    CONNECTION = "connection"
    CERTIFICATION = "certification"


class Profile(StrEnum):
    """Whom a document is for."""

    PLAIN = "plain"
    CONNECTOR = "connector"
    CERTIFIED = "certified"

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs of a profile, the more special ones later."""
        connector = (Pack.CORE, Pack.SECURITY, Pack.CONNECTOR, Pack.CONNECTION)
        return {
            Profile.PLAIN: (Pack.CORE, Pack.STYLE, Pack.SECURITY),
            Profile.CONNECTOR: connector,
            Profile.CERTIFIED: (*connector, Pack.CERTIFICATION),
        }[self]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    Attributes:
        id: stable name of the fault; never reused.
        severity: how bad it is where nothing else is said.
        packs: where it belongs.
        check: looks for the fault; None for a rule that the reader of files reports.
        docstring: see `text`.
        default: whether it runs unless switched on by name.
        severities: where a pack takes it more or less seriously.
    """

    id: str
    severity: Severity
    packs: tuple[Pack, ...]
    check: Check | None
    docstring: str
    default: bool = True
    severities: tuple[tuple[Pack, Severity], ...] = ()

    @property
    def text(self) -> str:
        """What `explain` shows: a sentence, then the sections Why, Bad and Good."""
        return inspect.cleandoc(self.docstring)

    @property
    def title(self) -> str:
        """The first sentence of the text."""
        return self.text.partition("\n")[0]

    def is_among(self, names: Iterable[str]) -> bool:
        """Whether some names of rules and packs name it."""
        return any(name == self.id or name in self.packs for name in names)

    def severity_in(self, profile: Profile) -> Severity:
        """How bad a finding is in a profile: what its most special pack says."""
        special = dict(self.severities)
        found = [special[pack] for pack in profile.packs if pack in special]
        return found[-1] if found else self.severity


def rule(
    rule_id: str,
    severity: Severity,
    pack: Pack,
    *,
    default: bool = True,
    also: dict[Pack, Severity] | None = None,
) -> Callable[[Check], Rule]:
    """Makes a rule of a function; its docstring is the rule's text.

    `also` names further packs with the severity the rule has there.
    """
    more = also or {}

    def decorate(check: Check) -> Rule:
        packs = (pack, *more)
        text = check.__doc__ or ""
        return Rule(rule_id, severity, packs, check, text, default, tuple(more.items()))

    return decorate


def reader_rule(rule_id: str, severity: Severity, text: str) -> Rule:
    """A rule whose findings come from reading the file, before there is a document."""
    return Rule(rule_id, severity, (Pack.CORE,), None, text)
