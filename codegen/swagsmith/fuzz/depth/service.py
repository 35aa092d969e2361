"""A service under exploration: actions are sent, answers read and judged, findings told once."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from swagsmith.fuzz.depth.call import Answer, text_of
from swagsmith.fuzz.depth.conformance import violation
from swagsmith.fuzz.finding import Exchange, Finding
from swagsmith.fuzz.redaction import OTHER_PLACEHOLDER, PLACEHOLDER, Redaction
from swagsmith.fuzz.xmlread import XmlReader
from swagsmith.fuzz.xmlshape import XmlShapes
from swagsmith.fuzz.xmltree import XmlError
from swagsmith.fuzz.xmlwrite import XmlWriter
from swagsmith.lower.xml import is_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swagsmith.fuzz.depth.call import Call, Who
    from swagsmith.fuzz.depth.wire import Reply, Wire
    from swagsmith.fuzz.settings import Settings
    from swagsmith.lower.schema import Schemas

PHASE: Final = "depth"
#: seconds an answer may take
LIMIT: Final = 2.0
_KEPT: Final = 2000
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"


class SpentError(Exception):
    """The run has had its time or its requests."""


class Service:
    """Sends, reads, counts and judges."""

    def __init__(
        self, settings: Settings, schemas: Schemas, wire: Wire, emit: Callable[[Finding], None]
    ) -> None:
        """Takes how to run, the document's schemas, the connection and who is told of findings."""
        shapes = XmlShapes(schemas)
        self._schemas = schemas
        self._reader, self._writer = XmlReader(shapes), XmlWriter(shapes)
        self._settings = settings
        self._emit = emit
        self._redactions = (
            Redaction(settings.auth),
            Redaction(settings.other_auth, OTHER_PLACEHOLDER),
        )
        self._told: set[tuple[str, ...]] = set()
        self._slow: dict[str, int] = {}
        self._start = time.monotonic()
        self.wire = wire
        self.sent: dict[str, int] = {}
        self.accepted: dict[str, int] = {}

    @property
    def requests(self) -> int:
        """How many were sent."""
        return sum(self.sent.values())

    @property
    def has_other(self) -> bool:
        """Whether there is a second account."""
        return self._settings.other_auth is not None

    @property
    def has_own(self) -> bool:
        """Whether there are credentials at all."""
        return self._settings.auth is not None

    def ask(self, call: Call) -> Answer:
        """Sends a call and reads the answer. Raises SpentError."""
        self._pause()
        target = call.target or self._target(call)
        body, headers = self._body(call)
        if call.accept:
            headers.append(("Accept", call.accept))
        secret = self._credentials(call.who)
        credentials = [("Authorization", secret)] if secret else []
        reply = self.wire.send(call.action.method, target, [*headers, *credentials], body)
        if reply.reason.startswith(ConnectionRefusedError.__name__):
            raise SpentError  # nobody is there any more
        shown = [("Authorization", self._placeholder(call.who))] if secret else []
        answer = self._read(
            call, self._exchange(call, target, [*headers, *shown], body, reply), reply
        )
        label = call.action.label
        self.sent[label] = self.sent.get(label, 0) + 1
        self.accepted[label] = self.accepted.get(label, 0) + answer.ok
        self._judge(answer, reply)
        return answer

    def _pause(self) -> None:
        """Keeps the limits of the run."""
        settings: Any = self._settings
        seconds = time.monotonic() - self._start
        limit, most = settings.time_limit, getattr(settings, "max_requests", None)
        rate = getattr(settings, "rate", None)
        if (limit is not None and seconds > limit) or (most is not None and self.requests >= most):
            raise SpentError
        if rate:
            time.sleep(max(0.0, self.requests / rate - seconds))

    def _target(self, call: Call) -> str:
        path = call.action.path
        for name, value in call.path.items():
            path = path.replace(f"{{{name}}}", quote(text_of(value), safe=""))
        query = urlencode([(name, text_of(value)) for name, value in call.query], quote_via=quote)
        return f"{self.wire.prefix}{path}" + (f"?{query}" if query else "")

    def _body(self, call: Call) -> tuple[bytes | None, list[tuple[str, str]]]:
        if call.value is None:
            return None, []
        if isinstance(call.value, bytes):
            data = call.value
        elif is_xml(call.media):
            data = self._writer.write(call.action.operation.body, call.value)
        elif call.media == _FORM:
            pairs = {name: text_of(value) for name, value in call.value.items()}
            data = urlencode(pairs).encode()
        else:
            data = json.dumps(call.value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return data, [("Content-Type", call.media or _JSON)]

    def _credentials(self, who: Who) -> str:
        own, other = self._settings.auth, self._settings.other_auth
        if who == "nobody" or own is None:
            return ""
        pair = {"own": own, "other": other}.get(who, (own[0], "wrong"))
        if pair is None:
            return ""
        return f"Basic {b64encode(':'.join(pair).encode('latin-1')).decode()}"

    @staticmethod
    def _placeholder(who: Who) -> str:
        return {"own": PLACEHOLDER, "other": OTHER_PLACEHOLDER}.get(who, "Basic wrong")

    def _exchange(
        self,
        call: Call,
        target: str,
        headers: Sequence[tuple[str, str]],
        body: bytes | None,
        reply: Reply,
    ) -> Exchange:
        url = f"{self.wire.origin}{target}"
        if self._settings.shown_url is not None:
            url = url.replace(self._settings.base_url, self._settings.shown_url, 1)
        exchange = Exchange(
            call.action.method,
            url,
            tuple(headers),
            body,
            reply.status,
            _essence(reply.header("content-type")),
            reply.body[:_KEPT],
        )
        for redaction in self._redactions:
            exchange = replace(
                exchange,
                url=redaction.text(exchange.url),
                body=None if exchange.body is None else redaction.data(exchange.body),
                answer=redaction.data(exchange.answer),
            )
        return exchange

    def _read(self, call: Call, exchange: Exchange, reply: Reply) -> Answer:
        value: Any = None
        try:
            if reply.body and is_xml(exchange.answer_type):
                node = call.action.operation.schema_of(reply.status or 0)
                value = self._reader.read(node, reply.body)
            elif reply.body and exchange.answer_type.endswith("json"):
                value = json.loads(reply.body)
        except (XmlError, ValueError, RecursionError):
            pass
        return Answer(call, exchange, reply.status or 0, value)

    def _judge(self, answer: Answer, reply: Reply) -> None:
        """What holds for every answer."""
        operation = answer.call.action.operation
        label = operation.label
        if not answer.status:
            self.tell("answered", "No answer", reply.reason, answer)
        elif answer.status >= 500:
            message = f"answered with {answer.status}"
            self.tell("not_a_server_error", "Server error", message, answer)
        elif answer.ok:
            self._judge_success(answer)
        self._judge_schema(answer)
        if reply.seconds > LIMIT:
            self._slow[label] = self._slow.get(label, 0) + 1
            if self._slow[label] == 1 and answer.call.action.method == "GET":
                self.ask(answer.call)
            elif self._slow[label] == 2:
                message = f"two answers took more than {LIMIT:g} seconds each"
                self.tell("response_time", "Slow answer", message, answer)

    def _judge_schema(self, answer: Answer) -> None:
        """An answer that can be read fits its schema; one of many elements is one kind of fault."""
        node = answer.call.action.operation.schema_of(answer.status)
        if node is None or answer.value is None:
            return
        problem = violation(self._schemas, node, answer.value)
        if problem is not None:
            place = re.sub(r"/\d+(?=/|:)", "/*", problem.partition(": ")[0] + ":")
            check, title = "response_schema_conformance", "Response violates schema"
            self.tell(check, title, problem, answer, detail=place)

    def _judge_success(self, answer: Answer) -> None:
        """A success has a documented status and media type, the one asked for."""
        operation, sent = answer.call.action.operation, answer.exchange.answer_type
        declared = [status for status in operation.responses if status.startswith("2")]
        if declared and str(answer.status) not in declared:
            message = f"a valid request was answered with {answer.status}"
            self.tell(
                "positive_data_acceptance", "API rejected schema-compliant request", message, answer
            )
        produces = [_essence(name) for name in operation.produces]
        if not answer.exchange.answer or not produces or any("*" in name for name in produces):
            return
        if sent not in produces:
            message = (
                f"answered in {sent or 'no media type'}, documented is {' or '.join(produces)}"
            )
            self.tell("content_type_conformance", "Undocumented Content-Type", message, answer)
        elif answer.call.accept and sent != answer.call.accept:
            message = f"asked for {answer.call.accept}, answered in {sent}"
            self.tell("answered_as_asked", "Other media type than asked for", message, answer)

    def has_told(self, check: str, answer: Answer, detail: str = "") -> bool:
        """Whether a finding has been told."""
        return (answer.call.action.label, check, detail) in self._told

    def tell(
        self, check: str, title: str, message: str, *answers: Answer, detail: str = ""
    ) -> None:
        """Tells of a finding, unless it has been told for that operation, check and detail.

        Args:
            check: its name.
            title: what kind of fault it is.
            message: what is wrong, in one line.
            answers: the requests that show it, the last one failing.
            detail: what tells it apart from others of the same check at the same operation.
        """
        label = answers[-1].call.action.label
        key = (label, check, detail)
        if key in self._told:
            return
        self._told.add(key)
        for redaction in self._redactions:
            message = redaction.text(message)
        exchanges = tuple(answer.exchange for answer in answers)
        self._emit(Finding(label, check, title, message, PHASE, exchanges))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
