"""What is used of schemathesis, with the types that it leaves open."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import schemathesis
from schemathesis.config import ApiKeyAuthConfig
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, MutableMapping

    from schemathesis.engine.recorder import ScenarioRecorder
    from schemathesis.generation.meta import CaseMetadata

    from swagsmith.fuzz.settings import Settings

#: systematic cases of an operation that are sent, and that are made to choose from
_SYSTEMATIC: Final = 100
_MADE: Final = 3_000


class Case(Protocol):
    """A generated request, as far as it is used; schemathesis leaves its types open."""

    @property
    def id(self) -> str:
        """Tells it apart from others."""
        ...

    @property
    def operation(self) -> Any:
        """The operation it is for, with its `label`."""
        ...

    @property
    def method(self) -> str:
        """In upper case; another than the operation's where that is what is tested."""
        ...

    @property
    def path(self) -> str:
        """As in the document, with the names of its parameters."""
        ...

    @property
    def path_parameters(self) -> Any:
        """Values by name."""
        ...

    @property
    def query(self) -> Any:
        """Values by name."""
        ...

    @property
    def headers(self) -> MutableMapping[str, Any]:
        """Values by name in any case."""
        ...

    @property
    def body(self) -> Any:
        """Plain data, before it is written in a media type."""
        ...

    @property
    def media_type(self) -> str | None:
        """Of the body."""
        ...

    @property
    def meta(self) -> CaseMetadata | None:
        """How it was made."""
        ...

    def as_transport_kwargs(self, base_url: str | None = None) -> dict[str, Any]:
        """The arguments of `requests.Request`."""
        ...


def load_schema(
    data: dict[str, Any], config: dict[str, Any], settings: Settings, labels: Collection[str]
) -> schemathesis.BaseSchema:
    """A document that requests can be made from.

    Args:
        data: the document; it is changed.
        config: as in the generator's configuration file, of which none is read.
        settings: has the credentials. They are not in `config`, where `${X}` is a variable.
        labels: of the operations to make requests for.
    """
    loaded = cast("Any", schemathesis.Config).from_dict(config)
    project = loaded.projects.default
    if settings.auth is not None:
        project.update(basic_auth=settings.auth)
    for key in settings.keys:
        scheme = ApiKeyAuthConfig(api_key="")
        scheme.api_key = key.value
        project.auth.openapi.schemes[key.definition] = scheme
    schema = schemathesis.openapi.from_dict(data, config=loaded)

    def wanted(context: Any) -> bool:
        label: str = context.operation.label
        return label in labels

    chosen: Any = cast("Any", schema).include(wanted)
    chosen.iter_coverage_cases = _thinned(chosen.iter_coverage_cases)
    return cast("schemathesis.BaseSchema", chosen)


def _thinned(systematic: Callable[..., Iterator[Case]]) -> Callable[..., Iterator[Case]]:
    """At most so many systematic cases of an operation, from all of its parameters alike.

    Their number grows with the product of values and media types: thousands, where an operation
    has a dozen headers.
    """

    def cases(*given: Any, **more: Any) -> Iterator[Case]:
        made = list(islice(systematic(*given, **more), _MADE))
        step = -(-len(made) // _SYSTEMATIC) or 1
        return iter(made[::step])

    return cases


def only_stateful(schema: schemathesis.BaseSchema, seed: int, examples: int) -> None:
    """Has the next run do the stateful phase alone, for so many examples."""
    config: Any = schema.config
    config.phases.update(phases=["stateful"])
    config.phases.stateful.generation.update(max_examples=examples)
    config.seed = seed


def is_valid(case: Case) -> bool:
    """Whether a request is an ordinary one that fits the document."""
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    return positive and case.method == case.operation.method.upper()


def cases_of(recorder: ScenarioRecorder) -> Iterator[tuple[str, Case]]:
    """The requests of a scenario, in order, with their identifiers."""
    for case_id, node in recorder.cases.items():
        yield case_id, cast("Any", node).value


def chain_of(recorder: ScenarioRecorder, case_id: str, related: tuple[str, ...]) -> Iterator[Case]:
    """A request, what led to it, and what else belongs to it, in the order they were sent."""
    chain = cast("Any", recorder).iter_chain_cases(case_id=case_id, related_case_ids=related)
    return cast("Iterator[Case]", chain)


@contextmanager
def hooked(schema: schemathesis.BaseSchema, **hooks: Callable[..., Any]) -> Generator[None]:
    """Registers hooks while the block runs; most kinds exist for the whole process only."""
    for name, hook in hooks.items():
        dispatcher = schema.hooks if name == "filter_failure" else GLOBAL_HOOK_DISPATCHER
        cast("Any", dispatcher).register_hook_with_name(hook, name)
    try:
        yield
    finally:
        for hook in hooks.values():
            cast("Any", GLOBAL_HOOK_DISPATCHER).unregister(hook)
