"""Names come from spellings, and meetings are resolved without regard to order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swagsmith.lower.names import KEYWORDS, Wanted, claim, pascal, snake, words


@pytest.mark.parametrize(
    ("text", "as_snake", "as_pascal"),
    [
        ("GetMessage", "get_message", "GetMessage"),
        ("accountSID", "account_sid", "AccountSID"),
        ("HTTPServer2Port", "http_server2_port", "HTTPServer2Port"),
        ("IDs", "ids", "IDs"),
        ("IPv4Address", "ipv4_address", "IPv4Address"),
        ("$filter", "filter", "Filter"),
        ("@odata.id", "odata_id", "OdataId"),
        ("Foo[Bar]", "foo_bar", "FooBar"),
        ("Map«A,B»", "map_a_b", "MapAB"),
        ("io.k8s.api.core.v1.Pod", "io_k8s_api_core_v1_pod", "IoK8sApiCoreV1Pod"),
        ("2fa", "n2fa", "N2fa"),
        ("class", "class_", "Class"),
        ("None", "none", "None_"),
        ("< * >", "lt_space_star_space_gt", "LtSpaceStarSpaceGt"),
        ("☃", "snowman", "Snowman"),
        ("größe", "größe", "Größe"),
        ("", "value", "Model"),
    ],
)
def test_spelling(text: str, as_snake: str, as_pascal: str) -> None:
    assert (snake(text), pascal(text)) == (as_snake, as_pascal)


@given(st.text())
def test_any_text_gives_an_identifier_that_is_no_keyword(text: str) -> None:
    for name in (snake(text), pascal(text)):
        assert name.isidentifier()
        assert name not in KEYWORDS


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        (["DateSent", "DateSent<", "DateSent>"], ["date_sent", "date_sent_lt", "date_sent_gt"]),
        (["page", "Page"], ["page", "page_capital"]),
        (["a_b", "a-b", "a.b"], ["a_b", "a_b_dash", "a_b_dot"]),
        (["x-y", "x.y"], ["x_y_dash", "x_y_dot"]),
        (["ID", "Id"], ["id_upper", "id_capital"]),
    ],
)
def test_a_meeting_is_told_apart_by_what_differs_whatever_the_order(
    spellings: list[str], expected: list[str]
) -> None:
    for order in itertools.permutations(spellings):
        names, meetings = claim({spelling: Wanted(snake(spelling), spelling) for spelling in order})
        assert [names[spelling] for spelling in spellings] == expected
        assert len(meetings) == 1


@given(st.lists(st.text(max_size=8), unique=True, max_size=12))
def test_names_are_unique_and_do_not_depend_on_order(spellings: list[str]) -> None:
    names, _ = claim({spelling: Wanted(snake(spelling), spelling) for spelling in spellings})
    assert len(set(names.values())) == len(spellings)
    turned, _ = claim(
        {spelling: Wanted(snake(spelling), spelling) for spelling in reversed(spellings)}
    )
    assert names == turned


def test_an_author_s_choice_gives_way_to_nobody() -> None:
    names, _ = claim({1: Wanted("to", "to"), 2: Wanted("to", "To-Number", fixed=True)})
    assert names == {1: "to_lower", 2: "to"}


def test_reserved_names_get_an_underscore() -> None:
    assert claim({1: Wanted("copy", "copy")}, {"copy"})[0] == {1: "copy_"}


def test_words_of_any_convention() -> None:
    assert (
        words("GetHTTPUrl")
        == words("get-http-url")
        == words("get_http_url")
        == ("get", "http", "url")
    )
