"""What responses consist of: files, headers, examples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from swagsmith.check.fitting import unfit
from swagsmith.check.grammar import Kind
from swagsmith.check.media import bare_type, is_json, is_media_type, is_within, is_xml
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure import owners
from swagsmith.check.words import did_you_mean, listed
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, Node, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.answers import Answer
    from swagsmith.check.context import Context


@rule("resp-file", Severity.WARNING, Pack.CORE)
def resp_file(context: Context) -> Iterator[Finding]:
    """`type: file` stands inside a schema, or in a response that comes as JSON or XML.

    ## Why
    A file is a body of bytes as a whole, so it can be the schema of a response and no part of
    one. Of a media type like `application/json` clients decode the bytes they should keep.

    ## Bad
    ```yaml
    paths:
      /report:
        get:
          produces: [application/json]
          responses: {"200": {description: The report., schema: {type: file}}}
    ```

    ## Good
    ```yaml
    paths:
      /report:
        get:
          produces: [application/pdf]
          responses: {"200": {description: The report., schema: {type: file}}}
    ```
    """
    yield from context.structure.get("resp-file", ())
    seen: set[int] = set()
    for answer in context.answers:
        schema = answer.node.child("schema")
        if schema.get("type") != "file" or id(schema.value) in seen:
            continue
        types = answer.operation.media_types("produces")
        if types and all(is_json(name) or is_xml(name) for name in types):
            seen.add(id(schema.value))
            message = f"{answer.operation.label} answers with a file, and produces {listed(types)}"
            produces = answer.operation.effective("produces")
            related = (("these types", produces),) if produces else ()
            yield Finding(schema.child("type"), message, "name the type of the file", related)


@rule("resp-header-type", Severity.ERROR, Pack.CORE)
def resp_header_type(context: Context) -> Iterator[Finding]:
    """A header of a response has no `type`, or not a simple one.

    ## Why
    OpenAPI 3 gives headers a schema or refers to them; in 2.0 a header is a text, a number, a
    boolean, or an array of these, and each is written out.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets., headers: {X-Total: {schema: {type: integer}}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets., headers: {X-Total: {type: integer}}}
    ```
    """
    yield from context.structure.get(owners.HEADER_TYPE, ())


@rule("resp-example-mime", Severity.WARNING, Pack.CORE)
def resp_example_mime(context: Context) -> Iterator[Finding]:
    """An example of a response has a media type that the operation does not produce.

    ## Why
    Such an answer never comes; the example misleads.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          produces: [application/json]
          responses: {"200": {description: All widgets., examples: {text/csv: "a,b"}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          produces: [application/json, text/csv]
          responses: {"200": {description: All widgets., examples: {text/csv: "a,b"}}}
    ```
    """
    # A shared response has the types of all operations that give it.
    produced: dict[int, set[str]] = {}
    first: dict[int, Answer] = {}
    for answer in context.answers:
        if "examples" in answer.node:
            key = id(answer.node.value)
            first.setdefault(key, answer)
            produced.setdefault(key, set()).update(answer.operation.media_types("produces"))
    for key, answer in first.items():
        types = sorted(produced[key])
        for name, example in answer.node.child("examples").items():
            media_type = bare_type(name)
            if not types or not is_media_type(name) or name.startswith("x-"):
                continue
            if not any(is_within(media_type, known) for known in types):
                message = f"{answer.operation.label} does not produce {name}"
                yield Finding(example, message, did_you_mean(media_type, types), key=True)


@rule("resp-example-valid", Severity.ERROR, Pack.CORE)
def resp_example_valid(context: Context) -> Iterator[Finding]:
    """A JSON example of a response does not fit its schema.

    ## Why
    Readers copy it, and mock servers answer with it.

    ## Bad
    ```yaml
    produces: [application/json]
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: All widgets.
              schema: {type: array, items: {type: string}}
              examples: {application/json: [red, 3]}
    ```

    ## Good
    ```yaml
    produces: [application/json]
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: All widgets.
              schema: {type: array, items: {type: string}}
              examples: {application/json: [red, "3"]}
    ```
    """
    for site in context.sites(Kind.RESPONSE):
        schema = site.node.child("schema")
        for name, example in site.node.child("examples").items():
            if is_json(bare_type(name)) and is_mapping(schema.value) and example.value is not None:
                yield from _example(context, schema, example)


def _example(context: Context, schema: Node, example: Node) -> Iterator[Finding]:
    parsed = _parsed(example.value)
    target = context.resolved(schema)
    if target is None or target.get("type") == "file":
        return
    if parsed is None or target.get("type") == "string":
        yield from unfit(context, schema, example, "example")
        return
    # JSON as a text, as it goes over the wire: its parts have no place of their own.
    inside = Node(parsed, example.file, example.tokens)
    for finding in unfit(context, schema, inside, "example"):
        yield Finding(example, finding.message)


def _parsed(value: Any) -> Any:
    """What a text holds as JSON: an object or array; None for anything else."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
