"""Hostile requests arrive as they are meant, find what they are for, and find nothing in a sound service."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from swagsmith.commands.fuzz import fuzz as command
from swagsmith.fuzz import leaks
from swagsmith.fuzz.causes import joined
from swagsmith.fuzz.finding import Finding
from swagsmith.fuzz.hostile import bodies
from swagsmith.fuzz.hostile.attack import Sound, fault
from swagsmith.fuzz.hostile.bodies import Body
from swagsmith.fuzz.hostile.send import send
from swagsmith.fuzz.hostile.table import page
from swagsmith.fuzz.xmltree import XmlError, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SPEC = str(Path(__file__).parent / "notes.yaml")
AUTH = "ann:correct-horse"
GOOD_XML = Body(b"<N><T>x</T></N>", "T", {"t": "x"}, limited=True, documented=False)
GOOD_JSON = Body(b'{"t": "x"}', "t", {"t": "x"}, limited=True, documented=False)


@pytest.mark.parametrize(
    ("fault", "check", "word"),
    [
        ("entities", "hostile_request", "entities of its own"),
        ("surrogates", "hostile_request", "answered with 500"),
        ("traceback", "no_internals", "a Python traceback"),
        ("injection", "no_injected_header", "a line break became a header"),
        ("credentials", "hostile_request", "Authorization"),
    ],
)
def test_a_fault_is_found_and_its_test_fails_until_it_is_fixed(
    serve: Callable[..., Any], tmp_path: Path, fault: str, check: str, word: str
) -> None:
    service = serve(fault)
    arguments = [
        "--target",
        service.url,
        "--seed",
        "2",
        "--max-examples",
        "4",
        "--write-tests",
        str(tmp_path),
    ]
    result = CliRunner().invoke(command, [SPEC, *arguments], env={"SWAGSMITH_AUTH": AUTH})
    assert result.exit_code == 1, result.output
    assert re.search(rf"\[{check}\]\n.*\n.*{word}", result.stdout), result.stdout
    files = [path for path in tmp_path.iterdir() if f"test_{check}" in path.name]
    assert files
    assert all("correct-horse" not in path.read_text() for path in files)
    assert outcome(files, service.url) == 1
    sound = serve()
    assert outcome(files, sound.url) == 0


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("no header", "response_headers_conformance"),
        ("echo of credentials", "no_credentials"),
        ("wrong type in XML", "response_schema_conformance"),
        ("lost", "named_is_found"),
    ],
)
def test_what_one_request_cannot_show_is_shown_by_repeating_the_phase(
    serve: Callable[..., Any], tmp_path: Path, fault: str, check: str
) -> None:
    service = serve(fault)
    arguments = ["--target", service.url, "--seed", "2", "--max-examples", "3"]
    arguments += ["--write-tests", str(tmp_path)]
    result = CliRunner().invoke(command, [SPEC, *arguments], env={"SWAGSMITH_AUTH": AUTH})
    assert result.exit_code == 1, result.output
    files = [path for path in tmp_path.iterdir() if f"test_{check}" in path.name]
    repeating = [path for path in files if "swagsmith.fuzz.repeat" in path.read_text()]
    assert repeating, result.output
    assert f"{len([*tmp_path.iterdir()])} test files" in result.output
    assert all("correct-horse" not in path.read_text() for path in repeating)
    assert outcome(repeating[:1], service.url) == 1
    assert outcome(repeating[:1], serve().url) == 0


def outcome(files: list[Path], url: str) -> int:
    environment = {**os.environ, "SWAGSMITH_TARGET": f"{url}/v1", "SWAGSMITH_AUTH": AUTH}
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(files[0].parent),
    ]
    run = subprocess.run(
        [*words, *map(str, files)], env=environment, capture_output=True, text=True, check=False
    )
    return run.returncode


def test_a_test_file_for_an_answer_that_does_not_fit_its_schema(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    service = serve("wrong type")
    arguments = [
        "--target",
        service.url,
        "--seed",
        "2",
        "--max-examples",
        "4",
        "--write-tests",
        str(tmp_path),
    ]
    result = CliRunner().invoke(command, [SPEC, *arguments], env={"SWAGSMITH_AUTH": AUTH})
    assert result.exit_code == 1
    files = [path for path in tmp_path.iterdir() if "response_schema_conformance_post" in path.name]
    assert files, result.output
    assert outcome(files, service.url) == 1
    assert outcome(files, serve().url) == 0


@pytest.mark.parametrize(
    "row", [row for row in bodies.XML if row[1] is Sound.REFUSAL], ids=lambda row: row[0]
)
def test_xml_that_must_be_refused_is_refused_by_a_parser_without_document_types(
    row: bodies.Row,
) -> None:
    made = row[2](GOOD_XML)
    assert made is not None
    with pytest.raises(XmlError):
        parse_xml(made)


@pytest.mark.parametrize("row", bodies.JSON, ids=lambda row: row[0])
def test_json_that_must_be_refused_is_no_object(row: bodies.Row) -> None:
    import json

    made = row[2](GOOD_JSON)
    assert made is not None
    if row[1] is Sound.REFUSAL:
        try:
            value = json.loads(made)
        except (ValueError, RecursionError):
            return
        assert not isinstance(value, dict)


def served(answer: bytes) -> tuple[str, list[bytes], threading.Thread]:
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[bytes] = []

    def accept() -> None:
        with listener, listener.accept()[0] as connection:
            connection.settimeout(1)
            seen.append(connection.recv(65536))
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):  # else closing would take the answer back
                pass

    thread = threading.Thread(target=accept)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}", seen, thread


def test_a_request_arrives_byte_for_byte() -> None:
    url, seen, thread = served(b"HTTP/1.1 400 Bad\r\nX-A: b\r\nContent-Length: 2\r\n\r\nno")
    answer = send("ODD", f"{url}/a%00b/..?%zz", [("Content-Length", "9"), ("X", "\xff")], b"\0{", 5)
    thread.join()
    assert answer is not None
    assert (answer[0], answer[2]) == (400, b"no")
    assert seen[0].startswith(b"ODD /a%00b/..?%zz HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"Content-Length: 9\r\nX: \xff\r\n" in seen[0]


@pytest.mark.parametrize("answer", [b"", b"rubbish\r\n\r\n", b"HTTP/1.1 "])
def test_what_is_no_answer_is_none(answer: bytes) -> None:
    url, _, thread = served(answer)
    assert send("GET", url, [], None, 5) is None
    thread.join()


@pytest.mark.parametrize(
    ("sound", "status", "wrong"),
    [
        (Sound.REFUSAL, 400, False),
        (Sound.REFUSAL, 302, False),
        (Sound.REFUSAL, 200, True),
        (Sound.REFUSAL, None, True),
        (Sound.REFUSAL_OR_CLOSE, None, False),
        (Sound.ANYTHING, 201, False),
        (Sound.ANYTHING, 500, True),
        (Sound.ANYTHING, 503, False),
        (Sound.ANYTHING, 501, True),
        (Sound.ANYTHING, None, True),
    ],
)
def test_what_may_answer(sound: Sound, status: int | None, wrong: bool) -> None:  # noqa: FBT001 -- a table
    assert (fault(sound, status) is not None) is wrong


def test_a_server_may_not_know_a_method() -> None:
    assert fault(Sound.REFUSAL_OR_CLOSE, 501, framing=True) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"Traceback (most recent call last):\n", "a Python traceback"),
        (b'{"m": "File \\"/srv/x.py\\", line 3"}', "a Python traceback"),
        (b"at com.acme.Api.get(Api.java:12)", "a Java stack trace"),
        (b"at handle (/srv/app/index.js:1:2)", "a JavaScript stack trace"),
        (b'near "x": syntax error', "a database error"),
        (b"SQLSTATE[42000]", "a database error"),
        (b"cannot open /var/www/api/index.php", "a path of a source file"),
        (b"panic: runtime error: index", "a Go stack trace"),
    ],
)
def test_internals_are_seen_unless_they_were_sent(text: bytes, name: str) -> None:
    assert leaks.internals(text, b"") == name


@pytest.mark.parametrize(
    "text",
    [
        b"the file is at /home/ann/notes.txt",
        b"See https://example.com/usr/lib/docs.html",
        b"we meet at noon (Main St.: 12)",
        b'{"message": "title is too near the limit"}',
        b"Select the token of your account",
    ],
)
def test_ordinary_words_are_no_internals(text: bytes) -> None:
    assert leaks.internals(text, b"") is None


def test_what_was_sent_is_no_leak() -> None:
    assert leaks.internals(b"no /srv/app/x.py here", b"/srv/app/x.py") is None


def test_one_cause_is_told_once() -> None:
    def found(operation: str, check: str, message: str) -> Finding:
        return Finding(operation, check, "T", message, "hostile", ())

    coverage: dict[str, Any] = {"GET /a": None, "POST /a": None}
    [one] = joined(
        [found("POST /a", "no_internals", "m"), found("GET /a", "no_internals", "m")], coverage
    )
    assert (one.operation, one.also, one.count) == ("GET /a", ("POST /a",), 2)
    kept = joined(
        [
            found("GET /a", "hostile_request", "Authorization (x): answered"),
            found("GET /a", "ignored_auth", "m"),
        ],
        coverage,
    )
    assert [one.check for one in kept] == ["ignored_auth"]


def test_the_page_lists_what_is_sent() -> None:
    text = (ROOT / "docs" / "fuzzing-hostile.md").read_text(encoding="utf-8")
    assert text == page(), "rewrite it with `make fuzz-docs`"


def test_a_service_that_dies_ends_the_run(
    serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once nobody listens any more, what was sent last is told, and nothing else is blamed."""
    from swagsmith.fuzz.hostile import phase

    count = 0

    def dying(*arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count > 5:
            raise ConnectionRefusedError
        return send(*arguments)

    monkeypatch.setattr(phase, "send", dying)
    arguments = ["--target", serve().url, "--seed", "2", "--max-examples", "2"]
    result = CliRunner().invoke(command, [SPEC, *arguments], env={"SWAGSMITH_AUTH": AUTH})
    assert result.exit_code == 1, result.output
    assert "the service no longer answers after it" in result.stdout
    assert "1 finding\n" in result.stdout
    assert "stopped as the service no longer answers" in result.stdout
    assert count == 6
