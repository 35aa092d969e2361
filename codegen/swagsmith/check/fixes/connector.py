"""Extensions of the platform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.fixes import Target, fix
from swagsmith.check.fixes.schemas import required
from swagsmith.source import is_mapping
from swagsmith.source.edit import Add, Remove, Rename, Replace

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits

_MEANT = re.compile(r"did you mean `([^`]+)`\?")
_ENCODING: Final = "x-ms-url-encoding"
_VISIBILITIES: Final = ("important", "advanced", "internal")


def _meant(target: Target) -> str | None:
    found = _MEANT.fullmatch(target.found.help or "")
    return found[1] if found else None


@fix("ms-known-extension")
def ms_known_extension(target: Target) -> Edits:
    """Spells a misspelt one right."""
    meant = _meant(target)
    return (Rename(target.node, meant),) if meant else ()


@fix("ms-visibility")
def ms_visibility(target: Target) -> Edits:
    """Spells it right; removes an empty one."""
    text = target.node.value
    if text == "":
        return (Remove(target.node),)
    right = text.strip().lower() if isinstance(text, str) else ""
    meant = right if right in _VISIBILITIES else _meant(target)
    return (Replace(target.node, meant),) if meant else ()


@fix("ms-internal-optional-default")
def ms_internal_optional_default(target: Target) -> Edits:
    """Makes the parameter or property required."""
    node = target.node
    if node.key == "required" and not is_mapping(node.value):
        return (Replace(node, True),)
    if node.tokens[-2:-1] == ("properties",):
        pointer = target.found.pointer.rsplit("/", 2)[0]
        return required(target.context.document.at(pointer, node.file), node.key)
    return (Add(node, True, "required"),) if "in" in node else ()


@fix("ms-url-encoding")
def ms_url_encoding(target: Target) -> Edits:
    """Says that the value is encoded once, as nearly always."""
    if is_mapping(target.node.value):
        return (Add(target.node, "single", _ENCODING),)
    text = str(target.node.value).strip().lower()
    return (Replace(target.node, text),) if text in ("single", "double") else ()


@fix("ms-url-encoding-place")
def ms_url_encoding_place(target: Target) -> Edits:
    """Removes it."""
    return (Remove(target.node),)


@fix("ms-deprecated-text")
def ms_deprecated_text(target: Target) -> Edits:
    """Says so at the end of summary and description."""
    texts = [target.parent.child(key) for key in ("summary", "description")]
    return tuple(
        Replace(node, f"{node.value.rstrip()} (deprecated)")
        for node in texts
        if isinstance(node.value, str) and not node.value.rstrip(" .").endswith("(deprecated)")
    )


@fix("ms-default-response-schema")
def ms_default_response_schema(target: Target) -> Edits:
    """Removes the schema; a shared response may be right elsewhere and is left to people."""
    return (Remove(target.node),) if target.node.key == "schema" else ()


@fix("ms-description-sentence")
def ms_description_sentence(target: Target) -> Edits:
    """Gives a text of one line its capital letter and its end mark."""
    text = str(target.node.value).strip()
    if not text or "\n" in text:
        return ()
    word = text.split(maxsplit=1)[0].rstrip(",;:")
    if word.islower() and word.isalpha():
        text = text[0].upper() + text[1:]
    if text[-1].isalnum() or text[-1] in ")'\"`":
        text += "."
    return (Replace(target.node, text),)


@fix("conn-secret-secure")
def conn_secret_secure(target: Target) -> Edits:
    """Keeps it as a secret, and out of sight."""
    return (Replace(target.node, "securestring" if target.node.key == "type" else False),)
