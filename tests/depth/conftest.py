"""A service that keeps items, with faults of changing and removing; and the live target's document."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from swagsmith.source import Document, load

sys.path.insert(0, str(Path(__file__).parent))

ITEMS = Path(__file__).parent / "items.yaml"
TWILIO = Path(__file__).parents[2] / "spec" / "twilio.yaml"


class Items(ThreadingHTTPServer):
    """The state: items by id, and the faults that are on."""

    daemon_threads = True

    def __init__(self, faults: frozenset[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults = faults
        self.items: dict[int, dict[str, Any]] = {}
        self.deleted: set[int] = set()
        self.count = 0
        self.requests = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece
    server: Items

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self) -> None:
        self.server.requests += 1
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        status, value = self._route(body)
        data = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = do_DELETE = _answer

    def _route(self, body: bytes) -> tuple[int, Any]:
        parts, state = urlsplit(self.path), self.server
        item = re.fullmatch(r"/v1/items/(\d{1,12})", parts.path)
        if item:
            return self._item(int(item[1]), body)
        if parts.path != "/v1/items":
            return 404, None
        if self.command == "GET":
            return self._list(parse_qs(parts.query))
        new = self._read(body, required=True)
        if new is None:
            return 400, None
        state.count += 1
        added = {"id": state.count, **new, "changes": 0}
        state.items[state.count] = added
        return 201, added

    def _item(self, number: int, body: bytes) -> tuple[int, Any]:
        state = self.server
        found = state.items.get(number)
        if found is None:
            return 404, None
        if self.command == "DELETE":
            return self._delete(number)
        if self.command == "PATCH":
            new = self._read(body, required=False)
            if new is None:
                return 400, None
            refused = "refuses changes and keeps them" in state.faults
            if "loses changes" not in state.faults:
                found |= {**new, "changes": found["changes"] + 1}
            return (400, None) if refused else (200, {**found, **new})
        return 200, found

    def _delete(self, number: int) -> tuple[int, Any]:
        state = self.server
        state.deleted.add(number)
        if "deletes nothing" not in state.faults:
            if "lists what is deleted" not in state.faults:
                state.items.pop(number)
            elif number in state.items:
                state.items[-number] = state.items.pop(number)
        if "deletes the next as well" in state.faults:
            state.items.pop(number + 1, None)
        return 204, None

    def _list(self, query: dict[str, list[str]]) -> tuple[int, Any]:
        numbers = [query.get(name, ["1"])[0] for name in ("limit", "after")]
        if not all(re.fullmatch("[0-9]{1,12}", number) for number in numbers):
            return 400, None
        found = list(self.server.items.values())
        if "color" in query:
            found = [one for one in found if one["color"] == query["color"][0]]
        found = [one for one in found if one["id"] > int(query.get("after", ["0"])[0])]
        size = int(query.get("limit", ["20"])[0])
        page: dict[str, Any] = {"items": found[:size]}
        if len(found) > size:
            after = {**{k: v[0] for k, v in query.items()}, "after": found[size - 1]["id"]}
            page["next"] = f"https://items.example/v1/items?{urlencode(after)}"
        return 200, page

    @staticmethod
    def _read(body: bytes, *, required: bool) -> dict[str, Any] | None:
        try:
            value = json.loads(body)
        except ValueError:
            return None
        if not isinstance(value, dict):
            return None
        kept = {name: value[name] for name in ("title", "color") if name in value}
        fits = all(isinstance(one, str) and len(one) <= 300 for one in kept.values())
        return kept if fits and (not required or len(kept) == 2) else None


@pytest.fixture(scope="session")
def items() -> Document:
    return load(str(ITEMS))


@pytest.fixture(scope="session")
def twilio() -> Document:
    return load(str(TWILIO))


@pytest.fixture
def serving() -> Callable[..., Any]:
    """A block in which items are served, with the faults that are named."""

    @contextmanager
    def serve(*faults: str) -> Iterator[Items]:
        server = Items(frozenset(faults))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    return serve
