"""Twilio's own Python library against the local Twilio: nothing of it is changed but the address."""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from twilio_target import Addresses, Settings, running_target

FROM, TO = "+15005550006", "+15558675310"
PERIODS = ["all_time", "daily", "last_month", "monthly", "this_month", "today", "yearly"]

Call = Callable[[Client], object]


def send(client: Client, **changes: Any) -> Any:
    return client.messages.create(**{"from_": FROM, "to": TO, "body": "Hi"} | changes)


def test_a_message_has_every_property(official: Client) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    sent = send(official, body="Olá", status_callback="http://127.0.0.1:9/", max_price=0.5)
    assert sent.sid.startswith("SM")
    assert (sent.from_, sent.to, sent.body) == (FROM, TO, "Olá")
    assert (sent.status, sent.direction, sent.api_version) == (
        sent.Status.QUEUED,
        sent.Direction.OUTBOUND_API,
        "2010-04-01",
    )
    assert (sent.num_segments, sent.num_media, sent.price_unit) == ("1", "0", "USD")
    assert sent.account_sid == official.account_sid
    assert before < sent.date_created <= datetime.now(UTC)
    assert sent.date_updated == sent.date_created
    uri = f"/2010-04-01/Accounts/{official.account_sid}/Messages/{sent.sid}"
    assert sent.uri == f"{uri}.json"
    assert sent.subresource_uris == {"media": f"{uri}/Media.json"}
    absent = (sent.price, sent.date_sent, sent.error_code, sent.error_message)
    assert absent == (None, None, None, None)
    assert sent.messaging_service_sid is None


def test_a_message_is_fetched(official: Client) -> None:
    sent = send(official)
    fetched = official.messages(sent.sid).fetch()
    assert (fetched.sid, fetched.body, fetched.date_created) == (
        sent.sid,
        "Hi",
        sent.date_created,
    )
    assert sent.fetch().sid == sent.sid
    response = official.messages(sent.sid).fetch_with_http_info()
    assert (response.status_code, response.data.sid) == (200, sent.sid)


def test_a_message_is_created_with_201(official: Client) -> None:
    response = official.messages.create_with_http_info(from_=FROM, to=TO, body="Hi")
    assert (response.status_code, response.data.status) == (201, "queued")


def test_a_messaging_service_sends(official: Client) -> None:
    service = "MG" + "0" * 32
    sent = official.messages.create(to=TO, body="Hi", messaging_service_sid=service)
    assert (sent.messaging_service_sid, sent.from_) == (service, FROM)


def test_media(official: Client) -> None:
    urls = ["https://example.com/a.png", "https://example.com/b"]
    sent = send(official, media_url=urls)
    assert (sent.sid[:2], sent.num_media) == ("MM", "2")
    first, second = sent.media.list()
    assert (first.content_type, second.content_type) == ("image/png", "application/octet-stream")
    assert first.parent_sid == sent.sid
    assert first.date_created == sent.date_created
    assert sent.media(second.sid).fetch().uri == second.uri
    assert [one.sid for one in sent.media.stream(page_size=1)] == [first.sid, second.sid]
    assert first.delete() is True
    assert [one.sid for one in sent.media.list()] == [second.sid]
    for sid in (first.sid, "ME" + "0" * 32):
        with pytest.raises(TwilioRestException) as caught:
            sent.media(sid).fetch()
        assert caught.value.status == 404


def test_a_message_without_media_has_an_empty_list(official: Client) -> None:
    assert send(official).media.list() == []
    with pytest.raises(TwilioException, match="Unable to fetch page"):
        official.messages("SM" + "0" * 32).media.list()


def test_a_body_is_redacted(official: Client) -> None:
    sent = send(official, body="secret")
    redacted = official.messages(sent.sid).update(body="")
    assert (redacted.body, redacted.sid, redacted.num_segments) == ("", sent.sid, "1")
    assert sent.fetch().body == ""


def test_a_queued_message_is_canceled(official: Client) -> None:
    sent = send(official)
    canceled = sent.update(status=sent.UpdateStatus.CANCELED)
    assert (canceled.status, canceled.price, canceled.date_sent) == ("canceled", None, None)
    assert sent.fetch().status == "canceled"
    with pytest.raises(TwilioRestException) as caught:
        sent.update(status="canceled")
    assert (caught.value.status, caught.value.code) == (409, 30409)


@pytest.mark.parametrize(
    "changes", [{}, {"body": "other"}, {"status": "sent"}, {"body": "", "status": "canceled"}]
)
def test_nothing_else_of_a_message_changes(official: Client, changes: dict[str, str]) -> None:
    sent = send(official)
    with pytest.raises(TwilioRestException) as caught:
        sent.update(**changes)
    assert (caught.value.status, caught.value.code) == (400, 30400)
    assert (sent.fetch().body, sent.fetch().status) == ("Hi", "queued")


def test_a_sent_message_is_not_canceled(
    clocked_target: Addresses, clock: Any, open_official: Callable[..., Client]
) -> None:
    client = open_official(clocked_target)
    sent = send(client)
    clock.pass_seconds(10)
    with pytest.raises(TwilioRestException, match="cannot be canceled"):
        sent.update(status="canceled")
    fetched = sent.fetch()
    assert (fetched.status, fetched.price) == ("sent", "-0.00790")
    assert fetched.date_sent == sent.date_created + timedelta(seconds=10)
    kept = send(client)
    clock.pass_seconds(5)
    kept.update(status="canceled")
    clock.pass_seconds(60)
    assert kept.fetch().status == "canceled"
    day = fetched.date_sent.replace(hour=0, minute=0, second=0)
    on_day = [one.sid for one in client.messages.list(date_sent_after=day)]
    assert on_day == [sent.sid]


def test_a_message_is_scheduled(
    clocked_target: Addresses, clock: Any, open_official: Callable[..., Client]
) -> None:
    client = open_official(clocked_target)
    later = {"messaging_service_sid": "MG" + "0" * 32, "schedule_type": "fixed", "from_": None}

    def schedule(seconds: float) -> Any:
        at = datetime.fromtimestamp(int(clock.now + seconds), UTC)
        return send(client, send_at=at, **later)

    kept, canceled = schedule(3600), schedule(3600)
    assert (kept.status, kept.date_sent, kept.price) == ("scheduled", None, None)
    clock.pass_seconds(3000)
    assert canceled.update(status="canceled").status == "canceled"
    statuses = []
    for seconds in (0, 600, 10, 10):
        clock.pass_seconds(seconds)
        statuses.append(kept.fetch().status)
    assert statuses == ["scheduled", "queued", "sent", "delivered"]
    assert canceled.fetch().status == "canceled"
    for refused, code in (
        (lambda: schedule(200), 35114),
        (lambda: schedule(36 * 86_400), 35114),
        (lambda: send(client, **later), 35111),
        (lambda: send(client, **later, send_at="tomorrow"), 35114),
        (lambda: send(client, schedule_type="fixed"), 35118),
        (lambda: send(client, schedule_type="loose"), 20001),
    ):
        with pytest.raises(TwilioRestException) as caught:
            refused()
        assert (caught.value.status, caught.value.code) == (400, code)


def test_a_message_fails_over_its_price(
    clocked_target: Addresses, clock: Any, open_official: Callable[..., Client]
) -> None:
    client = open_official(clocked_target)
    sent = send(client, body="x" * 161, max_price="0.01")
    assert (sent.status, sent.error_code) == ("queued", None)
    clock.pass_seconds(10)
    failed = sent.fetch()
    assert (failed.status, failed.error_code) == ("failed", 30010)
    assert failed.error_message == "Message price exceeds max price"
    assert (failed.price, failed.date_sent) == (None, None)
    assert client.usage.records.today.list(category="totalprice")[0].price == 0


def test_a_message_is_deleted(official: Client) -> None:
    sent, kept = send(official), send(official)
    assert official.messages(sent.sid).delete() is True
    assert [one.sid for one in official.messages.list()] == [kept.sid]
    for call in (sent.fetch, sent.delete, lambda: sent.update(body="")):
        with pytest.raises(TwilioRestException) as caught:
            call()
        assert (caught.value.status, caught.value.code) == (404, 20404)
    assert kept.delete_with_http_info().status_code == 204
    assert official.usage.records.list(category="sms")[0].count == "2"


def test_messages_are_listed_over_all_pages(official: Client) -> None:
    sids = [send(official, body=str(number)).sid for number in range(7)][::-1]
    assert [one.sid for one in official.messages.list()] == sids
    assert [one.sid for one in official.messages.list(page_size=2)] == sids
    assert [one.sid for one in official.messages.stream(page_size=3)] == sids
    assert [one.sid for one in official.messages.list(limit=4, page_size=3)] == sids[:4]
    page = official.messages.page(page_size=3)
    second = page.next_page()
    assert [one.sid for one in second] == sids[3:6]
    assert [one.sid for one in second.previous_page()] == sids[:3]
    assert [one.sid for one in official.messages.get_page(page.next_page_url)] == sids[3:6]
    assert second.next_page().next_page() is None


def test_a_list_is_filtered(official: Client) -> None:
    official.incoming_phone_numbers.create(phone_number="+14155550142")
    mine = send(official, from_="+14155550142", to="+15558675311")
    send(official)
    assert [one.sid for one in official.messages.list(to="+15558675311")] == [mine.sid]
    assert [one.sid for one in official.messages.list(from_="+14155550142")] == [mine.sid]
    assert official.messages.list(to=TO, from_="+14155550142") == []
    assert official.messages.list(date_sent_before=datetime(2020, 1, 1, tzinfo=UTC)) == []
    assert official.messages.list(date_sent=date(2020, 1, 1)) == []


def test_a_number_has_every_property(official: Client) -> None:
    number = official.incoming_phone_numbers.create(
        area_code="415",
        friendly_name="Front desk",
        sms_url="https://example.com/sms",
        sms_method="GET",
        voice_url="https://example.com/voice",
        voice_caller_id_lookup=True,
        status_callback="https://example.com/status",
    )
    assert number.phone_number.startswith("+1415")
    assert number.sid.startswith("PN")
    assert (number.friendly_name, number.account_sid) == ("Front desk", official.account_sid)
    assert number.capabilities.keys() == {"voice", "sms", "mms"}
    assert (number.sms_url, number.sms_method) == ("https://example.com/sms", "GET")
    assert (number.voice_url, number.voice_method) == ("https://example.com/voice", "POST")
    assert number.voice_caller_id_lookup is True
    assert number.status_callback == "https://example.com/status"
    assert (number.origin, number.beta, number.type) == ("twilio", False, "local")
    assert (number.status, number.emergency_status) == ("in-use", "Inactive")
    assert number.date_created == number.date_updated
    absent = (number.trunk_sid, number.bundle_sid, number.address_sid, number.sms_application_sid)
    assert absent == (None, None, None, None)


def test_a_number_is_updated(official: Client) -> None:
    number = official.incoming_phone_numbers.create(
        phone_number="+14155550143", sms_url="https://example.com/sms", friendly_name="Old"
    )
    updated = official.incoming_phone_numbers(number.sid).update(
        friendly_name="New", voice_method="GET"
    )
    assert (updated.friendly_name, updated.voice_method) == ("New", "GET")
    assert updated.sms_url == "https://example.com/sms"
    again = number.update(sms_url="")
    assert (again.sms_url, again.friendly_name) == ("", "New")
    assert number.fetch().voice_method == "GET"
    for changes, code in (
        ({"sms_url": "nowhere"}, 21402),
        ({"status_callback": "nowhere"}, 21502),
        ({"sms_method": "PUT"}, 20001),
        ({"friendly_name": "x" * 65}, 20002),
    ):
        with pytest.raises(TwilioRestException) as caught:
            number.update(**changes)
        assert (caught.value.status, caught.value.code) == (400, code)


def test_a_number_is_released(official: Client) -> None:
    number = official.incoming_phone_numbers.create(phone_number="+14155550144")
    assert number.delete() is True
    assert official.incoming_phone_numbers.list() == []
    assert official.usage.records.list(category="phonenumbers")[0].count == "1"
    with pytest.raises(TwilioRestException) as caught:
        official.incoming_phone_numbers(number.sid).fetch()
    assert caught.value.code == 20404
    assert official.incoming_phone_numbers.create(phone_number="+14155550144").sid != number.sid


def test_numbers_are_listed_by_kind(official: Client) -> None:
    numbers = official.incoming_phone_numbers
    local = numbers.local.create(phone_number="+14155550145")
    mobile = numbers.mobile.create(phone_number="+447400123456")
    free = numbers.toll_free.create(phone_number="+18005550145")
    assert [one.phone_number for one in numbers.local.list()] == [local.phone_number]
    assert [one.phone_number for one in numbers.mobile.list()] == [mobile.phone_number]
    assert [one.phone_number for one in numbers.toll_free.stream()] == [free.phone_number]
    assert {one.type for one in numbers.list()} == {"local", "mobile", "toll-free"}
    assert [one.sid for one in numbers.list(page_size=1)] == [free.sid, mobile.sid, local.sid]
    assert [one.sid for one in numbers.list(phone_number="+44*")] == [mobile.sid]
    assert numbers.list(origin="hosted") == []
    assert len(numbers.list(origin="twilio", beta=True)) == 3
    with pytest.raises(TwilioRestException) as caught:
        numbers.toll_free.create(phone_number="+14155550146")
    assert caught.value.code == 21422


def test_available_countries(official: Client) -> None:
    countries = {one.country_code: one for one in official.available_phone_numbers.list()}
    assert countries["US"].country == "United States"
    assert countries["GB"].subresource_uris.keys() == {"local", "mobile", "toll_free"}
    fetched = official.available_phone_numbers("US").fetch()
    assert (fetched.uri, fetched.beta) == (countries["US"].uri, False)
    with pytest.raises(TwilioRestException) as caught:
        official.available_phone_numbers("XX").fetch()
    assert caught.value.status == 404


def test_available_numbers(official: Client) -> None:
    offered = official.available_phone_numbers("US")
    local = offered.local.list(area_code=415, sms_enabled=True, limit=3)
    assert len(local) == 3
    assert all(one.phone_number.startswith("+1415") for one in local)
    assert (local[0].region, local[0].iso_country, local[0].beta) == ("CA", "US", False)
    assert round(local[0].latitude) == 38
    assert local[0].capabilities["SMS"] is True
    assert offered.mobile.list(limit=2, mms_enabled=True)
    assert all(one.phone_number[2:5] == "800" for one in offered.toll_free.list(area_code=800))
    assert list(offered.local.stream(contains="415555****", limit=1))
    bought = official.incoming_phone_numbers.create(phone_number=local[0].phone_number)
    assert bought.phone_number not in {
        one.phone_number for one in offered.local.list(area_code=415)
    }
    assert official.available_phone_numbers("GB").mobile.list(limit=1)


@pytest.mark.parametrize("period", PERIODS)
def test_usage(official: Client, period: str) -> None:
    send(official, body="x" * 161)
    records = getattr(official.usage.records, period).list(category="sms")
    assert records
    record = records[0]
    counted = "0" if period == "last_month" else "1"
    assert (record.category, record.count, record.count_unit) == ("sms", counted, "messages")
    assert (record.usage_unit, record.price_unit) == ("segments", "usd")
    assert record.start_date <= record.end_date
    assert record.account_sid == official.account_sid
    assert record.subresource_uris["daily"].startswith("/2010-04-01/Accounts/")


def test_usage_of_a_span(official: Client) -> None:
    send(official)
    today = datetime.now(UTC).date()
    records = official.usage.records.list(start_date=today, end_date=today)
    prices = {one.category: float(one.price) for one in records}
    assert prices["sms"] == prices["totalprice"] == 0.0079
    assert official.usage.records.yesterday.list(category="sms")[0].count == "0"
    paged = [one.category for one in official.usage.records.stream(page_size=2)]
    assert paged == sorted(paged)
    assert len(paged) == len(records)
    assert official.usage.records.daily.list(start_date=today - timedelta(days=3), limit=1)


def test_the_account(official: Client) -> None:
    send(official)
    account = official.api.accounts(official.account_sid).fetch()
    assert (account.sid, account.status) == (official.account_sid, "active")
    assert account.auth_token is None
    assert account.subresource_uris["messages"].endswith("/Messages.json")
    assert official.api.account.messages.list(limit=1)


@pytest.mark.parametrize(
    ("call", "status", "code", "message"),
    [
        (lambda it: it.messages("SM1").fetch(), 404, 20404, "was not found"),
        (lambda it: send(it, body=""), 400, 21602, "Message body is required."),
        (lambda it: send(it, to="123"), 400, 21211, "Invalid 'To' Phone Number: 123"),
        (lambda it: send(it, from_="+14155550199"), 400, 21606, "is not a valid"),
        (lambda it: it.messages.create(to=TO, body="x"), 400, 21603, "A 'From' phone number"),
        (lambda it: it.incoming_phone_numbers.create(), 400, 21450, "is required"),
        (lambda it: it.incoming_phone_numbers("PN1").fetch(), 404, 20404, "was not found"),
        (lambda it: it.api.accounts("AC" + "0" * 32).fetch(), 404, 20404, "was not found"),
    ],
)
def test_exceptions(official: Client, call: Call, status: int, code: int, message: str) -> None:
    with pytest.raises(TwilioRestException) as caught:
        call(official)
    error = caught.value
    assert (error.status, error.code) == (status, code)
    assert message in error.msg
    body = official.http_client._test_only_last_response
    assert f'"more_info":"https://www.twilio.com/docs/errors/{code}"' in body.text


def test_too_many_requests(open_official: Callable[..., Client]) -> None:
    with running_target(Settings(rate_limit=1)) as addresses:
        client = open_official(addresses)
        send(client)
        with pytest.raises(TwilioRestException) as caught:
            send(client)
    assert (caught.value.status, caught.value.code) == (429, 20429)


def test_a_wrong_token(target: Addresses, official: Client) -> None:
    send(official)
    stranger = Client(official.account_sid, secrets.token_hex(16))
    stranger.api.base_url = target.twilio_url
    with pytest.raises(TwilioRestException) as caught:
        stranger.messages.create(from_=FROM, to=TO, body="Hi")
    stranger.http_client.session.close()
    assert (caught.value.status, caught.value.code) == (401, 20003)
