"""Is it Swagger 2.0 at all?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

from swagsmith.source.finding import Finding

if TYPE_CHECKING:
    from swagsmith.source.document import Document
    from swagsmith.source.node import Node

RULE: Final = "doc-version"
_READS: Final = "swagsmith reads Swagger 2.0"
_OTHERS: Final = (
    ("openapi", "OpenAPI"),
    ("swagger", "Swagger"),
    ("swaggerVersion", "Swagger"),
    ("asyncapi", "AsyncAPI"),
)


def check_version(document: Document) -> None:
    """Raises `DocumentError` for another format.

    A `swagger` that says 2.0 in another type, the number 2 say, passes: what it means is clear.
    """
    root = document.root
    if not isinstance(root.value, dict):
        kind = "an array" if isinstance(root.value, list) else "a single value"
        _refuse(document, root, f"this is {kind}, not a document; {_READS}")
    if _means_two(root.get("swagger")):
        return
    for key, name in _OTHERS:
        if key in root:
            _refuse(
                document, root.child(key), f"this is {name} {root.get(key)}; swagsmith reads 2.0"
            )
    _refuse(document, root, f'this has no `swagger: "2.0"`; {_READS}')


def _means_two(version: Any) -> bool:
    return version in ("2.0", "2") or (isinstance(version, (int, float)) and version == 2)


def _refuse(document: Document, node: Node, message: str) -> NoReturn:
    raise document.error(RULE, Finding(node, message))
