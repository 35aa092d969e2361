"""Security definitions and requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.requirements import requirements
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.foreign import SECURITY_TYPES
from swagsmith.check.structure.misspelt import is_hidden, is_misspelt, lacks
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: Section Security Scheme Object: the fields of each type, all of them required.
_FIELDS: Final = {
    "basic": (),
    "apiKey": ("name", "in"),
    "implicit": ("flow", "authorizationUrl", "scopes"),
    "password": ("flow", "tokenUrl", "scopes"),
    "application": ("flow", "tokenUrl", "scopes"),
    "accessCode": ("flow", "authorizationUrl", "tokenUrl", "scopes"),
}
_TEXTS: Final = ("name", "authorizationUrl", "tokenUrl", "description")
_TYPES: Final = ("basic", "apiKey", "oauth2")
_FLOWS: Final = ("implicit", "password", "application", "accessCode")


@rule("op-security-defined", Severity.ERROR, Pack.CORE)
def op_security_defined(context: Context) -> Iterator[Finding]:
    """A security requirement names a scheme that is not defined.

    ## Why
    No client can authenticate with it.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {security: [{token: []}], responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {token: {type: basic}}
    paths:
      /widgets:
        get: {security: [{token: []}], responses: {"200": {description: All widgets.}}}
    ```
    """
    root = context.root
    defined = root.child("securityDefinitions").names()
    schemes = root.get("securityDefinitions", {})
    if not is_mapping(schemes) or is_hidden(root, "securityDefinitions"):
        return  # of the wrong type or misspelt, which doc-structure reports
    for node in requirements(context):
        if node.key not in defined:
            message = f"the security scheme `{node.key}` is not defined"
            advice = did_you_mean(node.key, defined) or "define it under `securityDefinitions`"
            yield Finding(node, message, advice, key=True)


@rule("op-scopes", Severity.ERROR, Pack.CORE)
def op_scopes(context: Context) -> Iterator[Finding]:
    """A security requirement names a scope that its scheme does not have.

    ## Why
    The server refuses a token for an unknown scope. Only oauth2 has scopes; the list of any
    other type is empty.

    ## Bad
    ```yaml
    securityDefinitions: {token: {type: basic}}
    paths:
      /widgets:
        get: {security: [{token: [read]}], responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {token: {type: basic}}
    paths:
      /widgets:
        get: {security: [{token: []}], responses: {"200": {description: All widgets.}}}
    ```
    """
    for node in requirements(context):
        scheme = context.root.child("securityDefinitions").child(node.key)
        kind = scheme.get("type")
        scopes = [scope for scope in node.elements() if isinstance(scope.value, str)]
        if kind == "oauth2" and is_mapping(scheme.get("scopes")):
            declared = scheme.get("scopes")
            for scope in scopes:
                if scope.value not in declared:
                    message = f"the scheme `{node.key}` has no scope `{scope.value}`"
                    related = (("the scheme", scheme),)
                    yield Finding(scope, message, did_you_mean(scope.value, declared), related)
        elif kind in ("basic", "apiKey") and scopes:
            message = f"the scheme `{node.key}` of type {kind} has no scopes"
            yield Finding(scopes[0], message, "leave the list empty", (("the scheme", scheme),))


@rule("sec-scheme", Severity.ERROR, Pack.CORE)
def sec_scheme(context: Context) -> Iterator[Finding]:
    """A security definition has not exactly the fields of its type.

    ## Why
    A client that lacks the name of the header, or the URL of the token, cannot authenticate.

    ## Bad
    ```yaml
    securityDefinitions:
      key: {type: apiKey, name: X-Key}
    security: [{key: []}]
    ```

    ## Good
    ```yaml
    securityDefinitions:
      key: {type: apiKey, name: X-Key, in: header}
    security: [{key: []}]
    ```
    """
    for name, scheme in context.root.child("securityDefinitions").items():
        if scheme.value is None:
            continue  # schema-null-value reports it, as it does fields that are null
        if not is_mapping(scheme.value):
            kind = ARTICLES[json_type(scheme.value)]
            yield Finding(scheme, f"the security definition `{name}` is an object, not {kind}")
        elif scheme.text("type") not in SECURITY_TYPES:
            yield from _scheme(name, scheme)


def _scheme(name: str, scheme: Node) -> Iterator[Finding]:
    subject = f"the security definition `{name}`"
    kind = scheme.get("type")
    if kind not in _TYPES:
        yield from _choice(scheme, "type", _TYPES, subject)
        return
    flow = scheme.get("flow")
    if kind == "oauth2" and flow not in _FLOWS:
        yield from _choice(scheme, "flow", _FLOWS, subject)
        return
    label = f"{kind} with the flow {flow}" if kind == "oauth2" else str(kind)
    fields = _FIELDS[str(flow if kind == "oauth2" else kind)]
    for field in fields:
        if lacks(scheme, field):
            yield Finding(scheme, f"{subject} is {label} and has no `{field}`")
    for key, value in scheme.items():
        if key not in ("type", "description", *fields) and not key.startswith("x-"):
            message = f"{subject} is {label}, which has no field `{key}`"
            yield Finding(value, message, did_you_mean(key, fields), key=True)
        elif value.value is not None:
            yield from _value(key, value, subject)


def _choice(scheme: Node, key: str, options: tuple[str, ...], subject: str) -> Iterator[Finding]:
    value = scheme.get(key)
    wanted = listed(options)
    if key not in scheme:
        misspelt = next((name for name in scheme.names() if is_misspelt(name, key)), None)
        if misspelt is not None:
            message = f"`{misspelt}` is no field of a security definition"
            yield Finding(scheme.child(misspelt), message, f"did you mean `{key}`?", key=True)
        else:
            yield Finding(scheme, f"{subject} has no `{key}`", f"it is {wanted}")
    elif value is not None:
        advice = did_you_mean(value, options) if isinstance(value, str) else None
        message = f"the `{key}` of {subject} is {wanted}; this is {shown(value)}"
        yield Finding(scheme.child(key), message, advice)


def _value(key: str, value: Node, subject: str) -> Iterator[Finding]:
    """The value of a known field."""
    if key == "in" and value.value not in ("header", "query"):
        message = f"the `in` of {subject} is header or query; this is {shown(value.value)}"
        yield Finding(value, message)
    elif key == "scopes" and not is_mapping(value.value):
        advice = "write `name: description`" if is_array(value.value) else None
        yield Finding(value, f"the `scopes` of {subject} are an object", advice)
    elif key == "scopes":
        for scope, text in value.items():
            if not isinstance(text.value, (str, type(None))) and not scope.startswith("x-"):
                yield Finding(text, f"the scope `{scope}` has a text as its description")
    elif key in _TEXTS and not isinstance(value.value, str):
        kind = ARTICLES[json_type(value.value)]
        yield Finding(value, f"the `{key}` of {subject} is a text, not {kind}")
