"""The types of formatted strings."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from swagsmith.runtime import formats
from swagsmith.runtime.wire import Base64, Date, DateTime

MOMENT: TypeAdapter[Any] = TypeAdapter(DateTime)
DAY: TypeAdapter[Any] = TypeAdapter(Date)
OCTETS: TypeAdapter[Any] = TypeAdapter(Base64)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-01T12:00:00Z", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01t12:00:00z", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01 12:00:00+00:00", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01T14:00:00.5+02:00", datetime(2026, 11, 1, 12, 0, 0, 500000, UTC)),
        ("2026-11-01T12:00:00.1234567Z", datetime(2026, 11, 1, 12, 0, 0, 123456, UTC)),
        ("2026-11-01T12:00:00", datetime(2026, 11, 1, 12)),  # noqa: DTZ001 - servers forget it
    ],
)
def test_date_times_are_read(text: str, value: datetime) -> None:
    read = MOMENT.validate_python(text)
    assert isinstance(read, datetime)
    assert read == value
    assert formats.datetime_text(read) == text
    assert MOMENT.dump_python(read, mode="json") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Fri, 13 Aug 2010 01:16:24 +0000",
        "2026-11-01",
        "20261101T120000Z",
        "2026-W44-7",
        "2026-02-30T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-01-01T00:00:00Z\n",
        "٢٠٢٦-11-01T12:00:00Z",
    ],
)
def test_other_text_is_kept(text: str) -> None:
    assert MOMENT.validate_python(text) == text
    assert MOMENT.dump_json(MOMENT.validate_python(text)) == TypeAdapter(str).dump_json(text)


def test_a_changed_date_time_is_written_anew() -> None:
    read = MOMENT.validate_python("2026-11-01T12:00:00.000Z")
    assert formats.datetime_text(read + timedelta(hours=1)) == "2026-11-01T13:00:00Z"
    assert formats.datetime_text(read.replace(year=2027)) == "2027-11-01T12:00:00Z"
    assert copy.deepcopy(read) == read


def test_dates() -> None:
    assert DAY.validate_python("2026-11-01") == date(2026, 11, 1)
    assert DAY.validate_python("2026-02-30") == "2026-02-30"
    assert DAY.validate_python("20261101") == "20261101"
    assert DAY.dump_python(date(2026, 11, 1), mode="json") == "2026-11-01"
    with pytest.raises(ValueError, match="datetime where a date"):
        formats.date_text(datetime(2026, 11, 1, tzinfo=UTC))


def test_base64() -> None:
    assert OCTETS.validate_python("//4=") == b"\xff\xfe"
    assert OCTETS.dump_python(b"\xff\xfe", mode="json") == "//4="
    wrapped = OCTETS.validate_python("aGVs\r\nbG8=")
    assert wrapped == b"hello"
    assert OCTETS.dump_python(wrapped, mode="json") == "aGVs\r\nbG8="
    for text in ("aGk", "__4=", "not base64!", "é"):
        assert OCTETS.validate_python(text) == text


@pytest.mark.parametrize("adapter", [MOMENT, DAY, OCTETS])
def test_other_types_are_not_accepted(adapter: TypeAdapter[Any]) -> None:
    with pytest.raises(ValidationError, match="expected a string"):
        adapter.validate_python(5)


@any_of(st.binary())
def test_bytes_round_trip(value: bytes) -> None:
    assert OCTETS.validate_json(OCTETS.dump_json(value)) == value


@any_of(st.datetimes(timezones=st.just(UTC)))
def test_moments_round_trip(value: datetime) -> None:
    assert MOMENT.validate_json(MOMENT.dump_json(value)) == value


@any_of(st.datetimes(timezones=st.timezones(), min_value=datetime(1800, 1, 2)))  # noqa: DTZ001 - a bound
def test_offsets_are_those_of_rfc_3339(value: datetime) -> None:
    text = formats.datetime_text(value)
    read = formats.read_datetime(text)
    assert isinstance(read, datetime)
    assert read == value.astimezone(UTC)
