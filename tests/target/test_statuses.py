"""Time: statuses, dates and the DateSent filters, by a clock that the test moves."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from twilio_target import Settings, running_target

Send = Callable[..., httpx2.Response]


def test_a_message_is_queued_then_sent_then_delivered(clocked: Any, clock: Any, send: Send) -> None:
    created = send(clocked.connector, body="x" * 161).json()
    path = f"/Messages/{created['sid']}.json"
    fixed = {name: created[name] for name in ("sid", "body", "date_created", "num_segments")}
    # Seconds that pass, then what is to be seen.
    steps = [
        (0, "queued", None, False),
        (9.5, "queued", None, False),
        (0.5, "sent", "-0.01580", True),
        (9.5, "sent", "-0.01580", True),
        (0.5, "delivered", "-0.01580", True),
        (1_000_000, "delivered", "-0.01580", True),
    ]
    dates: set[str] = set()
    for seconds, status, price, has_date in steps:
        clock.pass_seconds(seconds)
        message = clocked.connector.get(path).json()
        assert fixed.items() <= message.items()
        assert (message["status"], message["price"]) == (status, price)
        assert (message["date_sent"] is not None) is has_date
        dates.add(message["date_updated"])
        listed = clocked.connector.get("/Messages.json").json()["messages"]
        assert listed == [message]
    assert len(dates) == 3


def test_a_new_message_is_queued_however_fast(send: Send, open_account: Any) -> None:
    with running_target(Settings(status_seconds=0)) as addresses:
        client = open_account(addresses).connector
        created = send(client).json()
        later = client.get(f"/Messages/{created['sid']}.json").json()
    assert (created["status"], created["date_sent"]) == ("queued", None)
    assert (later["status"], later["price"]) == ("delivered", "-0.00790")
    assert later["date_sent"] == created["date_created"]


def test_dates_are_gmt(clocked: Any, clock: Any, send: Send) -> None:
    clock.now = 1_558_718_307.0
    assert send(clocked.connector).json()["date_created"] == "Fri, 24 May 2019 17:18:27 +0000"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DateSent=2024-01-30", ["noon", "midnight"]),
        ("DateSent=2024-01-31", ["next"]),
        ("DateSent=2024-02-01", []),
        # On or before, on or after the midnight that begins the day.
        ("DateSent%3C=2024-01-30", ["midnight", "eve"]),
        ("DateSent<=2024-01-30", ["midnight", "eve"]),
        ("DateSent%3E=2024-01-30", ["next", "noon", "midnight"]),
        ("DateSent>=2024-01-31", ["next"]),
        ("DateSent%3E=2024-01-30&DateSent%3C=2024-01-31", ["noon", "midnight"]),
        ("DateSent%3C=2024-01-01", []),
        ("DateSent=0001-01-01", []),
        ("DateSent%3C=9999-12-31", ["next", "noon", "midnight", "eve"]),
        ("DateSent%3E=2024-01-30T12:00:00Z", ["next", "noon"]),
        ("DateSent%3E=2024-01-30T12:00:01Z", ["next"]),
        ("DateSent=2024-01-30T12:00:00Z", ["noon"]),
        ("DateSent=2024-01-30&To=%2B15550000001", []),
        ("DateSent=2024-01-30&To=%2B15558675310&From=%2B15005550006", ["noon", "midnight"]),
        ("DateSent=2024-01-30&PageSize=1", ["noon"]),
        ("DateSent=2024-01-30&PageSize=1&Page=1", ["midnight"]),
        ("", ["waiting", "next", "noon", "midnight", "eve"]),
    ],
)
def test_date_filters(
    clocked: Any, clock: Any, send: Send, query: str, expected: list[str]
) -> None:
    # Each is sent ten seconds after it was created.
    moments = {
        "eve": 1_706_572_790.0 - 1,
        "midnight": 1_706_572_790.0,
        "noon": 1_706_615_990.0,
        "next": 1_706_659_250.0,
        "waiting": 1_706_659_300.0,
    }
    for body, moment in moments.items():
        clock.now = moment
        assert send(clocked.connector, body=body).status_code == 200
    page = clocked.connector.get(f"/Messages.json?{query}").json()
    assert [message["body"] for message in page["messages"]] == expected
