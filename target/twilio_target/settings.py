"""What can be chosen about a target."""

import time
from dataclasses import dataclass
from pathlib import Path

from twilio_target.local.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a target needs to know before it starts.

    Attributes:
        host: address to listen on, for both.
        port: of the connector; 0 is a free one.
        twilio_port: of the local Twilio; 0 is a free one.
        database: SQLite file of the local Twilio; None is a temporary one.
        upstream: base URL of another Twilio, which takes the place of the local one.
        upstream_timeout: seconds for one request to Twilio.
        status_seconds: how long a message is queued, and then is sent, before it is delivered.
        rate_limit: requests a second the local Twilio takes from an account; 0 is no limit.
        callbacks_anywhere: whether status callbacks may go to other machines, not only to this one.
        fsync: whether an acknowledged change of a database file survives a loss of power, too.
        drain_seconds: how long ``/readyz`` says that the target stops before it takes no more
            connections.
        clock: tells the local Twilio the time, in seconds since 1970.
    """

    host: str = "127.0.0.1"
    port: int = 0
    twilio_port: int = 0
    database: Path | None = None
    upstream: str | None = None
    upstream_timeout: float = 30.0
    status_seconds: float = 1.0
    rate_limit: float = 0.0
    callbacks_anywhere: bool = False
    fsync: bool = True
    drain_seconds: float = 0.0
    clock: Clock = time.time
