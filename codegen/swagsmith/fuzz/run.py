"""One run: the generator is started, watched and stopped."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

import requests
from jsonschema_rs import ValidationError
from schemathesis.config import ConfigError
from schemathesis.core.errors import HookExecutionError
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.engine.run import TESTING_PHASES, PhaseName

from swagsmith.fuzz import checks, client_check
from swagsmith.fuzz.access import add_tokens
from swagsmith.fuzz.availability import Availability
from swagsmith.fuzz.bundle import bundle
from swagsmith.fuzz.client_call import ClientCalls
from swagsmith.fuzz.client_check import ClientCheck
from swagsmith.fuzz.client_package import opened
from swagsmith.fuzz.configuration import configuration, stateful_examples
from swagsmith.fuzz.depth.action import read_actions
from swagsmith.fuzz.depth.annotation import find_resources
from swagsmith.fuzz.depth.explore import explore, together
from swagsmith.fuzz.generator import hooked, is_valid, load_schema, only_stateful
from swagsmith.fuzz.groups import groups_of, paths_of, shard_of
from swagsmith.fuzz.hostile.phase import PHASE, Hostile
from swagsmith.fuzz.isolation import isolated
from swagsmith.fuzz.links import add_links, find_links
from swagsmith.fuzz.media import Media
from swagsmith.fuzz.misfit import Misfit
from swagsmith.fuzz.operations import read_operations
from swagsmith.fuzz.reach import UnusableError, reach
from swagsmith.fuzz.redaction import Redaction
from swagsmith.fuzz.report import Ending, Report
from swagsmith.fuzz.tally import Tally, one_line
from swagsmith.fuzz.wire import SAFE, NotSentError, Wire
from swagsmith.lower.report import Report as Findings
from swagsmith.lower.schema import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from schemathesis import BaseSchema, Response
    from schemathesis.engine.core import EventStream

    from swagsmith.fuzz.finding import Finding
    from swagsmith.fuzz.generator import Case
    from swagsmith.fuzz.groups import Group
    from swagsmith.fuzz.settings import Settings
    from swagsmith.source import Document

#: the part of the limits that the first phase may use
_DEPTH: Final = 0.4
#: the part of the limits that the generator may use; the rest is for the phases after it
_BREADTH: Final = 0.7
#: how often the stateful phase is taken up at most
_ROUNDS: Final = 10


class Watcher(Protocol):
    """Is told how a run goes on."""

    def update(self, phase: str, covered: int, total: int, cases: int, findings: int) -> None:
        """Takes the state of things; is called for every answer."""
        ...


class _Run:
    def __init__(self, document: Document, settings: Settings, watcher: Watcher | None) -> None:
        self._data = bundle(document)  # first, as it refuses references that lead nowhere
        self._schemas = schemas = Schemas(Findings(document))
        self._operations = operations = read_operations(document, schemas)
        if not operations:
            raise UnusableError("the document has no operations")
        self._document = document
        links = tuple(find_links(schemas, operations))
        add_links(self._data, links)
        add_tokens(self._data, settings)
        actions = read_actions(document, operations)
        ties = together(find_resources(document, schemas, actions), tuple(actions.values()))
        self._groups = self._chosen(groups_of(operations, links, ties), settings)
        mine = [operation for group in self._groups for operation in group]
        if not mine:
            raise UnusableError("there is no operation to test with these options")
        self._settings = settings
        self._watcher = watcher
        self._tally = Tally(mine, settings)
        for one in mine:
            self._tally.coverage[one.label].span = document.span(one.node, key=True)
        self._misfit = Misfit(mine)
        self._answers = 0
        self._touched: set[str] = set()
        self._unexplored: Mapping[str, str] = {}
        self._phase = ""
        self._scenarios = 0
        self._ending: Ending | None = None
        self._step_is_over = False
        self._stream: EventStream | None = None
        self._wire = Wire(settings, self._limited)
        self._media = Media(schemas, {operation.label: operation for operation in operations})
        self._availability = Availability(links, self._media)

    @staticmethod
    def _chosen(groups: tuple[Group, ...], settings: Settings) -> tuple[Group, ...]:
        """The groups of this run, without what `--safe` leaves out."""
        chosen = (
            tuple(one for one in group if not settings.safe or one.method in SAFE)
            for group in shard_of(groups, settings.shard)
            if settings.only is None or any(one.label == settings.only for one in group)
        )
        return tuple(filter(None, chosen))

    def run(self, spec: str) -> Report:
        self._wire = Wire(self._settings, self._limited)
        with self._wire.watched(), self._client() as client:
            reach(self._settings.base_url)
            self._media.install()
            client_check.install(client, Redaction.of(self._settings))
            checks.install(self._availability, Redaction.of(self._settings).secrets)
            self._explore()
            with isolated():
                self._breadth()
            self._hostile()
        tally = self._tally
        pointless = self._misfit.verdict(least=1)
        findings = () if pointless else self._with_calls(tally.findings)
        return Report(
            spec,
            self._settings,
            pointless or self._ending or self._wire.exhausted or Ending.COMPLETE,
            tally.cases,
            tally.coverage,
            findings,
            self._wire.seconds,
            self._wire.sent,
            unexplored=self._unexplored,
        )

    def _with_calls(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Findings with the calls of the emitted client that send their requests."""
        if not findings:
            return ()
        calls = ClientCalls(self._document, self._schemas, self._operations, self._settings)
        return tuple(map(calls.shown, findings))

    @contextmanager
    def _client(self) -> Generator[ClientCheck | None]:
        """The emitted client as a judge, if that is wanted."""
        settings = replace(self._settings, shown_url=None)
        if settings.client is None:
            yield None
            return
        calls = ClientCalls(self._document, self._schemas, self._operations, settings)
        if calls.api is None:
            raise UnusableError("no client can be emitted for the document: `swagsmith generate`")
        operations = {operation.label: operation for operation in self._operations}
        with opened(calls.api, settings.client, settings.base_url) as package:
            yield ClientCheck(package, calls, operations, self._schemas, self._media.read_body)

    @property
    def _ended(self) -> bool:
        """Whether there is nothing more to do, rather than a step that is over."""
        final = self._ending not in (None, Ending.REQUEST_LIMIT, Ending.TIME_LIMIT)
        return final or self._wire.exhausted is not None

    def _explore(self) -> None:
        """The phase before the generator's own: what belongs together."""
        self._phase = "depth"
        self._wire.grant(_DEPTH)
        labels = frozenset(operation.label for group in self._groups for operation in group)
        result = explore(
            self._document,
            self._settings,
            self._tally.add_finding,
            labels=labels,
            let_pass=self._wire.let_pass,
            watch=self._seen,
        )
        self._unexplored = result.unexplored
        self._tally.add_counts(self._phase, result.sent, result.accepted)
        if result.interrupted:
            self._stop(Ending.INTERRUPTED)

    def _hostile(self) -> None:
        """The hostile requests, which need the good ones that the phases before have found."""
        if self._ended or self._misfit.verdict(least=1):
            return
        self._phase, self._step_is_over = PHASE, False
        operations = [operation for group in self._groups for operation in group]
        hostile = Hostile(self._settings, self._schemas, self._wire, self._tally, self._seen)
        try:
            hostile.run(operations)
        except ConnectionRefusedError:
            self._stop(Ending.UNAVAILABLE)
        except KeyboardInterrupt:
            self._stop(Ending.INTERRUPTED)

    def _breadth(self) -> None:
        """Every group of operations in turn, each with its share of what is left."""
        left = sum(map(len, self._groups))
        for group in self._groups:
            if self._ended:
                return
            self._wire.grant(_BREADTH * len(group) / left if left else 1)
            self._step_is_over = False
            self._group(group)
            left -= len(group)

    def _group(self, group: Group) -> None:
        usable = tuple(operation for operation in group if operation.path.startswith("/"))
        for operation in group:
            if operation not in usable:  # the generator would give up the whole document
                coverage = self._tally.coverage[operation.label]
                coverage.problem = "its path does not begin with a slash"
        if not usable:
            return
        labels = {operation.label for operation in usable}
        config = configuration(usable, self._settings)
        schema = load_schema(paths_of(self._data, usable), config, self._settings, labels)
        hooks: dict[str, Callable[..., Any]] = {
            "before_call": self._media.ask,
            "after_call": self._answered,
            "filter_failure": self._media.is_sound,
        }
        self._scenarios = 0
        with hooked(schema, **hooks):
            try:
                self._round(schema)
                self._go_on(schema)
            except ValidationError as error:
                raise UnusableError(
                    f"the document has a schema that is none: {error.message}"
                ) from None

    def _go_on(self, schema: BaseSchema) -> None:
        """Takes the stateful phase up again, with other seeds, until it has had its share.

        It ends whenever the same requests lead to another state than before, which to a service
        with a memory is natural.
        """
        wanted = stateful_examples(self._settings)
        for number in range(1, _ROUNDS):
            missing, before = wanted - self._scenarios, self._scenarios
            if not before or self._ended or self._step_is_over or missing <= 0:
                return
            only_stateful(schema, self._settings.seed + number, missing)
            self._round(schema)
            if self._scenarios == before:
                return

    def _round(self, schema: BaseSchema) -> None:
        self._stream = from_schema(schema).execute()
        self._follow(self._stream)

    def _follow(self, stream: EventStream) -> None:
        while True:
            try:
                for event in stream:
                    self._take(event)
            except KeyboardInterrupt:
                self._stop(Ending.INTERRUPTED)
            else:
                return

    def _take(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.PhaseStarted):
            self._begin(event)
        elif isinstance(event, events.ScenarioFinished):
            self._tally.add(event)
            self._scenarios += event.phase is PhaseName.STATEFUL_TESTING and bool(
                event.recorder.cases
            )
        elif isinstance(event, events.NonFatalError):
            self._error(event)
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.Interrupted):
            self._ending = self._ending or Ending.INTERRUPTED
        elif isinstance(event, events.EngineFinished):
            self._finish(event.stop_reason)

    def _begin(self, event: events.PhaseStarted) -> None:
        if event.phase.name in TESTING_PHASES and event.operations is None:
            self._phase = event.phase.name.value

    def _error(self, event: events.NonFatalError) -> None:
        if isinstance(event.value, HookExecutionError):
            raise event.value.original_error
        if isinstance(event.value, ConfigError):
            raise event.value
        if isinstance(event.value, NotSentError):
            return
        message = one_line(event.info.message)
        if isinstance(event.value, requests.RequestException):
            self._tally.silences.setdefault(event.label, message)
        elif event.label in self._tally.coverage:
            self._tally.coverage[event.label].problem = message

    def _finish(self, reason: StopReason) -> None:
        if self._step_is_over:
            return
        if reason is StopReason.SERVER_UNAVAILABLE:
            self._ending = self._ending or Ending.UNAVAILABLE

    def _answered(
        self,
        context: object,
        case: Case,
        response: Response,
    ) -> None:
        """Hook: an answer has come."""
        del context
        if is_valid(case):
            self._misfit.add(case.operation.label, response.status_code)
            ending = self._misfit.verdict()
            if ending is not None:
                self._stop(ending)
        self._seen(case.operation.label)

    def _seen(self, label: str) -> None:
        """An answer of an operation has come."""
        self._answers += 1
        self._touched.add(label)
        if self._watcher is not None:
            count, findings = len(self._tally.coverage), self._tally.count
            self._watcher.update(self._phase, len(self._touched), count, self._answers, findings)

    def _limited(self, ending: Ending) -> None:
        """Is told by the wire that a limit, or the share of a step, is reached."""
        self._step_is_over = True
        self._stop(ending)

    def _stop(self, ending: Ending) -> None:
        self._ending = self._ending or ending
        if self._stream is not None:
            self._stream.stop()


def fuzz(
    document: Document, spec: str, settings: Settings, watcher: Watcher | None = None
) -> Report:
    """Sends requests made from a document to a service and judges the answers.

    Args:
        document: the document.
        spec: how it is called in the report.
        settings: where to send, what to draw, when to stop.
        watcher: is told how it goes on.

    Raises:
        DocumentError: a reference in the document leads nowhere.
        UnusableError: the service cannot be reached, or the document has no operations.
    """
    return _Run(document, settings, watcher).run(spec)
