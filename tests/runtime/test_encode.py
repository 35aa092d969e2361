"""Parameters as text: every value, every collection format, every place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any
from urllib.parse import parse_qsl, unquote
from uuid import UUID

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from swagsmith.runtime import OMIT, ConfigError, Operation, Parameter, Request, encode


class Color(Enum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a b", "a b"),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (12345678901234567890, "12345678901234567890"),
        (-1, "-1"),
        (1.0, "1"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e22, "10000000000000000000000"),
        (1e23, "100000000000000000000000"),
        (1e-7, "1e-07"),
        (Decimal("19.990"), "19.990"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 11, 1), "2026-11-01"),
        (datetime(2026, 11, 1, 12, tzinfo=UTC), "2026-11-01T12:00:00Z"),
        (
            datetime(2026, 11, 1, 12, 0, 0, 5000, timezone(timedelta(hours=2))),
            "2026-11-01T12:00:00.005000+02:00",
        ),
        (
            datetime(1890, 1, 1, tzinfo=timezone(timedelta(minutes=53, seconds=28))),
            "1889-12-31T23:06:32Z",
        ),
        (b"\xff\xfe", "//4="),
        (Color.RED, "red"),
        (Level.HIGH, "3"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_value_as_text(value: Any, text: str) -> None:
    assert encode.scalar_text(value) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "NaN"),
        (float("inf"), "infinity"),
        (Decimal("NaN"), "Decimal"),
        (datetime(2026, 1, 1), "time zone"),  # noqa: DTZ001 - that is the point
        ({"a": 1}, "dict"),
        (object(), "object"),
        ([1], "list"),
    ],
)
def test_a_value_without_text(value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        encode.scalar_text(value)


def query(value: Any, *collection: Any, **more: Any) -> str:
    parameter = Parameter("things", "k", "query", collection=collection, **more)
    operation = Operation("List", "GET", "/", (parameter,))
    arguments = {"things": value}
    return encode.query_text(encode.pairs(operation, encode.given(operation, arguments, "query")))


@pytest.mark.parametrize(
    ("value", "collection", "text"),
    [
        (["a", "b"], ("csv",), "k=a%2Cb"),
        (["a", "b"], ("ssv",), "k=a%20b"),
        (["a", "b"], ("tsv",), "k=a%09b"),
        (["a", "b"], ("pipes",), "k=a%7Cb"),
        (["a", "b"], ("multi",), "k=a&k=b"),
        (("a,b", "c"), ("pipes",), "k=a%2Cb%7Cc"),
        ([[1, 2], [3]], ("pipes", "csv"), "k=1%2C2%7C3"),
        ([[1, 2], [3]], ("multi", "csv"), "k=1%2C2&k=3"),
        ([True, False], ("csv",), "k=true%2Cfalse"),
        ([], ("csv",), ""),
        ([], ("multi",), ""),
        (None, ("csv",), ""),
        (OMIT, ("csv",), ""),
        ([""], ("csv",), "k="),
    ],
)
def test_collections(value: Any, collection: tuple[str, ...], text: str) -> None:
    assert query(value, *collection) == text


@pytest.mark.parametrize("collection", ["csv", "multi"])
def test_an_empty_list_is_sent_where_empty_is_allowed(collection: str) -> None:
    assert query([], collection, allow_empty=True) == "k="


@pytest.mark.parametrize(
    ("value", "collection", "reason"),
    [
        (["a,b"], ("csv",), "separates elements"),
        (["a b"], ("ssv",), "separates elements"),
        ([["a,b"]], ("pipes", "csv"), "separates elements"),
        ([["a", "b|c"]], ("pipes", "csv"), "separates elements"),
        ([[], [1]], ("pipes", "csv"), "empty"),
        ("abc", ("csv",), "expected a list"),
        ({"a": 1}, ("csv",), "expected a list"),
        ([None], ("csv",), "NoneType"),
        ([[1]], ("csv", "multi"), "multi"),
    ],
)
def test_refused_collections(value: Any, collection: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ConfigError, match=rf"^List: argument 'things'.*{reason}"):
        query(value, *collection)


def test_a_required_list_may_not_be_empty() -> None:
    with pytest.raises(ConfigError, match="a required list is empty"):
        query([], "csv", required=True)


def test_the_message_does_not_hold_the_value() -> None:
    with pytest.raises(ConfigError) as caught:
        query(["secret,value"], "csv")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ConfigError, match="surrogate"):
        query("\ud800")


def test_odd_names_are_encoded() -> None:
    names = ["DateSent<", "DateSent>", "$filter", "filter[name]", "@odata.type"]
    operation = Operation(
        "Odd", "GET", "/", tuple(Parameter(f"p{i}", name, "query") for i, name in enumerate(names))
    )
    arguments = {f"p{i}": i for i in range(len(names))}
    text = encode.query_text(encode.pairs(operation, encode.given(operation, arguments, "query")))
    assert text.startswith("DateSent%3C=0&DateSent%3E=1&%24filter=2&filter%5Bname%5D=3")
    assert parse_qsl(text) == [(name, str(i)) for i, name in enumerate(names)]


def path(value: Any, template: str = "/a/{id}", **more: Any) -> str:
    operation = Operation("Get", "GET", template, (Parameter("id_", "id", "path", **more),))
    return Request(operation, {"id_": value}).path


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a/b", "/a/a%2Fb"),
        ("a b?c#d%e", "/a/a%20b%3Fc%23d%25e"),
        ("+1", "/a/%2B1"),
        ("-._~", "/a/-._~"),
        ("ü", "/a/%C3%BC"),
        ("...", "/a/..."),
        ("..\\..", "/a/..%5C.."),
        (7, "/a/7"),
    ],
)
def test_path_values(value: Any, text: str) -> None:
    assert path(value) == text


def test_a_path_value_can_share_its_segment() -> None:
    assert path("SM1", "/Messages/{id}.json") == "/Messages/SM1.json"


def test_path_encodings() -> None:
    assert path("a/b", encoding="double") == "/a/a%252Fb"
    assert path("a/b%2F c?d#e", encoding="none") == "/a/a/b%2F%20c%3Fd%23e"


def test_a_path_list() -> None:
    assert path([1, 2], collection=("csv",)) == "/a/1%2C2"


@pytest.mark.parametrize("value", ["", ".", "..", None, OMIT, [], float("nan")])
@pytest.mark.parametrize("required", [True, False])
def test_refused_path_values(value: Any, required: bool) -> None:  # noqa: FBT001
    with pytest.raises(ConfigError, match=r"^Get: .*id"):
        path(value, required=required)


@pytest.mark.parametrize("value", ["../b", "b/../..", "%2e%2e/x", ".%2E", "%2e"])
def test_an_unescaped_value_cannot_climb(value: str) -> None:
    with pytest.raises(ConfigError, match=r"^Get: the path would have a segment '\.\.?'"):
        path(value, encoding="none")


def test_two_values_cannot_make_a_dot_segment_together() -> None:
    parameters = (
        Parameter("a", "a", "path", encoding="none"),
        Parameter("b", "b", "path", encoding="none"),
    )
    operation = Operation("Get", "GET", "/{a}{b}", parameters)
    assert Request(operation, {"a": "x/.", "b": "y"}).path == "/x/.y"
    with pytest.raises(ConfigError, match=r"a segment '\.\.'"):
        Request(operation, {"a": "x/.", "b": "./y"})


def test_unknown_and_missing_arguments_are_named() -> None:
    operation = Operation("Find", "GET", "/", (Parameter("to", "To", "query", required=True),))
    with pytest.raises(ConfigError, match=r"^Find: no parameter 'too'$"):
        Request(operation, {"too": 1})
    with pytest.raises(
        ConfigError, match=r"^Find: argument 'to' \(query parameter 'To'\) is required"
    ):
        Request(operation, {})
    with pytest.raises(ConfigError, match="is required"):
        Request(operation, {"to": None})


def test_a_constant_is_sent_when_nothing_is_given() -> None:
    assert query(None, constant="2010-04-01") == "k=2010-04-01"
    assert query("other", constant="2010-04-01") == "k=other"
    assert query(None, required=True, constant=True) == "k=true"


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PAIRS = st.lists(st.tuples(TEXT, TEXT))


@any_of(PAIRS)
def test_queries_round_trip(pairs: list[tuple[str, str]]) -> None:
    text = encode.query_text(pairs)
    assert parse_qsl(text, keep_blank_values=True, strict_parsing=bool(pairs)) == pairs
    assert text.isascii()
    assert "+" not in text


@any_of(PAIRS)
def test_forms_round_trip(pairs: list[tuple[str, str]]) -> None:
    text = encode.form_text(pairs)
    assert parse_qsl(text, keep_blank_values=True, strict_parsing=bool(pairs)) == pairs
    assert "%20" not in text


@any_of(
    TEXT.filter(lambda text: text not in {"", ".", ".."}), st.sampled_from(["single", "double"])
)
def test_path_values_round_trip(value: str, encoding: str) -> None:
    text = path(value, "/a/{id}/b", encoding=encoding)
    assert text.count("/") == 3
    assert text.isascii()
    assert not set("?#") & set(text)
    once = unquote(text[3:-2], errors="strict")
    assert (unquote(once) if encoding == "double" else once) == value


@any_of(st.lists(TEXT.filter(lambda text: "," not in text), min_size=1))
def test_csv_round_trips(values: list[str]) -> None:
    assert parse_qsl(query(values, "csv"), keep_blank_values=True) == [("k", ",".join(values))]


@any_of(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_keep_their_value(value: float) -> None:
    text = encode.scalar_text(value)
    assert float(text) == value
    assert "e" not in text or not value.is_integer()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "a\r\nX-B: c"),
        ("X-A", "a\nb"),
        ("X-A", "a\0"),
        ("X-A", "é"),
        ("X-A", "日本"),
        ("X A", "a"),
        ("X-A:", "a"),
        ("", "a"),
    ],
)
def test_refused_headers(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match="^Call: ") as caught:
        encode.header_text(name, value, "Call")
    assert value not in str(caught.value) or value == "a"


def test_header_text_is_taken_as_it_is() -> None:
    assert encode.header_text("X-A", 'a\t"b"; c=~', "Call") == 'a\t"b"; c=~'
