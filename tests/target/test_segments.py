import pytest

from twilio_target.local.segments import count_segments

GSM7 = "abcABC123 @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\r\n"


@pytest.mark.parametrize(
    ("body", "segments"),
    [
        ("", 1),
        ("a", 1),
        (GSM7, 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 1600, 11),
        # The extension table: two septets each.
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("[" * 76 + "a", 1),
        ("a" * 159 + "€", 2),
        # An escaped character is not cut: 153 septets hold 76 of them, and one stays empty.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("\f^{}\\[~]|€" * 8, 1),
        # UCS-2 as soon as one character is in neither table.
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("a" * 69 + "`", 1),
        ("a" * 70 + "`", 2),
        ("ç" * 70, 1),
        ("ç" * 71, 2),
        # A character outside the basic plane is two code units and is not cut either.
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_segments(body: str, segments: int) -> None:
    assert count_segments(body) == segments
