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
from swagsmith.diagnostics import Severity
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
    is gone afterwards and no other rule finds more errors or warnings in the end, be it chosen
    or not.
    """
    mended = Mended()
    for spec in specs:
        # First a fix may call for another one; if that cannot be made, it was none.
        for strict in (False, True):
            mending = _Mending(spec, request, mended, strict=strict)
            result = mending.run()
            if strict or mending.is_better():
                mended = result
                break
    return mended


class _Mending:
    """Goes over one document, one rule at a time."""

    def __init__(self, spec: str, request: Request, mended: Mended, *, strict: bool) -> None:
        self._spec, self._request, self._mended = spec, request, mended
        self._before, self._strict = mended, strict
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

    def is_better(self) -> bool:
        """Whether no rule finds more than before."""
        if self._before is self._mended:
            return True
        return not _worse(self._checked(self._before), self._checked(self._mended))

    def _round(self) -> None:
        checked = self._checked(self._mended)
        for _ in range(_MOST):
            group = self._next(checked)
            if not group:
                break
            trial = self._tried(checked, group)
            after = self._checked(trial) if trial else checked
            if trial is not None and self._is_better(checked, after, group):
                self._mended, checked = trial, after
            elif len(group) == 1:
                self._given_up.update(group)
            else:
                self._one_by_one.add(next(iter(group.values())).rule)

    def _is_better(self, before: Checked, after: Checked, group: Mapping[str, Diagnostic]) -> bool:
        """Whether the rule of a group finds less, and none more that has no fix in turn."""
        rules = {found.rule for found in group.values()}
        left = [sum(found.rule in rules for found in one.diagnostics) for one in (before, after)]
        excused = frozenset[str]() if self._strict else fixes().keys()
        return left[1] < left[0] and _worse(before, after) <= excused

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


def _worse(before: Checked, after: Checked) -> set[str]:
    """The rules that find more."""
    if before.document is None or after.document is None:
        return {"file-read"}
    old, new = _counts(before.document, before), _counts(after.document, after)
    return {rule for rule, number in new.items() if number > old[rule]}


def _counts(document: Document, checked: Checked) -> Counter[str]:
    """How many errors and warnings there are of each rule, of those that are not chosen too."""
    found = lint(document, Settings(checked.configuration.settings.profile)).diagnostics
    return Counter(one.rule for one in found if one.severity is not Severity.INFO)
