"""Usage records: derived from what was sent and bought, by a clock that the test moves."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

DAY = 86_400.0
FIRST = 1_703_937_600.0  # 2023-12-30 12:00:00 GMT
SEGMENT, MEDIA, NUMBER = 0.0079, 0.02, 1.15


@pytest.fixture
def used(clocked: Any, clock: Any, send: Any) -> Any:
    """An account that used something on 30 and 31 December, 1 January and 3 February."""
    clock.now = FIRST
    send(clocked.connector)
    send(clocked.connector, body="x" * 161)
    clock.now = FIRST + DAY
    send(clocked.connector, media_url=["https://example.com/a.png"])
    clock.now = FIRST + 2 * DAY
    clocked.connector.post("/IncomingPhoneNumbers.json", json={"PhoneNumber": "+15005550006"})
    clock.now = FIRST + 35 * DAY
    send(clocked.connector)
    return clocked


def records(account: Any, path: str) -> list[dict[str, Any]]:
    response = account.connector.get(f"/Usage/Records{path}")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["usage_records"]
    return found


def test_what_was_used(used: Any) -> None:
    found = {record["category"]: record for record in records(used, ".json")}
    figures = {
        name: (record["count"], record["usage"], record["price"])
        for name, record in found.items()
        if name != "totalprice"
    }
    assert figures == {
        "mms": ("1", "1", MEDIA),
        "mms-outbound": ("1", "1", MEDIA),
        "phonenumbers": ("1", "1", NUMBER),
        "sms": ("3", "4", pytest.approx(4 * SEGMENT)),
        "sms-outbound": ("3", "4", pytest.approx(4 * SEGMENT)),
    }
    total = found["totalprice"]
    assert total["price"] == pytest.approx(4 * SEGMENT + MEDIA + NUMBER)
    assert total["usage"] == "1.20160"
    assert (total["usage_unit"], total["price_unit"]) == ("usd", "usd")
    assert (total["start_date"], total["end_date"]) == ("2023-12-30", "2024-02-03")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".json?", [("2023-12-30", "2024-02-03", "3")]),
        ("/AllTime.json?", [("2023-12-30", "2024-02-03", "3")]),
        ("/Today.json?", [("2024-02-03", "2024-02-03", "1")]),
        ("/Yesterday.json?", [("2024-02-02", "2024-02-02", "0")]),
        ("/ThisMonth.json?", [("2024-02-01", "2024-02-03", "1")]),
        ("/LastMonth.json?", [("2024-01-01", "2024-01-31", "0")]),
        (
            "/Monthly.json?",
            [
                ("2024-02-01", "2024-02-03", "1"),
                ("2024-01-01", "2024-01-31", "0"),
                ("2023-12-30", "2023-12-31", "2"),
            ],
        ),
        ("/Yearly.json?", [("2024-01-01", "2024-02-03", "1"), ("2023-12-30", "2023-12-31", "2")]),
        (
            "/Daily.json?StartDate=2023-12-29&EndDate=2023-12-31",
            [("2023-12-31", "2023-12-31", "0"), ("2023-12-30", "2023-12-30", "2")],
        ),
        (
            "/Daily.json?StartDate=-1days",
            [("2024-02-03",) * 2 + ("1",), ("2024-02-02",) * 2 + ("0",)],
        ),
        ("/Daily.json?StartDate=2030-01-01", []),
        (".json?StartDate=2024-01-01", [("2024-01-01", "2024-02-03", "1")]),
        (".json?EndDate=2023-12-30", [("2023-12-30", "2023-12-30", "2")]),
        (".json?EndDate=2019-05-31", [("2019-05-31", "2019-05-31", "0")]),
        (".json?StartDate=0001-01-01&EndDate=9999-12-31", [("0001-01-01", "9999-12-31", "3")]),
        (".json?StartDate=-99999days&EndDate=%2B99999days", [("1750-04-21", "2297-11-17", "3")]),
        (".json?StartDate=&EndDate=", [("2023-12-30", "2024-02-03", "3")]),
    ],
)
def test_periods(used: Any, path: str, expected: list[tuple[str, str, str]]) -> None:
    found = records(used, f"{path}&Category=sms")
    assert {record["category"] for record in found} <= {"sms"}
    spans = [(record["start_date"], record["end_date"], record["count"]) for record in found]
    assert spans == expected


def test_unreachable_days_cost_nothing(used: Any) -> None:
    """However long the span, there is one record a day only while the account was there."""
    path = "/Daily.json?StartDate=0001-01-01&EndDate=9999-12-31&PageSize=1000"
    found = records(used, path)
    assert len(found) == 36 * 6


def test_an_unknown_category_has_no_records(used: Any) -> None:
    assert records(used, ".json?Category=calls") == []


def test_json_and_xml_say_the_same(used: Any) -> None:
    as_json = records(used, ".json?Category=totalprice")[0]
    headers = {"accept": "application/xml"}
    response = used.connector.get("/Usage/Records.json?Category=totalprice", headers=headers)
    root = ET.fromstring(response.content)
    assert root.tag == "UsageRecords"
    as_xml = {child.tag: child.text for child in root[0]}
    assert float(as_xml["Price"] or "") == as_json["price"]
    assert as_xml["StartDate"] == as_json["start_date"]
    assert as_xml["UsageUnit"] == as_json["usage_unit"]


def test_records_of_twilio_lead_to_their_sub_resources(used: Any) -> None:
    record = used.twilio.get("/Usage/Records.json?Category=sms").json()["usage_records"][0]
    assert record["as_of"] == "2024-02-03T12:00:00+00:00"
    assert len(record["subresource_uris"]) == 8
    for uri in (record["uri"], *record["subresource_uris"].values()):
        path = uri.removeprefix(f"/2010-04-01/Accounts/{used.sid}")
        assert used.twilio.get(path).status_code == 200
