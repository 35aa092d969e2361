"""Two documents under comparison, and what is shared by all who compare."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from swagsmith.compat.changes import Changes
from swagsmith.compat.matching import Matching, match
from swagsmith.compat.pairs import Pairs

if TYPE_CHECKING:
    from swagsmith.check.rule import Profile
    from swagsmith.compat.matching import Pair
    from swagsmith.compat.version import Version
    from swagsmith.ir import api as ir


class Comparison:
    """Both documents, their operations matched, the schemas met so far, and the changes."""

    def __init__(self, old: Version, new: Version, profile: Profile) -> None:
        """Takes both documents and whom they are for."""
        self.old = old
        self.new = new
        self.profile = profile
        self.changes = Changes(old, new, profile)
        self.pairs = Pairs(old, new)

    @cached_property
    def matching(self) -> Matching:
        """Which operation is which."""
        return match(self.old.operations, self.new.operations)

    def emitted(self, pair: Pair) -> tuple[ir.Operation | None, ir.Operation | None]:
        """An operation as both clients have it."""
        return self.old.emitted(pair.old), self.new.emitted(pair.new)
