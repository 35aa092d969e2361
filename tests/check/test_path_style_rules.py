"""Paths as text, and paths beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swagsmith.check import templates
from swagsmith.check.overlap import overlaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.diagnostics import Diagnostic

OK = 'responses: {"200": {description: Done.}}'


def paths(*names: str, method: str = "get") -> str:
    """Paths from line 2 on, two lines each, with what their templates need."""
    text = "paths:\n"
    for path in names:
        declared = ", ".join(
            f"{{name: {name}, in: path, required: true, type: string}}"
            for name in dict.fromkeys(templates.names(path))
        )
        text += f"  {path}:\n    {method}: {{parameters: [{declared}], {OK}}}\n"
    return text


CASES = [
    ("path-no-query", paths("/w?a=b"), ("/paths/~1w?a=b", 2, 3, 'the path "/w?a=b" holds a query'),
     ("?a=b", ""), {"severity": "error", "help": "declare parameters with `in: query`"}),
    ("path-no-query", paths("/w#a"), ("/paths/~1w#a", 2, 3, "holds a fragment"), ("#a", "")),
    ("path-no-query", f"paths:\n  /w?a={{a}}:\n    get: {{{OK}}}\n",
     ("/paths/~1w?a={a}", 2, 3, "holds a query"), ("?a={a}", "")),
    ("path-trailing-slash", paths("/w/"), ("/paths/~1w~1", 2, 3, 'the path "/w/" ends with a slash'),
     ("/w/", "/w"), {"severity": "warning"}),
    ("path-ambiguous", paths("/w/{a}", "/w/mine"),
     ("/paths/~1w~1mine", 4, 3, "/w/mine and /w/{a} match the same requests (GET)"),
     ("/w/mine", "/mine"), {"severity": "warning", "related": [2]}),
    ("path-ambiguous", paths("/w/mine", "/w/{a}"),
     ("/paths/~1w~1{a}", 4, 3, "/w/{a} and /w/mine match the same requests"), ("/w/mine", "/mine")),
    ("path-ambiguous", paths("/w/{a}/x", "/w/y/{b}"),
     ("/paths/~1w~1y~1{b}", 4, 3, "/w/y/{b} and /w/{a}/x match"), ("/w/y/{b}", "/y/{b}")),
    ("path-ambiguous", paths("/w/{a}.json", "/w/{b}"),
     ("/paths/~1w~1{b}", 4, 3, "/w/{b} and /w/{a}.json match"), ("/w/{b}", "/v/{b}")),
    ("path-case", paths("/w", "/W"), ("/paths/~1W", 4, 3, "/W and /w differ only by case"),
     ("/W", "/v"), {"severity": "warning", "related": [2]}),
    ("path-case", paths("/w/{a}", "/W/{b}"),
     ("/paths/~1W~1{b}", 4, 3, "/W/{b} and /w/{a} differ only by case"), ("/W", "/v")),
    ("path-naming", paths("/spare-parts", "/send_message"),
     ("/paths/~1send_message", 4, 3, "the segment `send_message` is not in kebab-case"),
     ("send_message", "send-message.json"), {"severity": "warning"}),
    ("path-naming", paths("/Send_Message"), ("/paths/~1Send_Message", 2, 3, "`Send_Message`"),
     ("Send_Message", "send-message")),
    ("path-naming", paths("/spareParts/{the_id}", "/newParts", "/bad-parts/{the_id}"),
     ("/paths/~1bad-parts~1{the_id}", 6, 3, "`bad-parts` is not in camelCase"),
     ("bad-parts", "badParts")),
    ("path-verb", paths("/getWidgets"),
     ("/paths/~1getWidgets", 2, 3, "the segment `getWidgets` names the method GET"),
     ("getWidgets", "widgets"), {"severity": "warning"}),
    ("path-verb", paths("/w/delete", "/v/{a}/delete"), ("/paths/~1w~1delete", 2, 3, "DELETE"),
     ("delete", "removal")),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{number}-{case[0]}") for number, case in enumerate(CASES)]
)
def test_a_fault_is_found_once_at_its_place(
    assert_case: Callable[..., None], case: tuple[object, ...]
) -> None:
    *positional, last = case
    if isinstance(last, dict):
        assert_case(*positional, **last)
    else:
        assert_case(*case)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (paths("/"), "path-trailing-slash"),
        (paths("/w/{id?}"), "path-no-query"),
        (paths("/w/{a}", "/w"), "path-ambiguous"),
        (paths("/w/{a}", "/w/"), "path-ambiguous"),
        (paths("/w/{a}", "/w/{b}"), "path-ambiguous"),
        (paths("/w/{a}", "/w/{b}"), "path-case"),
        (paths("/w/{a}", "/w/x?y=1"), "path-ambiguous"),
        (paths("/w/{a}") + paths("/w/x", method="put").removeprefix("paths:\n"), "path-ambiguous"),
        (paths("/widgets", "/posts/budgets", "/asset"), "path-verb"),
    ],
)
def test_what_is_no_fault(find: Callable[..., list[Diagnostic]], text: str, rule: str) -> None:
    assert find(text, rule) == []


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("/{a}", "/x", True),
        ("/{a}-{b}", "/x-y", True),
        ("/{a}-{b}", "/list", False),
        ("/{a}-{b}", "/-y", False),
        ("/x{a}", "/x", False),
        ("/x{a}y", "/xy", False),
        ("/x{a}", "/y{b}", False),
        ("/x{a}", "/{b}y", True),
        ("/{a}.json", "/{b}.xml", False),
        ("/w({a})", "/w(7)", True),
        ("/a/b", "/a/b/c", False),
        ("/tables/{a}", "/tables", False),
        ("/{a}/x", "/y/{b}", True),
        ("/{a}/x", "/y/z", False),
    ],
)
def test_overlaps(one: str, other: str, *, common: bool) -> None:
    assert list(overlaps([one, other])) == ([(one, other)] if common else [])
    assert list(overlaps([other, one])) == ([(other, one)] if common else [])


def test_each_pair_is_found_once() -> None:
    assert list(overlaps(["/a", "/{x}", "/b"])) == [("/a", "/{x}"), ("/{x}", "/b")]


def test_the_search_for_overlaps_has_an_end() -> None:
    names = [f"/x{n}/{{a}}" for n in range(2000)] + [f"/{{b}}/y{n}" for n in range(2000)]
    assert len(list(overlaps(names))) == 1000
    assert not list(overlaps(f"/{n:06}{{a}}" for n in range(100_000)))
