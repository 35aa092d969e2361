"""What the catalogue of connectors shows beside the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from swagsmith.check.extensions import extension
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_KEY: Final = "x-ms-connector-metadata"
_URLS: Final = ("Website", "Privacy policy")
_CATEGORY: Final = "Categories"
_MOST: Final = 2
_CATEGORIES: Final = (
    "AI", "Business Intelligence", "Business Management", "Collaboration", "Commerce",
    "Communication", "Content and Files", "Data", "Finance", "Human Resources", "IT Operations",
    "Internet of Things", "Lifestyle and Entertainment", "Marketing", "Productivity",
    "Sales and CRM", "Security", "Social Media", "Website",
)  # fmt: skip


@rule("ms-metadata", Severity.ERROR, Pack.CERTIFICATION)
def ms_metadata(context: Context) -> Iterator[Finding]:
    """`x-ms-connector-metadata` lacks a property that certification asks for, or has a wrong one.

    ## Why
    The catalogue shows website and privacy policy, and lists a connector under one or two of its
    own categories.

    ## Bad
    ```yaml
    x-ms-connector-metadata:
      - {propertyName: Website, propertyValue: "https://widgets.test/"}
      - {propertyName: Privacy policy, propertyValue: "https://widgets.test/privacy"}
      - {propertyName: Categories, propertyValue: Telephony}
    ```

    ## Good
    ```yaml
    x-ms-connector-metadata:
      - {propertyName: Website, propertyValue: "https://widgets.test/"}
      - {propertyName: Privacy policy, propertyValue: "https://widgets.test/privacy"}
      - {propertyName: Categories, propertyValue: Communication;Productivity}
    ```
    """
    metadata = extension(context.root, _KEY)
    if not is_array(metadata.value):
        if metadata.key in context.root:
            kind = ARTICLES[json_type(metadata.value)]
            yield Finding(metadata, f"`{_KEY}` is an array of names and values, not {kind}")
        elif context.operations:
            yield Finding(context.root, f"the document has no `{_KEY}`")
        return
    found: dict[str, Node] = {}
    for entry in metadata.elements():
        found.setdefault((entry.text("propertyName") or "").lower(), entry)
    for name in (*_URLS, _CATEGORY):
        if name.lower() in found:
            yield from _value(name, found[name.lower()])
        else:
            names = [node.text("propertyName") or "" for node in found.values()]
            meant = did_you_mean(name, names)
            yield Finding(metadata, f"`{_KEY}` has no `{name}`", meant, key=True)


def _value(name: str, entry: Node) -> Iterator[Finding]:
    value = entry.child("propertyValue")
    text = value.value.strip() if isinstance(value.value, str) else ""
    at = value if "propertyValue" in entry else entry
    if not text:
        yield Finding(at, f"`{name}` has no value")
    elif name != _CATEGORY:
        if not _is_url(text):
            yield Finding(value, f"`{name}` is an absolute URL; this is {shown(text)}")
    else:
        yield from _categories(value, [part.strip() for part in text.split(";")])


def _categories(value: Node, names: list[str]) -> Iterator[Finding]:
    known = {category.lower() for category in _CATEGORIES}
    wrong = [name for name in names if name and name.lower() not in known]
    if wrong:
        message = f"the catalogue has no category {listed(map(shown, wrong))}"
        advice = did_you_mean(wrong[0], _CATEGORIES)
        advice = advice or "join categories with a semicolon; " + listed(_CATEGORIES, "and")
        yield Finding(value, message, advice)
    elif len(names) > _MOST:
        yield Finding(value, f"there are {len(names)} categories; {_MOST} is the most")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
