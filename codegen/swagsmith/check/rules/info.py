"""The `info` of a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure import owners
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_SENTENCE: Final = "say in a sentence what the API is for"
_SEMANTIC: Final = "count versions as 1.0.0, 1.0.1, 1.1.0 and so on"
_LONGEST: Final = 100
#: Semantic versions with fewer or more numbers too, and dates, both with a word for what is no
#: release yet.
_VERSION = re.compile(
    r"(?:v?\d+(?:\.\d+){0,3}|\d{4}-\d\d-\d\d)(?:[-+.]?[0-9A-Za-z]+(?:[-+.][0-9A-Za-z]+)*)?",
    re.ASCII | re.IGNORECASE,
).fullmatch


@rule("info-description", Severity.WARNING, Pack.STYLE, also={Pack.CONNECTOR: Severity.ERROR})
def info_description(context: Context) -> Iterator[Finding]:
    """`info` has no description.

    ## Why
    It is the first thing a reader sees, on every page made from the document.

    ## Bad
    ```yaml
    info: {title: Widgets, version: 1.0.0}
    ```

    ## Good
    ```yaml
    info: {title: Widgets, version: 1.0.0, description: Makes and finds widgets.}
    ```
    """
    info = context.root.child("info")
    text = info.text("description")
    if is_mapping(info.value) and lacks(info, "description"):
        yield Finding(info, "`info` has no description", _SENTENCE)
    elif text is not None and not text.strip():
        yield Finding(info.child("description"), "the description of `info` is empty", _SENTENCE)


@rule("info-contact", Severity.WARNING, Pack.STYLE, also={Pack.CERTIFICATION: Severity.ERROR})
def info_contact(context: Context) -> Iterator[Finding]:
    """`info` does not say whom to ask: a contact with name, URL and e-mail address, well formed.

    ## Why
    Support has an address. Certification of a connector asks for all three.

    ## Bad
    ```yaml
    info: {title: Widgets, version: 1.0.0, description: All about widgets., contact: {}}
    ```

    ## Good
    ```yaml
    info:
      title: Widgets
      version: 1.0.0
      description: All about widgets.
      contact: {name: Widget Support, url: "https://x.test/help", email: help@x.test}
    ```
    """
    yield from context.structure.get(owners.CONTACT, ())
    info = context.root.child("info")
    contact = info.child("contact")
    if is_mapping(info.value) and lacks(info, "contact"):
        yield Finding(info, "`info` has no contact", "give a name, a URL and an e-mail address")
    elif is_mapping(contact.value):
        yield from _without_fields(contact, ("name", "url", "email"))


def _without_fields(node: Node, fields: tuple[str, ...]) -> Iterator[Finding]:
    """One finding for the fields an object of `info` lacks."""
    # That an empty text is no URL and no address is reported where their form is.
    empty = {"name"} if node.get("name") == "" else set[str]()
    missing = [f"`{field}`" for field in fields if field in empty or lacks(node, field)]
    if missing:
        yield Finding(node, f"the {node.key} has no {listed(missing, 'and')}")


@rule("info-license", Severity.WARNING, Pack.STYLE, default=False)
def info_license(context: Context) -> Iterator[Finding]:
    """`info` has no license, or one without a URL.

    ## Why
    Whoever builds on a public API wants to know what they may do with its description.

    ## Bad
    ```yaml
    info: {title: Widgets, version: 1.0.0, description: All about widgets., license: {name: MIT}}
    ```

    ## Good
    ```yaml
    info:
      title: Widgets
      version: 1.0.0
      description: All about widgets.
      license: {name: MIT, url: "https://opensource.org/license/mit"}
    ```
    """
    info = context.root.child("info")
    license_ = info.child("license")
    if is_mapping(info.value) and lacks(info, "license"):
        yield Finding(info, "`info` has no license", "give its name and its URL")
    elif is_mapping(license_.value):
        # A name is required; doc-structure reports one that is missing.
        yield from _without_fields(license_, ("url",))


@rule("info-version", Severity.WARNING, Pack.STYLE)
def info_version(context: Context) -> Iterator[Finding]:
    """`info.version` is no version: neither numbers with dots nor a date.

    ## Why
    Whoever compares two documents has to see which is the later one; change logs and releases of
    generated clients are named by it.

    ## Bad
    ```yaml
    info: {title: Widgets, version: latest, description: All about widgets.}
    ```

    ## Good
    ```yaml
    info: {title: Widgets, version: 1.4.0, description: All about widgets.}
    ```
    """
    version = context.root.child("info").child("version")
    if not isinstance(version.value, str):
        return  # missing or no text, which doc-structure reports
    if not version.value.strip():
        yield Finding(version, "the version of `info` is empty", _SEMANTIC)
    elif len(version.value) > _LONGEST or not _VERSION(version.value):
        message = f"{shown(version.value)} is no version that can be compared with another one"
        yield Finding(version, message, _SEMANTIC)
