"""API keys and tokens reach the service, in the place the document says, and stay out of reports."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner
from starlette.requests import Request
from starlette.responses import Response

from swagsmith.commands.fuzz import fuzz as command

SECRET = "secret-of-ours"
DEFINITIONS = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "token": {
        "type": "oauth2",
        "flow": "implicit",
        "authorizationUrl": "http://h",
        "scopes": {"read": ""},
    },
}


class Service:
    def __init__(self, place: str) -> None:
        self.place = place
        self.statuses: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        given = {
            "header": request.headers.get("x-key"),
            "query": request.query_params.get("key"),
            "token": request.headers.get("authorization", "").removeprefix("Bearer "),
        }[self.place]
        response = Response('{"ok": true}', media_type="application/json")
        if request.method != "GET":
            response = Response(status_code=405, headers={"Allow": "GET"})
        elif given != SECRET:
            response = Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        self.statuses.append(response.status_code)
        await response(scope, receive, send)


class Server(uvicorn.Server):
    def install_signal_handlers(self) -> None: ...


@pytest.mark.parametrize("place", list(DEFINITIONS))
@pytest.mark.parametrize("given", [SECRET, "wrong-secret"])
def test_a_key_reaches_the_service(tmp_path: Path, place: str, given: str) -> None:
    answer = {"description": "", "schema": {"type": "object", "required": ["ok"]}}
    operation = {
        "produces": ["application/json"],
        "responses": {"200": answer, "401": {"description": ""}},
    }
    document = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/thing": {"get": operation}},
        "securityDefinitions": {place: DEFINITIONS[place]},
        "security": [{place: ["read"] if place == "token" else []}],
    }
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document))
    service = Service(place)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(service, lifespan="off", log_config=None, access_log=False)
        server = Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        arguments = [str(spec), "--target", url, "--seed", "1", "--report", str(tmp_path / "out")]
        result = CliRunner().invoke(command, [*arguments, "--auth", f"{place}={given}"])
        server.should_exit = True
        thread.join()
    if given == SECRET:
        assert result.exit_code == 0, result.output
        assert service.statuses.count(200) > 5
    else:
        assert result.exit_code == 2, result.output
        assert "credentials were refused" in result.stdout
    assert service.statuses.count(401)
    for text in (result.output, *(path.read_text() for path in (tmp_path / "out").iterdir())):
        assert given not in text
