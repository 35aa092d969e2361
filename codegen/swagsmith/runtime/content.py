"""Request bodies as chunks of bytes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, TypeAlias, cast

from .errors import ConfigError
from .plain import object_type

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload.

    Attributes:
        content: bytes, a path, or a binary stream, which is read from where it stands.
        filename: the name the server sees; that of the path or stream by default.
        content_type: guessed from the name by default.
    """

    content: bytes | os.PathLike[str] | IO[bytes] = field(repr=False)
    filename: str | None = None
    content_type: str | None = None


FileInput: TypeAlias = File | bytes | os.PathLike[str] | IO[bytes]
"""What can be uploaded."""

Bytes: TypeAlias = "bytes | Stream"
"""A body: in memory or not."""


class Stream(Protocol):
    """A body that is not held in memory."""

    @property
    def length(self) -> int | None:
        """In bytes, None when not known."""
        ...

    @property
    def rewindable(self) -> bool:
        """Whether it can be read again for another attempt."""
        ...

    def __iter__(self) -> Iterator[bytes]: ...


class _PathStream:
    """A file, opened anew for each attempt."""

    rewindable = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = path
        self.length: int | None = os.stat(path).st_size  # noqa: PTH116 - a PathLike need not be a Path

    def __iter__(self) -> Iterator[bytes]:
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123 - same
                while chunk := file.read(_CHUNK):
                    yield chunk
        except OSError as error:
            raise _unreadable(error) from None


class _OpenStream:
    """A stream the caller opened; sent from where it stood."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.rewindable = stream.seekable()
        self.length: int | None = None
        if self.rewindable:
            self._start = stream.tell()
            self.length = stream.seek(0, os.SEEK_END) - self._start
            stream.seek(self._start)

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self.rewindable:
                self._stream.seek(self._start)
            while chunk := self._stream.read(_CHUNK):
                yield chunk
        except OSError as error:
            raise _unreadable(error) from None


def _unreadable(error: OSError) -> ConfigError:
    return ConfigError(f"cannot read the file: {error.strerror}")


class Joined:
    """Several bodies one after the other."""

    def __init__(self, parts: list[Bytes]) -> None:
        self._parts = parts
        self.rewindable = all(isinstance(part, bytes) or part.rewindable for part in parts)

    @property
    def length(self) -> int | None:
        """The sum, where every part knows its length."""
        total = 0
        for part in self._parts:
            size = len(part) if isinstance(part, bytes) else part.length
            if size is None:
                return None
            total += size
        return total

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part


def _is_stream(value: Any) -> bool:
    # Asked of the class: a model can have a property called `read`.
    return hasattr(object_type(value), "read")


def is_raw(value: Any) -> bool:
    """Whether a value is bytes, a path, a binary stream or a `File`."""
    return isinstance(value, (bytes, bytearray, os.PathLike, File)) or _is_stream(value)


def open_content(value: Any) -> Bytes:
    """Makes bytes, a path, a binary stream or a `File` ready to send.

    Raises:
        ConfigError: it is none of these, or cannot be read.
    """
    if isinstance(value, File):
        value = value.content
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    try:
        if isinstance(value, os.PathLike):
            return _PathStream(cast("os.PathLike[str]", value))
        if _is_stream(value):
            return _OpenStream(value)
    except OSError as error:
        raise _unreadable(error) from None
    # A string could be a path or the text itself: a guess would upload the wrong one.
    raise ConfigError(
        f"expected bytes, a pathlib.Path, an open binary file or a File, got {type(value).__name__}"
    )


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form.

    Attributes:
        name: of the field.
        filename: what the server sees.
        content_type: None to go by the file name.
        content: ready to send.
    """

    name: str
    filename: str
    content_type: str | None
    content: Bytes = field(repr=False)


def file_type(value: Any) -> str | None:
    """The content type an upload was given.

    Raises:
        ConfigError: it could not stand in a header.
    """
    kind = value.content_type if isinstance(value, File) else None
    if kind is not None and not (kind.isascii() and kind.isprintable()):
        raise ConfigError("a content type must be printable ASCII")
    return kind


def file_name(value: Any, default: str) -> str:
    """The name a server sees for an upload."""
    if isinstance(value, File):
        if value.filename is not None:
            return value.filename
        value = value.content
    if isinstance(value, os.PathLike):
        return os.path.basename(cast("os.PathLike[str]", value))  # noqa: PTH119 - same
    name = getattr(value, "name", None)
    # Temporary files have a number for a name.
    return (os.path.basename(name) if isinstance(name, str) else "") or default  # noqa: PTH119


async def read_in_thread(stream: Stream) -> AsyncIterator[bytes]:
    """Reads a body without blocking the event loop."""
    import asyncio  # noqa: PLC0415 - slow to load, and synchronous clients do not need it

    chunks = iter(stream)
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk
