"""What the package exports, what importing it costs, and what its errors are."""

from __future__ import annotations

import importlib
import inspect
import pickle
import subprocess
import sys

import pytest

from swagsmith import runtime
from swagsmith.runtime import ApiError, DecodeError, Headers, StatusError, errors
from swagsmith.runtime.errors import status_class, status_text


def loaded_by(code: str) -> set[str]:
    """The modules a fresh interpreter has after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": runtime.__path__[0].removesuffix("/swagsmith/runtime"), "PATH": ""},
    )
    return set(done.stdout.split())


SLOW = {"pydantic", "pyreqwest", "httpx2", "asyncio", "email", "ssl", "xml", "http", "mimetypes"}


def test_importing_the_package_loads_nothing_slow() -> None:
    modules = loaded_by("import swagsmith.runtime")
    assert "swagsmith.runtime.operation" in modules
    assert not modules & (SLOW | {"logging", "swagsmith.runtime.client"})


def test_operations_and_clients_load_no_models_and_no_transport() -> None:
    code = """
from swagsmith.runtime import (
    AsyncClient, BasicAuth, Content, Operation, Pager, Parameter, Request, SyncClient,
)
operation = Operation("Get", "GET", "/{id}", (Parameter("id", "id", "path"),),
    responses={"200": Content(lambda: 1 / 0)})
Request(operation, {"id": 1})
client = SyncClient(credentials={"a": BasicAuth("u", "p")}, base_url="http://h", user_agent="a/1")
AsyncClient(credentials={}, base_url="http://h", user_agent="a/1")
Pager(client, Request(operation, {"id": 1}))
client.close()
"""
    assert not loaded_by(code) & SLOW


def test_every_exported_name_is_there() -> None:
    for name in runtime.__all__:
        assert getattr(runtime, name) is not None
    assert sorted(runtime.__all__, key=lambda name: (not name.isupper(), name)) == [
        *runtime.__all__
    ]
    with pytest.raises(AttributeError, match="nothing_like_this"):
        _ = runtime.nothing_like_this


def test_shapes_and_wire_types_are_modules_of_it() -> None:
    for name in ("xml", "wire"):
        assert importlib.import_module(f"swagsmith.runtime.{name}")


def test_errors_form_one_tree_as_its_docstring_draws_it() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if inspect.isclass(kind) and issubclass(kind, Exception)
    ]
    assert all(issubclass(kind, ApiError) for kind in kinds)
    drawing = errors.__doc__ or ""
    depths = {
        line.split("── ")[1].split()[0]: line.index("──")
        for line in drawing.splitlines()
        if "──" in line
    }
    assert set(depths) == {kind.__name__ for kind in kinds} - {"ApiError"}
    for kind in kinds:
        if kind is not ApiError:
            parent = kind.__mro__[1].__name__
            assert depths[kind.__name__] == depths.get(parent, 0) + 4 or parent == "ApiError"
            assert kind.__name__ in runtime.__all__


def test_errors_survive_pickling() -> None:
    failed = status_class(404, documented=True)(
        "404 Not Found",
        operation="Get",
        status=404,
        headers=Headers([("X-Request-Id", "r1")]),
        body=b"x",
        error={"a": 1},
        documented=True,
    )
    for error in (failed, DecodeError("no", operation="Get", status=200, body=b"x", pointer="/a")):
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is type(error)
        assert str(copy) == str(error)
        copied, original = copy.__dict__, error.__dict__
        assert {k: v for k, v in copied.items() if k != "headers"} == {
            k: v for k, v in original.items() if k != "headers"
        }
    assert pickle.loads(pickle.dumps(failed)).request_id == "r1"


def test_statuses_and_their_classes() -> None:
    assert status_class(418, documented=False) is StatusError
    assert status_class(599, documented=False) is errors.ServerError
    assert status_class(600, documented=False) is StatusError
    assert status_class(302, documented=True) is StatusError
    assert status_class(302, documented=False) is errors.UndocumentedStatusError
    assert status_text(404) == "404 Not Found"
    assert status_text(499) == "499"


def test_headers() -> None:
    headers = Headers([("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-A", "1")])
    assert headers["SET-COOKIE"] == "a=1, b=2"
    assert headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert headers.get_all("none") == []
    assert dict(headers) == {"set-cookie": "a=1, b=2", "x-a": "1"}
    assert "x-A" in headers
    assert 5 not in headers
    assert headers.get("none") is None
    assert len(headers) == 2
    assert "a=1" not in repr(headers)
    assert headers.request_id is None
