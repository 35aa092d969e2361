"""Lists in pages, over the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import Field

from swagsmith.runtime import (
    ApiKeyAuth,
    BasicAuth,
    ConfigError,
    Content,
    Model,
    NotFoundError,
    Operation,
    Options,
    Paging,
    PagingError,
    Parameter,
    Request,
    links,
)
from swagsmith.runtime.xml import Array, Object, Scalar

Caller = Any  # conftest.py has the class
Server = Any  # conftest.py has the class


class Page(Model):
    items: Annotated[list[int] | None, Field(alias="Items")] = None
    next_link: Annotated[str | None, Field(alias="@odata.nextLink")] = None


SHAPE = Object("Page", {"Items": Array("Items", Scalar("Item")), "@odata.nextLink": Scalar("next")})
LIST = Operation(
    "List",
    "GET",
    "/v1/things",
    (Parameter("size", "size", "query"), Parameter("tenant", "X-Tenant", "header")),
    produces=("application/json", "application/xml"),
    responses={"200": Content(lambda: Page, xml=lambda: SHAPE), "404": Content()},
    security=(("basic",), ("key",)),
    paging=Paging(items="Items", next="@odata.nextLink"),
)


def page(server: Server, items: Any, link: Any = None) -> None:
    server.answer(json.dumps({"Items": items, "@odata.nextLink": link}))


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("/v1/things?page=2", "/v1/things?page=2"),
        ("/elsewhere?page=2", "/elsewhere?page=2"),
        ("things?page=2", "/v1/things?page=2"),
        ("?page=2", "/v1/things?page=2"),
        ("more/things", "/v1/more/things"),
        ("../v2/things", "/v2/things"),
        ("{url}/v1/things?page=2#x", "/v1/things?page=2"),
        ("?DateSent>=2026 01&a=%3E", "/v1/things?DateSent%3E=2026%2001&a=%3E"),
    ],
)
def test_links_are_resolved_against_the_page(
    caller: Caller, server: Server, link: str, target: str
) -> None:
    page(server, [1, 2], link.format(url=server.url))
    page(server, [3])
    pager = caller.pager(caller.client(server.url), Request(LIST, {"size": 2, "tenant": "t"}))
    assert caller.all(pager) == [1, 2, 3]
    assert [arrived.target for arrived in server.arrived] == ["/v1/things?size=2", target]
    assert [arrived.header("x-tenant") for arrived in server.arrived] == ["t", "t"]


@pytest.mark.parametrize("end", [None, ""])
def test_the_end(caller: Caller, server: Server, end: Any) -> None:
    page(server, [1], end)
    assert caller.all(caller.pager(caller.client(server.url), Request(LIST, {}))) == [1]
    server.script[:] = []
    server.answer('{"Items": null}')
    assert caller.all(caller.pager(caller.client(server.url), Request(LIST, {}))) == []


def test_pages_are_fetched_as_they_are_needed(caller: Caller, server: Server) -> None:
    page(server, [1], "?p=2")
    page(server, [2], "?p=3")
    page(server, [3])
    pager = caller.pager(caller.client(server.url), Request(LIST, {}))
    assert server.arrived == []
    if caller.is_async:
        iterator = aiter(pager)
        first = caller.run(anext(iterator))
        caller.run(iterator.aclose())
    else:
        first = next(iter(pager))
    assert first == 1
    assert len(server.arrived) == 1


def test_pages_and_a_second_look(caller: Caller, server: Server) -> None:
    page(server, [1], "?p=2")
    page(server, [2])
    pager = caller.pager(caller.client(server.url), Request(LIST, {}))
    assert [found.items for found in caller.all(pager.pages())] == [[1], [2]]
    server.arrived.clear()
    assert caller.all(pager) == [1, 2]
    server.arrived.clear()
    assert caller.run(pager.first_page()).items == [1]
    assert len(server.arrived) == 1


def test_pages_in_xml(caller: Caller, server: Server) -> None:
    xml = "application/xml"
    server.answer("<Page><Item>1</Item><Item>2</Item><next>?p=2&amp;q</next></Page>", kind=xml)
    server.answer("<Page/>", kind=xml)
    pager = caller.pager(caller.client(server.url, media_type=xml), Request(LIST, {}))
    assert caller.all(pager) == [1, 2]
    assert server.last.target == "/v1/things?p=2&q"
    assert server.last.header("accept") == xml


def test_credentials_and_options_go_along(caller: Caller, server: Server) -> None:
    page(server, [1], "?p=2")
    page(server, [2], "?p=3&k=given")
    page(server, [3])
    client = caller.client(server.url, credentials={"key": ApiKeyAuth("k", "query", "s")})
    options = Options(headers={"X-A": "1"}, query={"v": 2})
    assert caller.all(caller.pager(client, Request(LIST, {}), options)) == [1, 2, 3]
    assert [arrived.target for arrived in server.arrived] == [
        "/v1/things?v=2&k=s",
        "/v1/things?p=2&v=2&k=s",
        "/v1/things?p=3&k=given&v=2",
    ]
    assert server.last.header("x-a") == "1"


def test_links_elsewhere_are_refused(
    caller: Caller, server: Server, new_server: Callable[[], Server]
) -> None:
    other = new_server()
    page(other, [2])
    authority = other.url.removeprefix("http://")
    client = caller.client(server.url, credentials={"basic": BasicAuth("u", "p")})
    for link in (f"{other.url}/v1/things", f"//{authority}/x", f"http://a@{authority}", 5, ["x"]):
        server.script[:] = []
        server.answer(json.dumps({"Items": [1], "@odata.nextLink": link}))
        operation = Operation(
            "List",
            "GET",
            "/",
            responses={"200": Content(lambda: dict[str, Any])},
            paging=LIST.paging,
        )
        with pytest.raises(ConfigError, match="^List: the next link leads to another origin"):
            caller.all(caller.pager(client, Request(operation, {})))
    assert other.arrived == []


def test_circles_end(caller: Caller, server: Server) -> None:
    page(server, [1], "?p=2")
    page(server, [2], "?p=3")
    page(server, [3], "?p=2")
    with pytest.raises(PagingError, match="^List: the next link was followed before"):
        caller.all(caller.pager(caller.client(server.url), Request(LIST, {})))
    assert len(server.arrived) == 3


def test_a_page_that_links_to_itself(caller: Caller, server: Server) -> None:
    page(server, [1], "/v1/things?size=1")
    with pytest.raises(PagingError):
        caller.all(caller.pager(caller.client(server.url), Request(LIST, {"size": 1})))
    assert len(server.arrived) == 2


def test_errors_on_the_way(caller: Caller, server: Server) -> None:
    page(server, [1], "?p=2")
    server.answer(status=404)
    with pytest.raises(NotFoundError, match="^List: 404"):
        caller.all(caller.pager(caller.client(server.url), Request(LIST, {})))


@pytest.mark.parametrize(
    ("kind", "body", "items"),
    [
        (lambda: dict[str, Any], '{"value": [1, 2]}', [1, 2]),
        (lambda: list[int], "[1, 2]", [1, 2]),
        (lambda: dict[str, Any], "{}", []),
    ],
)
def test_lists_whose_elements_have_no_name(
    caller: Caller, server: Server, kind: Any, body: str, items: list[int]
) -> None:
    server.answer(body)
    operation = Operation(
        "List", "GET", "/", responses={"200": Content(kind)}, paging=Paging(None, None)
    )
    assert caller.all(caller.pager(caller.client(server.url), Request(operation, {}))) == items


def test_elements_that_are_not_a_list(caller: Caller, server: Server) -> None:
    server.answer('{"value": "abc"}')
    operation = Operation(
        "List", "GET", "/", responses={"200": Content(lambda: Any)}, paging=Paging(None, None)
    )
    with pytest.raises(PagingError, match="^List: 'value' is not a list"):
        caller.all(caller.pager(caller.client(server.url), Request(operation, {})))


def test_a_list_by_post_is_continued_by_get(caller: Caller, server: Server) -> None:
    page(server, [1], "?p=2")
    page(server, [2])
    operation = Operation(
        "Search",
        "POST",
        "/v1/search",
        (Parameter("q", "q", "formData"),),
        responses=LIST.responses,
        paging=LIST.paging,
    )
    pager = caller.pager(caller.client(server.url), Request(operation, {"q": "a"}))
    assert caller.all(pager) == [1, 2]
    assert [(a.method, a.target, a.body) for a in server.arrived] == [
        ("POST", "/v1/search", b"q=a"),
        ("GET", "/v1/search?p=2", b""),
    ]
    assert server.last.header("content-length") is None


BASE = "https://api.example.com/v1/a?x=1"


@pytest.mark.parametrize(
    "link",
    [
        "http://api.example.com/v1/a",
        "https://api.example.com:444/",
        "https://api.example.com.evil.com/",
        "https://evil.com\\@api.example.com/",
        "https://api.example.com@evil.com/",
        "https://api.example.com\\@evil.com/",
        "https://user:pass@api.example.com/",
        "//evil.com/",
        " //evil.com/",
        "\t//evil.com/",
        "/\t/evil.com/",
        "javascript:alert(1)",
        "https://[::1/",
        "https://api.example.com:99999/",
        "https://api.example.com:x/",
    ],
)
def test_no_link_leaves_the_origin(link: str) -> None:
    assert links.resolve(BASE, link) is None


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://API.example.com:443/b", "https://api.example.com/b"),
        ("https:///b", "https://api.example.com/b"),
        ("b", "https://api.example.com/v1/b"),
        ("", "https://api.example.com/v1/a?x=1"),
        ("\\\\evil.com/", "https://api.example.com/v1/%5C%5Cevil.com/"),
        ("/\\evil.com", "https://api.example.com/%5Cevil.com"),
        ("/a\r\nX: b", "https://api.example.com/aX:%20b"),
        ("/ü?é#ü", "https://api.example.com/%C3%BC?%C3%A9"),
    ],
)
def test_odd_links_stay_at_home(link: str, url: str) -> None:
    assert links.resolve(BASE, link) == url
