"""The connection file beside a document: found, read, located, checked together with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.check import Profile, Settings, lint
from swagsmith.diagnostics import Diagnostic
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Find = Callable[..., list[Diagnostic]]

DOCUMENT = """
paths:
  /w:
    get:
      operationId: ListWidgets
      parameters: [{name: kind, in: query, type: string}]
      responses: {"200": {description: Done.}}
    post:
      operationId: MakeWidget
      responses: {"200": {description: Done.}}
""".lstrip()


def secured(scheme: str) -> str:
    """A document with a security definition; it stands on line 1."""
    return f"securityDefinitions: {{auth: {scheme}}}\nsecurity: [{{auth: []}}]\n{DOCUMENT}"


def file(text: str) -> dict[str, Any]:
    """A connection file that is one line within `properties`, which begins at column 17."""
    return {"connection": f'{{"properties": {{{text}}}}}', "file": "spec.apiProperties.json"}


def parameter(text: str, name: str = "site") -> dict[str, Any]:
    """A connection file with a parameter."""
    return file(f'"connectionParameters": {{"{name}": {{{text}}}}}')


def policy(template: str, more: str = "", **parameters: str) -> dict[str, Any]:
    """A connection file with a connection parameter `site` and a policy; all on one line."""
    filled = {f"x-ms-apimTemplateParameter.{key}": value for key, value in parameters.items()}
    text = json.dumps({"templateId": template, "parameters": filled})[:-2] + more + "}}"
    site = '"site": {"type": "string", "uiDefinition": {"displayName": "Site"}}'
    return file(f'"policyTemplateInstances": [{text}], "connectionParameters": {{{site}}}')


AT = "/properties/policyTemplateInstances/0"
SITE = "/properties/connectionParameters/site"
SHOWN = '"uiDefinition": {"displayName": "Site"}'
USERS = (
    '"connectionParameters": {"username": {"type": "string", "uiDefinition": {"displayName": "U"}}, '
    '"password": {"type": "securestring", "uiDefinition": {"displayName": "P"}}}'
)
FORM = DOCUMENT.replace(
    "operationId: MakeWidget\n",
    "operationId: MakeWidget\n      consumes: [multipart/form-data]\n      parameters: [{name: w, in: body, schema: {type: object}}]\n",
)
JSON = FORM.replace("multipart/form-data", "application/json")

CASES: list[tuple[Any, ...]] = [
    # shape
    ("conn-structure", DOCUMENT, ("/properties/policyTemplates", 1, 17, "no field `policyTemplates`"),
     ("policyTemplates", "policyTemplateInstances"), file('"policyTemplates": []')),
    ("conn-structure", DOCUMENT, ("/properties/scriptOperation", 1, 17, "no field `scriptOperation`"),
     ("scriptOperation", "scriptOperations"), file('"scriptOperation": []') | {"help": "did you mean `scriptOperations`?"}),
    ("conn-structure", DOCUMENT, ("/publisher", 1, 2, "means nothing beside `properties`"),
     ('"publisher": "W", ', ""), {"connection": '{"publisher": "W", "properties": {}}', "help": "move it into `properties`"}),
    ("conn-structure", DOCUMENT, ("", 1, 1, "everything in an object `properties`"), ("{}", '{"properties": {}}'), {"connection": "{}"}),
    ("conn-structure", DOCUMENT, ("/properties", 1, 2, "everything in an object `properties`"), ("[]", "{}"), {"connection": '{"properties": []}'}),
    ("conn-structure", DOCUMENT, ("/properties/capabilities", 1, 33, "`capabilities` is an array, not a text"), ('"actions"', '["actions"]'), file('"capabilities": "actions"')),
    ("conn-structure", DOCUMENT, (f"{SITE}/uiDefintion", 1, 67, "`site` has no field `uiDefintion`"), ("uiDefintion", "uiDefinition"),
     parameter('"type": "bool", "uiDefintion": {"displayName": "Site"}') | {"help": "did you mean `uiDefinition`?"}),
    ("conn-structure", DOCUMENT, (SITE, 1, 50, "is an object, not a text"), ('"x"', f'{{"type": "int", {SHOWN}}}'), file('"connectionParameters": {"site": "x"}')),
    ("conn-structure", DOCUMENT, ("/properties/scriptOperations/0", 1, 38, "each element of `scriptOperations` is a text"), ("[1]", "[]"), file('"scriptOperations": [1]')),
    ("conn-structure", DOCUMENT, ("", 1, 2, "not JSON: expecting property name"), ("{{\n", '{"properties": {}}'), {"connection": "{{\n", "file": "spec.apiProperties.json"}),
    ("conn-structure", DOCUMENT, ("/propertes", 1, 2, "`propertes` means nothing"), ("propertes", "properties"), {"connection": '{"propertes": {}}', "help": "did you mean `properties`?"}),
    ("conn-structure", secured("{type: basic}"), ("/properties/connectionParameter", 1, 17, "no field `connectionParameter`"), ("connectionParameter", "connectionParameters"), file(USERS.replace("connectionParameters", "connectionParameter"))),
    # parameters
    ("conn-parameter-type", DOCUMENT, (f"{SITE}/type", 1, 59, 'this is "String"'), ('"String"', '"string"'), parameter(f'"type": "String", {SHOWN}')),
    ("conn-parameter-type", DOCUMENT, (SITE, 1, 42, "the type of the connection parameter `site`"), ("{" + SHOWN, '{"type": "string", ' + SHOWN), parameter(SHOWN)),
    ("conn-parameter-type", DOCUMENT, (f"{SITE}/uiDefinition/constraints/required", 1, 137, '"true" or "false"; this is true'), (": true", ': "true"'),
     parameter('"type": "string", "uiDefinition": {"displayName": "Site", "constraints": {"required": true}}')),
    ("conn-parameter-type", DOCUMENT, (f"{SITE}/uiDefinition", 1, 69, "has no `displayName`"), ('"tooltip"', '"displayName"'), parameter('"type": "string", "uiDefinition": {"tooltip": "Site"}')),
    ("conn-parameter-type", DOCUMENT, (SITE, 1, 42, "has no `displayName`"), ('"int"', '"gatewaySetting"'), parameter('"type": "int"')),
    # secrets
    ("conn-secret-secure", DOCUMENT, ("/properties/connectionParameters/apiKey/type", 1, 61, "`apiKey` looks like a secret"), ('"string"', '"securestring"'), parameter(f'"type": "string", {SHOWN}', "apiKey")),
    ("conn-secret-secure", DOCUMENT, ("/properties/connectionParameters/token:ClientSecret/type", 1, 73, "looks like a secret"), ("ClientSecret", "ClientId"), parameter(f'"type": "string", {SHOWN}', "token:ClientSecret")),
    ("conn-secret-secure", DOCUMENT, ("/properties/connectionParameters/client_secret/uiDefinition/constraints/clearText", 1, 150, "shown in clear text"), ("true", "false"),
     parameter('"type": "securestring", "uiDefinition": {"displayName": "S", "constraints": {"clearText": true}}', "client_secret")),
    ("conn-auth-match", secured("{type: basic}"), ("/properties/connectionParameters", 1, 17, "is built from `username` and `password`"), ('"user"', '"username"'),
     file(USERS.replace('"username"', '"user"')) | {"related": [1]}),
    ("conn-auth-match", secured("{type: apiKey, name: X-Key, in: header}"), ("/properties", 1, 2, "is built from `api_key`"),
     ("{}", '{"connectionParameters": {"api_key": {"type": "securestring", ' + SHOWN + "}}}"), file("")),
    ("conn-auth-match", secured("{type: oauth2, flow: implicit, authorizationUrl: 'https://w.test', scopes: {}}"),
     ("/properties/connectionParameters/token/type", 1, 60, "is an `oauthSetting`"), ("securestring", "oauthSetting"), parameter(f'"type": "securestring", {SHOWN}', "token")),
    # policies
    ("conn-policy-operation", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplate-operationName/0", 1, 181, "`ListWidget` does not exist"), ('ListWidget"', 'ListWidgets"'),
     policy("routerequesttoendpoint", ', "x-ms-apimTemplate-operationName": ["ListWidget"]', newPath="/v") | {"help": "did you mean `ListWidgets`?"}),
    ("conn-policy-operation", DOCUMENT, ("/properties/scriptOperations/1", 1, 53, "`MakeWidgets` does not exist"), ("MakeWidgets", "MakeWidget"), file('"scriptOperations": ["ListWidgets", "MakeWidgets"]')),
    ("conn-policy-parameters", DOCUMENT, (f"{AT}/parameters", 1, 73, "setheader needs `x-ms-apimTemplateParameter.name`"), ('"parameters": {', '"parameters": {"x-ms-apimTemplateParameter.name": "A", '), policy("setheader", value="x")),
    ("conn-policy-parameters", DOCUMENT, (f"{AT}/templateId", 1, 60, 'no policy template "setheaders"'), ("setheaders", "setHeader"), policy("setheaders", name="A", value="x") | {"help": "did you mean `setheader`?"}),
    ("conn-policy-parameters", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.newPaht", 1, 101, "has no parameter"), ("newPaht", "newPath"), policy("routerequesttoendpoint", newPaht="/v")),
    ("conn-policy-parameters", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.existsAction", 1, 212, 'this is "replace"'), ("replace", "override"), policy("setheader", name="A", value="x", existsAction="replace")),
    ("conn-policy-parameters", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplate-policySection", 1, 204, 'this is "request"'), ("request", "Request"),
     policy("setheader", ', "x-ms-apimTemplate-policySection": "request"', name="A", value="x") | {"help": "did you mean `Request`?"}),
    ("conn-policy-parameters", DOCUMENT, (AT, 1, 45, "a policy has a `templateId`"), ('{"title": "x"}', '{"templateId": "updatenextlink", "parameters": {"x-ms-apimTemplateParameter.nextLinkPropertyName": "x"}}'), file('"policyTemplateInstances": [{"title": "x"}]')),
    ("conn-policy-expression", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.value", 1, 164, "no function `queryParamters`"), ("queryParamters", "queryParameters"),
     policy("setheader", name="A", value="@queryParamters('kind')") | {"help": "did you mean `queryParameters`?"}),
    ("conn-policy-expression", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.value", 1, 164, "no connection parameter `Site`"), ("'Site'", "'site'"),
     policy("setheader", name="A", value="x/@{connectionParameters('Site')}/y") | {"help": "did you mean `site`?"}),
    ("conn-policy-expression", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.value", 1, 164, "no function `connectionparameters`"), ("nparameters", "nParameters"),
     policy("setheader", name="A", value="@concat('@foo(', connectionparameters('site'))")),
    ("conn-policy-expression", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.value", 1, 164, "has a query parameter `kin`"), ("'kin'", "'kind'"), policy("setheader", name="A", value="@queryParameters('kin', 'x')")),
    ("conn-policy-expression", DOCUMENT, (f"{AT}/parameters/x-ms-apimTemplateParameter.propertyValuePathTemplate", 1, 282, "does not expand connection parameters"), ("@connectionParameters('site')", "@body().site"),
     policy("setproperty", newPropertyParentPathTemplate="@body()", newPropertySubPathTemplate="site", propertyValuePathTemplate="@connectionParameters('site')")),
    ("conn-script-consumes", FORM, ("/paths/~1w/post/consumes", 9, 7, "takes forms only"), ('"properties": {}', '"properties": {"scriptOperations": ["MakeWidget"]}'), {"connection": '{"properties": {}}', "severity": "warning"}),
    ("conn-script-consumes", JSON, (f"{AT}/parameters/x-ms-apimTemplateParameter.value", 1, 175, "takes forms only"), ("application/x-www-form-urlencoded", "application/json"),
     policy("setheader", name="Content-Type", value="application/x-www-form-urlencoded")),
    # certification
    ("conn-brand-color", DOCUMENT, ("/properties/iconBrandColor", 1, 35, "the colour #FFFFFF is not allowed"), ("FFFFFF", "F22F46"), file('"iconBrandColor": "#FFFFFF"')),
    ("conn-brand-color", DOCUMENT, ("/properties/iconBrandColor", 1, 35, 'this is "red"'), ("red", "#F22F46"), file('"iconBrandColor": "red"')),
    ("conn-brand-color", DOCUMENT, ("/properties", 1, 2, "has no `iconBrandColor`"), ("{}", '{"iconBrandColor": "#F22F46"}'), file("")),
    ("conn-publisher", DOCUMENT, ("/properties", 1, 2, "has no `stackOwner`"), ('"W"', '"W", "stackOwner": "W"'), file('"publisher": "W"')),
    ("conn-publisher", DOCUMENT, ("/properties/publisher", 1, 30, "has no `publisher`"), ('""', '"W"'), file('"publisher": "", "stackOwner": "W"')),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{number}-{case[0]}") for number, case in enumerate(CASES)]
)
def test_a_fault_is_found_once_at_its_place(
    assert_connector_case: Callable[..., None], case: tuple[Any, ...]
) -> None:
    *positional, more = case
    assert_connector_case(*positional, **more)


BROKEN = '{"properties": {"policyTemplates": []}}'


def rules_found(path: Path | str, *select: str) -> list[tuple[str, str]]:
    settings = Settings(Profile.CONNECTOR, select=select or ("connection",))
    found = lint(load(path), settings).diagnostics
    return [(each.rule, each.span.file.rpartition("/")[2]) for each in found]


@pytest.mark.parametrize(
    ("document", "connection"),
    [
        ("twilio.yaml", "twilio.apiProperties.json"),
        ("twilio.swagger.json", "twilio.apiProperties.json"),
        ("twilio.apiDefinition.swagger.json", "twilio.apiProperties.json"),
        ("apiDefinition.swagger.json", "apiProperties.json"),
        ("twilio.yaml", "apiProperties.json"),
    ],
)
def test_the_file_is_found_beside_its_document(
    tmp_path: Path, document: str, connection: str
) -> None:
    (tmp_path / document).write_text(
        f'swagger: "2.0"\ninfo: {{title: W, version: "1"}}\n{DOCUMENT}'
    )
    assert rules_found(tmp_path / document, "connection") == []
    (tmp_path / connection).write_text(BROKEN)
    assert rules_found(tmp_path / document, "connection") == [("conn-structure", connection)]


def test_a_file_of_its_own_comes_first(document: Callable[[str], Path]) -> None:
    path = document(DOCUMENT)
    path.with_name("apiProperties.json").write_text(BROKEN)
    path.with_name("spec.apiProperties.json").write_text('{"properties": {}}')
    assert rules_found(path) == []


def test_a_document_from_standard_input_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    from types import SimpleNamespace

    (tmp_path / "apiProperties.json").write_text(BROKEN)
    monkeypatch.chdir(tmp_path)
    text = f'swagger: "2.0"\ninfo: {{title: W, version: "1"}}\n{DOCUMENT}'
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    assert rules_found("-") == []


def test_the_file_is_read_only_when_a_rule_asks(document: Callable[[str], Path]) -> None:
    path = document(DOCUMENT)
    path.with_name("spec.apiProperties.json").write_text(BROKEN)
    loaded = load(path)
    lint(loaded, Settings(Profile.PLAIN))
    assert loaded.files == (str(path),)
    lint(loaded, Settings(Profile.CONNECTOR))
    assert len(loaded.files) == 2


def test_the_reader_reports_what_is_odd_in_it(document: Callable[[str], Path]) -> None:
    path = document(DOCUMENT)
    file = path.with_name("spec.apiProperties.json")
    file.write_text('{"properties": {\n"publisher": "A",\n"publisher": "B",}}')
    assert rules_found(path, "connection", "file-json-strict", "file-duplicate-key") == [
        ("file-duplicate-key", file.name),
        ("file-json-strict", file.name),
    ]


def test_a_link_out_of_the_folder_is_no_connection_file(
    document: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.json"
    outside.write_text(BROKEN)
    path = document(DOCUMENT)
    path.with_name("spec.apiProperties.json").symlink_to(outside)
    assert rules_found(path) == []


def test_a_folder_of_that_name_is_no_connection_file(document: Callable[[str], Path]) -> None:
    path = document(DOCUMENT)
    path.with_name("spec.apiProperties.json").mkdir()
    assert rules_found(path) == []


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", (1, 1), "the file is empty"),
        (b"\x00\x01", (1, 1), "binary file"),
        (b'{"a": 1 "b"', (1, 9), "expecting ',' delimiter"),
        (b"[" * 300 + b"]" * 300, (1, 1), "nested"),
        (b'"text"', (1, 1), "everything in an object `properties`"),
        (b"null", (1, 1), "everything in an object `properties`"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding_where_it_breaks(
    document: Callable[[str], Path], data: bytes, place: tuple[int, int], words: str
) -> None:
    path = document(DOCUMENT)
    path.with_name("spec.apiProperties.json").write_bytes(data)
    loaded = load(path)
    settings = Settings(Profile.CERTIFIED, select=("connection", "conn-publisher", "ms-pageable"))
    (found,) = lint(loaded, settings).diagnostics
    assert found.rule == "conn-structure"
    assert words in found.message
    if data[:1] != b"[":
        assert (found.span.line, found.span.column) == place
    assert found.span.file in loaded.lines


def test_ways_to_sign_in_are_alternatives(lint_connector: Find) -> None:
    key = {"type": "securestring", "uiDefinition": {"displayName": "Key"}}
    text = {"type": "string", "uiDefinition": {"displayName": "Site"}}
    sets = [
        {"name": "a", "parameters": {"api_key": key}},
        {"name": "b", "parameters": {"site": text}},
    ]
    policy = {
        "templateId": "dynamicHostUrl",
        "parameters": {
            "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('site')"
        },
    }
    inner = {"connectionParameterSets": {"values": sets}, "policyTemplateInstances": [policy]}
    found = lint_connector(
        secured("{type: apiKey, name: K, in: header}"), connection=json.dumps({"properties": inner})
    )
    assert [each.rule for each in found] == ["conn-host-override"]


def test_a_policy_may_set_the_key(lint_connector: Find) -> None:
    connection = policy("setheader", name="X-Key", value="@connectionParameters('site')")[
        "connection"
    ]
    text = secured("{type: apiKey, name: x-key, in: header}")
    assert lint_connector(text, connection=connection) == []
    (found,) = lint_connector(text.replace("x-key", "other"), connection=connection)
    assert found.rule == "conn-auth-match"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("", "of every operation"),
        (
            ', "x-ms-apimTemplate-operationName": ["ListWidgets"]',
            "it names; `MakeWidget` keep them",
        ),
        (', "x-ms-apimTemplate-operationName": ["ListWidgets", "MakeWidget"]', "it names"),
    ],
)
def test_a_host_policy_says_which_operations_keep_the_host(
    lint_connector: Find, more: str, words: str
) -> None:
    connection = policy("dynamichosturl", more, urlTemplate="https://w.test")["connection"]
    (found,) = lint_connector(DOCUMENT, connection=connection)
    assert (found.rule, found.severity, found.pointer) == (
        "conn-host-override", "info", f"{AT}/templateId",
    )  # fmt: skip
    assert found.message.endswith(words)


def test_a_script_covers_what_it_names_or_everything(lint_connector: Find) -> None:
    empty = '{"properties": {"scriptOperations": []}}'
    other = '{"properties": {"scriptOperations": ["ListWidgets"]}}'
    assert lint_connector(FORM, connection=empty)[0].rule == "conn-script-consumes"
    assert lint_connector(FORM, connection=empty, beside="script.csx") == []
    assert lint_connector(FORM, connection=other)[0].rule == "conn-script-consumes"


def test_without_a_connection_file_nothing_is_said_of_forms(lint_connector: Find) -> None:
    assert lint_connector(FORM) == []


PAGED = """
paths:
  /w:
    get:
      operationId: ListWidgets
      x-ms-pageable: {nextLinkName: nextLink}
      responses: {"200": {description: Done., schema: {properties: {nextLink: {}, w: {type: array, items: {}}}, type: object}}}
""".lstrip()


def test_the_link_to_the_next_page_needs_a_policy(lint_connector: Find) -> None:
    assert lint_connector(PAGED) == []
    (found,) = lint_connector(PAGED, connection='{"properties": {}}')
    assert (found.rule, found.severity) == ("ms-pageable", "warning")
    assert found.pointer == "/paths/~1w/get/x-ms-pageable/nextLinkName"
    name = "nextLinkPropertyName"
    assert (
        lint_connector(
            PAGED, connection=policy("updatenextlink", **{name: "nextLink"})["connection"]
        )
        == []
    )
    script = '{"properties": {"scriptOperations": ["ListWidgets"]}}'
    assert lint_connector(PAGED, connection=script) == []


def test_a_polled_object_needs_a_policy_that_names_its_array(lint_connector: Find) -> None:
    polled = PAGED.replace("x-ms-pageable: {nextLinkName: nextLink}", "x-ms-trigger: batch")
    (found,) = lint_connector(polled, connection='{"properties": {}}')
    assert found.rule == "ms-trigger"
    connection = policy("pollingtrigger", triggerConfig="x", triggerDataPath="@triggerBody().w")
    assert lint_connector(polled, connection=connection["connection"]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://@connectionParameters('a').b.@{queryParameters('c', 'd')}/x", [("connectionParameters", "a"), ("queryParameters", "c")]),
        ("@connectionParameters('a','');@connectionParameters('b')", [("connectionParameters", "a"), ("connectionParameters", "b")]),
        ("@concat(body().x, ' it''s (@y(', item().z)", [("concat", None), ("body", None), ("item", None)]),
        ("@body().items[0].call(", [("body", None)]),
        ("me@example(x).test, a@b.test, @@body(), @Request.OriginalHTTPMethod, plain", []),
        ("@{triggerBody().value[0]", [("triggerBody", None)]),
        ("@headers('unended", [("headers", None)]),
        ("@", []), ("@{", []), ("@{}", []), ("", []),
    ],
)  # fmt: skip
def test_expressions_are_taken_apart(text: str, found: list[tuple[str, str | None]]) -> None:
    from swagsmith.check.expressions import functions

    assert [(each.name, each.argument) for each in functions(text)] == found
