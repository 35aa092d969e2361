"""The line of the file under a finding: the carets stand under the place whatever the line holds."""

from __future__ import annotations

from unicodedata import category, east_asian_width

import pytest

from swagsmith.diagnostics import Diagnostic, Severity, Span, as_text
from swagsmith.diagnostics.report import Report
from swagsmith.source.lines import Lines


def excerpt(text: str, word: str, line: int = 1) -> tuple[str, str]:
    """The two lines shown for the place of a word, without their margin."""
    lines = Lines(text)
    start = text.index(word)
    span = lines.span("a.yaml", start, start + len(word))
    found = Diagnostic("some-rule", Severity.ERROR, "a fault", "", span)
    shown = as_text.render(Report((found,), {"a.yaml": lines})).split("\n")
    margin = len(str(line)) + 3
    assert shown[1].startswith(f"{line} | ")
    assert shown[3] == "1 error in 1 file"
    return shown[1][margin:], shown[2][margin:]


def width(text: str) -> int:
    return sum(
        0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


@pytest.mark.parametrize(
    "text",
    [
        "plain: WORD # more",
        "漢字かな: WORD",
        "ｆｕｌｌ: WORD",
        "e\u0301e\u0301: WORD",  # combining accents
        "emoji 😀😀: WORD",
        "\tone\ttab:\tWORD",
        "esc \x1b[31m: WORD",
        "bidi \u202e\u2066: WORD",
        "zero \u200b\ufeff: WORD",
        "nul \x00\x07\x9b: WORD",
        "nbsp\u00a0\u3000: WORD",
        "lines \u2028\u0085: WORD",
        "WORD",
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_carets_stand_under_the_word(text: str, line_break: str) -> None:
    shown, carets = excerpt(f"{text}{line_break}next", "WORD")
    before = shown[: shown.index("WORD")]
    assert carets.count("^") == 4
    padding = carets.rstrip("^")
    # tabs stand at the same columns of both lines
    assert [width(part) for part in before.split("\t")] == [
        len(part) for part in padding.split("\t")
    ]
    assert all(c.isprintable() or c == "\t" for c in shown)


@pytest.mark.parametrize(
    ("word", "shown"),
    [("漢字", "^^^^"), ("a\x1bb", "^^^^^^"), ("é", "^"), ("e\u0301", "^"), ("\u202e", "^^^^^^")],
)
def test_carets_are_as_wide_as_what_they_mark(word: str, shown: str) -> None:
    assert excerpt(f"x: {word} y", word)[1].strip() == shown


def test_what_is_not_printable_is_escaped() -> None:
    assert excerpt("a\x1b[31m\x9b\u202e\x7f: WORD", "WORD")[0] == r"a\x1b[31m\x9b\u202e\x7f: WORD"


@pytest.mark.parametrize("before", [0, 30, 41, 5000])
@pytest.mark.parametrize("after", [0, 30, 5000])
@pytest.mark.parametrize("filler", ["x", "漢", "\x1b"])
def test_of_a_long_line_the_part_around_the_word_is_shown(
    before: int, after: int, filler: str
) -> None:
    shown, carets = excerpt(filler * before + "WORD" + filler * after, "WORD")
    assert width(shown[: shown.index("WORD")]) == carets.index("^")
    assert len(shown) <= 122 * len(
        filler.encode("unicode_escape").decode() if filler == "\x1b" else filler
    )
    assert (shown[0] == "…") == (before > 40 and before + 4 + after > 120)


def test_a_place_that_is_longer_than_what_is_shown_is_marked_to_the_end() -> None:
    shown, carets = excerpt("key: " + "W" * 500, "W" * 500)
    assert len(carets) <= len(shown)
    assert carets.endswith("^")


def test_a_place_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert excerpt("a: [1,\n  2]", "[1,\n  2]") == ("a: [1,", "   ^^^")


def test_a_place_at_the_end_of_a_line_has_a_caret_behind_it() -> None:
    lines = Lines("a: [\n")
    found = Diagnostic("r", Severity.ERROR, "m", "", Span("a", 1, 5, 1, 5))
    assert as_text.render(Report((found,), {"a": lines})).split("\n")[1:3] == [
        "1 | a: [",
        "  |     ^",
    ]


def test_messages_and_names_are_escaped_too() -> None:
    found = Diagnostic(
        "r", Severity.ERROR, "m\x1b[2J\nx", "", Span("a\x1bb"), "h\r\n", (("w\x00", Span("c\x07")),)
    )
    text = as_text.render(Report((found,)))
    assert text.split("\n") == [
        r"a\x1bb:1:1: error m\x1b[2J\nx [r]",
        r"  = help: h\r\n",
        r"  = c\x07:1:1: w\x00",
        "1 error in 1 file",
        "",
    ]
