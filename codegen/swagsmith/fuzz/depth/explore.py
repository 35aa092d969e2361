"""The phase that knows what belongs together: every resource, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.depth.action import read_actions
from swagsmith.fuzz.depth.annotation import find_resources
from swagsmith.fuzz.depth.apart import explore_apart
from swagsmith.fuzz.depth.changes import explore_changes
from swagsmith.fuzz.depth.filters import explore_filters
from swagsmith.fuzz.depth.ground import Ground, UnexploredError
from swagsmith.fuzz.depth.listing import explore_listing
from swagsmith.fuzz.depth.questions import explore_questions
from swagsmith.fuzz.depth.refusals import explore_refusals
from swagsmith.fuzz.depth.roundtrip import explore_roundtrip
from swagsmith.fuzz.depth.service import Service, SpentError
from swagsmith.fuzz.depth.values import Values
from swagsmith.fuzz.depth.wire import Wire
from swagsmith.fuzz.operations import read_operations
from swagsmith.lower.report import Report
from swagsmith.lower.schema import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.fuzz.depth.resource import Resource
    from swagsmith.fuzz.finding import Finding
    from swagsmith.fuzz.settings import Settings
    from swagsmith.source import Document

#: in this order: what is found first is shown with the fewest requests
_STEPS = (
    explore_roundtrip,
    explore_listing,
    explore_filters,
    explore_refusals,
    explore_apart,
    explore_changes,
)


@dataclass(frozen=True, slots=True)
class DepthResult:
    """What a depth phase did.

    Attributes:
        sent: answered requests by operation label.
        accepted: those of them that were a success.
        unexplored: why a resource could not be explored, by its name.
        spent: it ended because the run had had its time or its requests, or the service is gone.
        interrupted: it ended because somebody wanted it to.
    """

    sent: Mapping[str, int] = field(default_factory=dict[str, int])
    accepted: Mapping[str, int] = field(default_factory=dict[str, int])
    unexplored: Mapping[str, str] = field(default_factory=dict[str, str])
    spent: bool = False
    interrupted: bool = False

    @property
    def requests(self) -> int:
        """How many were sent."""
        return sum(self.sent.values())


def explore(
    document: Document,
    settings: Settings,
    emit: Callable[[Finding], None],
    *,
    labels: frozenset[str] | None = None,
    let_pass: Callable[[str], None] = lambda _method: None,
    watch: Callable[[str], None] = lambda _label: None,
) -> DepthResult:
    """Explores every resource of a document at a service.

    Things that are created have a value of their own in what the lists filter on, so that others
    may use the service at the same time.

    Args:
        document: the document.
        settings: where to send, with whose credentials, when to stop.
        emit: is told of each finding, once.
        labels: of the operations that may be called; None is all.
        let_pass: is told of each request before it is sent; raises NotSentError at a limit.
        watch: is told after each answer of which operation it is.

    Raises:
        DocumentError: a reference leads nowhere, or an `x-swagsmith-resource` does not fit.
    """
    schemas = Schemas(Report(document))
    actions = read_actions(document, read_operations(document, schemas))
    resources = [
        resource
        for resource in find_resources(document, schemas, actions)
        if labels is None or all(action.label in labels for action in resource.actions)
    ]
    mine = [action for action in actions.values() if labels is None or action.label in labels]
    wire = Wire(settings.base_url)
    service = Service(settings, schemas, wire, emit, let_pass, watch)
    unexplored: dict[str, str] = {}
    known: dict[str, Any] = {}
    spent = interrupted = False
    try:
        for resource in () if settings.safe else resources:
            values = _values(schemas, settings, resource.name)
            _explore(service, values, resource, known, unexplored)
        for action in mine:
            explore_questions(service, _values(schemas, settings, action.label), action, known)
    except SpentError:
        spent = True
    except KeyboardInterrupt:
        interrupted = True
    finally:
        wire.close()
    return DepthResult(service.sent, service.accepted, unexplored, spent, interrupted)


def together(resources: Iterable[Resource], actions: Iterable[Action]) -> Iterator[tuple[str, ...]]:
    """Labels of the operations that are explored together: a resource's, and those below it."""
    for resource in resources:
        labels = [action.label for action in resource.actions]
        if resource.fetch is not None:
            below = f"{resource.fetch.action.path}/"
            labels += [action.label for action in actions if action.path.startswith(below)]
        yield tuple(labels)


def _values(schemas: Schemas, settings: Settings, name: str) -> Values:
    """Values that do not change with what else is explored, so that a part repeats the whole."""
    return Values(schemas, Random(f"{settings.seed} {name}"))  # noqa: S311 - a run must repeat


def _explore(
    service: Service,
    values: Values,
    resource: Resource,
    known: dict[str, Any],
    unexplored: dict[str, str],
) -> None:
    """One resource; what it creates is known to those that follow."""
    ground = Ground(service, resource, values, given=_given(resource, known))
    try:
        ground.begin()
    except UnexploredError as error:
        unexplored[resource.name] = str(error)
        return
    if resource.fetch is not None:
        known.update(
            {
                name: ground.made[-1].thing.get(own)
                for name, own in resource.fetch.keys.items()
                if ground.made[-1].thing.get(own) is not None
            }
        )
    for step in _STEPS:
        step(ground)


def _given(resource: Resource, known: Mapping[str, Any]) -> dict[str, Any]:
    """Identifiers of things created before that this resource stands below."""
    own = () if resource.fetch is None else tuple(resource.fetch.keys)
    names = {name for action in resource.actions for name in action.named("path")}
    return {name: known[name] for name in names.difference(own) if name in known}
