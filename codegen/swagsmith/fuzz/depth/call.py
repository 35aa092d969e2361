"""A request before it is written, and what it is answered with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.fuzz.finding import Exchange

_SHOWN: Final = 60
Who = Literal["own", "other", "wrong", "nobody"]


@dataclass(frozen=True, slots=True)
class Call:
    """A request before it is written.

    Attributes:
        action: the operation.
        path: values of its path parameters.
        query: its query parameters, in order.
        value: of the body, or None for none.
        media: the media type of the body.
        accept: the media type asked for, "" for any.
        who: whose credentials are sent.
        target: path and query that take the place of the action's own, as a link gave them.
    """

    action: Action
    path: Mapping[str, Any]
    query: Sequence[tuple[str, Any]] = ()
    value: Any = None
    media: str = ""
    accept: str = ""
    who: Who = "own"
    target: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call was answered with.

    Attributes:
        call: what was asked.
        exchange: it, as it went over the wire, without credentials.
        status: 0 where no answer came.
        value: plain data; None where there is none or it cannot be read.
    """

    call: Call
    exchange: Exchange
    status: int
    value: Any

    @property
    def ok(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether the request was at fault."""
        return 400 <= self.status < 500


def text_of(value: Any) -> str:
    """A scalar as it is written in a URL or a form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def shown(value: Any) -> str:
    """A value in bearable length."""
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
