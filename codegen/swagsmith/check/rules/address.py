"""Where the service is: schemes, host, base path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check import hosts
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: Words in the name of a host that is there for trying things out.
_NOT_PRODUCTION: Final = frozenset(
    (
        "dev", "develop", "development", "test", "testing", "tests", "stage", "staging", "stg",
        "sandbox", "uat", "qa", "preprod", "localhost",
    )
)  # fmt: skip
#: Last labels of names that the public network does not know (RFC 2606, RFC 6762, RFC 8375).
_NOT_PUBLIC: Final = frozenset(("localhost", "local", "internal", "invalid", "example"))
_ADVICE: Final = "write `schemes: [https]`"
_EXAMPLES: Final = ("example.com", "example.org", "example.net")


@rule("host-format", Severity.ERROR, Pack.CORE)
def host_format(context: Context) -> Iterator[Finding]:
    """`host` is more or less than a host name or an address with an optional port.

    ## Why
    Clients put `schemes`, `host` and `basePath` together. A scheme in the host gives
    `https://https://`, and templates are sent as they stand.

    ## Bad
    ```yaml
    host: https://api.x.test/v1
    ```

    ## Good
    ```yaml
    host: api.x.test
    basePath: /v1
    ```
    """
    host = context.root.child("host")
    fault = hosts.parse(host.value).fault if isinstance(host.value, str) else None
    if fault is not None:
        advice = "write the name alone; a scheme goes to `schemes`, a path to `basePath`"
        yield Finding(host, f"the host {shown(host.value)} {fault}", advice)


@rule("host-present", Severity.WARNING, Pack.STYLE, also={Pack.CONNECTOR: Severity.ERROR})
def host_present(context: Context) -> Iterator[Finding]:
    """The document has no `host`.

    ## Why
    Without it the host is the one that the document was fetched from. A file has none.

    ## Bad
    ```yaml
    basePath: /v1
    ```

    ## Good
    ```yaml
    host: api.x.test
    basePath: /v1
    ```
    """
    if lacks(context.root, "host"):
        yield Finding(context.root, "the document has no `host`")


@rule("host-production", Severity.WARNING, Pack.CERTIFICATION)
def host_production(context: Context) -> Iterator[Finding]:
    """`host` is not the one that customers use: an example, an address, or a place for tests.

    ## Why
    A certified connector is for everybody and talks to the host in production.

    ## Bad
    ```yaml
    host: localhost:8080
    ```

    ## Good
    ```yaml
    host: api.x.test
    ```
    """
    host = context.root.child("host")
    if not isinstance(host.value, str) or (parsed := hosts.parse(host.value)).fault is not None:
        return
    *labels, last = parsed.name.split(".")
    words = {word for label in labels for word in re.split("[-_]", label)}
    is_example = parsed.name.endswith(_EXAMPLES)
    if parsed.is_address or is_example or last in _NOT_PUBLIC or words & _NOT_PRODUCTION:
        yield Finding(host, f"the host {shown(host.value)} is not one for production")


@rule("basepath-format", Severity.ERROR, Pack.CORE)
def basepath_format(context: Context) -> Iterator[Finding]:
    """`basePath` does not begin with a slash, or holds a template, a query or a fragment.

    ## Why
    It is a piece of text between the host and the path. Templates in it are sent as they stand.

    ## Bad
    ```yaml
    basePath: /v1/accounts/{id}
    ```

    ## Good
    ```yaml
    basePath: /v1/accounts
    ```
    """
    node = context.root.child("basePath")
    fault = _base_path_fault(node.value) if isinstance(node.value, str) else None
    if fault is not None:
        yield Finding(node, f"the base path {shown(node.value)} {fault}")


def _base_path_fault(text: str) -> str | None:
    if not text.strip():
        return "is empty"
    if "{" in text or "}" in text:
        return "holds a template, which 2.0 does not fill in"
    if "?" in text or "#" in text:
        return "holds a query or a fragment"
    if any(character.isspace() for character in text):
        return "holds a blank"
    return None if text.startswith("/") else "does not begin with a slash"


@rule("basepath-trailing-slash", Severity.WARNING, Pack.CORE)
def basepath_trailing_slash(context: Context) -> Iterator[Finding]:
    """`basePath` ends with a slash.

    ## Why
    Every path begins with one, so that requests go to `//`, and some servers answer 404.

    ## Bad
    ```yaml
    basePath: /v1/
    ```

    ## Good
    ```yaml
    basePath: /v1
    ```
    """
    node = context.root.child("basePath")
    text = node.value
    if isinstance(text, str) and len(text) > 1 and text.endswith("/"):
        advice = f"write `{text.rstrip('/') or '/'}`"
        yield Finding(node, f"the base path {shown(text)} ends with a slash", advice)


@rule("schemes-present", Severity.WARNING, Pack.CORE, also={Pack.CONNECTOR: Severity.ERROR})
def schemes_present(context: Context) -> Iterator[Finding]:
    """The document has no `schemes`, or an empty list of them.

    ## Why
    The scheme is then the one that the document was fetched with. A file has none.

    ## Bad
    ```yaml
    schemes: []
    ```

    ## Good
    ```yaml
    schemes: [https]
    ```
    """
    root = context.root
    for holder in _holders(context):
        if holder.get("schemes") == []:
            yield Finding(holder.child("schemes"), "`schemes` is empty", _ADVICE)
    own = [is_array(operation.node.get("schemes")) for operation in context.operations]
    if lacks(root, "schemes") and not (own and all(own)):
        yield Finding(root, "the document has no `schemes`", _ADVICE)


@rule("schemes-secure", Severity.WARNING, Pack.SECURITY)
def schemes_secure(context: Context) -> Iterator[Finding]:
    """The service is offered without encryption: over http or ws.

    ## Why
    Passwords, tokens and everything else can be read on the way.

    ## Bad
    ```yaml
    schemes: [http, https]
    ```

    ## Good
    ```yaml
    schemes: [https]
    ```
    """
    for holder in _holders(context):
        for scheme in holder.child("schemes").elements():
            if scheme.value in ("http", "ws"):
                message = f"the scheme {scheme.value} sends everything in clear"
                yield Finding(scheme, message, f"offer {scheme.value}s only")


def _holders(context: Context) -> Iterator[Node]:
    """The objects that may have `schemes`: the document and its operations."""
    yield context.root
    yield from (operation.node for operation in context.operations)
