"""Targets on loopback ports, and clients of accounts that no other test uses."""

import secrets
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import httpx2
import pytest
from twilio.rest import Client

from twilio_target import Addresses, Settings, running_target

# Tuesday, 2024-01-30 12:00:00 GMT
START = 1_706_616_000.0
TOKEN = "a token"


@dataclass
class StoppedClock:
    """A clock that moves only when a test moves it."""

    now: float = START

    def __call__(self) -> float:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True)
class Account:
    sid: str
    connector: httpx2.Client
    twilio: httpx2.Client


@pytest.fixture(scope="session")
def target() -> Iterator[Addresses]:
    with running_target() as addresses:
        yield addresses


@pytest.fixture(scope="session")
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(scope="session")
def clocked_target(clock: StoppedClock) -> Iterator[Addresses]:
    """A target whose messages are queued for ten seconds and sent for ten more."""
    with running_target(Settings(clock=clock, status_seconds=10)) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    """What every client would otherwise make anew, though none needs it: it takes a while."""
    return ssl.create_default_context()


@pytest.fixture(scope="session")
def anonymous(target: Addresses, tls: ssl.SSLContext) -> Iterator[httpx2.Client]:
    """A client of the connector without credentials."""
    with httpx2.Client(base_url=target.url, verify=tls) as client:
        yield client


@pytest.fixture
def open_account(tls: ssl.SSLContext) -> Iterator[Callable[..., Account]]:
    """A function that makes an account on a target, with a client for each wire."""
    clients: list[httpx2.Client] = []

    def make(addresses: Addresses, token: str = TOKEN, sid: str = "") -> Account:
        sid = sid or "AC" + secrets.token_hex(16)
        base = f"{addresses.twilio_url}/2010-04-01/Accounts/{sid}"
        connector = httpx2.Client(base_url=addresses.url, auth=(sid, token), verify=tls)
        twilio = httpx2.Client(base_url=base, auth=(sid, token), verify=tls)
        clients.extend((connector, twilio))
        return Account(sid, connector, twilio)

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def account(target: Addresses, open_account: Callable[..., Account]) -> Account:
    return open_account(target)


@pytest.fixture
def connector(account: Account) -> httpx2.Client:
    return account.connector


@pytest.fixture
def twilio(account: Account) -> httpx2.Client:
    return account.twilio


@pytest.fixture
def clocked(clocked_target: Addresses, open_account: Callable[..., Account]) -> Account:
    return open_account(clocked_target)


@pytest.fixture
def send() -> Callable[..., httpx2.Response]:
    """A function that sends a message through the connector, as JSON."""

    def post(client: httpx2.Client, **changes: object) -> httpx2.Response:
        body = {"from": "+15005550006", "to": "+15558675310", "body": "Hello"} | changes
        return client.post("/Messages.json", json=body)

    return post


@pytest.fixture
def parse_error() -> Callable[[httpx2.Response], dict[str, object]]:
    """A function that reads an error body in either media type, and checks that it is one."""

    def parse(response: httpx2.Response) -> dict[str, object]:
        if response.headers["content-type"] == "application/xml":
            root = ET.fromstring(response.content)
            assert root.tag == "RestException"
            text = {child.tag: child.text for child in root}
            error: dict[str, object] = {
                "code": int(text.get("Code") or 0) or None,
                "message": text["Message"],
                "status": int(text["Status"] or ""),
            }
        else:
            assert response.headers["content-type"] == "application/json"
            error = response.json()
        assert error["status"] == response.status_code
        assert error["message"]
        assert "Traceback" not in response.text
        return error

    return parse


@pytest.fixture
def open_official(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Client]]:
    """A function that makes a client of Twilio's own library for a new account of a target."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    clients: list[Client] = []

    def make(addresses: Addresses, sid: str = "", **options: object) -> Client:
        client = Client(sid or "AC" + secrets.token_hex(16), TOKEN, **options)
        client.api.base_url = addresses.twilio_url
        clients.append(client)
        return client

    yield make
    for client in clients:
        if not client.http_client.is_async:
            client.http_client.session.close()


@pytest.fixture
def official(target: Addresses, open_official: Callable[..., Client]) -> Client:
    return open_official(target)
