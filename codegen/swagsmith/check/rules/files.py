"""Files as such: bytes, JSON, YAML. The reader finds most of these faults; here is what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.rule import Pack, reader_rule, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context

#: Documented limit of custom connectors.
_MOST_BYTES: Final = 1024 * 1024
_MANY_BYTES: Final = _MOST_BYTES * 8 // 10

FILE_JSON_STRICT: Final = reader_rule(
    "file-json-strict",
    Severity.ERROR,
    """
    A JSON file is not strict JSON: it has comments, trailing commas, single quotes or bare keys.

    ## Why
    Tools that read JSON with a YAML parser accept such a file; the next one refuses it.

    ## Bad
    ```json
    {"swagger": "2.0", "info": {"title": "Widgets", "version": "1"}, "paths": {},}
    ```

    ## Good
    ```json
    {"swagger": "2.0", "info": {"title": "Widgets", "version": "1"}, "paths": {}}
    ```
    """,
)

FILE_BOM: Final = reader_rule(
    "file-bom",
    Severity.WARNING,
    r"""
    The file starts with a UTF-8 byte order mark.

    ## Why
    RFC 8259 forbids it in JSON, and readers that expect plain UTF-8 fail on the first byte.

    ## Bad
    ```json escaped
    \xef\xbb\xbf{"swagger": "2.0", "info": {"title": "Widgets", "version": "1"}, "paths": {}}
    ```

    ## Good
    ```json
    {"swagger": "2.0", "info": {"title": "Widgets", "version": "1"}, "paths": {}}
    ```
    """,
)

FILE_ENCODING: Final = reader_rule(
    "file-encoding",
    Severity.ERROR,
    r"""
    The file is not valid UTF-8, or its text holds control characters or U+FFFD.

    ## Why
    Broken characters reach everything that is made from the document, and some readers refuse
    the file.

    ## Bad
    ```json escaped
    {"swagger": "2.0", "info": {"title": "Caf\xe9", "version": "1"}, "paths": {}}
    ```

    ## Good
    ```json
    {"swagger": "2.0", "info": {"title": "Café", "version": "1"}, "paths": {}}
    ```
    """,
)

FILE_DUPLICATE_KEY: Final = reader_rule(
    "file-duplicate-key",
    Severity.ERROR,
    """
    One object holds the same key twice.

    ## Why
    Readers keep the last one in silence, so that an operation or a property disappears.

    ## Bad
    ```yaml
    definitions:
      Widget:
        type: object
        properties: {id: {type: string}}
        properties: {name: {type: string}}
    paths:
      /widgets:
        post:
          parameters: [{name: widget, in: body, schema: {$ref: "#/definitions/Widget"}}]
          responses: {"204": {description: Done.}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget:
        type: object
        properties: {id: {type: string}, name: {type: string}}
    paths:
      /widgets:
        post:
          parameters: [{name: widget, in: body, schema: {$ref: "#/definitions/Widget"}}]
          responses: {"204": {description: Done.}}
    ```
    """,
)

FILE_YAML_IMPLICIT_TYPE: Final = reader_rule(
    "file-yaml-implicit-type",
    Severity.WARNING,
    """
    An unquoted YAML scalar is text to its author and something else to some readers.

    ## Why
    YAML 1.1 and 1.2 read `no`, `on`, `012`, `1e3` and dates differently, `2.0` is a number to
    both, and an unquoted response code is a number as a key, which JSON does not have.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            200: {description: All widgets.}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets.}
    ```
    """,
)


@rule("file-size", Severity.ERROR, Pack.CONNECTOR)
def file_size(context: Context) -> Iterator[Finding]:
    """The definition of a connector is 1 MB or more.

    ## Why
    The platform refuses larger ones. From 80 % of the limit on there is a warning, so that a
    growing definition can be split in time.

    ## Bad
    ```yaml large
    definitions: {Widget: {type: object}}
    paths:
      /widgets/first:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets/first:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    size = context.document.size
    if size < _MANY_BYTES:
        return
    message = f"the file has {size:,} bytes; the limit for a connector is 1 MB"
    severity = None if size >= _MOST_BYTES else Severity.WARNING
    advice = "split it into two connectors, or remove what nothing uses"
    yield Finding(context.root, message, advice, severity=severity)
