"""A reproduction is a command that sends the same bytes, whatever is in them."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest

from swagsmith.fuzz.curl import curl
from swagsmith.fuzz.finding import Exchange
from swagsmith.fuzz.redaction import PLACEHOLDER, Redaction

BASH = shutil.which("bash")
#: shows what a command would give to curl, each argument and standard input ended by NUL
FAKE = r"""curl() { printf '%s\0' "$@"; case "$*" in *@-) cat; esac; }; """
NASTY = [
    b"plain",
    b"it's",
    b'"double" $HOME `id` \\ !',
    "Köln 中文 😀".encode(),
    b"\r\nX: y\t\x01\x1b[31m\x7f",
    b"\xff\xfe\x80",
    "\u202eabc\ufeff".encode(),
    b"\x001 after an escape",
    b"100 % \\0 a\x00b 'quoted'",
    b"@file",
    b"",
]


def exchange(**values: Any) -> Exchange:
    given = {"method": "GET", "url": "http://h/p", "headers": (), "body": None, "status": 200}
    return Exchange(**{**given, "answer_type": "", "answer": b"", **values})


def words(command: str) -> list[bytes]:
    if BASH is None:
        pytest.skip("there is no bash to read the commands")
    run = subprocess.run([BASH, "-c", FAKE + command], capture_output=True, check=True)
    return run.stdout.split(b"\0")


@pytest.mark.parametrize("body", NASTY)
def test_a_body_arrives_byte_for_byte(body: bytes) -> None:
    command = curl(exchange(method="POST", body=body or None))
    if b"\0" in body:
        run = words(command)
        assert b"@-" in run
        assert b"\0".join(run[run.index(b"@-") + 1 :]) == body
    elif body:
        assert words(command)[-2] == body
    else:
        assert "--data" not in command


@pytest.mark.parametrize("value", [value for value in NASTY if b"\0" not in value])
def test_a_header_arrives_byte_for_byte(value: bytes) -> None:
    sent = words(curl(exchange(headers=(("X-Odd", value.decode("utf-8", "surrogateescape")),))))
    assert sent[sent.index(b"--header") + 1] == (b"X-Odd: " + value if value else b"X-Odd;")


def test_what_a_person_reads_is_short() -> None:
    request = exchange(
        method="POST",
        url="http://127.0.0.1:8080/Messages.json",
        headers=(
            ("User-Agent", "x"),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
            ("Content-Length", "2"),
            ("Authorization", PLACEHOLDER),
        ),
        body=b"{}",
    )
    assert curl(request) == (
        "curl --include http://127.0.0.1:8080/Messages.json --header 'Accept: application/json'"
        " --header 'Content-Type: application/json' --user \"$SWAGSMITH_AUTH\" --data-binary '{}'"
    )


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"method": "HEAD"}, "--head"),
        ({"method": "PATCH"}, "--request PATCH"),
        ({"method": "GET", "body": b"x"}, "--request GET"),
        ({"method": "POST"}, "--request POST"),
        ({"url": "http://h/a[1]{2}"}, "--globoff"),
        ({"url": "http://h/a/../b"}, "--path-as-is"),
        ({"url": "http://h/a/%2E%2e"}, "--path-as-is"),
        ({"method": "POST", "body": b"x"}, "--header Content-Type:"),
    ],
)
def test_curl_is_told_what_it_would_do_differently(values: dict[str, Any], word: str) -> None:
    assert word in curl(exchange(**values))
    assert "--request" not in curl(exchange())
    assert "--path-as-is" not in curl(exchange(url="http://h/a.json/..b"))


def test_credentials_are_replaced_however_they_are_spelt() -> None:
    redaction = Redaction(("ann", "correct-horse"))
    encoded = "YW5uOmNvcnJlY3QtaG9yc2U="
    assert redaction.header("Authorization", f"Basic {encoded}") == ("Authorization", PLACEHOLDER)
    assert redaction.header("X-Copy", f"is {encoded}") == ("X-Copy", f"is {PLACEHOLDER}")
    assert redaction.header("Authorization", "Basic b3RoZXI6b3RoZXI=")[1].endswith("b3RoZXI=")
    assert (
        redaction.text("ann:correct-horse and correct-horse") == f"{PLACEHOLDER} and {PLACEHOLDER}"
    )
    assert redaction.data(b"{correct-horse}") == b"{$SWAGSMITH_AUTH}"
    assert Redaction(None).text("x") == "x"
    assert Redaction(("ann", "is")).text("this is") == "this is"
