"""Headers of answers, as the types the document gives them (section Header Object)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

Client = Callable[..., Any]
Recorder = Any  # tests/behaviour/conftest.py has the class

DOCUMENT = """
swagger: "2.0"
info: {title: Headers, version: "1"}
paths:
  /it:
    get:
      operationId: it
      responses:
        "200":
          description: It
          headers:
            X-Count: {type: integer}
            X-Price: {type: number}
            X-On: {type: boolean}
            X-Day: {type: string, format: date}
            X-At: {type: string, format: date-time}
            X-Kind: {type: string, enum: [a, b]}
            X-Ids: {type: array, items: {type: integer}}
            X-Grid: {type: array, collectionFormat: pipes, items: {type: array, items: {type: integer}}}
            X-Odd: {type: thing}
"""


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("X-Count", "12", 12),
        ("x-count", "12", 12),
        ("X-Count", "many", "many"),
        ("X-Count", "9" * 5000, "9" * 5000),
        ("X-Price", "1.5e3", 1500.0),
        ("X-Price", "nan", "nan"),
        ("X-On", "true", True),
        ("X-On", "True", "True"),
        ("X-Day", "2026-11-01", dt.date(2026, 11, 1)),
        ("X-At", "2026-11-01T00:00:00Z", dt.datetime(2026, 11, 1, tzinfo=dt.UTC)),
        ("X-Kind", "newer", "newer"),
        ("X-Ids", "1, 2,x", [1, 2, "x"]),
        ("X-Ids", "", []),
        ("X-Grid", "1,2|3", [[1, 2], [3]]),
        ("X-Odd", "a", "a"),
        ("X-Unknown", "a", "a"),
    ],
)
def test_values(client: Client, server: Recorder, name: str, text: str, value: Any) -> None:
    server.answers.append((200, {name: text}, b""))
    made = client(DOCUMENT)
    response = made.send(made_request(made))
    assert response.header(name) == value
    assert type(response.header(name)) is type(value) or isinstance(value, dt.date)
    assert response.headers[name] == text
    assert response.header("X-Absent") is None


def made_request(made: Any) -> Any:
    from importlib import import_module

    return import_module(f"{type(made).__module__.split('.')[0]}.operations._root").it()
