"""Media types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.grammar import Kind
from swagsmith.check.media import is_media_type
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context


@rule("mime-valid", Severity.ERROR, Pack.CORE)
def mime_valid(context: Context) -> Iterator[Finding]:
    """What stands in `consumes` or `produces`, or as a key of `examples`, is no media type.

    ## Why
    It is compared with the header of a message. A bare `json` never matches one.

    ## Bad
    ```yaml
    produces: [json]
    ```

    ## Good
    ```yaml
    produces: [application/json]
    ```
    """
    for holder in (context.root, *(operation.node for operation in context.operations)):
        for field in ("consumes", "produces"):
            for node in holder.child(field).elements():
                if isinstance(node.value, str) and not is_media_type(node.value):
                    yield Finding(
                        node, f"{shown(node.value)} is no media type", _advice(node.value)
                    )
    for site in context.sites(Kind.RESPONSE):
        for key, node in site.node.child("examples").items():
            if not key.startswith("x-") and not is_media_type(key):
                yield Finding(node, f"{shown(key)} is no media type", _advice(key), key=True)


def _advice(text: str) -> str | None:
    """The media type that is meant by a bare name."""
    known = {
        "json": "application/json",
        "xml": "application/xml",
        "form": "application/x-www-form-urlencoded",
        "text": "text/plain",
        "html": "text/html",
        "csv": "text/csv",
        "pdf": "application/pdf",
    }
    meant = known.get(text.strip().lower().lstrip("."))
    return f"did you mean `{meant}`?" if meant else "a media type has two parts, as in text/plain"
