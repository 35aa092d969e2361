"""`multipart/form-data` (RFC 7578)."""

from __future__ import annotations

import mimetypes
from secrets import token_hex
from typing import Any

from .content import Bytes, File, Joined, file_name, open_content
from .media import MULTIPART, OCTETS


def _quoted(name: str) -> str:
    # As browsers do (HTML, "multipart form data"): UTF-8 as it is, what would end the string or
    # the line percent-encoded.
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _file_type(value: Any, filename: str) -> str:
    given = value.content_type if isinstance(value, File) else None
    return given or mimetypes.guess_type(filename)[0] or OCTETS


def encode(fields: list[tuple[str, str]], files: list[tuple[str, Any]]) -> tuple[Bytes, str]:
    """Writes a form.

    Args:
        fields: names and texts; one that repeats is one part each time.
        files: names and contents: bytes, a path, a binary stream or a `File`.

    Returns:
        The body and its content type.

    Raises:
        ConfigError: a file cannot be read.
    """
    boundary = token_hex(16)
    parts: list[Bytes] = []
    for name, text in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'
        parts.append(f"{head}{text}\r\n".encode())
    for name, value in files:
        filename = file_name(value, name)
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"; '
            f'filename="{_quoted(filename)}"\r\nContent-Type: {_file_type(value, filename)}\r\n\r\n'
        )
        parts += [head.encode(), open_content(value), b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    in_memory = [part for part in parts if isinstance(part, bytes)]
    body = b"".join(in_memory) if len(in_memory) == len(parts) else Joined(parts)
    return body, f"{MULTIPART}; boundary={boundary}"
