"""Mends what can be mended, in memory; the caller shows it and decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from swagsmith.check.context import Context
from swagsmith.check.fixes import Target, fixes
from swagsmith.check.run import lint
from swagsmith.check.session import check, without_known
from swagsmith.check.settings import Settings
from swagsmith.diagnostics.fingerprint import fingerprints
from swagsmith.source.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from swagsmith.check.session import Checked, Request
    from swagsmith.diagnostics import Diagnostic
    from swagsmith.source import Document
    from swagsmith.source.edit import Edit

#: How many steps one round takes at most; each mends something or gives something up.
_MOST: Final = 1000
_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class MendedFile:
    """One file that would change: what it is called, its bytes before and after."""

    name: str
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Mended:
    """What fixes make of some documents.

    Attributes:
        files: those that change, by their resolved paths.
        count: how many fixes were made.
    """

    files: Mapping[Path, MendedFile] = field(default_factory=dict["Path", MendedFile])
    count: int = 0

    @property
    def contents(self) -> dict[Path, bytes]:
        """The new bytes by path."""
        return {path: file.new for path, file in self.files.items()}


def mend(specs: Sequence[str], request: Request) -> Mended:
    """Fixes documents until nothing is left that can be fixed. Raises `SettingsError`.

    What a baseline knows or a document ignores stays as it is. A fix is made only if its finding
    is gone afterwards and no other rule finds more, unless that can be fixed in turn.
    """
    mended = Mended()
    for spec in specs:
        mended = _Mending(spec, request, mended).run()
    return mended


class _Mending:
    """Goes over one document, one rule at a time."""

    def __init__(self, spec: str, request: Request, mended: Mended) -> None:
        self._spec, self._request, self._mended = spec, request, mended
        #: the fingerprints of findings that are left to people
        self._given_up: set[str] = set()
        #: the rules whose fixes do not all go together
        self._one_by_one: set[str] = set()

    def run(self) -> Mended:
        """Goes over the document until a whole round changes nothing."""
        for _ in range(_ROUNDS):
            before = self._mended
            self._round()
            if before is self._mended:
                break
            # What had to be left in one round may be possible after it.
            self._given_up.clear()
            self._one_by_one.clear()
        return self._mended

    def _round(self) -> None:
        checked = self._checked(self._mended)
        for _ in range(_MOST):
            group = self._next(checked)
            if not group:
                break
            trial = self._tried(checked, group)
            after = self._checked(trial) if trial else checked
            if trial is not None and _is_better(checked, after, group):
                self._mended, checked = trial, after
            elif len(group) == 1:
                self._given_up.update(group)
            else:
                self._one_by_one.add(next(iter(group.values())).rule)

    def _checked(self, mended: Mended) -> Checked:
        """The findings in the document as it would be."""
        left, _ = without_known(list(check([self._spec], self._request, mended.contents)))
        return left[0]

    def _next(self, checked: Checked) -> dict[str, Diagnostic]:
        """The findings to mend next, all of one rule, by their fingerprints."""
        if checked.document is None:
            return {}
        pairs = zip(fingerprints(checked.diagnostics), checked.diagnostics, strict=True)
        open_ones = {key: found for key, found in pairs if key not in self._given_up}
        for rule in fixes():
            group = {key: found for key, found in open_ones.items() if found.rule == rule}
            if group:
                return dict([*group.items()][:1]) if rule in self._one_by_one else group
        return {}

    def _tried(self, checked: Checked, group: Mapping[str, Diagnostic]) -> Mended | None:
        """What comes of mending some findings; None when nothing does."""
        document = checked.document
        assert document is not None
        context = Context(document, checked.configuration.settings.profile)
        edits = [_edits(context, found) for found in group.values()]
        new, done = rewrite(document.sources, [one for one in edits if one])
        if not done:
            return None
        files = dict(self._mended.files)
        for name, data in new.items():
            path = document.path(name)
            known = files.get(path, MendedFile(name, document.sources[name].data, data))
            files[path] = replace(known, new=data)
        return Mended(files, self._mended.count + len(done))


def _edits(context: Context, found: Diagnostic) -> tuple[Edit, ...]:
    node = context.document.at(found.pointer, found.span.file)
    return fixes()[found.rule](Target(context, found, node))


def _is_better(before: Checked, after: Checked, group: Mapping[str, Diagnostic]) -> bool:
    """Whether the rule of a group finds less, and none without a fix more, be it chosen or not."""
    if before.document is None or after.document is None:
        return False
    rules = {found.rule for found in group.values()}
    left = [sum(found.rule in rules for found in one.diagnostics) for one in (before, after)]
    old, new = _counts(before.document, before), _counts(after.document, after)
    worse = [rule for rule, number in new.items() if number > old[rule] and rule not in fixes()]
    return left[1] < left[0] and not worse


def _counts(document: Document, checked: Checked) -> Counter[str]:
    found = lint(document, Settings(checked.configuration.settings.profile)).diagnostics
    return Counter(diagnostic.rule for diagnostic in found)
