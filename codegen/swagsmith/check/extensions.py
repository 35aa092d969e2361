"""The `x-ms-` fields that the platform of connectors reads, and where it reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from swagsmith.source import Node

PREFIX: Final = "x-ms-"

_ROOT: Final = frozenset({"root"})
_INFO: Final = frozenset({"info"})
_OPERATION: Final = frozenset({Kind.OPERATION})
_FIELD: Final = frozenset({Kind.PARAMETER, Kind.SCHEMA, Kind.ITEMS})
_LABELLED: Final = _FIELD | {Kind.HEADER}

#: Extensions that name an operation to call while a flow is designed.
DYNAMIC: Final = (
    "x-ms-dynamic-values",
    "x-ms-dynamic-list",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-properties",
    "x-ms-dynamic-tree",
)

#: By name: the objects it means something in; "root" and "info" are the document and its info.
KNOWN: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(DYNAMIC, _FIELD),
    "x-ms-agentic-protocol": _OPERATION,
    "x-ms-ai-sensitivity": _LABELLED,
    "x-ms-api-annotation": _ROOT | _INFO | _OPERATION,
    "x-ms-capabilities": _ROOT | _OPERATION | _FIELD,
    "x-ms-connector-metadata": _ROOT,
    "x-ms-content-hint": _LABELLED,
    "x-ms-deployment-version": _ROOT | _INFO,
    "x-ms-displayFormat": _LABELLED,
    "x-ms-docs": _ROOT | _INFO,
    "x-ms-editor": _FIELD,
    "x-ms-editor-options": _FIELD,
    "x-ms-enum-display-name": _LABELLED,
    "x-ms-enum-values": _LABELLED,
    "x-ms-explicit-input": _OPERATION | _FIELD,
    "x-ms-keyOrder": _FIELD,
    "x-ms-keyType": _FIELD,
    "x-ms-keywords": _ROOT | _INFO | _OPERATION,
    "x-ms-localizeDefaultValue": _FIELD,
    "x-ms-media-base-url": _LABELLED,
    "x-ms-media-default-folder-path": _LABELLED,
    "x-ms-media-kind": _LABELLED,
    "x-ms-no-generic-test": _OPERATION,
    "x-ms-notification": _OPERATION,
    "x-ms-notification-content": frozenset({Kind.PATH_ITEM}),
    "x-ms-notification-url": _FIELD,
    "x-ms-openai-data": _ROOT | _INFO | _OPERATION,
    "x-ms-openai-manifest": _ROOT | _INFO,
    "x-ms-operation-context": _OPERATION,
    "x-ms-pageable": _OPERATION,
    "x-ms-permission": _FIELD,
    "x-ms-property-name-alias": _FIELD,
    "x-ms-relationships": _FIELD,
    "x-ms-require-user-confirmation": _OPERATION,
    "x-ms-safe-operation": _OPERATION,
    "x-ms-sort": _FIELD,
    "x-ms-summary": _LABELLED | {Kind.OPERATION, Kind.RESPONSE, Kind.NOTIFICATION},
    "x-ms-test-value": _LABELLED,
    "x-ms-trigger": _OPERATION,
    "x-ms-trigger-hint": _OPERATION,
    "x-ms-trigger-metadata": _OPERATION,
    "x-ms-trigger-value": _FIELD,
    "x-ms-url-encoding": frozenset({Kind.PARAMETER}),
    "x-ms-visibility": _LABELLED | _OPERATION,
}

#: Read by client generators; the platform ignores them wherever they stand.
ELSEWHERE: Final = frozenset(
    PREFIX + name
    for name in (
        "arm-id-details", "azure-resource", "client-default", "client-flatten", "client-name",
        "client-request-id", "code-generation-settings", "deprecation", "discriminator-value",
        "enum", "enum-flags", "error-response", "error-responses", "examples", "external",
        "header-collection-prefix", "identifiers", "long-running-operation",
        "long-running-operation-options", "mutability", "odata", "original", "parameter-grouping",
        "parameter-location", "parameterized-host", "paths", "request-id", "secret",
        "skip-url-encoding", "text",
    )
)  # fmt: skip


def extension(node: Node, name: str) -> Node:
    """An extension of an object, or the one that is meant: that it is misspelt is said once."""
    if name in node:
        return node.child(name)
    for key in node.names():
        if "ms" in key and key not in KNOWN and key not in ELSEWHERE and closest(key, (name,)):
            return node.child(key)
    return node.child(name)


def has_extension(node: Node, name: str) -> bool:
    """Whether an object has an extension, perhaps a misspelt one."""
    return extension(node, name).key in node


def is_internal(node: Node) -> bool:
    """Whether makers of flows never see something."""
    return node.text("x-ms-visibility") == "internal"


def is_meant_internal(node: Node) -> bool:
    """The same, or it would be so but for a slip that is reported."""
    value = extension(node, "x-ms-visibility").value
    return isinstance(value, str) and closest(value, ("internal",)) is not None
