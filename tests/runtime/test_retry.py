"""When an attempt is repeated, and after how long."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from swagsmith.runtime import (
    ConnectError,
    Headers,
    RequestTimeoutError,
    TransportError,
    retry,
)

SAFE = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]
UNSAFE = ["POST", "PATCH"]


@pytest.mark.parametrize("method", SAFE + UNSAFE)
def test_what_was_never_sent_is_repeated(method: str) -> None:
    assert retry.after_error(method, ConnectError("refused"))


@pytest.mark.parametrize("error", [TransportError("broken"), RequestTimeoutError("late")])
def test_what_may_have_arrived_is_repeated_only_where_that_is_the_same(
    error: TransportError,
) -> None:
    assert [method for method in SAFE + UNSAFE if retry.after_error(method, error)] == SAFE


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_statuses_that_pass(status: int) -> None:
    again = [m for m in SAFE + UNSAFE if retry.after_status(m, status, Headers())]
    assert again == SAFE


@pytest.mark.parametrize("status", [200, 301, 400, 401, 404, 409, 422, 501, 505])
def test_statuses_that_stay(status: int) -> None:
    told = Headers([("Retry-After", "1")])
    assert not any(retry.after_status(m, status, told) for m in SAFE + UNSAFE)


def test_a_refused_post_is_repeated_when_the_server_says_when() -> None:
    told = Headers([("Retry-After", "1")])
    assert retry.after_status("POST", 429, told)
    assert not retry.after_status("POST", 429, Headers([("Retry-After", "soon")]))
    assert not retry.after_status("POST", 503, told)


def test_a_long_wait_is_left_to_the_caller() -> None:
    assert retry.after_status("GET", 503, Headers([("Retry-After", "60")]))
    assert not retry.after_status("GET", 503, Headers([("Retry-After", "61")]))
    assert not retry.after_status("GET", 503, Headers([("Retry-After", "9" * 400)]))


def test_the_backoff_doubles_up_to_a_limit() -> None:
    assert [retry.delay(n, None, lambda: 1.0) for n in range(7)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert retry.delay(3, None, lambda: 0.25) == 1


@any_of(st.integers(0, 50))
def test_the_backoff_is_random(attempt: int) -> None:
    assert 0 <= retry.delay(attempt) <= 8


def test_retry_after_in_seconds_and_as_a_date() -> None:
    assert retry.delay(0, Headers([("retry-after", " 7 ")])) == 7
    later = datetime.now(UTC) + timedelta(seconds=30)
    wait = retry.retry_after(Headers([("Retry-After", format_datetime(later, usegmt=True))]))
    assert wait is not None
    assert 25 < wait <= 30
    past = Headers([("Retry-After", "Fri, 13 Aug 2010 01:16:24 GMT")])
    assert retry.retry_after(past) == 0
    assert time.time() > 0


@any_of(st.text())
def test_any_retry_after_is_understood_or_ignored(text: str) -> None:
    wait = retry.retry_after(Headers([("Retry-After", text)]))
    assert wait is None or wait >= 0
