"""The wording of titles, summaries and descriptions, as certification asks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.texts import placeholder, texts
from swagsmith.check.words import listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_PRODUCTS: Final = (
    r"power\s?(?:apps|automate|pages|platform|virtual\s?agents|bi)|logic\s?apps|copilot\s?studio"
    r"|microsoft\s?flow|dataverse"
)
_IN_TITLE: Final = rf"\b(?:apis?|connectors?|{_PRODUCTS})\b"
_IN_DESCRIPTION: Final = rf"\b(?:{_PRODUCTS})\b"
_TITLE: Final = 30
_DESCRIPTION: Final = (30, 500)
_SUMMARY: Final = 80
#: So much of a word is shown, on both sides of the letter it is about.
_WORD: Final = 30
_REFUSED: Final = "/\\<>*%&?"
_PUNCTUATION: Final = ".,;:!?"
_ENDS: Final = (".", "!", "?", ":", ")", "]", '"', "'", "`", "*", "\u2026", "\u201d", "\u2019")
#: Fields of which another rule of the same profile says that they are empty, or nobody cares.
_SAID_ELSEWHERE: Final = frozenset(
    ((Kind.ROOT, "description"), (Kind.OPERATION, "summary"), (Kind.PARAMETER, "description"),
     (Kind.PARAMETER, "x-ms-summary"), (Kind.SCHEMA, "x-ms-summary"), (Kind.SCHEMA, "title"))
)  # fmt: skip


@rule("ms-title", Severity.ERROR, Pack.CERTIFICATION)
def ms_title(context: Context) -> Iterator[Finding]:
    """The title is too long, names a product of the platform, or ends with a sign.

    ## Why
    Certification refuses it. A title has 30 characters at most, holds neither API nor Connector,
    and ends with a letter, a digit or a closing parenthesis.

    ## Bad
    ```yaml
    info: {title: Widgets API Connector, version: 1.0.0, description: All about widgets.}
    ```

    ## Good
    ```yaml
    info: {title: Widgets, version: 1.0.0, description: All about widgets.}
    ```
    """
    node = context.root.child("info").child("title")
    title = node.value.strip() if isinstance(node.value, str) else ""
    if not title:
        return
    if len(title) > _TITLE:
        yield Finding(node, f"the title has {len(title)} characters; {_TITLE} is the most")
    words = _words(_IN_TITLE, title)
    if words and not placeholder(title):
        yield Finding(node, f"the title does without {listed(words)}")
    if not title[-1].isalnum() and title[-1] != ")":
        yield Finding(node, f"the title ends with {shown(title[-1])}")


def _words(pattern: str, text: str) -> list[str]:
    """The words of a text that are not wanted, each once."""
    found = re.findall(pattern, text, re.IGNORECASE)
    return [*dict.fromkeys(shown(word) for word in found)]


@rule("ms-info-description", Severity.ERROR, Pack.CERTIFICATION)
def ms_info_description(context: Context) -> Iterator[Finding]:
    """The description of the API is too short or too long, or names a product of the platform.

    ## Why
    Certification refuses it. It has 30 to 500 characters, and the page it stands on is about the
    service, not about the platform.

    ## Bad
    ```yaml
    info: {title: Widgets, version: 1.0.0, description: Makes widgets.}
    ```

    ## Good
    ```yaml
    info:
      title: Widgets
      version: 1.0.0
      description: Makes widgets of any colour and size, and finds those made before.
    ```
    """
    node = context.root.child("info").child("description")
    text = node.value.strip() if isinstance(node.value, str) else ""
    if not text:
        return
    least, most = _DESCRIPTION
    if not least <= len(text) <= most:
        yield Finding(node, f"the description has {len(text)} characters, not {least} to {most}")
    words = _words(_IN_DESCRIPTION, text)
    if words:
        yield Finding(node, f"the description does without {listed(words)}")


@rule("ms-op-summary", Severity.ERROR, Pack.CERTIFICATION)
def ms_op_summary(context: Context) -> Iterator[Finding]:
    r"""A summary is too long, ends with punctuation, or holds signs that are refused.

    ## Why
    It is the name of a step: 80 characters at most, no full stop, none of `/ \ < > * % & ?`. Any
    other sign than letters, digits, blanks and parentheses gives an info.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {summary: List widgets., responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {summary: List widgets, responses: {"200": {description: All widgets.}}}
    ```
    """
    for operation in context.operations:
        node = operation.node.child("summary")
        text = node.value.strip() if isinstance(node.value, str) else ""
        what = f"the summary of {operation.label}"
        if len(text) > _SUMMARY:
            yield Finding(node, f"{what} has {len(text)} characters; {_SUMMARY} is the most")
        refused = [sign for sign in _REFUSED if sign in text]
        others = dict.fromkeys(c for c in text if not (c.isalnum() or c in " ()" or c in _REFUSED))
        if refused:
            yield Finding(node, f"{what} holds {listed(map(shown, refused), 'and')}")
        elif text.endswith(tuple(_PUNCTUATION)):
            yield Finding(node, f"{what} ends with {shown(text[-1])}", "it is a name, no sentence")
        elif others:
            message = f"{what} holds {listed(map(shown, others), 'and')}"
            yield Finding(node, message, severity=Severity.INFO)


@rule("ms-description-sentence", Severity.INFO, Pack.CERTIFICATION)
def ms_description_sentence(context: Context) -> Iterator[Finding]:
    """A description is no sentence: no capital letter at the beginning, or no end mark.

    ## Why
    Descriptions of operations and fields stand beside each other and read best in one style.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          description: gives the widgets of the account
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          description: Gives the widgets of the account.
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.OPERATION, Kind.PARAMETER, Kind.SCHEMA):
        node = site.node.child("description")
        text = node.value.strip() if isinstance(node.value, str) else ""
        if not text or placeholder(text):
            continue
        if text[0].islower():
            yield Finding(node, f"the description {shown(text)} begins with a small letter")
        elif not text.endswith(_ENDS):
            yield Finding(node, f"the description {shown(text)} has no end mark")


@rule("ms-english", Severity.INFO, Pack.CERTIFICATION)
def ms_english(context: Context) -> Iterator[Finding]:
    """A text is not English: it holds letters that English does not have.

    ## Why
    Certification asks for English; translations are made from it.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {summary: Schlüssel auflisten, responses: {"200": {description: All keys.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {summary: List keys, responses: {"200": {description: All keys.}}}
    ```
    """
    for _, node in texts(context):
        word = None if node.value.isascii() else _foreign(node.value)
        if word is not None:
            yield Finding(node, f"{shown(word)} is not English", key=False)


def _foreign(text: str) -> str | None:
    """The first word with a letter that English does not have."""
    at = next((i for i, sign in enumerate(text) if not sign.isascii() and sign.isalpha()), None)
    if at is None:
        return None
    start = end = at
    while start > 0 and text[start - 1].isalpha() and at - start < _WORD:
        start -= 1
    while end < len(text) and text[end].isalpha() and end - at < _WORD:
        end += 1
    return text[start:end]


@rule("ms-trigger-wording", Severity.INFO, Pack.CERTIFICATION)
def ms_trigger_wording(context: Context) -> Iterator[Finding]:
    """The summary of a trigger does not begin with When, or its description not as it should.

    ## Why
    It is the style of the catalogue, by which makers tell triggers from actions: a summary begins
    with "When", a description with "This operation triggers when".

    ## Bad
    ```yaml
    paths:
      /widgets/new:
        get:
          summary: New widget
          x-ms-trigger: single
          responses: {"200": {description: The widget.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/new:
        get:
          summary: When a widget is made
          x-ms-trigger: single
          responses: {"200": {description: The widget.}}
    ```
    """
    for operation in context.operations:
        if "x-ms-trigger" not in operation.node:
            continue
        yield from _begins(operation.node.child("summary"), "When ")
        yield from _begins(operation.node.child("description"), "This operation triggers when ")


def _begins(node: Node, words: str) -> Iterator[Finding]:
    text = node.value
    if isinstance(text, str) and text.strip() and not text.lower().startswith(words.lower()):
        yield Finding(node, f"the {node.key} of a trigger begins with {words.strip()!r}")


@rule("text-placeholder", Severity.WARNING, Pack.CERTIFICATION)
def text_placeholder(context: Context) -> Iterator[Finding]:
    """A text is what a template has left behind, or empty.

    ## Why
    It is shown to users as it is.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          description: string
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          description: Gives the widgets of the account.
          responses: {"200": {description: All widgets.}}
    ```
    """
    for kind, node in texts(context):
        text = node.value.strip()
        if not text:
            if (kind, node.key) not in _SAID_ELSEWHERE:
                yield Finding(node, f"the {node.key} is empty")
        elif left := placeholder(text):
            yield Finding(node, f"{shown(left)} in the {node.key} is a placeholder")
