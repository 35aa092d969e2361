"""Changes that only some requests carry: XML Objects where XML is spoken, parts of the host."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.compat import Difference

SIZE = "size: {type: number, maximum: 9}"
NAME = "name: {type: string, maxLength: 10}"
TAGS = "      made: {type: string}\n"

#: What happens, the edit, and what both directions give.
ROWS = [
    ("an element has a name", (SIZE, f"{SIZE[:-1]}, xml: {{name: Size}}}}"), "response-xml wire"),
    ("an element is an attribute", (SIZE, f"{SIZE[:-1]}, xml: {{attribute: true}}}}"), "response-xml wire"),
    ("an element has a namespace", (SIZE, f"{SIZE[:-1]}, xml: {{namespace: 'urn:a'}}}}"), "response-xml wire"),
    ("an element has a prefix", (SIZE, f"{SIZE[:-1]}, xml: {{prefix: a}}}}"), "response-xml safe"),
    ("an element that is sent has a name", (NAME, f"{NAME[:-1]}, xml: {{name: Name}}}}"), "request-xml wire"),
    ("the root has a name", ("  NewWidget:\n", "  NewWidget:\n    xml: {name: widget}\n"), "request-xml wire"),
    ("an array has an element", (TAGS, TAGS.replace("type: string", "type: array, items: {type: string}, xml: {wrapped: true}")), "response-xml wire"),
    ("the own name is said", (SIZE, f"{SIZE[:-1]}, xml: {{name: size}}}}"), None),
    ("what holds anyway is said", (SIZE, f"{SIZE[:-1]}, xml: {{attribute: false, wrapped: true}}}}"), None),
]  # fmt: skip


@pytest.fixture
def spoken(edited: Callable[..., str], widgets: str) -> str:
    """The widgets, in XML too; one of their properties is an array."""
    both = "[application/json, application/xml]"
    return edited(
        widgets,
        ("\nconsumes: [application/json]", f"\nconsumes: {both}"),
        ("produces: [application/json]", f"produces: {both}"),
    )


@pytest.mark.parametrize(("edit", "rule"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_xml_is_compared_as_it_takes_effect(
    edit: tuple[str, str],
    rule: str | None,
    told: Callable[..., set[str]],
    edited: Callable[..., str],
    spoken: str,
    widgets: str,
) -> None:
    base = spoken
    if "array" in edit[1]:
        plain = (edit[0], edit[1].replace(", xml: {wrapped: true}", ""))
        base, edit = edited(base, plain), (plain[1], edit[1])
        widgets = edited(widgets, plain)
    changed = edited(base, edit)
    expected = {rule} if rule else set[str]()
    assert told(base, changed) == told(changed, base) == expected
    assert told(widgets, edited(widgets, edit)) == set(), "nobody speaks XML"


def test_a_change_of_xml_names_those_who_speak_it(
    diff: Callable[..., Difference], edited: Callable[..., str], widgets: str
) -> None:
    base = edited(
        widgets, ("operationId: GetWidget", "operationId: GetWidget\n      produces: [text/xml]")
    )
    changed = edited(base, (SIZE, f"{SIZE[:-1]}, xml: {{name: Size}}}}"))
    (change,) = diff(base, changed).changes
    assert change.operations == ("GET /widgets/{id}",)
    assert change.new.pointer == "/definitions/Widget/properties/size/xml/name"


def test_parts_of_the_host(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    part = "{name: shop, in: path, required: true, type: string, default: a}"
    said = f"x-ms-parameterized-host: {{hostTemplate: '{{shop}}.api.test', parameters: [{part}]}}"
    base = edited(widgets, ("host: api.test", said))

    def both(*edit: tuple[str, str]) -> tuple[set[str], set[str]]:
        changed = edited(base, *edit)
        return told(base, changed), told(changed, base)

    assert both((".api.test", ".www.test")) == ({"host wire"}, {"host wire"})
    assert both((".api.test", ".API.test")) == (set(), set())
    assert both(("'{shop}.api.test'", "'{shop}.api.test', useSchemePrefix: true")) == (set(), set())
    assert both(("'{shop}.api.test'", "'{shop}.api.test', useSchemePrefix: false")) == (
        {"host wire"},
        {"host wire"},
    )
    renamed = both(("'{shop}", "'{store}"), ("name: shop", "name: store"))
    assert renamed == ({"host source"}, {"host source"})
    assert both(("default: a", "default: b")) == ({"param-default wire"}, {"param-default wire"})
    assert both((", default: a", "")) == ({"param-default source"}, {"param-default safe"})
