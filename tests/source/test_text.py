"""Bytes to text."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from swagsmith.diagnostics import Diagnostic
from swagsmith.source import Document
from swagsmith.source.text import decode

Read = Callable[..., Document]
Refused = Callable[..., Diagnostic]

TEXT = 'swagger: "2.0"\nx-name: Café\n'
ENCODING = "file-encoding"


def test_utf_8_is_what_a_document_is_in(read: Read) -> None:
    assert read(TEXT).findings == ()


def test_a_byte_order_mark_is_reported_and_no_part_of_the_text(read: Read) -> None:
    document = read(codecs.BOM_UTF8 + TEXT.encode())
    (found,) = document.findings
    assert (found.rule, found.severity, found.span.line, found.span.column) == (
        "file-bom",
        "warning",
        1,
        1,
    )
    assert document.span(document.at("/swagger"), key=True).column == 1


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_other_unicode_encodings_are_read_and_reported(read: Read, data: bytes) -> None:
    document = read(data)
    assert document.root.get("x-name") == "Café"
    (found,) = document.findings
    assert (found.rule, found.severity) == (ENCODING, "error")
    assert "not UTF-8" in found.message


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_single_bytes_are_read_and_reported_at_the_first_one(read: Read, codec: str) -> None:
    document = read(TEXT.encode(codec))
    assert document.root.get("x-name") == "Café"
    (found,) = document.findings
    assert (found.rule, found.span.line, found.span.column) == (ENCODING, 2, 12)


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04\xff\xfe\x01", b"\xff\xfe\x00", bytes(range(256))],
)
def test_binary_files_are_refused(refused: Refused, data: bytes) -> None:
    assert refused(data).rule == ENCODING


@pytest.mark.parametrize(
    ("character", "words"),
    [("\x07", "U+0007"), ("\x7f", "U+007F"), ("\x9b", "U+009B"), ("\ufffd", "lost in conversion")],
)
def test_broken_characters_are_reported_where_they_stand(
    read: Read, character: str, words: str
) -> None:
    document = read(f'swagger: "2.0"\nx-a: "b{character}c"\n')
    (found,) = document.findings
    assert (found.rule, found.span.line, found.span.column) == (ENCODING, 2, 8)
    assert words in found.message


def test_reports_of_broken_characters_end_somewhere() -> None:
    _, problems = decode(b'{"a": "' + b"\x07 " * 10_000 + b'"}')
    assert len(problems) == 50


@pytest.mark.parametrize("data", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file_says_so(refused: Refused, data: str) -> None:
    found = refused(data)
    assert (found.rule, found.message) == ("doc-version", "the file is empty")


def test_line_ends_of_every_kind_count_once(read: Read) -> None:
    document = read('swagger: "2.0"\r\nx-a: 1\rx-b: 2\n\nx-c: 3\n')
    assert [document.span(document.at(f"/x-{name}")).line for name in "abc"] == [2, 3, 5]
