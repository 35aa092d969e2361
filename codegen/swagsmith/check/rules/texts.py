"""What texts should not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.markdown import markdown_fields, unescaped, unsafe_in
from swagsmith.check.rule import Pack, rule
from swagsmith.check.secrets import secret_in
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context


@rule("sec-secret-in-text", Severity.ERROR, Pack.SECURITY)
def sec_secret_in_text(context: Context) -> Iterator[Finding]:
    """A text holds what looks like a secret: a key, a token, a private key.

    ## Why
    The document goes to a public repository, and the secret with it.

    ## Bad
    ```yaml
    definitions:
      Account: {type: string, example: AC0123456789abcdef0123456789abcdef}
    paths:
      /account:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Account"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Account: {type: string, example: ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX}
    paths:
      /account:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Account"}}}}
    ```
    """
    for file, text in context.texts.items():
        # Most files hold none, which one search tells.
        if secret_in(text) is not None:
            for node in _texts(context.document.at("", file)):
                name = secret_in(node.value)
                if name is not None:
                    message = f"this looks like {name}"
                    yield Finding(node, message, "write a placeholder, and void it if it is real")


def _texts(root: Node) -> Iterator[Node]:
    """Every text of a file that is a value."""
    waiting = [root]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node.value, str):
            yield node
        elif (is_mapping(node.value) or is_array(node.value)) and id(node.value) not in seen:
            # An alias repeats one object at several places.
            seen.add(id(node.value))
            waiting += node.members()
            waiting += node.elements()


@rule("text-unsafe-markdown", Severity.WARNING, Pack.SECURITY)
def text_unsafe_markdown(context: Context) -> Iterator[Finding]:
    """A text holds a script, an event handler, a `javascript:` link or a call of `eval`.

    ## Why
    Pages are made of descriptions, and whatever they hold runs in the browsers of readers. What
    stands in code is left alone.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          description: Gives all widgets. <script>alert(1)</script>
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          description: Gives all widgets. There is no `<script>` in them.
          responses: {"200": {description: All widgets.}}
    ```
    """
    if any(unsafe_in(unescaped(text), whole=True) for text in context.texts.values()):
        for node in markdown_fields(context):
            what = unsafe_in(node.value)
            if what is not None:
                yield Finding(node, f"the text holds {what}", "write plain text, or put it in code")
