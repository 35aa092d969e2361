"""Credentials on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.naming import words
from swagsmith.check.rule import Pack, rule
from swagsmith.check.secrets import is_credential
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation, Parameter
    from swagsmith.source import Node
#: Words of paths that stand for signing in.
_SIGNING_IN: Final = frozenset(
    ("auth", "authenticate", "authentication", "login", "logon", "oauth", "oauth2", "session",
     "sessions", "signin", "signup", "token")
)  # fmt: skip


@rule("sec-url-https", Severity.WARNING, Pack.SECURITY)
def sec_url_https(context: Context) -> Iterator[Finding]:
    """A URL of OAuth is not absolute, or not https.

    ## Why
    Codes and tokens would travel in the clear.

    ## Bad
    ```yaml
    securityDefinitions:
      account: {type: oauth2, flow: application, tokenUrl: "http://x.test/token", scopes: {}}
    security: [{account: []}]
    ```

    ## Good
    ```yaml
    securityDefinitions:
      account: {type: oauth2, flow: application, tokenUrl: "https://x.test/token", scopes: {}}
    security: [{account: []}]
    ```
    """
    for scheme in _schemes(context, "oauth2"):
        for field in ("authorizationUrl", "tokenUrl"):
            text = scheme.text(field)
            if text is not None and not text.lower().startswith("https://"):
                advice = "write the whole URL, with https"
                yield Finding(scheme.child(field), f"the `{field}` is no https URL", advice)


@rule("sec-key-in-query", Severity.INFO, Pack.SECURITY)
def sec_key_in_query(context: Context) -> Iterator[Finding]:
    """An API key travels in the query.

    ## Why
    URLs land in logs, histories and caches, and the key with them.

    ## Bad
    ```yaml
    securityDefinitions:
      key: {type: apiKey, name: key, in: query}
    security: [{key: []}]
    ```

    ## Good
    ```yaml
    securityDefinitions:
      key: {type: apiKey, name: X-Key, in: header}
    security: [{key: []}]
    ```
    """
    for scheme in _schemes(context, "apiKey"):
        if scheme.get("in") == "query":
            message = f"the key of `{scheme.key}` travels in the query"
            yield Finding(
                scheme.child("in"), message, "send it in a header, if the server takes it"
            )


def _schemes(context: Context, kind: str) -> Iterator[Node]:
    for scheme in context.root.child("securityDefinitions").members():
        if scheme.get("type") == kind:
            yield scheme


@rule("sec-credential-parameter", Severity.WARNING, Pack.SECURITY)
def sec_credential_parameter(context: Context) -> Iterator[Finding]:
    """A parameter looks like a credential, which a security scheme should carry.

    ## Why
    Whoever fills in parameters types secrets into scripts and steps, and the history of runs
    shows them. Clients keep the credentials of a scheme apart.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: api_key, in: query, type: string}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {key: {type: apiKey, name: X-Key, in: header}}
    security: [{key: []}]
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    seen: set[int] = set()
    for operation in context.operations:
        for parameter in operation.located("query", "header", "path", "formData"):
            node = parameter.node
            if id(node.value) not in seen and _is_secret(operation, parameter):
                seen.add(id(node.value))
                message = f"the parameter {shown(parameter.name)} looks like a credential"
                yield Finding(node.child("name"), message, "carry it in `securityDefinitions`")


def _signs_in(operation: Operation) -> bool:
    """Whether an operation takes credentials to give something for them, as there is no other way."""
    asked = any(parameter.name == "grant_type" for parameter in operation.parameters)
    return asked or not _SIGNING_IN.isdisjoint(words(operation.path))


def _is_secret(operation: Operation, parameter: Parameter) -> bool:
    if parameter.node.get("type") != "string" or not is_credential(parameter.name):
        return False
    if parameter.location == "header" and parameter.name.lower() == "authorization":
        return False  # which param-header-reserved reports
    if _signs_in(operation):
        return False
    return parameter.location != "path" or not _names_resource(operation.path, parameter.name)


def _names_resource(path: str, name: str) -> bool:
    """Whether a path parameter is the name of a thing, as in `/tokens/{token}`."""
    before, found, _ = path.partition(f"{{{name}}}")
    parent = words(before.rstrip("/").rpartition("/")[2])[-1:]
    own = words(name)[-1:]
    return bool(found) and own != () and parent in (own, (f"{own[0]}s",))
