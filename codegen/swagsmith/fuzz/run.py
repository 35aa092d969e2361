"""One run: the generator is started, watched and stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Protocol

import requests
from jsonschema_rs import ValidationError
from schemathesis.config import ConfigError
from schemathesis.core.errors import HookExecutionError
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.engine.run import TESTING_PHASES, PhaseName

from swagsmith.fuzz import checks
from swagsmith.fuzz.availability import Availability
from swagsmith.fuzz.bundle import bundle
from swagsmith.fuzz.configuration import configuration, stateful_examples
from swagsmith.fuzz.cycles import Cycles
from swagsmith.fuzz.depth.explore import explore
from swagsmith.fuzz.generator import hooked, is_valid, load_schema, only_stateful
from swagsmith.fuzz.isolation import isolated
from swagsmith.fuzz.links import add_links, find_links
from swagsmith.fuzz.media import Media
from swagsmith.fuzz.misfit import Misfit
from swagsmith.fuzz.operations import read_operations
from swagsmith.fuzz.report import Ending, Report
from swagsmith.fuzz.tally import Tally, one_line
from swagsmith.lower.report import Report as Findings
from swagsmith.lower.schema import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemathesis import Response
    from schemathesis.engine.core import EventStream

    from swagsmith.fuzz.generator import Case
    from swagsmith.fuzz.settings import Settings
    from swagsmith.source import Document

#: how often the stateful phase is taken up at most
_ROUNDS: Final = 10


class UnusableError(Exception):
    """A run cannot begin; the message says why in one line."""


class Watcher(Protocol):
    """Is told how a run goes on."""

    def update(self, phase: str, covered: int, total: int, cases: int, findings: int) -> None:
        """Takes the state of things; is called for every answer."""
        ...


class _Run:
    def __init__(self, document: Document, settings: Settings, watcher: Watcher | None) -> None:
        data = bundle(document)  # first, as it refuses references that lead nowhere
        schemas = Schemas(Findings(document))
        operations = read_operations(document, schemas)
        if not operations:
            raise UnusableError("the document has no operations")
        self._document = document
        self._settings = settings
        self._watcher = watcher
        self._tally = Tally(operations, settings)
        for label, path in ((operation.label, operation.path) for operation in operations):
            if not path.startswith("/"):  # the generator would give up the whole document
                data["paths"].pop(path, None)
                self._tally.coverage[label].problem = "its path does not begin with a slash"
        self._misfit = Misfit(operations)
        self._answers = 0
        self._touched: set[str] = set()
        self._phase = ""
        self._cycles = Cycles(settings.time_limit)
        self._scenarios = 0
        self._ending: Ending | None = None
        self._stream: EventStream | None = None
        self._start = time.monotonic()
        links = tuple(find_links(schemas, operations))
        add_links(data, links)
        config = configuration(operations, settings)
        self._schema = load_schema(data, config, settings.auth)
        self._media = Media(schemas, {operation.label: operation for operation in operations})
        self._availability = Availability(links, self._media)

    def run(self, spec: str) -> Report:
        self._start = time.monotonic()
        self._media.install()
        checks.install(self._availability)
        hooks: dict[str, Callable[..., Any]] = {
            "before_call": self._media.ask,
            "after_call": self._answered,
            "filter_failure": self._media.is_sound,
        }
        with hooked(self._schema, **hooks), isolated():
            try:
                self._explore()
                if self._ending is None:
                    self._round()
                    self._go_on()
            except ValidationError as error:
                raise UnusableError(
                    f"the document has a schema that is none: {error.message}"
                ) from None
        tally = self._tally
        pointless = self._misfit.verdict(least=1)
        return Report(
            spec,
            self._settings,
            pointless or self._ending or Ending.COMPLETE,
            tally.cases,
            tally.coverage,
            () if pointless else tally.findings,
            self._seconds,
        )

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._start

    def _explore(self) -> None:
        """The phase before the generator's own: what belongs together."""
        result = explore(self._document, self._settings, self._tally.add_finding)
        self._tally.add_counts("depth", result.sent, result.accepted)
        if result.interrupted:
            self._ending = Ending.INTERRUPTED

    def _go_on(self) -> None:
        """Takes the stateful phase up again, with other seeds, until it has had its share.

        It ends whenever the same requests lead to another state than before, which to a service
        with a memory is natural.
        """
        wanted = stateful_examples(self._settings)
        limit = self._settings.time_limit
        for number in range(1, _ROUNDS):
            seconds = None if limit is None else limit - int(self._seconds)
            missing, before = wanted - self._scenarios, self._scenarios
            if self._ending is not None or missing <= 0 or (seconds is not None and seconds < 1):
                return
            only_stateful(self._schema, self._settings.seed + number, missing, seconds)
            self._round()
            if self._scenarios == before:
                return

    def _round(self) -> None:
        self._cycles.reset()
        self._stream = from_schema(self._schema).execute()
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
        name = event.phase.name
        if name not in TESTING_PHASES or event.operations is not None or self._stream is None:
            return
        if not self._cycles.goes_on(name, self._seconds):
            self._stream.stop()
        if event.phase.is_enabled:
            self._phase = name.value

    def _error(self, event: events.NonFatalError) -> None:
        if isinstance(event.value, HookExecutionError):
            raise event.value.original_error
        if isinstance(event.value, ConfigError):
            raise event.value
        message = one_line(event.info.message)
        if isinstance(event.value, requests.RequestException):
            self._tally.silences.setdefault(event.label, message)
        elif event.label in self._tally.coverage:
            self._tally.coverage[event.label].problem = message

    def _finish(self, reason: StopReason) -> None:
        if reason is StopReason.MAX_TIME:
            self._ending = self._ending or Ending.TIME_LIMIT
        elif reason is StopReason.SERVER_UNAVAILABLE:
            self._ending = self._ending or Ending.UNAVAILABLE

    def _answered(
        self,
        context: object,
        case: Case,
        response: Response,
    ) -> None:
        """Hook: an answer has come."""
        del context
        self._answers += 1
        self._touched.add(case.operation.label)
        if is_valid(case):
            self._misfit.add(case.operation.label, response.status_code)
            ending = self._misfit.verdict()
            if ending is not None:
                self._stop(ending)
        if self._watcher is not None:
            count, findings = len(self._tally.coverage), self._tally.count
            self._watcher.update(self._phase, len(self._touched), count, self._answers, findings)

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
    run = _Run(document, settings, watcher)
    _reach(settings)
    return run.run(spec)


def _reach(settings: Settings) -> None:
    try:
        with requests.get(settings.base_url, timeout=10, stream=True, allow_redirects=False):
            pass
    except requests.RequestException as error:
        raise UnusableError(f"{settings.base_url} cannot be reached: {_reason(error)}") from None


def _reason(error: BaseException) -> str:
    """The innermost cause, which is what says what happened."""
    inner: BaseException = error
    while True:
        reason = getattr(inner, "reason", None)
        following = (
            reason if isinstance(reason, BaseException) else inner.__cause__ or inner.__context__
        )
        if following is None or following is inner:
            break
        inner = following
    strerror = getattr(inner, "strerror", None)
    return str(strerror or inner or type(inner).__name__)
