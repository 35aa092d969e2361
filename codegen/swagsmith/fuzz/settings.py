"""What can be chosen about a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from swagsmith.fuzz.access import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a run needs beside the document.

    Attributes:
        base_url: where the paths of the document begin, without a slash at the end.
        auth: user and password for HTTP Basic, or None.
        other_auth: those of another account, which must not see what the first one has.
        keys: API keys and tokens by security definition.
        other_keys: those of another account.
        seed: decides what is sent; the same seed sends the same to a service in the same state.
        max_examples: cases drawn for one operation in the fuzzing phase.
        max_requests: requests after which the run ends, or None.
        rate: requests a second at most, or None.
        time_limit: seconds after which the run ends, or None.
        safe: send nothing but GET, HEAD and OPTIONS.
        shard: number of this part of the operations, and how many parts there are.
        only: label of the operation to test, with those it belongs to; None for all.
        client: folder of the emitted client that judges too, "auto" to emit one; None for none.
        repeat: the command line that repeats the run, without credentials.
        shown_url: what reproductions show instead of `base_url`, for a target that is gone then.
    """

    base_url: str
    auth: tuple[str, str] | None = field(default=None, repr=False)
    other_auth: tuple[str, str] | None = field(default=None, repr=False)
    keys: tuple[Key, ...] = field(default=(), repr=False)
    other_keys: tuple[Key, ...] = field(default=(), repr=False)
    seed: int = 0
    max_examples: int = 10
    max_requests: int | None = None
    rate: float | None = None
    time_limit: int | None = None
    safe: bool = False
    shard: tuple[int, int] = (1, 1)
    only: str | None = None
    client: str | None = None
    repeat: str = ""
    shown_url: str | None = None

    @property
    def has_credentials(self) -> bool:
        """Whether anything is sent that says who asks."""
        return self.auth is not None or bool(self.keys)


def base_url(target: str, base_path: str | None) -> str:
    """Where the paths of a document begin at a target.

    The document's own host is never used. Its `basePath` (section Swagger Object) is added to a
    target without a path; a target with a path says itself where the service begins, as behind a
    gateway that maps it elsewhere.

    Args:
        target: URL of the service, without a slash at the end.
        base_path: the document's `basePath`, or None.
    """
    if urlsplit(target).path or not base_path:
        return target
    return f"{target}/{base_path.strip('/')}".rstrip("/")
