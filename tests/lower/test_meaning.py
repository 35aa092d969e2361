"""What documents mean where they are odd: one small document each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from swagsmith.diagnostics import DocumentError
from swagsmith.ir.types import Choice, Kind, ModelRef, Nullable, Primitive
from swagsmith.lower import Lowered, lower
from swagsmith.source import load

Read = Callable[[str], Lowered]
HEAD = 'swagger: "2.0"\ninfo: {title: Odd, version: "1"}\n'
DONE = 'responses: {"204": {description: Done}}'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def do(text: str) -> Lowered:
        path = tmp_path / "odd.yaml"
        path.write_text(HEAD + text)
        return lower(load(path))

    return do


def operations(lowered: Lowered) -> list[str]:
    return [f"{found.method} {found.path}" for found in lowered.api.operations]


def test_a_path_item_with_a_reference_and_more(read: Read) -> None:
    text = f"""
paths:
  /a: {{get: {{{DONE}}}, parameters: [{{name: q, in: query, type: string}}]}}
  /b: {{$ref: "#/paths/~1a", post: {{{DONE}}}}}
"""
    found = read(text)
    assert operations(found) == ["GET /a", "GET /b", "POST /b"]
    assert [len(item.parameters) for item in found.api.operations] == [1, 1, 1]
    with pytest.raises(DocumentError, match="get stands here and in the path item"):
        read(text.replace(", post:", ", get:"))


def test_an_inline_schema_is_called_after_its_place_whoever_refers_to_it(read: Read) -> None:
    place = "schema: {properties: {a: {type: string}}}"
    text = f"""
paths:
  /f: {{get: {{responses: {{"200": {{description: d, schema: {{$ref: "#/paths/~1e/get/responses/200/schema"}}}}}}}}}}
  /e: {{get: {{responses: {{"200": {{description: d, {place}}}}}}}}}
"""
    found = read(text)
    assert [model.name for model in found.api.models] == ["GetEResponse"]
    assert found.api.operations[0].responses[0].type == ModelRef("GetEResponse")


def test_values_of_a_text_are_as_they_are_written(read: Read) -> None:
    parameter = "{name: e, in: query, type: string, enum: [1e3, .5, 0o14, 1.10, yes, 2020-01-01]}"
    found = read(f"paths: {{/a: {{get: {{parameters: [{parameter}], {DONE}}}}}}}")
    values = ("1e3", ".5", "0o14", "1.10", "yes", "2020-01-01")
    assert found.api.operations[0].parameters[0].type == Choice(values, Primitive(Kind.STRING))


@pytest.mark.parametrize(("word", "required"), [("true", True), ("yes", True), ('"true"', True), ("no", False), ("1", False)])  # fmt: skip
def test_required_as_people_write_it(read: Read, word: str, *, required: bool) -> None:
    parameter = f"{{name: q, in: query, type: string, required: {word}}}"
    found = read(f"paths: {{/a: {{get: {{parameters: [{parameter}], {DONE}}}}}}}")
    assert found.api.operations[0].parameters[0].required is required


@pytest.mark.parametrize(("key", "values"), [("description", "one two"), ("summary", "one two")])
def test_words_for_people_that_stand_twice(read: Read, key: str, values: str) -> None:
    first, second = values.split()
    found = read(
        f"paths:\n  /a:\n    get:\n      {key}: {first}\n      {key}: {second}\n      {DONE}\n"
    )
    assert getattr(found.api.operations[0], key) == second
    assert [item.rule for item in found.findings] == ["file-duplicate-key"]


COOKIE = "securityDefinitions: {c: {type: apiKey, in: cookie, name: s}, k: {type: apiKey, in: header, name: K}}\n"


def test_a_key_no_client_can_send_hurts_only_who_needs_it(read: Read) -> None:
    paths = f"paths: {{/a: {{get: {{security: SECURITY, {DONE}}}}}}}"
    for security, expected in (
        ("[]", ()),
        ("[{k: []}]", (("k",),)),
        ("[{c: []}, {k: []}]", (("k",),)),
    ):
        found = read(COOKIE + paths.replace("SECURITY", security))
        assert found.api.operations[0].security == expected
        assert "sec-scheme" in {item.rule for item in found.findings}
    with pytest.raises(DocumentError, match="no client can send the credentials"):
        read(COOKIE + paths.replace("SECURITY", "[{c: []}]"))


def test_tags_that_meet_are_told(read: Read) -> None:
    found = read(f"paths: {{/a: {{get: {{tags: [Pets], {DONE}}}, put: {{tags: [pets], {DONE}}}}}}}")
    assert [item.name for item in found.api.resources] == ["pets_capital", "pets"]
    (said,) = found.findings
    assert said.message == "tags are both pets in Python: 'Pets' is pets_capital, 'pets' is pets"


def test_operations_without_an_id_are_told_apart_by_what_differs(read: Read) -> None:
    paths = ["/a", "/a/", "/a-b", "/a_b", "/a.b", "/a/b", "/a/{b}"]
    found = read("paths:\n" + "".join(f'  "{path}": {{get: {{{DONE}}}}}\n' for path in paths))
    names = {item.path: item.name for item in found.api.operations}
    assert names == {
        "/a": "get_a",
        "/a/": "get_a_slash",
        "/a-b": "get_a_b_dash",
        "/a_b": "get_a_b_underscore",
        "/a.b": "get_a_b_dot",
        "/a/b": "get_a_b",
        "/a/{b}": "get_a_by_b",
    }


def test_a_keyword_and_the_same_between_underscores(read: Read) -> None:
    parameters = ", ".join(
        f"{{name: {name}, in: query, type: string}}" for name in ("class", "__class__")
    )
    found = read(f"paths: {{/a: {{get: {{parameters: [{parameters}], {DONE}}}}}}}")
    names: list[Any] = [item.name for item in found.api.operations[0].parameters]
    assert names == ["class_", "class_underscore"]


ANIMALS = f"""
paths: {{/a: {{get: {{{DONE}}}}}}}
definitions:
  Animal: {{type: object, discriminator: kind, required: [kind], properties: {{kind: {{type: string}}}}}}
  Dog: {{allOf: [{{$ref: "#/definitions/Animal"}}]}}
  Cage:
    type: object
    properties:
      next: {{x-nullable: true, allOf: [{{$ref: "#/definitions/Animal"}}]}}
      more: {{allOf: [{{$ref: "#/definitions/Animal"}}], properties: {{extra: {{type: string}}}}}}
"""


def test_inline_schemas_take_no_part_in_inheritance(read: Read) -> None:
    models = {model.name: model for model in read(ANIMALS).api.models}
    fields = {field.wire: field.type for field in models["Cage"].fields}
    assert fields == {"next": Nullable(ModelRef("Animal")), "more": ModelRef("CageMore")}
    assert models["Animal"].subtypes == (("Dog", "Dog"),)
    assert (models["CageMore"].base, models["Dog"].base) == ("Animal", "Animal")


def test_names_for_clients(read: Read) -> None:
    schema = "{type: object, x-ms-client-name: nice_thing, properties: {a-b: {type: string, x-ms-client-name: niceName}}}"
    body = "{name: b, in: body, required: true, schema: {$ref: '#/definitions/thing'}}"
    found = read(
        f"paths: {{/a: {{post: {{parameters: [{body}], {DONE}}}}}}}\ndefinitions: {{thing: {schema}}}"
    )
    (model,) = found.api.models
    assert (model.name, model.fields[0].name, model.fields[0].wire) == (
        "NiceThing",
        "nice_name",
        "a-b",
    )
    sent = found.api.operations[0].body
    assert sent is not None
    assert sent.fields is not None
    assert sent.fields[0].name == "nice_name"


@pytest.mark.parametrize(
    ("paging", "words"),
    [
        ("true", "x-swagsmith-paging is no object"),
        ("{items: a, next: missing}", "the link 'missing' is no property"),
        ("{items: b}", "'b' is no property"),
        ("{items: c}", "property 'c' is no array"),
    ],
)
def test_paging_that_leads_nowhere(read: Read, paging: str, words: str) -> None:
    schema = "{properties: {a: {type: array, items: {type: string}}, c: {type: string}}}"
    answer = f'responses: {{"200": {{description: d, schema: {schema}}}}}'
    found = read(f"paths: {{/a: {{get: {{x-swagsmith-paging: {paging}, {answer}}}}}}}")
    assert [words in item.message for item in found.findings] == [True]


@pytest.mark.parametrize(
    ("words", "constant"),
    [
        ("type: string, default: a", "a"),
        ("type: integer, default: 5", 5),
        ('type: integer, default: "5"', "5"),
        ("type: integer, default: abc", None),
        ("type: integer, default: 1.0e999", None),
        ("type: number, default: 1.0e999", None),
        ("type: integer, enum: [1, 2], default: true", None),
        ("type: boolean, default: 1", None),
        ("type: array, items: {type: string}, default: a", None),
        ("type: array, items: {type: string}, default: [a]", ["a"]),
        ("type: string, enum: [a, b], default: c", None),
        ("type: string, enum: [a]", "a"),
        ("type: number, enum: [1.5]", 1.5),
        ("type: string, enum: [a, b]", None),
    ],
)
def test_what_a_required_parameter_sends_by_itself(read: Read, words: str, constant: Any) -> None:
    parameter = f"{{name: q, in: query, required: true, {words}}}"
    found = read(f"paths: {{/a: {{get: {{parameters: [{parameter}], {DONE}}}}}}}")
    (made,) = found.api.operations[0].parameters
    assert (made.constant, made.required) == (constant, constant is None)


def test_what_a_property_sends_by_itself(read: Read) -> None:
    properties = (
        "{kind: {type: string, enum: [user]}, at: {type: string, default: x, x-ms-visibility: internal},"
        " size: {type: integer, default: 5}, name: {type: string}}"
    )
    schema = f"{{type: object, required: [kind, name], properties: {properties}}}"
    body = f"{{name: b, in: body, required: true, schema: {schema}}}"
    found = (
        read(f"paths: {{/a: {{post: {{parameters: [{body}], {DONE}}}}}}}").api.operations[0].body
    )
    assert found is not None
    assert found.fields is not None
    constants = {item.name: item.constant for item in found.fields}
    assert constants == {"kind": "user", "at": "x", "size": None, "name": None}


def test_an_inline_schema_below_a_member_is_called_after_the_member(read: Read) -> None:
    page = "Page: {properties: {next: {type: object, properties: {a: {type: string}}}}}"
    articles = (
        "Articles: {allOf: [{$ref: '#/definitions/Page'}, {properties: {b: {type: string}}}]}"
    )
    paths = f"paths: {{/a: {{get: {{{DONE}}}}}}}"
    for order in ((page, articles), (articles, page)):
        found = read(f"{paths}\ndefinitions:\n  {order[0]}\n  {order[1]}\n")
        assert {model.name for model in found.api.models} == {"Page", "PageNext", "Articles"}


def test_resources_and_their_asynchronous_twins_have_names_of_their_own(read: Read) -> None:
    tags = ["Async", "client", "AsyncClient", "Resource", "AsyncResource", "TheAsync"]
    found = read(
        "paths:\n" + "".join(f"  /{tag}: {{get: {{tags: [{tag}], {DONE}}}}}\n" for tag in tags)
    )
    classes = [item.class_name for item in found.api.resources]
    both = [*classes, *(f"Async{name}" for name in classes)]
    assert len(set(both)) == 12
    assert not {"AsyncResource", "Resource", "AsyncClient", "Client"} & set(both)


def test_a_default_of_a_text_is_as_it_is_written(read: Read) -> None:
    parameter = "{name: q, in: query, required: true, type: string, default: 1.10}"
    found = read(f"paths: {{/a: {{get: {{parameters: [{parameter}], {DONE}}}}}}}")
    assert found.api.operations[0].parameters[0].constant == "1.10"


def test_what_two_members_say_of_one_property_holds_together(read: Read) -> None:
    base = "{s: {type: object, properties: {x: {type: integer}}}, id: {type: string}, n: {$ref: '#/definitions/O'}, k: {type: string}}"
    sub = "{s: {properties: {y: {type: string}}}, id: {readOnly: true}, n: {description: It}, k: {type: string, enum: [a]}}"
    found = read(
        f"paths: {{/a: {{get: {{{DONE}}}}}}}\ndefinitions:\n  O: {{properties: {{o: {{type: string}}}}}}\n"
        f"  Base: {{type: object, properties: {base}}}\n"
        f"  Sub: {{allOf: [{{$ref: '#/definitions/Base'}}, {{properties: {sub}}}]}}\n"
    )
    models = {model.name: model for model in found.api.models}
    assert {field.wire for field in models["SubS"].fields} == {"x", "y"}
    fields = {field.wire: field for field in models["Sub"].fields}
    assert (fields["id"].type, fields["id"].read_only) == (Primitive(Kind.STRING), True)
    assert fields["n"].type == ModelRef("O")
    assert fields["k"].type == Choice(("a",), Primitive(Kind.STRING))


def test_nulls_and_blanks_of_a_response(read: Read) -> None:
    answer = '{"200 ": {description: d, x-nullable: true, schema: {type: string}}}'
    (found,) = read(f"paths: {{/a: {{get: {{responses: {answer}}}}}}}").api.operations[0].responses
    assert (found.status, found.type) == ("200", Nullable(Primitive(Kind.STRING)))


@pytest.mark.parametrize(
    ("consumes", "kind", "file"),
    [
        ("[multipart/form-data]", "type: string, format: binary", True),
        ("[]", "type: string, format: binary", True),
        ("[application/x-www-form-urlencoded]", "type: string, format: binary", False),
        ("[multipart/form-data]", "type: array, items: {type: string, format: binary}", True),
        ("[multipart/form-data]", "type: array, items: {type: file}", True),
        ("[multipart/form-data]", "type: string", False),
    ],
)
def test_files_of_a_form(read: Read, consumes: str, kind: str, *, file: bool) -> None:
    parameter = f"{{name: f, in: formData, {kind}}}"
    found = read(
        f"paths: {{/a: {{post: {{consumes: {consumes}, parameters: [{parameter}], {DONE}}}}}}}"
    )
    assert found.api.operations[0].parameters[0].file is file


def test_a_shared_schema_is_called_in_each_place_as_if_it_were_alone(read: Read) -> None:
    answer = 'responses: {"200": {description: d, schema: {properties: {a: {type: string}}}}}'
    one = f"paths:\n  /slug: {{get: {{operationId: get_by_slug, {answer}}}}}\n"
    both = f"{one}  /a: {{get: {{operationId: a, {answer}}}}}\n"
    for text in (one, both):
        found = read(text).api.operations[0].responses[0].type
        assert found == ModelRef("GetBySlugResponse")
    assert [model.name for model in read(both).api.models] == ["AResponse"]


@pytest.mark.parametrize(
    ("additional", "expected"),
    [
        ("{type: string}", Nullable(Primitive(Kind.STRING))),
        ("{type: integer, x-nullable: true}", Nullable(Primitive(Kind.INTEGER))),
        ("{$ref: '#/definitions/M'}", Nullable(ModelRef("M"))),
        ("{}", None),
        ("true", None),
    ],
)
def test_properties_that_are_not_named(read: Read, additional: str, expected: object) -> None:
    schema = (
        f"{{type: object, properties: {{a: {{type: string}}}}, additionalProperties: {additional}}}"
    )
    (model,) = read(f"paths: {{/a: {{get: {{{DONE}}}}}}}\ndefinitions: {{M: {schema}}}").api.models
    assert model.additional == expected


@pytest.mark.parametrize(
    ("words", "constant"),
    [
        ("type: integer, enum: ['1']", None),
        ("type: integer, enum: [1]", 1),
        ("type: boolean, enum: ['true']", None),
        ("type: number, enum: [1.5]", 1.5),
        ("type: integer, default: '5', x-ms-visibility: internal", None),
        ("type: array, items: {type: string}, default: [a], x-ms-visibility: internal", None),
        ("type: string, format: date, enum: ['2020-01-01']", "2020-01-01"),
        ("type: string, x-nullable: true, enum: [a]", None),
    ],
)
def test_a_signature_shows_what_a_caller_would_write(read: Read, words: str, constant: Any) -> None:
    schema = f"{{type: object, required: [p], properties: {{p: {{{words}}}}}}}"
    body = f"{{name: b, in: body, required: true, schema: {schema}}}"
    sent = read(f"paths: {{/a: {{post: {{parameters: [{body}], {DONE}}}}}}}").api.operations[0].body
    assert sent is not None
    assert sent.fields is not None
    assert sent.fields[0].constant == constant


def test_a_property_called_title_that_stands_twice_would_be_lost(read: Read) -> None:
    properties = "title: {type: string}, title: {type: integer}"
    with pytest.raises(DocumentError, match="title"):
        read(
            f"paths: {{/a: {{get: {{{DONE}}}}}}}\ndefinitions: {{M: {{properties: {{{properties}}}}}}}"
        )


def test_a_subtype_may_be_called_schema(read: Read) -> None:
    found = read(ANIMALS.replace("Dog", "schema"))
    models = {model.name: model for model in found.api.models}
    assert models["Animal"].subtypes == (("schema", "Schema"),)
