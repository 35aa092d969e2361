"""The hostile phase: each request is sent, its answer judged, what is wrong told once."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz import leaks
from swagsmith.fuzz.access import headers_of, query_of
from swagsmith.fuzz.checks import LIMIT
from swagsmith.fuzz.finding import Exchange, Finding
from swagsmith.fuzz.hostile.attack import fault
from swagsmith.fuzz.hostile.requests import Maker
from swagsmith.fuzz.hostile.send import send
from swagsmith.fuzz.media import essence
from swagsmith.fuzz.wire import NotSentError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swagsmith.fuzz.hostile.attack import Attack
    from swagsmith.fuzz.hostile.send import Answer
    from swagsmith.fuzz.operations import Operation
    from swagsmith.fuzz.settings import Settings
    from swagsmith.fuzz.tally import Tally
    from swagsmith.fuzz.wire import Wire
    from swagsmith.lower.schema import Schemas

PHASE: Final = "hostile"
_TIMEOUT: Final = 10.0
_KEPT: Final = 2000
#: parts of a request that the server reads, which may not know a method or coding at all
_FRAMING: Final = frozenset({"framing", "method"})
#: requests without an answer in time after which the rest of an operation is left alone
_HUNG: Final = 3
_GONE: Final = "the service no longer answers after it"
#: how many hostile requests are named in one message
_NAMED: Final = 3


@dataclass(slots=True)
class _Group:
    """What one cause has shown so far."""

    names: list[str]
    exchange: Exchange
    count: int = 1


@dataclass(slots=True)
class Hostile:
    """Sends hostile requests and judges the answers.

    Attributes:
        settings: of the run.
        schemas: of the document.
        wire: lets requests pass.
        tally: has the good requests, and takes the findings.
        watch: is called after each answer.
    """

    settings: Settings
    schemas: Schemas
    wire: Wire
    tally: Tally
    watch: Callable[[str], None]
    _hung: int = 0
    _last: tuple[Attack, Exchange] | None = None
    _found: dict[tuple[str, str, str], _Group] = field(
        default_factory=dict[tuple[str, str, str], _Group]
    )

    def run(self, operations: Sequence[Operation]) -> None:
        """Tests each operation for which there is a good request.

        Raises:
            ConnectionRefusedError: the service is gone.
        """
        self.tally.cases.setdefault(PHASE, 0)
        left = len(operations)
        for operation in operations:
            self.wire.grant(1 / left)
            left -= 1
            try:
                self._operation(operation)
            except NotSentError:
                if self.wire.exhausted:
                    return
            finally:
                self._tell(operation.label)

    def _operation(self, operation: Operation) -> None:
        samples = self.tally.samples.of(operation.label)
        if not samples:
            return
        query = tuple(query_of(self.settings))
        maker = Maker(self.settings.base_url, operation, self.schemas, query)
        self._hung = 0
        for attack in maker.attacks(samples):
            if self._hung >= _HUNG:
                return
            method = attack.method or operation.method
            if self.settings.safe and method not in ("GET", "HEAD", "OPTIONS"):
                continue
            self._attack(operation, attack, method)

    def _attack(self, operation: Operation, attack: Attack, method: str) -> None:
        headers = list(attack.headers)
        if not attack.anonymous:
            headers += headers_of(self.settings)
        self.wire.let_pass(method)
        started = time.monotonic()
        try:
            answer = self._answer(method, attack, headers)
        except ConnectionRefusedError:
            if self._last is not None:
                self._add(self._last[0], "hostile_request", _GONE, self._last[1])
            raise
        except TimeoutError:
            self._hung += 1
            silent = self._exchange(method, attack, headers, None)
            self._add(attack, "response_time", f"no answer in {_TIMEOUT:g} seconds", silent)
            return
        except OSError:
            answer = None
        seconds = time.monotonic() - started
        self.tally.cases[PHASE] += answer is not None
        self.watch(operation.label)
        exchange = self._exchange(method, attack, headers, answer)
        self._last = attack, exchange
        wrong = fault(attack.sound, exchange.status, framing=attack.part in _FRAMING)
        if wrong is not None:
            self._add(attack, "hostile_request", wrong, exchange)
        elif seconds > LIMIT and self._slow_again(method, attack, headers):
            self._add(
                attack, "response_time", f"answers took more than {LIMIT:g} seconds", exchange
            )
        if answer is not None:
            self._judge(attack, answer, exchange)

    def _answer(self, method: str, attack: Attack, headers: list[tuple[str, str]]) -> Answer | None:
        """An answer; one that must come has three chances.

        A server that answers before it has read a long body and then closes can lose its answer
        on the way (RFC 9112 section 9.6).
        """
        for _ in range(2):
            answer = send(method, attack.url, headers, attack.body, _TIMEOUT)
            if answer is not None or fault(attack.sound, None) is None:
                return answer
            self.wire.let_pass(method)
        return send(method, attack.url, headers, attack.body, _TIMEOUT)

    def _slow_again(self, method: str, attack: Attack, headers: list[tuple[str, str]]) -> bool:
        """Whether an answer is slow twice more, as any machine stutters."""
        for _ in range(2):
            self.wire.let_pass(method)
            started = time.monotonic()
            try:
                send(method, attack.url, headers, attack.body, _TIMEOUT)
            except OSError:
                continue
            if time.monotonic() - started <= LIMIT:
                return False
        return True

    def _judge(self, attack: Attack, answer: Answer, exchange: Exchange) -> None:
        _, headers, body = answer
        sent = attack.url.encode() + (attack.body or b"")[:_KEPT]
        leak = leaks.internals(body, sent)
        if leak is not None:
            self._add(attack, "no_internals", f"the answer shows {leak}", exchange)
        if leaks.injected(headers):
            self._add(
                attack, "no_injected_header", "a line break became a header of the answer", exchange
            )

    def _add(self, attack: Attack, check: str, wrong: str, exchange: Exchange) -> None:
        key = (check, attack.part, wrong)
        known = self._found.get(key)
        if known is None:
            self._found[key] = _Group([attack.name], exchange)
        else:
            known.names.append(attack.name)
            known.count += 1
            known.exchange = min(known.exchange, exchange, key=lambda one: one.size)

    def _tell(self, label: str) -> None:
        for (check, part, wrong), group in self._found.items():
            names = ", ".join(group.names[:_NAMED])
            more = len(group.names) - _NAMED
            what = f"{names} and {more} more" if more > 0 else names
            title = _TITLES[check]
            message = f"{part} ({what}): {wrong}"
            finding = Finding(label, check, title, message, PHASE, (group.exchange,), group.count)
            self.tally.record(finding, part, wrong)
        self._found.clear()

    def _exchange(
        self, method: str, attack: Attack, headers: list[tuple[str, str]], answer: Answer | None
    ) -> Exchange:
        status, received, content = answer or (None, [], b"")
        types = [value for name, value in received if name.lower() == "content-type"]
        media_type = essence(types[0]) if types else ""
        return Exchange(
            method, attack.url, tuple(headers), attack.body, status, media_type, content[:_KEPT]
        )


_TITLES: Final = {
    "hostile_request": "Hostile request",
    "response_time": "Slow answer",
    "no_internals": "Internals in an answer",
    "no_injected_header": "Header injection",
}
