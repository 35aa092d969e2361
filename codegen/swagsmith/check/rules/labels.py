"""The labels of fields, as makers of flows see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.extensions import extension, has_extension, is_meant_internal
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.rules.visibility import FIELDS
from swagsmith.check.texts import placeholder
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_LONGEST: Final = 80
_SMALL: Final = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "e.g.", "for", "from", "in", "into", "is", "nor",
     "not", "of", "on", "or", "per", "the", "to", "via", "vs", "with", "without")
)  # fmt: skip


@rule("ms-summary", Severity.WARNING, Pack.CONNECTOR)
def ms_summary(context: Context) -> Iterator[Finding]:
    """A field that makers see has no label, or one that is too long or not in title case.

    ## Why
    The label is what stands at the field. Without `x-ms-summary`, or `title` in a schema, the raw
    name stands there. Labels have 80 characters at most. A property of an answer without a label
    gives an info, and so does one that is not in title case.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: to, in: query, type: string}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: to, in: query, type: string, x-ms-summary: To Phone Number}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        unseen = is_meant_internal(site.node) or (
            site.parent is not None and is_meant_internal(site.parent.node)
        )
        if not unseen and site.node.get("in") in FIELDS:
            yield from _label(site.node, site.node, f"the parameter `{site.node.get('name')}`")
    seen: set[int] = set()
    visible = [
        operation for operation in context.operations if not is_meant_internal(operation.node)
    ]
    answers = reach.answers(context.document, visible)
    for roots, severity in ((reach.bodies(visible), None), (answers, Severity.INFO)):
        for schema in reach.schemas(
            context.document, roots, lambda part: not is_meant_internal(part)
        ):
            if id(schema.value) not in seen:
                seen.add(id(schema.value))
                yield from _labels(context, schema, severity)


def _labels(context: Context, schema: Node, severity: Severity | None) -> Iterator[Finding]:
    for name, use in schema.child("properties").items():
        target = context.resolved(use)
        if target is None or not is_mapping(target.value):
            continue
        if not is_meant_internal(use) and not is_meant_internal(target):
            # What an object holds is shown in its place.
            missing = Severity.INFO if "properties" in target else severity
            yield from _label(use, target, f"the property `{name}`", missing)


def _label(
    use: Node, target: Node, what: str, missing: Severity | None = None
) -> Iterator[Finding]:
    """`use` is the field as written, `target` what holds the label."""
    label = extension(target, "x-ms-summary")
    label = label if label.key in target else target.child("title")
    text = label.value
    if label.key not in target:
        # Nobody sees the address that a webhook calls, whatever else is wrong with it.
        if not has_extension(target, "x-ms-notification-url"):
            advice = "label it in title case"
            yield Finding(use, f"{what} has no `x-ms-summary`", advice, severity=missing)
    elif not isinstance(text, str) or not text.strip():
        yield Finding(label, f"the label of {what} is empty")
    elif len(text) > _LONGEST:
        message = f"the label of {what} has {len(text)} characters; {_LONGEST} is the most"
        yield Finding(label, message)
    elif label.key != "title" and not _is_title(text) and not placeholder(text):
        message = f"the label {shown(text)} is not in title case"
        yield Finding(label, message, severity=Severity.INFO)


def _is_title(text: str) -> bool:
    words = text.split()
    return not any(
        word[0].islower() and (index == 0 or word not in _SMALL) for index, word in enumerate(words)
    )
