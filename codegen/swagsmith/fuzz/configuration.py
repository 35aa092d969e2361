"""From the document to the configuration of the request generator."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, Final

from swagsmith.fuzz.awkward import AWKWARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.fuzz.operations import Operation
    from swagsmith.fuzz.settings import Settings

#: seconds after which a request is given up
_TIMEOUT: Final = 15.0
#: requests in a row, of which the second or third uses what the first has made
_STEPS: Final = 4
#: how often a suggested value is taken: often enough for several in one request to meet
_SUGGESTED: Final = 0.6
#: what any HTTP server may refuse a malformed request with, whatever its document declares
_ALWAYS_REFUSED: Final = frozenset({"400", "406", "413", "414", "415", "429", "431"})


def configuration(operations: Sequence[Operation], settings: Settings) -> dict[str, Any]:
    """The configuration in the form of the generator's configuration file."""
    draw = {"dictionary": "awkward", "probability": 0.1}
    config: dict[str, Any] = {
        "seed": settings.seed,
        "base-url": settings.base_url,
        "workers": 1,  # one after another, or the order of requests would not repeat
        "continue-on-failure": True,
        "request-timeout": _TIMEOUT,
        "suppress-health-check": ["all"],
        "cache": {"enabled": False},
        "auth": {"auto-signup": False},
        "warnings": False,
        "dictionaries": {"awkward": {"values": list(AWKWARD)}, **_suggestions(operations)},
        "generation": {
            "max-examples": settings.max_examples,
            # The smallest case seen is shown: shrinking costs more requests than the search.
            "no-shrink": True,
            "database": "none",
            # Generated credentials end in 401 and hide what lies behind.
            "with-security-parameters": False,
            "dictionaries": {"string": draw},
        },
        "phases": {
            "stateful": {
                "max-steps": _STEPS,
                "generation": {"max-examples": stateful_examples(settings)},
            },
        },
        "checks": {
            "allow_header_conformance": {"enabled": False},
            # It knows no paths with a suffix; `named_is_found` does.
            "ensure_resource_availability": {"enabled": False},
        },
        "operations": [
            {"include-name": op.label, "checks": _checks(op), "parameters": _parameters(op)}
            for op in operations
        ],
    }
    if settings.base_url.startswith("http:"):
        config["tls-verify"] = False  # there is none; looking for certificates costs time
    if settings.safe:
        config["phases"]["coverage"] = {"unexpected-methods": []}
    return config


def stateful_examples(settings: Settings) -> int:
    """How many sequences of requests the stateful phase draws."""
    return ceil(settings.max_examples * 0.2)


def _suggestions(operations: Sequence[Operation]) -> dict[str, Any]:
    return {
        f"{op.label} {place}": {"values": list(values)}
        for op in operations
        for place, values in op.examples.items()
    }


def _parameters(operation: Operation) -> dict[str, Any]:
    return {
        place: {"dictionary": f"{operation.label} {place}", "probability": _SUGGESTED}
        for place in operation.examples
    }


def _checks(operation: Operation) -> dict[str, Any]:
    return {
        "positive_data_acceptance": {"expected-statuses": sorted(accepting(operation))},
        "negative_data_rejection": {"expected-statuses": sorted(refusing(operation))},
        "missing_required_header": {"expected-statuses": sorted(refusing(operation))},
    }


def accepting(operation: Operation) -> set[str]:
    """The statuses that may answer a request that fits its schema.

    A declared 4xx is among them: schemas cannot say everything a service asks for. Server errors
    have a check of their own.
    """
    declared = {status.upper() for status in operation.responses if status != "default"}
    success = {status for status in declared if status[0] in "23"} or {"2XX", "3XX"}
    refusals = {status for status in declared if status[0] == "4"}
    if operation.has_path_parameters:
        refusals.add("404")
    if operation.secured:
        refusals |= {"401", "403"}
    # What is awkward to a server in front of the service fits a schema all the same.
    return success | refusals | {"413", "414", "429", "431", "5XX"}


def refusing(operation: Operation) -> set[str]:
    """The statuses that may answer a request that does not fit its schema."""
    declared = {status.upper() for status in operation.responses if status.startswith("4")}
    statuses = declared | _ALWAYS_REFUSED | {"5XX"}
    if "400" not in declared:
        statuses.add("422")
    if operation.has_path_parameters:
        statuses |= {"404", "405"}
    if operation.secured:
        statuses |= {"401", "403"}
    return statuses
