"""A service under exploration: actions are sent, answers read and judged, findings told once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from swagsmith.fuzz import leaks
from swagsmith.fuzz.access import Access, basic_header
from swagsmith.fuzz.depth.call import Answer, text_of
from swagsmith.fuzz.depth.conformance import violation
from swagsmith.fuzz.finding import Exchange, Finding
from swagsmith.fuzz.redaction import Redaction
from swagsmith.fuzz.wire import NotSentError
from swagsmith.fuzz.xmlread import XmlReader
from swagsmith.fuzz.xmlshape import XmlShapes
from swagsmith.fuzz.xmltree import XmlError
from swagsmith.fuzz.xmlwrite import XmlWriter
from swagsmith.lower.xml import is_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swagsmith.fuzz.depth.call import Call, Who
    from swagsmith.fuzz.depth.wire import Reply, Wire
    from swagsmith.fuzz.finding import Proof
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
        self,
        settings: Settings,
        schemas: Schemas,
        wire: Wire,
        emit: Callable[[Finding], None],
        let_pass: Callable[[str], None],
        watch: Callable[[str], None],
    ) -> None:
        """Takes how to run, the schemas, the connection, and who is told of findings, requests, answers."""
        shapes = XmlShapes(schemas)
        self._schemas = schemas
        self._reader, self._writer = XmlReader(shapes), XmlWriter(shapes)
        self._settings = settings
        self._emit = emit
        self._let_pass = let_pass
        self._watch = watch
        self._redaction = Redaction.of(settings)
        self._told: set[tuple[str, ...]] = set()
        self._slow: dict[str, int] = {}
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
        return self._access("other") != Access()

    @property
    def has_own(self) -> bool:
        """Whether there are credentials at all."""
        return self._access("own") != Access()

    def ask(self, call: Call) -> Answer:
        """Sends a call and reads the answer. Raises SpentError."""
        try:
            self._let_pass(call.action.method)
        except NotSentError:
            raise SpentError from None
        target = call.target or self._target(call)
        body, headers = self._body(call)
        if call.accept:
            headers.append(("Accept", call.accept))
        target, credentials = self._sign(call.who, target)
        reply = self.wire.send(call.action.method, target, [*headers, *credentials], body)
        if reply.reason.startswith(ConnectionRefusedError.__name__):
            raise SpentError  # nobody is there any more
        shown = [*headers, *(self._redaction.header(*one) for one in credentials)]
        answer = self._read(call, self._exchange(call, target, shown, body, reply), reply)
        label = call.action.label
        self.sent[label] = self.sent.get(label, 0) + 1
        self.accepted[label] = self.accepted.get(label, 0) + answer.ok
        self._judge(answer, reply)
        self._watch(label)
        return answer

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

    def _access(self, who: Who) -> Access:
        settings = self._settings
        if who == "nobody":
            return Access()
        if who == "other":
            return Access(settings.other_auth, settings.other_keys)
        if who == "own":
            return Access(settings.auth, settings.keys)
        auth = settings.auth and (settings.auth[0], "wrong")
        return Access(auth, tuple(replace(key, value="wrong") for key in settings.keys))

    def _sign(self, who: Who, target: str) -> tuple[str, list[tuple[str, str]]]:
        """A target with the keys that go into the query, and the headers for the others."""
        access = self._access(who)
        headers = [(key.name, key.value) for key in access.keys if key.place == "header"]
        if access.auth is not None:
            headers.append(("Authorization", basic_header(access.auth)))
        query = urlencode([(key.name, key.value) for key in access.keys if key.place == "query"])
        if query:
            target = f"{target}{'&' if '?' in target else '?'}{query}"
        return target, headers

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
        return Exchange(
            call.action.method,
            self._redaction.text(url),
            tuple(headers),
            None if body is None else self._redaction.data(body),
            reply.status,
            _essence(reply.header("content-type")),
            self._redaction.data(reply.body)[:_KEPT],
        )

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
        self._judge_leaks(answer, reply)
        if reply.seconds > LIMIT:
            self._slow[label] = self._slow.get(label, 0) + 1
            if self._slow[label] == 1 and answer.call.action.method == "GET":
                self.ask(answer.call)
            elif self._slow[label] == 2:
                message = f"two answers took more than {LIMIT:g} seconds each"
                self.tell("response_time", "Slow answer", message, answer)

    def _judge_leaks(self, answer: Answer, reply: Reply) -> None:
        """No answer holds what only its makers or its sender should see."""
        exchange = answer.exchange
        leak = leaks.internals(reply.body, exchange.url.encode() + (exchange.body or b""))
        if leak is not None:
            title, message = "Internals in an answer", f"the answer shows {leak}"
            self.tell("no_internals", title, message, answer)
        if leaks.injected(reply.headers):
            title, message = "Header injection", "a line break became a header of the answer"
            self.tell("no_injected_header", title, message, answer)
        texts = (reply.body, *(value.encode() for _, value in reply.headers))
        if any(secret in text for secret in self._redaction.secrets for text in texts):
            title, message = "Credentials in an answer", "the answer holds the credentials"
            self.tell("no_credentials", title, message, answer)

    def _judge_schema(self, answer: Answer) -> None:
        """An answer that can be read fits its schema; one of many elements is one kind of fault."""
        node = answer.call.action.operation.schema_of(answer.status)
        if node is None or answer.value is None:
            return
        problem = violation(self._schemas, node, answer.value)
        if problem is not None:
            place = json.dumps(["*" if isinstance(one, int) else one for one in problem.path])
            is_json = answer.exchange.answer_type.endswith("json")
            self.tell(
                "response_schema_conformance",
                "Response violates schema",
                problem.message,
                answer,
                detail=place,
                proof=problem.proof if is_json else None,
            )

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
        self,
        check: str,
        title: str,
        message: str,
        *answers: Answer,
        detail: str = "",
        proof: Proof | None = None,
    ) -> None:
        """Tells of a finding, unless it has been told for that operation, check and detail.

        Args:
            check: its name.
            title: what kind of fault it is.
            message: what is wrong, in one line.
            answers: the requests that show it, the last one failing.
            detail: what tells it apart from others of the same check at the same operation.
            proof: as a finding has it.
        """
        label = answers[-1].call.action.label
        key = (label, check, detail)
        if key in self._told:
            return
        self._told.add(key)
        message = self._redaction.text(message)
        exchanges = tuple(answer.exchange for answer in answers)
        self._emit(Finding(label, check, title, message, PHASE, exchanges, proof=proof))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
