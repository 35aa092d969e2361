"""The program's log: one line an event on stderr, JSON or for people."""

import logging
from datetime import UTC, datetime
from typing import Final, Literal

from twilio_target.text import write_json

Format = Literal["json", "text"]
LEVELS: Final = ("debug", "info", "warning", "error")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Write a record as one line of JSON."""
        members: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            members["traceback"] = self.formatException(record.exc_info)
        return write_json(members).decode()


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Write a record as words."""
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        return f"{super().format(record)} {fields}".rstrip()


def _fields(record: logging.LogRecord) -> dict[str, object]:
    fields: dict[str, object] = getattr(record, "fields", {})
    return fields


def configure_logging(level: str, log_format: Format) -> None:
    """Write the target's log to stderr.

    Args:
        level: one of `LEVELS`; "info" has a line for every request.
        log_format: "json" or "text".
    """
    handler = logging.StreamHandler()
    words = _Text("%(asctime)s %(levelname)s %(message)s")
    handler.setFormatter(_Json() if log_format == "json" else words)
    logger = logging.getLogger("twilio_target")
    logger.handlers[:] = [handler]
    logger.setLevel(level.upper())
    logger.propagate = False
