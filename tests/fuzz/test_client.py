"""Requests as calls of the emitted client, and the emitted client as a judge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from swagsmith.commands.fuzz import fuzz as command
from swagsmith.commands.generate import generate
from swagsmith.fuzz.client_call import ClientCalls
from swagsmith.fuzz.client_check import ClientCheck, difference
from swagsmith.fuzz.client_package import AUTO, opened
from swagsmith.fuzz.finding import Exchange, Finding
from swagsmith.fuzz.operations import read_operations
from swagsmith.fuzz.settings import Settings
from swagsmith.fuzz.xmlread import XmlReader
from swagsmith.fuzz.xmlshape import XmlShapes
from swagsmith.lower.report import Report
from swagsmith.lower.schema import Schemas
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SPEC = str(Path(__file__).parent / "notes.yaml")
TWILIO = str(Path(__file__).parents[2] / "spec" / "twilio.yaml")
BASE = "http://127.0.0.1:1"
ANN = ("ann", "correct-horse")
OWN = ("Authorization", "$SWAGSMITH_AUTH")
JSON, XML = ("Content-Type", "application/json"), ("Content-Type", "application/xml")
SEND = "/Messages.json"


def judge(spec: str) -> Iterator[ClientCheck]:
    document = load(spec)
    schemas = Schemas(Report(document))
    operations = read_operations(document, schemas)
    calls = ClientCalls(document, schemas, operations, Settings(base_url=BASE, auth=ANN))
    assert calls.api is not None
    with opened(calls.api, AUTO, BASE) as package:
        by_label = {operation.label: operation for operation in operations}
        yield ClientCheck(package, calls, by_label, schemas, XmlReader(XmlShapes(schemas)).read)


@pytest.fixture(scope="module")
def twilio() -> Iterator[ClientCheck]:
    yield from judge(TWILIO)


def asked(method: str, path: str, *headers: tuple[str, str], body: bytes | None = None) -> Exchange:
    return Exchange(method, f"{BASE}{path}", (OWN, *headers), body, 200, "", b"")


@pytest.mark.parametrize(
    ("exchange", "text"),
    [
        (
            asked("POST", SEND, JSON, body=b'{"from": "+1", "to": "+2", "body": "\\u00e9"}'),
            'client.messages.send(from_="+1", to="+2", body="\u00e9")',
        ),
        (
            asked("POST", SEND, JSON, body=b'{"from": "1", "to": "2", "body": "\\"\\n", "x": [1]}'),
            'client.messages.send(from_="1", to="2", body=\'"\\n\', extra_body={"x": [1]})',
        ),
        (
            asked(
                "POST",
                SEND,
                XML,
                ("Accept", "application/json"),
                body=b"<SendMessageRequest><From>1</From><To>2</To><Body>&lt;</Body></SendMessageRequest>",
            ),
            (
                'client.messages.send(from_="1", to="2", body="<",'
                ' options=Options(media_type="application/xml", headers={"Accept": "application/json"}))'
            ),
        ),
        (
            asked("GET", "/Messages.json?PageSize=2&DateSent%3C=2009-07-06&To=%2B1"),
            'client.messages.list(to="+1", date_sent_before="2009-07-06", page_size=2).first_page()',
        ),
        (
            asked("GET", "/Messages.json?PageSize=02"),
            'client.messages.list(page_size="02").first_page()',
        ),
        (
            asked("GET", "/Messages/a%20b%2Fc.json", ("Accept", "application/xml")),
            'client.messages.get(message_id="a b/c", options=Options(media_type="application/xml"))',
        ),
    ],
)
def test_a_request_as_a_call_that_sends_it(
    twilio: ClientCheck, exchange: Exchange, text: str
) -> None:
    call = twilio.calls.call(exchange)
    assert call is not None
    assert call.text == text
    compile(text, "call", "eval")
    operation = twilio.operations[f"{call.method.method} {call.method.path}"]
    assert twilio.request(operation, exchange) is None


@pytest.mark.parametrize(
    "exchange",
    [
        asked("GET", "/Nothing.json"),
        asked("PUT", SEND),
        asked("GET", "/Messages.json?Unknown=1"),
        asked("GET", "/Messages.json?To=1&To=2"),
        asked("GET", "/Messages.json?To=%FF"),
        asked("GET", "/Messages/..json?x=1"),
        asked("GET", SEND, ("X-Other", "1")),
        asked("POST", SEND, JSON, body=b'{"from": "1", "to": "2"}'),
        asked("POST", SEND, JSON, body=b'{"from": "1", "from": "3", "to": "2", "body": ""}'),
        asked("POST", SEND, JSON, body=b'{"from": "1", "to": "2", "body": "\\ud800"}'),
        asked("POST", SEND, JSON, body=b'{"from": "1", "to": "2", "body": NaN}'),
        asked("POST", SEND, JSON, body=b"[" * 100_000),
        asked("POST", SEND, JSON, body=b'{"from"'),
        asked("POST", SEND, JSON, body=b'{"from": "\xff"}'),
        asked("POST", SEND, XML, body=b"<Other/>"),
        asked("POST", SEND, ("Content-Type", "text/plain"), body=b"x"),
        Exchange("GET", f"{BASE}{SEND}", (), None, 200, "", b""),
        Exchange("GET", f"{BASE}{SEND}", (("Authorization", "Basic eDp5"),), None, 200, "", b""),
    ],
)
def test_what_the_client_never_sends_has_no_call(twilio: ClientCheck, exchange: Exchange) -> None:
    assert twilio.calls.call(exchange) is None


def test_the_other_account_has_a_client_of_its_own(twilio: ClientCheck) -> None:
    other = (("Authorization", "$SWAGSMITH_OTHER_AUTH"),)
    exchange = Exchange("GET", f"{BASE}/Messages/x.json", other, None, 200, "", b"")
    shown = twilio.calls.shown(Finding("GET /a", "x", "t", "m", "depth", (exchange,)))
    assert shown.exchanges[0].client == 'other_client.messages.get(message_id="x")'
    hostile = Finding("GET /a", "x", "t", "m", "hostile", (exchange,))
    assert twilio.calls.shown(hostile).exchanges[0].client == ""


def run(url: str, *arguments: str) -> Any:
    words = [SPEC, "--target", url, "--seed", "2", "--max-examples", "3", *arguments]
    return CliRunner().invoke(command, words, env={"SWAGSMITH_AUTH": ":".join(ANN)})


def test_a_sound_client_and_a_sound_service(serve: Callable[..., Any]) -> None:
    result = run(serve().url, "--client", "auto")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("file", "before", "after", "operation", "word"),
    [
        ("models/_note.py", "likes: int", "likes: dict[str, int]", "POST /notes.json", "decode"),
        (
            "models/_note.py",
            "Note(Model)",
            "Note(Model, str_to_upper=True)",
            "POST /notes.json",
            "differs at /title",
        ),
        ("operations/_root.py", "PageSize", "Page_Size", "GET /notes.json", "another query"),
    ],
)
def test_a_client_that_is_wrong_is_found_out(
    serve: Callable[..., Any],
    tmp_path: Path,
    file: str,
    before: str,
    after: str,
    operation: str,
    word: str,
) -> None:
    client = tmp_path / "client"
    assert CliRunner().invoke(generate, [SPEC, "-o", str(client)]).exit_code == 0
    [path] = client.glob(f"*/{file}")
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    reports, tests = tmp_path / "reports", tmp_path / "tests"
    result = run(
        serve().url, "--client", str(client), "--report", str(reports), "--write-tests", str(tests)
    )
    assert result.exit_code == 1, result.output
    found = json.loads((reports / "fuzz.json").read_text())["findings"]
    assert {one["check"] for one in found} == {"client_decodes"}
    assert any(one["operation"] == operation and word in one["message"] for one in found)
    assert any(str(one["requests"][-1]["client"]).startswith("client.") for one in found)
    [written] = [one for one in tests.iterdir() if operation[:4].strip().lower() in one.name][:1]
    assert '"../client"' in written.read_text().replace("'", '"')


def test_a_folder_without_a_client_is_refused(serve: Callable[..., Any], tmp_path: Path) -> None:
    result = run(serve().url, "--client", str(tmp_path))
    assert result.exit_code == 2
    assert "holds no client" in result.output


NOTES = "GET /notes.json"


@pytest.fixture(scope="module")
def notes() -> Iterator[ClientCheck]:
    yield from judge(SPEC)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"notes": [], "total": 0, "more": {"a": [true, null, 1.5]}}'),
        ("application/json", b'{"notes": [{"id": "N1", "title": ""}], "total": 1.0}'),
        ("application/xml", b'<Notes total="0"/>'),
        ("application/xml", b'<Notes total="1"><Note Id="N1"><Title/><Author/></Note></Notes>'),
        ("application/json", b'{"notes": 1}'),
        ("application/json", b"{"),
        ("application/json", b""),
    ],
)
def test_an_answer_without_a_loss_or_that_is_no_answer(
    notes: ClientCheck, kind: str, body: bytes
) -> None:
    assert notes.answer(notes.operations[NOTES], 200, kind, body) is None


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ({"a": [1, 2]}, {"a": [1, 3]}, "/a/1"),
        ({"a": 1}, {}, "/a"),
        ({}, {"b": None}, "/b"),
        ([1], [1, 2], ""),
        (1, True, ""),
        ("2009-07-06T20:30:00Z", "2009-07-06T20:30:00+00:00", None),
        ("2009-07-06T20:30:00Z", "2009-07-06T21:30:00Z", ""),
        (1, 1.0, None),
    ],
)
def test_where_two_values_differ(one: Any, other: Any, place: str | None) -> None:
    assert difference(one, other) == place
