"""What the user chose: profile, rules, severities, exemptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, Profile, Rule
from swagsmith.check.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.check.exemptions import Exemption
    from swagsmith.diagnostics import Diagnostic, Severity


class SettingsError(Exception):
    """A choice makes no sense: it names something that does not exist, or is of the wrong type."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices for one run.

    Attributes:
        profile: whom the document is for.
        select: rule ids or packs; when given, only these run. A rule that is off by default has to
            be named itself.
        ignore: rule ids or packs that do not run.
        severities: other severities by rule id; None switches the rule off. A rule that is off
            by default is switched on by one.
        exemptions: where rules do not hold.
    """

    profile: Profile = Profile.PLAIN
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity | None] = field(default_factory=dict[str, "Severity | None"])
    exemptions: tuple[Exemption, ...] = ()

    def active(self, rules: Mapping[str, Rule]) -> dict[str, Severity]:
        """The ids of the rules that run, with the severity of their findings.

        Raises `SettingsError` for a name that is neither a rule nor a pack.
        """
        for name in (*self.select, *self.ignore, *self.severities):
            if (fault := unknown(name, rules)) is not None:
                raise SettingsError(fault)
        chosen = {
            rule.id: self.severities.get(rule.id, rule.severity_in(self.profile))
            for rule in rules.values()
            if self._is_chosen(rule) and not rule.is_among(self.ignore)
        }
        return {name: severity for name, severity in chosen.items() if severity is not None}

    def exempts(self, rule: Rule, found: Diagnostic) -> bool:
        """Whether a finding of a rule stands where the rule does not hold."""
        return any(exemption.covers(rule, found) for exemption in self.exemptions)

    def _is_chosen(self, rule: Rule) -> bool:
        if rule.id in self.select:
            return True
        packs = self.select or self.profile.packs
        on = rule.default or rule.id in self.severities
        return on and any(pack in packs for pack in rule.packs)


def unknown(name: str, rules: Mapping[str, Rule]) -> str | None:
    """What is said about a name that is neither a rule nor a pack; None for one that is."""
    if name in rules or name in list(Pack):
        return None
    hint = did_you_mean(name, [*rules, *Pack]) or "`swagsmith explain` lists them"
    return f"there is no rule called {name!r}; {hint}"
