"""Credentials: kept secret, and called what the platform expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.policies import PARAMETER
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import listed
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.connection import Connection
    from swagsmith.check.context import Context
    from swagsmith.source import Node

_WORDS: Final = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+"
_SECRET: Final = frozenset(
    ("password", "passwd", "pwd", "passphrase", "secret", "token", "key", "apikey", "credential",
     "credentials", "pat")
)  # fmt: skip
#: By the type of a security definition: the connection parameters it is built from.
_EXPECTED: Final = {"basic": ("username", "password"), "apiKey": ("api_key",), "oauth2": ("token",)}
#: Policies that can put a key where a security definition says it is.
_SETTERS: Final = {"header": "setheader", "query": "setqueryparameter"}


@rule("conn-secret-secure", Severity.ERROR, Pack.CONNECTION)
def conn_secret_secure(context: Context) -> Iterator[Finding]:
    """A connection parameter looks like a secret and is not kept as one.

    ## Why
    Only a `securestring` without `clearText` is hidden where connections are shown and exported.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"connectionParameters": {"api_key": {
      "type": "string", "uiDefinition": {"displayName": "Key"}}}}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"connectionParameters": {"api_key": {
      "type": "securestring", "uiDefinition": {"displayName": "Key"}}}}}
    ```
    """
    for parameter in context.connection.parameters() if context.connection else ():
        if not _is_secret(parameter.key):
            continue
        kind = parameter.child("type")
        clear = parameter.child("uiDefinition").child("constraints").child("clearText")
        if kind.value == "string":
            message = f"`{parameter.key}` looks like a secret and is a plain string"
            yield Finding(kind, message, "write `securestring`")
        elif kind.value == "securestring" and clear.value in (True, "true"):
            message = f"`{parameter.key}` looks like a secret and is shown in clear text"
            yield Finding(clear, message, "write `false`")


def _is_secret(name: str) -> bool:
    """By the last word of the name: `apiKey` and `client_secret` are secrets, `tokenUrl` is none."""
    words = [word.lower() for word in re.findall(_WORDS, name.rpartition(":")[2])]
    return bool(words) and words[-1] in _SECRET and "public" not in words


@rule("conn-auth-match", Severity.ERROR, Pack.CONNECTION)
def conn_auth_match(context: Context) -> Iterator[Finding]:
    """A security definition has no connection parameters that the platform can build it from.

    ## Why
    The platform looks for them by name: `username` and `password` for basic, `api_key` for an API
    key, an `oauthSetting` called `token` for oauth2. Under other names they are asked for and not
    sent. What makers see is the display name.

    ## Bad
    ```yaml
    securityDefinitions: {login: {type: basic}}
    security: [{login: []}]
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"connectionParameters": {
      "user": {"type": "string", "uiDefinition": {"displayName": "User"}},
      "password": {"type": "securestring", "uiDefinition": {"displayName": "Password"}}}}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {login: {type: basic}}
    security: [{login: []}]
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"connectionParameters": {
      "username": {"type": "string", "uiDefinition": {"displayName": "User"}},
      "password": {"type": "securestring", "uiDefinition": {"displayName": "Password"}}}}}
    ```
    """
    connection = context.connection
    if connection is None or not is_mapping(connection.properties.value):
        return
    for scheme in context.root.child("securityDefinitions").members():
        expected = _EXPECTED.get(str(scheme.get("type")))
        if expected is None or _is_set(connection, scheme):
            continue
        if not any(
            all(name in found for name in expected) for found in connection.parameter_lists.values()
        ):
            at = next(iter(connection.parameter_lists.values()), connection.properties)
            wanted = listed((f"`{name}`" for name in expected), "and")
            message = f"the security definition `{scheme.key}` is built from {wanted}"
            related = (("the security definition", scheme),)
            yield Finding(at, f"{message}, which the connection does not have", None, related)
        elif expected == _EXPECTED["oauth2"]:
            yield from _tokens(connection)


def _is_set(connection: Connection, scheme: Node) -> bool:
    """Whether a policy sends the key of a security definition."""
    name, template = scheme.text("name"), _SETTERS.get(str(scheme.get("in")))
    return name is not None and any(
        policy.template == template
        and (policy.parameters.text(f"{PARAMETER}name") or "").lower() == name.lower()
        for policy in connection.policies
    )


def _tokens(connection: Connection) -> Iterator[Finding]:
    tokens = [
        found.child("token") for found in connection.parameter_lists.values() if "token" in found
    ]
    if not any(token.get("type") == "oauthSetting" for token in tokens):
        token = tokens[0]
        at = token.child("type") if "type" in token else token
        yield Finding(at, "the parameter `token` of oauth2 is an `oauthSetting`")
