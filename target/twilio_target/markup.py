"""Writing XML 1.0: escaped text, escaped attributes, names as Twilio spells them."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from twilio_target.text import replace_unclean

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
# A parser turns a literal tab or line end in an attribute into a space (XML 1.0, section 3.3.3).
_ATTRIBUTE: Final = _TEXT | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})

_UPPER: Final = {"sms": "SMS", "mms": "MMS"}


@cache
def pascal(name: str) -> str:
    """Spell a property as Twilio's XML does: ``num_segments`` ``NumSegments``, ``sms`` ``SMS``."""
    return _UPPER.get(name) or "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def scalar_text(value: object) -> str:
    """Give a JSON scalar as XML text, unescaped; null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def element(name: str, value: object) -> str:
    """Write an element that holds a JSON scalar; null and the empty string are ``<Name/>``."""
    text = scalar_text(value)
    if not text:
        return f"<{name}/>"
    return f"<{name}>{replace_unclean(text).translate(_TEXT)}</{name}>"


def enclose(name: str, content: str, attributes: Iterable[tuple[str, object]] = ()) -> str:
    """Write an element around finished content; attributes whose value is null are left out."""
    start = name + "".join(
        f' {key}="{replace_unclean(scalar_text(value)).translate(_ATTRIBUTE)}"'
        for key, value in attributes
        if value is not None
    )
    return f"<{start}>{content}</{name}>" if content else f"<{start}/>"
