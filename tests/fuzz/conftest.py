"""A sound little service for notes.yaml, with faults that can be switched on one at a time."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response

from swagsmith.source import Document, load

AUTH = ("ann", "correct-horse")
BASIC = "Basic " + b64encode(":".join(AUTH).encode()).decode()
SLOW = 0.6
XML_NAMES = {"Title": "title", "Author": "author", "Likes": "likes", "Tags": "tags"}


class RefusedError(Exception):
    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


@dataclass
class Notes:
    """The service as an ASGI application.

    Attributes:
        faults: the faults that are switched on.
        seen: method, path with query, body and Accept of each request, in order.
    """

    faults: frozenset[str] = frozenset()
    notes: list[dict[str, Any]] = field(default_factory=list)
    seen: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    url: str = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        body = await request.body()
        path = f"{scope['raw_path'].decode('latin-1')}?{request.url.query}"
        self.seen.append((request.method, path, body, request.headers.get("accept", "")))
        await self._answer(request, body)(scope, receive, send)

    def _answer(self, request: Request, body: bytes) -> Response:
        accept = request.headers.get("accept", "")
        try:
            name, value = self._route(request, body)
        except RefusedError as error:
            return self._write(
                accept, error.status, "Error", {"message": str(error)}, error.headers
            )
        except UnicodeEncodeError:
            trace = "Traceback (most recent call last):" if "traceback" in self.faults else ""
            status = 400 if "traceback" in self.faults else 500
            return self._write(accept, status, "Error", {"message": trace}, {})
        except ZeroDivisionError:
            return self._write(accept, 500, "Error", {"message": "it crashed"}, {})
        injected = re.search("[\r\n]+([A-Za-z-]+): yes", str(value.get("title")))
        if injected and "injection" in self.faults:
            return Response("{}", 200, {injected[1]: "yes", "X-Total": "1"}, "application/json")
        headers = {} if "no header" in self.faults else {"X-Total": str(len(self.notes))}
        status = 201 if "created" in self.faults and request.method == "POST" else 200
        return self._write(accept, status, name, value, headers)

    def _route(self, request: Request, body: bytes) -> tuple[str, dict[str, Any]]:
        path = request.scope["path"]
        item = re.fullmatch("/v1/notes/(.*)[.]json", path, re.DOTALL)
        latest = path == "/v1/latest.json"
        if path != "/v1/notes.json" and not item and not latest:
            raise RefusedError(404, "no such path")
        methods = ("GET",) if item or latest else ("GET", "POST")
        if request.method not in methods and "any method" not in self.faults:
            raise RefusedError(405, "no such method", Allow=", ".join(methods))
        given = request.headers.get("authorization")
        malformed = "credentials" in self.faults and given in ("Basic", "Basic !!!")
        wrong = given != BASIC and not malformed
        if wrong and "no authentication" not in self.faults:
            raise RefusedError(401, "who are you?", **{"WWW-Authenticate": "Basic"})
        if item:
            return "Note", self._get(item[1])
        if latest:
            return "Note", {"id": "N00000000", "title": "x", "author": None, "likes": 0, "tags": []}
        if request.method == "POST":
            return "Note", self._add(body, request.headers.get("content-type", ""))
        return "Notes", self._page(parse_qs(request.url.query, keep_blank_values=True))

    def _get(self, note_id: str) -> dict[str, Any]:
        if not re.fullmatch("N[0-9]{8}", note_id):
            raise RefusedError(400, "a note is N and 8 digits")
        found = next((note for note in self.notes if note["id"] == note_id), None)
        if found is None or "lost" in self.faults:
            raise RefusedError(404, "no such note")
        return found

    def _page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        [size, *more] = query.get("PageSize", ["20"])
        if "slow" in self.faults and size == "50":
            time.sleep(SLOW)
        fits = not more and re.fullmatch("[0-9]{1,9}", size) and 1 <= int(size) <= 50
        if not fits and "unchecked page size" not in self.faults:
            raise RefusedError(400, "PageSize is 1 to 50")
        [author, *more] = query.get("Author", [None])
        if more:
            raise RefusedError(400, "one Author")
        found = [note for note in self.notes if author in (None, note["author"])]
        return {"notes": found[-(int(size) if fits else 20) :], "total": len(found)}

    def _add(self, body: bytes, content_type: str) -> dict[str, Any]:
        essence = content_type.partition(";")[0].strip().lower()
        readers = {"application/json": self._read_json, "application/xml": self._read_xml}
        if essence not in readers:
            raise RefusedError(415, "JSON or XML, please")
        new = readers[essence](body)
        if "crash" in self.faults and len(str(new.get("title"))) == 40:
            raise ZeroDivisionError
        if f"unchecked title in {essence}" in self.faults:
            new["title"] = str(new.get("title"))
        else:
            check(new, "title", str, lambda title: 1 <= len(title) <= 40, required=True)
        check(new, "author", str)
        check(new, "likes", int, lambda likes: likes >= 0)
        check(new, "tags", list, lambda tags: all(isinstance(tag, str) for tag in tags))
        if self.faults & {"surrogates", "traceback"}:
            str(new["title"]).encode()
        note = {"author": None, "likes": 0, "tags": [], **new, "id": f"N{len(self.notes) + 1:08}"}
        self.notes.append(note)
        return note

    @staticmethod
    def _read_json(body: bytes) -> dict[str, Any]:
        try:
            new = json.loads(body.decode(), parse_constant=lambda _: 1 / 0)
        except (ValueError, RecursionError, ZeroDivisionError):
            raise RefusedError(400, "no JSON") from None
        if not isinstance(new, dict):
            raise RefusedError(400, "no object")
        return {name: new[name] for name in XML_NAMES.values() if name in new}

    def _read_xml(self, body: bytes) -> dict[str, Any]:
        try:
            allowed = b"<!DOCTYPE" not in body or "entities" in self.faults
            root = ET.fromstring(body.decode() if allowed else "")
        except (ET.ParseError, ValueError):
            raise RefusedError(400, "no XML") from None
        if root.tag != "NewNote":
            raise RefusedError(400, "no NewNote")
        new: dict[str, Any] = {}
        for child in root:
            name = XML_NAMES.get(child.tag)
            if name is None:
                continue
            if name in new or (name != "tags" and len(child)):
                raise RefusedError(400, f"{name} occurs twice or has elements")
            text = child.text or ""
            new[name] = text
            if name == "likes" and re.fullmatch("-?[0-9]{1,400}", text):
                new[name] = int(text)
            if name == "tags":
                new[name] = [
                    tag.text or "" if tag.tag == "Tag" and not len(tag) else None for tag in child
                ]
        return new

    def _write(
        self, accept: str, status: int, name: str, value: dict[str, Any], headers: dict[str, str]
    ) -> Response:
        if "shape of errors" in self.faults and name == "Error":
            value = {"error": value["message"]}
        if "text error" in self.faults and status == 400:
            return Response("no", status, headers, "text/plain")
        if accept == "application/xml" and "always JSON" not in self.faults:
            data = ET.tostring(as_xml(name, value, self.faults), encoding="utf-8")
            data = data[:-1] if "broken XML" in self.faults and name == "Notes" else data
            return Response(data, status, headers, "application/xml")
        if "wrong type" in self.faults and name == "Note":
            value = {**value, "likes": str(value["likes"])}
        if "echo of credentials" in self.faults and name == "Note":
            value = {**value, "title": f"{BASIC} {':'.join(AUTH)}"}
        text = json.dumps(value)
        if "broken JSON of no schema" in self.faults and status == 405:
            text = text[:-1]
        response = Response(text, status, headers, "application/json")
        if "drop" in self.faults and name == "Note":
            response.headers["content-length"] = "999999"  # the server closes what it cannot keep
        return response


def check(
    new: dict[str, Any],
    name: str,
    kind: type,
    fits: Callable[[Any], bool] = lambda _: True,
    *,
    required: bool = False,
) -> None:
    if name not in new and not required:
        return
    value = new.get(name)
    if not isinstance(value, kind) or isinstance(value, bool) or not fits(value):
        raise RefusedError(400, f"{name} does not fit")


def as_xml(name: str, value: dict[str, Any], faults: frozenset[str]) -> ET.Element:
    root = ET.Element({"Notes": "Page"}.get(name, name) if "wrong root in XML" in faults else name)
    if name == "Error":
        ET.SubElement(root, "Message").text = value.get("message")
    elif name == "Notes":
        root.set("total", str(value["total"]))
        root.extend(as_xml("Note", note, faults) for note in value["notes"])
    else:
        root.set("Id", value["id"])
        ET.SubElement(
            root, "title" if "misspelt element in XML" in faults else "Title"
        ).text = clean(value["title"])
        ET.SubElement(root, "Author").text = clean(value["author"])
        ET.SubElement(root, "Likes").text = (
            "many" if "wrong type in XML" in faults else str(value["likes"])
        )
        tags = ET.SubElement(root, "Tags")
        for tag in value["tags"]:
            ET.SubElement(tags, "Tag").text = clean(tag)
    return root


def clean(text: str | None) -> str | None:
    return text and re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


class Server(uvicorn.Server):
    """A server that leaves the process's signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest.fixture(scope="session")
def document() -> Document:
    return load(str(Path(__file__).parent / "notes.yaml"))


@pytest.fixture(scope="session")
def listening() -> Iterator[Callable[[Notes], Notes]]:
    """A function that puts a service on a free port."""
    current: dict[str, Notes] = {}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await current["service"](scope, receive, send)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(application, lifespan="off", log_config=None, access_log=False)
        server = Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()

        def listen(service: Notes) -> Notes:
            current["service"] = service
            service.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            return service

        yield listen
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def serve(listening: Callable[[Notes], Notes]) -> Callable[..., Notes]:
    """A function that serves notes, with the faults that are named."""

    def make(*faults: str) -> Notes:
        return listening(Notes(frozenset(faults)))

    return make
