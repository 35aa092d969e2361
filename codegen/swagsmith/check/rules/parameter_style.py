"""Parameters as people read them: their text, their order, their repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.templates import names_in
from swagsmith.check.values import canonical
from swagsmith.check.words import bare, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Parameter
    from swagsmith.check.walk import Site

#: So many times written out, a parameter is worth a place under `parameters`.
_OFTEN: Final = 3
