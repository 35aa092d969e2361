"""`info`, where the service is, media types and tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Profile, Settings, hosts, lint
from swagsmith.check.media import is_media_type
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from swagsmith.diagnostics import Diagnostic

OK = 'responses: {"200": {description: Done.}}'
CONTACT = "contact: {name: a, url: 'https://x.test', email: a@x.test}"


def info(body: str) -> str:
    """An `info` whose further members begin on line 4."""
    return f"info:\n  title: a\n  version: 1.0.0\n  {body}\n"


def version(text: str) -> str:
    return f"info: {{title: a, version: {text}}}\n"


def tagged(tags: str, more: str = "") -> str:
    """Declared tags from line 2 on, and one operation that has tag a."""
    return f"tags:\n{tags}paths:\n  /w:\n    get: {{tags: [a{more}], {OK}}}\n"


CASES = [
    ("info-description", info("x-a: 1"), ("/info", 1, 1, "`info` has no description"),
     ("x-a: 1", "description: b"), {"severity": "warning"}),
    ("info-description", info("description: ' '"),
     ("/info/description", 4, 16, "the description of `info` is empty"), ("' '", "b")),
    ("info-contact", info("x-a: 1"), ("/info", 1, 1, "`info` has no contact"), ("x-a: 1", CONTACT),
     {"severity": "warning"}),
    ("info-contact", info("contact: {}"),
     ("/info/contact", 4, 3, "the contact has no `name`, `url` and `email`"),
     ("contact: {}", CONTACT)),
    ("info-contact", info(CONTACT.replace(", email: a@x.test", "")),
     ("/info/contact", 4, 3, "the contact has no `email`"), ("x.test'", "x.test', email: a@x.test")),
    ("info-contact", info(CONTACT.replace("name: a", "name: ''")),
     ("/info/contact", 4, 3, "the contact has no `name`"), ("name: ''", "name: a")),
    ("info-contact", info(CONTACT.replace("a@x.test", "nobody")),
     ("/info/contact/email", 4, 52, '`email` is no e-mail address: "nobody"'), ("nobody", "a@x.test")),
    ("info-contact", info(CONTACT.replace("https://x.test", "x.test")),
     ("/info/contact/url", 4, 27, '`url` is no absolute URL: "x.test"'), ("x.test'", "https://x.test'")),
    ("info-license", info("x-a: 1"), ("/info", 1, 1, "`info` has no license"),
     ("x-a: 1", "license: {name: MIT, url: 'https://x.test'}"), {"severity": "warning"}),
    ("info-license", info("license: {name: MIT}"), ("/info/license", 4, 3, "the license has no `url`"),
     ("name: MIT", "name: MIT, url: 'https://x.test'")),
    ("info-version", version("latest"), ("/info/version", 1, 27, '"latest" is no version'),
     ("latest", "2.0.0-rc.1"), {"severity": "warning"}),
    ("info-version", version("''"), ("/info/version", 1, 27, "the version of `info` is empty"),
     ("''", "'1'")),
    ("host-format", "host: https://api.x.test\n", ("/host", 1, 7, "holds a scheme"),
     ("https://", ""), {"severity": "error"}),
    ("host-format", "host: api.x.test/v1\n", ("/host", 1, 7, "holds a path"), ("/v1", "")),
    ("host-format", "host: '{region}.x.test'\n", ("/host", 1, 7, "holds a template"),
     ("{region}", "eu")),
    ("host-format", "host: ''\n", ("/host", 1, 7, "is empty"), ("''", "x.test")),
    ("host-present", "x-a: 1\n", ("", 1, 1, "the document has no `host`"), ("x-a: 1", "host: x.test"),
     {"severity": "warning"}),
    ("host-production", "host: localhost:8080\n", ("/host", 1, 7, "is not one for production"),
     ("localhost:8080", "api.x.test:8080"), {"severity": "warning"}),
    ("basepath-format", "basePath: v1\n", ("/basePath", 1, 11, "does not begin with a slash"),
     ("v1", "/v1"), {"severity": "error"}),
    ("basepath-format", "basePath: /v1/{id}\n", ("/basePath", 1, 11, "holds a template"),
     ("/{id}", "")),
    ("basepath-format", "basePath: /v1?a=b\n", ("/basePath", 1, 11, "holds a query or a fragment"),
     ("?a=b", "")),
    ("basepath-format", "basePath: ''\n", ("/basePath", 1, 11, "is empty"), ("''", "/")),
    ("basepath-trailing-slash", "basePath: /v1/\n", ("/basePath", 1, 11, "ends with a slash"),
     ("/v1/", "/v1"), {"severity": "warning", "help": "write `/v1`"}),
    ("schemes-present", "schemes: []\n", ("/schemes", 1, 1, "`schemes` is empty"),
     ("[]", "[https]"), {"severity": "warning"}),
    ("schemes-present", f"paths:\n  /w:\n    get: {{schemes: [], {OK}}}\n",
     ("/paths/~1w/get/schemes", 3, 11, "`schemes` is empty"), ("[]", "[https]")),
    ("schemes-secure", "schemes: [https, http]\n", ("/schemes/1", 1, 18, "the scheme http"),
     (", http]", "]"), {"severity": "warning", "help": "offer https only"}),
    ("schemes-secure", f"paths:\n  /w:\n    get: {{schemes: [ws], {OK}}}\n",
     ("/paths/~1w/get/schemes/0", 3, 21, "the scheme ws"), ("ws", "wss")),
    ("mime-valid", "consumes: [application/json, json]\n", ("/consumes/1", 1, 30, '"json" is no media'),
     (", json", ""), {"severity": "error", "help": "did you mean `application/json`?"}),
    ("mime-valid", f"paths:\n  /w:\n    get: {{produces: [text], {OK}}}\n",
     ("/paths/~1w/get/produces/0", 3, 22, '"text" is no media type'), ("[text]", "['text/plain']")),
    ("mime-valid",
     ("responses:\n  A: {description: a, examples: {.json: {}}}\npaths:\n  /w:\n    get:\n"
      "      responses: {'200': {$ref: '#/responses/A'}}\n"),
     ("/responses/A/examples/.json", 2, 34, '".json" is no media type'), (".json", "application/json")),
    ("tags-unique", tagged("- {name: a, description: b}\n- {name: a, description: c}\n"),
     ("/tags/1/name", 3, 10, "the tag `a` is declared twice"),
     ("- {name: a, description: c}\n", ""), {"severity": "error", "related": [2]}),
    ("tags-unique", tagged("- {name: a}\n- {name: a}\n"),
     ("/tags/1/name", 3, 10, "the tag `a` is declared twice"), ("- {name: a}\n- {name: a}\n", "- {name: a}\n")),
    ("tags-unique", tagged("- {name: a}\n- {name: A}\n", ", A"),
     ("/tags/1/name", 3, 10, "the tag `A` differs from `a` only by case"), ("A", "b"),
     {"severity": "warning", "related": [2]}),
    ("tag-description", tagged("- name: a\n"), ("/tags/0", 2, 3, "the tag `a` has no description"),
     ("name: a", "{name: a, description: b}"), {"severity": "info"}),
    ("tag-description", tagged("- {name: a, description: ''}\n"),
     ("/tags/0/description", 2, 26, "the tag `a` has no description"), ("''", "b")),
    ("tags-declared", tagged("- {name: a}\n", ", b"),
     ("/paths/~1w/get/tags/1", 5, 21, "the tag `b` is not declared"), (", b", "")),
    ("op-tags", f"paths:\n  /w:\n    get: {{{OK}}}\n", ("/paths/~1w/get", 3, 5, "GET /w has no tag"),
     ("get: {", "get: {tags: [a], "), {"severity": "warning"}),
    ("op-tags", f"paths:\n  /w:\n    get: {{tags: [], {OK}}}\n",
     ("/paths/~1w/get/tags", 3, 11, "GET /w has no tag"), ("[]", "[a]")),
]  # fmt: skip


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
    ("operations", "places"),
    [
        ("{}", [""]),
        (f"{{/w: {{get: {{schemes: [https], {OK}}}, put: {{{OK}}}}}}}", [""]),
        (f"{{/w: {{get: {{schemes: [https], {OK}}}}}}}", []),
    ],
)
def test_schemes_may_stand_on_every_operation(
    tmp_path: Path, operations: str, places: list[str]
) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(f'swagger: "2.0"\ninfo: {{title: a, version: "1"}}\npaths: {operations}\n')
    found = lint(load(path), Settings(select=("schemes-present",))).diagnostics
    assert [diagnostic.pointer for diagnostic in found] == places


@pytest.mark.parametrize(
    ("rule", "profile", "severity"),
    [
        ("info-description", Profile.CONNECTOR, "error"),
        ("info-contact", Profile.CERTIFIED, "error"),
        ("host-present", Profile.CONNECTOR, "error"),
        ("schemes-present", Profile.CONNECTOR, "error"),
    ],
)
def test_a_connector_is_judged_more_strictly(
    find: Callable[..., list[Diagnostic]], rule: str, profile: Profile, severity: str
) -> None:
    text = "info: {title: a, version: 1.0.0}\nschemes: []\n"
    (found,) = find(text, rule, profile=profile)
    assert found.severity == severity


@pytest.mark.parametrize(
    "text",
    ["1", "1.0", "1.0.0", "v2", "v2.1", "1.2.3.4", "1.46.0-rc1", "2019-11-01-preview", "7.2-preview",
     "1.0.0+build.5", "1.x"],
)  # fmt: skip
def test_what_orders_is_a_version(find: Callable[..., list[Diagnostic]], text: str) -> None:
    assert find(version(json.dumps(text)), "info-version") == []


@pytest.mark.parametrize("text", ["version not set", "latest", "1.0.0 beta", "1.0.0!", "1" * 200])
def test_what_does_not_is_none(find: Callable[..., list[Diagnostic]], text: str) -> None:
    assert len(find(version(json.dumps(text)), "info-version")) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("api.x.test", None),
        ("x.test.", None),
        ("x_y.test:443", None),
        ("bücher.test", None),
        ("10.0.0.1:80", None),
        ("[2001:db8::1]:8443", None),
        ("[::1]", None),
        ("//x.test", "a scheme"),
        ("x.test?a=b", "a query"),
        ("x.test#a", "a fragment"),
        ("user@x.test", "a user"),
        ("x .test", "a blank"),
        ("x.test:", "a port"),
        ("x.test:99999", "a port"),
        ("x.test:" + "9" * 5000, "a port"),
        ("x.test:http", "a port"),
        ("x..test", "neither"),
        ("<host>", "neither"),
        ("2001:db8::1", "a port"),
        ("[x]", "neither"),
        ("[10.0.0.1]", "neither"),
        ("[::1", "neither"),
    ],
)
def test_hosts(text: str, fault: str | None) -> None:
    found = hosts.parse(text).fault
    assert found is None if fault is None else fault in str(found)


@pytest.mark.parametrize(
    ("host", "is_found"),
    [
        ("api.example.com", True),
        ("10.0.0.1", True),
        ("[::1]:80", True),
        ("api-dev.x.test", True),
        ("sandbox.x.test", True),
        ("printer.local", True),
        ("api.developer.test", False),
        ("testimonials.x.test", False),
        ("api.contest.dev", False),
        ("https://localhost", False),
    ],
)
def test_hosts_in_production(
    find: Callable[..., list[Diagnostic]], host: str, *, is_found: bool
) -> None:
    assert bool(find(f"host: '{host}'\n", "host-production")) is is_found


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("application/json", True),
        ("application/vnd.x.v1+json; charset=utf-8", True),
        ('text/plain;a="b;c" ; d=e', True),
        ("*/*", True),
        ("application/json;", True),
        ("application/", False),
        ("/json", False),
        ("application json", False),
        ("application/json, text/plain", False),
        ("application/json; charset", False),
        ("", False),
        ("a/b" + " ;" * 2000 + "(", False),
    ],
)
def test_media_types(text: str, *, valid: bool) -> None:
    assert is_media_type(text) is valid


@pytest.mark.parametrize(
    "text",
    [
        "info: [1]\nhost: 3\nbasePath: [a]\nschemes: https\nconsumes: {a: b}\ntags: {a: b}\n",
        "info: {contact: 3, license: [], version: 1}\ntags: [a, {name: 3}]\nschemes: [[]]\n",
        f"paths:\n  /w:\n    get: {{tags: a, schemes: 3, produces: [3], {OK}}}\n",
    ],
)
def test_what_doc_structure_reports_is_left_to_it(
    find: Callable[..., list[Diagnostic]], text: str
) -> None:
    rules = {rule for rule, *_ in CASES} - {"info-contact", "info-license"}
    found = find(text, *rules)
    assert {diagnostic.rule for diagnostic in found} <= {
        "host-present",
        "info-description",
        "op-tags",
    }
    assert all(diagnostic.pointer in ("", "/info") for diagnostic in found)
