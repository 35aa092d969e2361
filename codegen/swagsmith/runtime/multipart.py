"""`multipart/form-data` (RFC 7578)."""

from __future__ import annotations

import mimetypes
from secrets import token_hex
from typing import TYPE_CHECKING

from .content import Joined
from .media import MULTIPART, OCTETS

if TYPE_CHECKING:
    from .content import Bytes, Upload


def _quoted(name: str) -> str:
    # As browsers do (HTML, "multipart form data"): UTF-8 as it is, what would end the string or
    # the line percent-encoded.
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def encode(fields: list[tuple[str, str]], files: list[Upload]) -> tuple[Bytes, str]:
    """Writes a form.

    Args:
        fields: names and texts; one that repeats is one part each time.
        files: what is uploaded.

    Returns:
        The body and its content type.
    """
    boundary = token_hex(16)
    parts: list[Bytes] = []
    for name, text in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'
        parts.append(f"{head}{text}\r\n".encode())
    for file in files:
        kind = file.content_type or mimetypes.guess_type(file.filename)[0] or OCTETS
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(file.name)}"; '
            f'filename="{_quoted(file.filename)}"\r\nContent-Type: {kind}\r\n\r\n'
        )
        parts += [head.encode(), file.content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    in_memory = [part for part in parts if isinstance(part, bytes)]
    body = b"".join(in_memory) if len(in_memory) == len(parts) else Joined(parts)
    return body, f"{MULTIPART}; boundary={boundary}"
