"""The page's files and the document it shows, without a browser."""

import json
import re
from typing import Any

import httpx2
import pytest
import yaml

from twilio_target.page.assets import ASSETS, OUR_ASSETS, read_asset
from twilio_target.page.document import document_path, render_document

PAGE = ("/", *(f"/assets/{name}" for name in ASSETS), "/swagger.json", "/swagger.yaml")
SOURCE: dict[str, Any] = yaml.safe_load(document_path().read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGE)
def test_every_file_is_guarded_and_can_be_kept(anonymous: httpx2.Client, path: str) -> None:
    response = anonymous.get(path)
    assert response.status_code == 200
    headers = response.headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-cache"
    etag = headers["etag"]
    for tags in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = anonymous.get(path, headers={"if-none-match": tags})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert anonymous.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", PAGE)
def test_methods(anonymous: httpx2.Client, path: str) -> None:
    head = anonymous.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(anonymous.get(path).content)
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = anonymous.request(method, path)
        assert refused.status_code == 405
        assert {"GET", "HEAD"} <= set(refused.headers["allow"].split(", "))
    asked = anonymous.options(path)
    assert {"GET", "HEAD"} <= set(asked.headers["allow"].split(", "))


@pytest.mark.parametrize(
    "path",
    [
        "/assets/index.html",
        "/assets/",
        "/assets/..%2Fassets.py",
        "/assets/%2E%2E/assets.py",
        "/assets/swagger-ui-bundle.js.map",
        "/swagger.json/",
        "/index.html",
    ],
)
def test_nothing_else_is_given_out(anonymous: httpx2.Client, path: str) -> None:
    response = anonymous.get(path)
    assert response.status_code == 404
    assert response.json()["code"] == 20404


def test_the_connectors_paths_come_first(anonymous: httpx2.Client) -> None:
    for path in SOURCE["paths"]:
        assert anonymous.get(re.sub(r"\{.*?\}", "x", path)).status_code == 401


def test_the_document_leads_to_the_server_that_gave_it(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/swagger.json").json()
    assert yaml.safe_load(anonymous.get("/swagger.yaml").text) == document
    place = {"host": anonymous.base_url.netloc.decode(), "schemes": ["http"]}
    assert document == SOURCE | place


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"host": "twilio.example"}, {"host": "twilio.example", "schemes": ["http"]}),
        ({"host": "[::1]:8080"}, {"host": "[::1]:8080", "schemes": ["http"]}),
        (
            {"host": "twilio.example", "x-forwarded-proto": "HTTPS, http"},
            {"host": "twilio.example", "schemes": ["https"]},
        ),
        ({"host": "x" * 300}, {"schemes": ["http"]}),
        (
            {"host": "twilio.example", "x-forwarded-proto": "javascript"},
            {"host": "twilio.example"},
        ),
    ],
)
def test_a_host_is_believed_only_where_it_is_one(
    anonymous: httpx2.Client, headers: dict[str, str], expected: dict[str, Any]
) -> None:
    for path in ("/swagger.json", "/swagger.yaml"):
        document = yaml.safe_load(anonymous.get(path, headers=headers).text)
        place = {name: document[name] for name in ("host", "schemes") if name in document}
        assert place == expected


@pytest.mark.parametrize("host", ["a b", "user@evil.example", "evil.example/path", '"><script>'])
def test_what_is_no_host_gets_no_document(anonymous: httpx2.Client, host: str) -> None:
    assert anonymous.get("/swagger.json", headers={"host": host}).status_code == 400


def test_documents_for_different_hosts_have_different_tags(anonymous: httpx2.Client) -> None:
    tags = {
        anonymous.get("/swagger.json", headers={"host": host}).headers["etag"]
        for host in ("a.example", "b.example")
    }
    assert len(tags) == 2


def test_the_yaml_is_the_text_with_its_comments() -> None:
    source = document_path().read_text(encoding="utf-8").splitlines()
    given = render_document("yaml", "a.example", "http").decode().splitlines()
    assert [line for line in given if line not in source] == [
        'host: "a.example"',
        'schemes: ["http"]',
    ]
    assert [line for line in source if line not in given] == [
        "host: api.twilio.com",
        "schemes:",
        "  - https",
    ]


def test_rendering_does_not_change_the_document() -> None:
    assert json.loads(render_document("json", "a.example", "https"))["host"] == "a.example"
    assert json.loads(render_document("json", "", "")).keys() == SOURCE.keys() - {"host", "schemes"}


def test_our_scripts_write_text_alone() -> None:
    """What an account holds was written by strangers, so nothing of ours parses it as markup."""
    text = "".join(read_asset(name).body.decode() for name in (*OUR_ASSETS, "index.html"))
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Storage",
    ):
        assert way not in text
    assert not re.search(r"\son\w+=|style=|javascript:", read_asset("index.html").body.decode())
    elsewhere = set(re.findall(r"https?://[^\s\"']+", text))
    assert elsewhere == {"http://www.w3.org/2000/svg"}
