"""Values of a schema as XML and back (section XML Object)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swagsmith.fuzz.xmlread import XmlReader
from swagsmith.fuzz.xmlshape import XmlShapes
from swagsmith.fuzz.xmltree import XmlError, parse_xml
from swagsmith.fuzz.xmlwrite import XmlWriter
from swagsmith.lower.report import Report
from swagsmith.lower.schema import Schemas
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

    from swagsmith.source import Node

DEFINITIONS: dict[str, Any] = {
    "Pet": {
        "type": "object",
        "required": ["names"],
        "properties": {
            "pet_id": {"type": "integer", "xml": {"name": "Id", "attribute": True}},
            "weight": {"type": "number"},
            "tame": {"type": "boolean", "xml": {"name": "Tame"}},
            "note": {"type": "string", "x-nullable": True, "xml": {"name": "Note"}},
            "names": {"type": "array", "items": {"type": "string", "xml": {"name": "Name"}}},
            "toys": {
                "type": "array",
                "items": {"$ref": "#/definitions/Toy"},
                "xml": {"name": "Toys", "wrapped": True},
            },
            "home": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "xml": {"prefix": "p", "namespace": "urn:home"},
            },
        },
        "xml": {"name": "pet"},
    },
    "Toy": {"type": "object", "properties": {"kind": {"type": "string"}}, "xml": {"name": "Toy"}},
    "Dog": {
        "allOf": [
            {"$ref": "#/definitions/Toy"},
            {"type": "object", "properties": {"age": {"type": "integer", "xml": {"name": "Age"}}}},
        ]
    },
    "Map": {"type": "object", "additionalProperties": {"type": "integer"}},
    "List": {"type": "array", "items": {"type": "integer", "xml": {"name": "n"}}},
}
PET = {
    "pet_id": 7,
    "weight": 1.5,
    "tame": True,
    "note": None,
    "names": ["a", "b"],
    "toys": [{"kind": "ball"}],
    "home": {"city": "Köln"},
}
PET_XML = (
    '<pet Id="7"><weight>1.5</weight><Tame>true</Tame><Note/><Name>a</Name><Name>b</Name>'
    '<Toys><Toy><kind>ball</kind></Toy></Toys><p:home xmlns:p="urn:home"><city>Köln</city></p:home></pet>'
)


class Xml:
    def __init__(self, folder: Path) -> None:
        path = folder / "pets.json"
        path.write_text(
            json.dumps({"swagger": "2.0", "info": {}, "paths": {}, "definitions": DEFINITIONS})
        )
        self.document = load(str(path))
        shapes = XmlShapes(Schemas(Report(self.document)))
        self.writer, self.reader = XmlWriter(shapes), XmlReader(shapes)

    def node(self, name: str) -> Node:
        return self.document.at(f"/definitions/{name}")

    def write(self, name: str, value: Any) -> str:
        return self.writer.write(self.node(name), value).decode()

    def read(self, name: str, text: str) -> Any:
        return self.reader.read(self.node(name), text.encode())


@pytest.fixture(scope="module")
def xml(tmp_path_factory: pytest.TempPathFactory) -> Xml:
    return Xml(tmp_path_factory.mktemp("xml"))


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Pet", PET, PET_XML),
        ("Pet", {"names": []}, "<pet/>"),
        (
            "Toy",
            {"kind": '<&>"\r\n\t'},
            "<Toy><kind>&lt;&amp;&gt;&quot;&#13;&#10;&#9;</kind></Toy>",
        ),
        ("Dog", {"kind": "x", "age": 3}, "<Dog><kind>x</kind><Age>3</Age></Dog>"),
        ("Map", {"a": 1, "b": 2}, "<Map><a>1</a><b>2</b></Map>"),
        ("List", [1, 2], "<List><n>1</n><n>2</n></List>"),
    ],
)
def test_a_value_is_written_and_read_back(xml: Xml, name: str, value: Any, text: str) -> None:
    assert xml.write(name, value) == text
    assert xml.read(name, text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"kind": ["a", "b"]}, "<Toy><kind>a</kind><kind>b</kind></Toy>"),
        ({"kind": None}, "<Toy><kind/></Toy>"),
        ({"kind": "a\x00b\ud800"}, "<Toy><kind>ab</kind></Toy>"),
        ({"of what": {"x": 1}}, "<Toy><of_what><x>1</x></of_what></Toy>"),
        ([], ""),
        ("text", "<Toy>text</Toy>"),
    ],
)
def test_what_does_not_fit_is_written_all_the_same(xml: Xml, value: Any, text: str) -> None:
    assert xml.write("Toy", value) == text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("Pet", "<pet><weight>heavy</weight></pet>", {"weight": "heavy", "names": []}),
        ("Pet", "<pet><Tame>1</Tame></pet>", {"tame": "1", "names": []}),
        ("Pet", '<pet Id="x"/>', {"pet_id": "x", "names": []}),
        ("Pet", "<pet><Note></Note></pet>", {"note": None, "names": []}),
        ("Pet", "<pet><Note>x</Note><Note>y</Note></pet>", {"note": ["x", "y"], "names": []}),
        ("Pet", "<pet><other>1</other></pet>", {"other": "1", "names": []}),
        ("Toy", "<Toy><kind/></Toy>", {"kind": ""}),
        ("Map", "<Map><a>x</a></Map>", {"a": "x"}),
    ],
)
def test_what_does_not_fit_is_read_so_that_it_does_not_fit(
    xml: Xml, name: str, text: str, value: Any
) -> None:
    assert xml.read(name, text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<Pet/>", "the root element is <Pet>, documented is <pet>"),
        ("<pet><note>x</note></pet>", "<note> is not documented, <Note> is"),
        ("<pet><Id>7</Id></pet>", "<Id> is not documented, the attribute Id is"),
        ("<pet><names><Name>a</Name></names></pet>", "<names> is not documented, <Name> is"),
        ("<pet>", "not well-formed"),
        ("", "not well-formed"),
        ('<!DOCTYPE pet [<!ENTITY a "b">]><pet>&a;</pet>', "document type"),
        ("<pet>" * 300 + "</pet>" * 300, "too deeply"),
    ],
)
def test_what_is_not_documented_is_told(xml: Xml, text: str, reason: str) -> None:
    with pytest.raises(XmlError, match=reason):
        xml.read("Pet", text)


def test_a_body_without_a_schema_is_read_as_it_comes(xml: Xml) -> None:
    value = xml.reader.read(None, b"<a><b>1</b><c/><b>2</b></a>")
    assert value == {"b": ["1", "2"], "c": ""}


def test_the_parser_keeps_namespaces_apart() -> None:
    root = parse_xml(b'<a xmlns="urn:a" xmlns:b="urn:b"><b:c x="1"/></a>')
    assert (root.name, root.namespace) == ("a", "urn:a")
    assert (root.children[0].name, root.children[0].namespace) == ("c", "urn:b")
    assert root.children[0].attributes == {"x": "1"}


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@settings(max_examples=60, database=None, derandomize=True)
@given(
    value=st.fixed_dictionaries(
        {"names": st.lists(texts)},
        optional={
            "pet_id": st.integers(),
            "weight": st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
            "tame": st.booleans(),
            "note": st.none() | texts.filter(bool),
            "toys": st.lists(st.fixed_dictionaries({"kind": texts})),
            "home": st.fixed_dictionaries({"city": texts}),
        },
    )
)
def test_whatever_fits_comes_back(xml: Xml, value: Any) -> None:
    assert xml.read("Pet", xml.write("Pet", value)) == value
