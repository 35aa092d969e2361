"""Credentials, secrets, and what would run in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from swagsmith.check import Settings, lint
from swagsmith.diagnostics import Diagnostic
from swagsmith.source import load

Find = Callable[..., list[Diagnostic]]
OK = 'responses: {"200": {description: Done.}}'
SID = "AC0123456789abcdef0123456789abcdef"
P = "/paths/~1w/get/parameters/0/name"


def get(body: str, path: str = "/w", more: str = "") -> str:
    """One operation; its text stands on line 4 from column 7."""
    return f"paths:\n  {path}:\n    get:\n      {body}\n      {OK}\n{more}"


def query(name: str, more: str = "", kind: str = "string", path: str = "/w") -> str:
    """One query parameter on line 4."""
    return get(f"parameters: [{{name: {name}, in: query, type: {kind}}}{more}]", path)


def scheme(body: str) -> str:
    """A used security definition on line 2."""
    return f"securityDefinitions:\n  a: {{{body}}}\nsecurity: [{{a: []}}]\n"


CASES = [
    (
        "sec-url-https",
        scheme("type: oauth2, flow: implicit, authorizationUrl: 'http://x.test/a', scopes: {}"),
        (
            "/securityDefinitions/a/authorizationUrl",
            2,
            55,
            "the `authorizationUrl` is no https URL",
        ),
        ("http:", "https:"),
        {"severity": "warning"},
    ),
    (
        "sec-url-https",
        scheme("type: oauth2, flow: application, tokenUrl: /token, scopes: {}"),
        ("/securityDefinitions/a/tokenUrl", 2, 50, "the `tokenUrl` is no https URL"),
        ("/token", "https://x.test/token"),
    ),
    (
        "sec-key-in-query",
        scheme("type: apiKey, name: key, in: query"),
        ("/securityDefinitions/a/in", 2, 36, "the key of `a` travels in the query"),
        ("query", "header"),
        {"severity": "info"},
    ),
    (
        "sec-credential-parameter",
        query("apiSecret"),
        (P, 4, 27, 'the parameter "apiSecret" looks like a credential'),
        ("apiSecret", "apiVersion"),
        {"severity": "warning"},
    ),
    (
        "sec-secret-in-text",
        get(f"description: Call it with {SID}.", more="x-a: 1\n"),
        ("/paths/~1w/get/description", 4, 20, "this looks like a Twilio account id"),
        ("0123456789abcdef", "XXXXXXXXXXXXXXXX"),
        {"severity": "error"},
    ),
    (
        "sec-secret-in-text",
        get("x-example: [AKIAQ7T2ZLMN4PX0VB3C]"),
        ("/paths/~1w/get/x-example/0", 4, 19, "this looks like a key of Amazon Web Services"),
        ("AKIA", "KEY-"),
    ),
    (
        "text-unsafe-markdown",
        get("description: Hi. <script>alert(1)</script>"),
        ("/paths/~1w/get/description", 4, 20, "the text holds a script"),
        ("<script>alert(1)</script>", ""),
        {"severity": "warning"},
    ),
    (
        "text-unsafe-markdown",
        "tags: [{name: a, description: '[b](JavaScript:x)'}]\n" + get("tags: [a]"),
        ("/tags/0/description", 1, 31, "the text holds a link that runs a script"),
        ("JavaScript:", "https:"),
    ),
]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{number}-{case[0]}") for number, case in enumerate(CASES)]
)
def test_a_fault_is_found_once_at_its_place(
    assert_case: Callable[..., None], case: tuple[object, ...]
) -> None:
    *positional, last = case
    if isinstance(last, dict):
        assert_case(*positional, **last)
    else:
        assert_case(*case)


@pytest.mark.parametrize(
    "name",
    ["password", "user_password", "api_key", "X-Api-Key", "apikey", "access_token", "token",
     "client-secret", "Ocp-Apim-Subscription-Key", "authorization", "bearerToken"],
)  # fmt: skip
def test_names_of_credentials(find: Find, name: str) -> None:
    assert len(find(query(name), "sec-credential-parameter")) == 1


@pytest.mark.parametrize(
    "text",
    [
        *(query(name) for name in ("pageToken", "next_page_token", "continuationToken", "max_tokens",
                                   "tokenType", "key", "sortKey", "newPassword", "passwordPolicy",
                                   "secretary", "deviceToken", "$skiptoken", "author")),
        query("token", kind="boolean"),
        # signing in
        query("password", path="/user/login"),
        query("password", ", {name: grant_type, in: query, type: string}"),
        # the name of a thing
        get("parameters: [{name: token, in: path, required: true, type: string}]", "/tokens/{token}"),
        # which param-header-reserved reports
        get("parameters: [{name: Authorization, in: header, type: string}]"),
    ],
)  # fmt: skip
def test_names_that_are_no_credentials(find: Find, text: str) -> None:
    assert find(text, "sec-credential-parameter") == []


@pytest.mark.parametrize(
    "secret",
    [
        "SK0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "AIza" + "Sy0Q7zXc1Vb2Nm3Kl4Jh5Gf6Dd7Sa8Po9Iu",
        "DefaultEndpointsProtocol=https;AccountKey=" + "aB3" * 28 + "xY==",
        "ghp_" + "aB3dE6gH9jK2mN5pQ8sT" + "1vW4yZ7bC0eF3hI6",
        "xoxb-123456789012-abcdefABCDEF123456",
        "sk_live_" + "aB3dE6gH9jK2mN5pQ8sT1vW4",
        "SG." + "aB3dE6gH9jK2mN5pQ8sT1v" + "." + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9nO2q",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dBjftJeZ4CVPmB92K27uhbUJU1p1r",
        "-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_shapes_of_secrets(find: Find, secret: str) -> None:
    text = {"definitions": {"A": {"type": "string", "default": f"It is {secret}"}}}
    (found,) = find(text, "sec-secret-in-text")
    assert found.pointer == "/definitions/A/default"


@pytest.mark.parametrize(
    "harmless",
    [
        "AC00000000000000000000000000000000",
        "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        "^AC[0-9a-f]{32}$",
        "AKIAIOSFODNN7EXAMPLE",
        f"{SID}0123",
        "eyJhbGciOiJIUzI1NiJ9",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_what_only_resembles_a_secret(find: Find, harmless: str) -> None:
    text = {"definitions": {"A": {"type": "string", "example": harmless}}}
    assert find(text, "sec-secret-in-text") == []


def test_a_secret_in_a_file_that_is_referred_to(
    document: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "parts.yaml").write_text(f"A: {{example: {SID}}}\n", encoding="utf-8")
    path = document("definitions: {B: {$ref: 'parts.yaml#/A'}}\n")
    (found,) = lint(load(path), Settings(select=("sec-secret-in-text",))).diagnostics
    assert (Path(found.span.file).name, found.pointer) == ("parts.yaml", "/A/example")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<SCRIPT src=x>", "a script"),
        ("<img src=x onerror=alert(1)>", "an event handler"),
        ("[a](javascript:alert(1))", "a link that runs a script"),
        ("so eval(x)", "a call of eval"),
        ("`<script>` and ```\n<img onerror=x>\n``` and ``eval(`)``", None),
        ("a < b, and c onerror=x", None),
        ("retrieval(x), medieval (y), description: a", None),
        ("<b>bold</b> and <name>", None),
    ],
)
@pytest.mark.parametrize("escaped", [True, False])
def test_what_a_browser_would_run(
    document: Callable[[object], Path], text: str, words: str | None, *, escaped: bool
) -> None:
    path = document({"definitions": {"A": {"description": text}}})
    if escaped:
        path.write_text(path.read_text("utf-8").replace("<", "\\u003c"), encoding="utf-8")
    found = lint(load(path), Settings(select=("text-unsafe-markdown",))).diagnostics
    assert [it.message for it in found] == ([f"the text holds {words}"] if words else [])


def test_texts_that_are_no_texts_are_left_alone(find: Find) -> None:
    text = {"definitions": {"A": {"description": {"a": 1}, "title": 3}}, "tags": 3, "info": None}
    assert find({**text, "x-a": "<script>"}, "text-unsafe-markdown", "sec-secret-in-text") == []
