"""A fault of the service, or of its document, and the requests that show it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics import Severity

if TYPE_CHECKING:
    from swagsmith.diagnostics import Span

#: checks of what makes a service hard to use; all others are of what makes it fail or leak
_LESSER: Final = frozenset(
    {
        "answered_as_asked",
        "content_type_conformance",
        "missing_required_header",
        "negative_data_rejection",
        "response_headers_conformance",
        "status_code_conformance",
        "unsupported_method",
    }
)
_DIGITS: Final = re.compile("[0-9]+")
#: a place in a JSON answer and, as JSON, the schema that it does not fit there
Proof = tuple[tuple[str | int, ...], str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it went over the wire, and its answer.

    Attributes:
        url: absolute, percent-encoded.
        headers: of the request, in order.
        status: of the answer; None where there was none.
        answer: the beginning of the answer's body.
        client: the call of the emitted client that sends the request, "" where there is none.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    status: int | None
    answer_type: str
    answer: bytes
    client: str = ""

    @property
    def size(self) -> int:
        """How much there is to read of the request."""
        return len(self.url) + len(self.body or b"")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one operation.

    Attributes:
        operation: its label, such as "GET /Messages.json".
        check: the name of the check that found it.
        title: what kind of fault it is.
        message: what is wrong, in one line.
        phase: the phase that found it.
        exchanges: the requests that show it, the last one failing.
        count: how many cases showed it.
        also: other operations with the same fault, by label.
        proof: what shows that a JSON answer does not fit its schema, if that is the fault.
    """

    operation: str
    check: str
    title: str
    message: str
    phase: str
    exchanges: tuple[Exchange, ...]
    count: int = 1
    also: tuple[str, ...] = ()
    proof: Proof | None = None

    @property
    def severity(self) -> Severity:
        """An error where the service fails, leaks or answers wrongly, else a warning."""
        return Severity.WARNING if self.check in _LESSER else Severity.ERROR

    @property
    def fingerprint(self) -> str:
        """The same for the same fault in another run: numbers in the message do not count."""
        message = " ".join(_DIGITS.sub("#", self.message).split())
        text = f"{self.operation}\0{self.check}\0{self.title}\0{message}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def size(self) -> tuple[int, int]:
        """How much a reader has to go through: requests, then characters."""
        return len(self.exchanges), sum(exchange.size for exchange in self.exchanges)


@dataclass(slots=True)
class Coverage:
    """What was sent to one operation.

    Attributes:
        consumes: media types the document has for its body.
        produces: media types the document has for its answers.
        sent: requests that were answered.
        valid: those of them that fit their schema.
        accepted: those of `valid` that were answered with 2xx.
        bodies: how many bodies of each media type were sent.
        answers: how many successful answers of each media type came.
        problem: why nothing could be sent, if that is known.
        statuses: those that the document declares.
        span: where the operation stands in the document.
        pointer: likewise.
    """

    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()
    sent: int = 0
    valid: int = 0
    accepted: int = 0
    bodies: dict[str, int] = field(default_factory=dict[str, int])
    answers: dict[str, int] = field(default_factory=dict[str, int])
    problem: str | None = None
    statuses: tuple[str, ...] = ()
    span: Span | None = None
    pointer: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What was documented and did not occur: bodies and, where there were any, answers."""
        bodies = (f"no body in {name}" for name in self.consumes if name not in self.bodies)
        answers = (f"no answer in {name}" for name in self.produces if name not in self.answers)
        return (*(bodies if self.sent else ()), *(answers if self.answers else ()))
