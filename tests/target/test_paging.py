"""Walking lists by their URIs, on both wires."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from twilio_target import Addresses

TO = "+15551112222"
COUNT = 23


@pytest.fixture
def filled(account: Any, send: Callable[..., httpx2.Response]) -> tuple[Any, list[str]]:
    """An account with 23 messages to one number among others, and their sids, newest first."""
    sids: list[str] = []
    for index in range(COUNT):
        sids.insert(0, send(account.connector, to=TO, body=str(index)).json()["sid"])
        if index % 3 == 0:
            send(account.connector, to="+15553334444")
    return account, sids


def walk(client: httpx2.Client, base: str, path: str, key: str = "next_page_uri") -> list[Any]:
    pages: list[Any] = []
    uri: str | None = path
    while uri is not None:
        assert uri.startswith("/")
        response = client.get(base + uri)
        assert response.status_code == 200
        pages.append(response.json())
        uri = pages[-1][key]
        assert len(pages) < 100
    return pages


@pytest.mark.parametrize("wire", ["connector", "twilio"])
def test_pages_partition_the_list(
    target: Addresses, filled: tuple[Any, list[str]], wire: str
) -> None:
    account, sids = filled
    client, base, prefix = account.connector, target.url, ""
    if wire == "twilio":
        prefix = f"/2010-04-01/Accounts/{account.sid}"
        client, base = account.twilio, target.twilio_url
    for size in (1, 2, 3, 5, 22, 23, 24, 1000):
        pages = walk(client, base, f"{prefix}/Messages.json?To=%2B15551112222&PageSize={size}")
        found = [[message["sid"] for message in page["messages"]] for page in pages]
        assert [sid for page in found for sid in page] == sids
        assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)
        assert [page["page"] for page in pages] == list(range(-(-COUNT // size)))
        for page in pages:
            assert (page["page_size"], page["total"]) == (size, COUNT)
            assert page["num_pages"] == -(-COUNT // size)
            for key in ("uri", "first_page_uri", "next_page_uri", "previous_page_uri"):
                check_uri(page[key], f"{prefix}/Messages.json", size)


def check_uri(uri: str | None, path: str, size: int) -> None:
    if uri is not None:
        parts = urlsplit(uri)
        query = parse_qs(parts.query)
        assert (parts.scheme, parts.netloc, parts.path) == ("", "", path)
        assert (query["To"], query["PageSize"]) == ([TO], [str(size)])


def test_the_way_back(target: Addresses, filled: tuple[Any, list[str]]) -> None:
    account, _ = filled
    there = walk(account.connector, target.url, "/Messages.json?PageSize=4")
    back = walk(account.connector, target.url, there[-1]["uri"], "previous_page_uri")
    assert [page["messages"] for page in reversed(back)] == [page["messages"] for page in there]
    first = account.connector.get(there[-1]["first_page_uri"]).json()
    assert first == there[0]


def test_page_numbers_alone(filled: tuple[Any, list[str]]) -> None:
    account, sids = filled
    found: list[str] = []
    for page in range(6):
        path = f"/Messages.json?To=%2B15551112222&PageSize=5&Page={page}"
        found += [message["sid"] for message in account.connector.get(path).json()["messages"]]
    assert found == sids
    beyond = account.connector.get("/Messages.json?PageSize=5&Page=2000").json()
    assert beyond["messages"] == []
    assert beyond["next_page_uri"] is None
    assert beyond["page"] == 2000


def test_a_list_that_grows_while_it_is_read(
    filled: tuple[Any, list[str]], send: Callable[..., httpx2.Response]
) -> None:
    """What is there when the reading begins is found exactly once."""
    account, sids = filled
    uri = "/Messages.json?To=%2B15551112222&PageSize=4"
    found: list[str] = []
    while uri is not None:
        page = account.connector.get(uri).json()
        found += [message["sid"] for message in page["messages"]]
        send(account.connector, to=TO)
        uri = page["next_page_uri"]
    assert found == sids


def test_default_page_size(account: Any, send: Callable[..., httpx2.Response]) -> None:
    for _ in range(51):
        send(account.connector)
    page = account.connector.get("/Messages.json").json()
    assert (page["page_size"], len(page["messages"]), page["num_pages"]) == (50, 50, 2)


@pytest.mark.parametrize("token", ["PASM" + "f" * 32, "PBSM" + "f" * 32, "PASM" + "0" * 32])
def test_page_tokens_of_no_message(connector: httpx2.Client, token: str) -> None:
    page = connector.get(f"/Messages.json?PageToken={token}&Page=1").json()
    assert page["messages"] == []
    assert page["next_page_uri"] is None


def test_an_empty_list(connector: httpx2.Client) -> None:
    page = connector.get("/Messages.json").json()
    assert page["messages"] == []
    assert (page["page"], page["total"], page["num_pages"]) == (0, 0, 1)
    assert page["next_page_uri"] is None
    assert page["previous_page_uri"] is None


def test_bought_numbers_and_usage_page_alike(target: Addresses, account: Any) -> None:
    numbers = [f"+1415555{index:04}" for index in range(200, 207)]
    for number in numbers:
        account.connector.post("/IncomingPhoneNumbers.json", json={"PhoneNumber": number})
    pages = walk(account.connector, target.url, "/IncomingPhoneNumbers.json?PageSize=3")
    found = [one["phone_number"] for page in pages for one in page["incoming_phone_numbers"]]
    assert found == numbers[::-1]
    pages = walk(account.connector, target.url, "/Usage/Records.json?PageSize=4")
    categories = [one["category"] for page in pages for one in page["usage_records"]]
    whole = account.connector.get("/Usage/Records.json").json()["usage_records"]
    assert categories == [one["category"] for one in whole]
    assert len(pages) == 2
