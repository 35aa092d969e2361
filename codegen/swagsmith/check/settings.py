"""What the user chose: profile, rules, severities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, Profile, Rule
from swagsmith.check.words import did_you_mean
from swagsmith.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class SettingsError(Exception):
    """A choice names something that does not exist."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices for one run.

    Attributes:
        profile: whom the document is for.
        select: rule ids or packs; when given, only these run. A rule that is off by default has to
            be named itself.
        ignore: rule ids or packs that do not run.
        severities: other severities by rule id.
    """

    profile: Profile = Profile.PLAIN
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict[str, Severity])

    def active(self, rules: Mapping[str, Rule]) -> dict[str, Severity]:
        """The ids of the rules that run, with the severity of their findings.

        Raises `SettingsError` for a name that is neither a rule nor a pack.
        """
        for name in (*self.select, *self.ignore, *self.severities):
            if name not in rules and name not in list(Pack):
                hint = did_you_mean(name, rules) or "`swagsmith lint --help` shows how to name them"
                raise SettingsError(f"there is no rule called {name!r}; {hint}")
        return {
            rule.id: self.severities.get(rule.id, rule.severity_in(self.profile))
            for rule in rules.values()
            if self._is_chosen(rule) and not _names(self.ignore, rule)
        }

    def _is_chosen(self, rule: Rule) -> bool:
        if rule.id in self.select:
            return True
        packs = self.select or self.profile.packs
        return rule.default and any(pack in packs for pack in rule.packs)


def _names(chosen: Iterable[str], rule: Rule) -> bool:
    return any(name == rule.id or name in rule.packs for name in chosen)
