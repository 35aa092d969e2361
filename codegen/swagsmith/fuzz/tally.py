"""Counting what was sent and collecting what was found, from the generator's events."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import requests
from schemathesis.core.failures import AcceptedNegativeData, Failure, ServerError
from schemathesis.generation.stateful import STATEFUL_TESTS_LABEL
from schemathesis.openapi.checks import JsonSchemaError, RejectedPositiveData

from swagsmith.fuzz.causes import joined
from swagsmith.fuzz.finding import Coverage, Exchange, Finding
from swagsmith.fuzz.generator import cases_of, chain_of, is_valid
from swagsmith.fuzz.media import essence
from swagsmith.fuzz.redaction import PLACEHOLDER, Redaction
from swagsmith.fuzz.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from schemathesis.engine.events import ScenarioFinished
    from schemathesis.engine.recorder import CheckNode, Interaction, ScenarioRecorder

    from swagsmith.fuzz.finding import Proof
    from swagsmith.fuzz.generator import Case
    from swagsmith.fuzz.operations import Operation
    from swagsmith.fuzz.settings import Settings

#: bytes of an answer that are kept
_KEPT: Final = 2000
_LONGEST: Final = 240
#: characters of a schema that is worth showing
_SCHEMA: Final = 2000
#: by check, those whose finding says the same and more: a body that is not well-formed does not
#: fit its schema either, and nobody documents how a service fails
_IMPLIED: Final = {
    "well_formed": {"response_schema_conformance", "not_a_server_error"},
    "status_code_conformance": {"not_a_server_error"},
    "positive_data_acceptance": {"not_a_server_error"},
    "content_type_conformance": {"not_a_server_error"},
    "response_schema_conformance": {"not_a_server_error"},
}
#: says nothing that the title does not
_PREFIX: Final = "Failed to deserialize response content:"


class Tally:
    """The counts and findings so far."""

    def __init__(self, operations: Iterable[Operation], settings: Settings) -> None:
        """Takes all operations, and what must not be written down."""
        self._redaction = Redaction.of(settings)
        self._settings = settings
        self.cases: dict[str, int] = {}
        self.coverage = {
            operation.label: Coverage(
                tuple(map(essence, operation.consumes)),
                tuple(map(essence, operation.produces)),
                statuses=tuple(operation.responses),
                pointer=operation.node.pointer,
            )
            for operation in operations
        }
        self._findings: dict[tuple[str, ...], Finding] = {}
        #: operation, check and message of what another phase than the generator's has found
        self._known: set[tuple[str, str, str]] = set()
        #: why requests got no answer, by operation label
        self.silences: dict[str, str] = {}
        self.samples = Samples(settings.keys)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One for each kind of fault at each operation, by operation in the document's order."""
        return joined(filter(None, map(self._settled, self._findings.values())), self.coverage)

    def add(self, event: ScenarioFinished) -> None:
        """Takes in one finished scenario: its requests, answers and failed checks."""
        phase, recorder = event.phase.value, event.recorder
        self.cases.setdefault(phase, 0)
        for case_id, case in cases_of(recorder):
            interaction = recorder.interactions.get(case_id)
            if interaction is None or interaction.response is None:
                self._silent(phase, case, interaction)
                continue
            self.cases[phase] += 1
            self._count(case, interaction)
            self.samples.add(case, interaction)
            failed = [node for node in recorder.checks.get(case_id, ()) if node.failure_info]
            names = {node.name for node in failed}
            for node in failed:
                if not names & _IMPLIED.get(node.name, set()):
                    self._check(phase, recorder, case, node)

    def add_finding(self, finding: Finding) -> None:
        """Takes in what another phase has found; its exchanges are without credentials."""
        schema = finding.check == "response_schema_conformance"  # of which there are many kinds
        kind = _place(finding.message) if schema else ""
        self._known.add((finding.operation, finding.check, kind))
        self._findings[finding.operation, finding.check, finding.message] = finding

    def add_counts(self, phase: str, sent: Mapping[str, int], accepted: Mapping[str, int]) -> None:
        """Takes in what another phase has sent, by operation label."""
        self.cases[phase] = self.cases.get(phase, 0) + sum(sent.values())
        for label, count in sent.items():
            if label in self.coverage:
                self.coverage[label].sent += count
                self.coverage[label].accepted += accepted.get(label, 0)
                self.coverage[label].valid += accepted.get(label, 0)

    def _count(self, case: Case, interaction: Interaction) -> None:
        coverage = self.coverage.get(case.operation.label)
        response = interaction.response
        if coverage is None or response is None or case.method != case.operation.method.upper():
            return
        coverage.sent += 1
        accepted = 200 <= response.status_code < 300
        if is_valid(case):
            coverage.valid += 1
            coverage.accepted += accepted
        if interaction.request.body:
            _increment(coverage.bodies, _content_type(interaction.request.headers))
        if accepted and response.content:
            _increment(coverage.answers, _content_type(response.headers))

    @property
    def count(self) -> int:
        """How many findings there are."""
        return len(self._findings)

    def _silent(self, phase: str, case: Case, interaction: Interaction | None) -> None:
        label = case.operation.label
        if interaction is not None:
            exchange = _exchange(interaction)
        else:
            try:
                exchange = _unanswered(case, has_credentials=self._settings.auth is not None)
            except (requests.RequestException, ValueError):
                return  # it cannot be sent, so it was not
        self._found(
            (label, "answered"),
            Finding(label, "answered", "No answer", "", phase, (self._redacted(exchange),)),
        )

    def _settled(self, finding: Finding) -> Finding | None:
        """A finding; that of a request without answer with its reason, if it was sent at all."""
        if finding.check != "answered" or finding.message:
            return finding
        reason = self.silences.get(finding.operation, self.silences.get(STATEFUL_TESTS_LABEL))
        return None if reason is None else replace(finding, message=self._redaction.text(reason))

    def _redacted(self, exchange: Exchange) -> Exchange:
        url = self._redaction.text(exchange.url)
        if self._settings.shown_url is not None:
            url = url.replace(self._settings.base_url, self._settings.shown_url, 1)
        return replace(
            exchange,
            url=url,
            headers=tuple(self._redaction.header(*header) for header in exchange.headers),
            body=None if exchange.body is None else self._redaction.data(exchange.body),
            answer=self._redaction.data(exchange.answer),
        )

    def _check(self, phase: str, recorder: ScenarioRecorder, case: Case, node: CheckNode) -> None:
        if node.failure_info is None:
            return
        failure = node.failure_info.failure
        chain = chain_of(recorder, case.id, failure.related_case_ids())
        exchanges = tuple(
            self._redacted(_exchange(recorder.interactions[step.id]))
            for step in chain
            if step.id in recorder.interactions
        )
        label = case.operation.label
        kind, message = _describe(failure, case)
        line = self._redaction.text(message)
        self._found(
            (label, node.name, *kind),
            Finding(
                label,
                node.name,
                failure.title,
                line,
                phase,
                exchanges,
                proof=_proof(failure, exchanges),
            ),
        )

    def record(self, finding: Finding, *kind: str) -> None:
        """Takes in a finding of another phase; `kind` tells it apart from others of its check."""
        shown = tuple(map(self._redacted, finding.exchanges))
        line = self._redaction.text(finding.message)
        found = replace(finding, message=line, exchanges=shown)
        self._found((finding.operation, finding.check, *(kind or (line,))), found)

    def _found(self, key: tuple[str, ...], finding: Finding) -> None:
        told = (finding.operation, finding.check)
        if {(*told, ""), (*told, _place(finding.message))} & self._known:
            return
        known = self._findings.get(key)
        if known is None:
            self._findings[key] = finding
        else:
            best = min(known, finding, key=lambda found: found.size)
            self._findings[key] = replace(best, count=known.count + 1)


def _proof(failure: Failure, exchanges: Sequence[Exchange]) -> Proof | None:
    """Where a JSON answer does not fit which schema, if that can be said without the document."""
    if not isinstance(failure, JsonSchemaError) or not exchanges:
        return None
    schema = json.dumps(failure.schema, default=str)
    is_json = exchanges[-1].answer_type.endswith("json")
    if not is_json or '"$ref"' in schema or len(schema) > _SCHEMA:
        return None
    return tuple(failure.instance_path), schema


def _place(message: str) -> str:
    """Where an answer does not fit its schema; any element of an array is the same place."""
    return re.sub(r"/[0-9]+(?=/|$)", "/*", message.partition(": ")[0])


def _increment(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


def _content_type(headers: dict[str, list[str]]) -> str:
    values = next(
        (value for name, value in headers.items() if name.lower() == "content-type"), [""]
    )
    return essence(_text(values[0])) or "none"


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _exchange(interaction: Interaction) -> Exchange:
    request, response = interaction.request, interaction.response
    headers = tuple((name, _text(values[0])) for name, values in request.headers.items())
    if response is None:
        return Exchange(request.method, request.uri, headers, request.body, None, "", b"")
    return Exchange(
        request.method,
        request.uri,
        headers,
        request.body,
        response.status_code,
        _content_type(response.headers),
        response.content[:_KEPT],
    )


def _unanswered(case: Case, *, has_credentials: bool) -> Exchange:
    """A request whose answer broke off; what was sent is made again."""
    request = requests.Request(**case.as_transport_kwargs(case.operation.base_url)).prepare()
    body = request.body.encode() if isinstance(request.body, str) else request.body
    headers = tuple((name, _text(value)) for name, value in request.headers.items())
    if has_credentials:
        headers += (("Authorization", PLACEHOLDER),)
    return Exchange(
        request.method or "",
        request.url or "",
        headers,
        body if isinstance(body, bytes) else None,
        None,
        "",
        b"",
    )


def _describe(failure: Failure, case: Case) -> tuple[tuple[str, ...], str]:
    """What tells a kind of fault apart from others of the same check, and the fault in one line."""
    kind = type(failure).__name__
    if isinstance(failure, JsonSchemaError):
        place = "".join(f"/{token}" for token in failure.instance_path) or "the body"
        message = one_line(f"{place}: {failure.validation_message}")
        return (kind, _place(message)), message
    if isinstance(failure, AcceptedNegativeData):
        where, what = _negated(case)
        return (kind, where), one_line(f"answered with {failure.status_code} though {what}")
    if isinstance(failure, RejectedPositiveData):
        return (
            kind,
            str(failure.status_code),
        ), f"a valid request was answered with {failure.status_code}"
    if isinstance(failure, ServerError):
        return (kind, str(failure.status_code)), f"answered with {failure.status_code}"
    return (kind, failure.title), one_line(failure.message.removeprefix(_PREFIX))


def _negated(case: Case) -> tuple[str, str]:
    """Which part of a request does not fit the document, and how."""
    data = None if case.meta is None else case.meta.phase.data
    if data is None:
        return "", "the request does not fit its schema"
    place = "" if data.parameter_location is None else data.parameter_location.name.lower()
    name = "" if place == "body" else data.parameter or ""
    where = " ".join(part for part in (place, name) if part) or "the request"
    what = data.description or "it does not fit its schema"
    return where, f"{where} is invalid: {what}"


def one_line(text: str) -> str:
    """A text in one line of bearable length."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
