"""XML by shapes: what the XML Object of 2.0 can say, in both directions, and hostile input."""

from __future__ import annotations

import contextlib
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from swagsmith.runtime.plain import PlainError
from swagsmith.runtime.xml import Array, Object, Ref, Scalar, Shape
from swagsmith.runtime.xml_read import XmlError, decode
from swagsmith.runtime.xml_write import encode

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

MESSAGE = Object(
    "Message",
    {
        "sid": Scalar("Sid"),
        "price": Scalar("Price", nullable=True),
        "page": Scalar("page", attribute=True),
        "uris": Array("Uris", Scalar("Uri"), wrapped=True),
        "tags": Array("ignored", Scalar("Tag")),
        "sender": Ref("Sender", lambda: PERSON),
        "replies": Array("Replies", Ref("Reply", lambda: MESSAGE), wrapped=True),
    },
)
PAGE = Object("Page", {"tags": Array("Tags", Scalar("Tag"), required=True)})
PERSON = Object("Person", {"name": Scalar("name"), "id": Scalar("id", attribute=True)})

BOTH_WAYS: list[tuple[Shape, Any, str]] = [
    (MESSAGE, {"sid": "SM1"}, "<Message><Sid>SM1</Sid></Message>"),
    (MESSAGE, {}, "<Message/>"),
    (PAGE, {"tags": []}, "<Page/>"),
    (PAGE, {"tags": ["a"]}, "<Page><Tag>a</Tag></Page>"),
    (MESSAGE, {"page": "0"}, '<Message page="0"/>'),
    (MESSAGE, {"price": None}, "<Message><Price/></Message>"),
    (MESSAGE, {"sid": ""}, "<Message><Sid/></Message>"),
    (MESSAGE, {"sid": " a\n"}, "<Message><Sid> a\n</Sid></Message>"),
    (MESSAGE, {"sid": "<&>\"'\r"}, "<Message><Sid>&lt;&amp;&gt;\"'&#13;</Sid></Message>"),
    (MESSAGE, {"page": '<"\t\n'}, '<Message page="&lt;&quot;&#9;&#10;"/>'),
    (MESSAGE, {"uris": ["a", "b"]}, "<Message><Uris><Uri>a</Uri><Uri>b</Uri></Uris></Message>"),
    (MESSAGE, {"uris": []}, "<Message><Uris/></Message>"),
    (MESSAGE, {"tags": ["a", "b"]}, "<Message><Tag>a</Tag><Tag>b</Tag></Message>"),
    (
        MESSAGE,
        {"sender": {"id": "1", "name": "Ann"}},
        '<Message><Sender id="1"><name>Ann</name></Sender></Message>',
    ),
    (
        MESSAGE,
        {"replies": [{"sid": "1"}, {"replies": []}]},
        "<Message><Replies><Reply><Sid>1</Sid></Reply><Reply><Replies/></Reply></Replies></Message>",
    ),
    (
        MESSAGE,
        {"sender": None},
        '<Message><Sender xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></Message>',
    ),
    (
        MESSAGE,
        {"new": {"a": "1", "b": ["2", "3"]}, "other": "x"},
        "<Message><new><a>1</a><b>2</b><b>3</b></new><other>x</other></Message>",
    ),
    (Array("Pets", Scalar("Pet"), wrapped=True), ["a"], "<Pets><Pet>a</Pet></Pets>"),
    (Array("Pets", Scalar("Pet")), ["a", "b"], "<Pets><Pet>a</Pet><Pet>b</Pet></Pets>"),
    (Scalar("Count"), "5", "<Count>5</Count>"),
    (
        # The example of the XML Object section.
        Object(
            "Person",
            {
                "id": Scalar("id", attribute=True),
                "name": Scalar(
                    "name", namespace="http://example.com/schema/sample", prefix="sample"
                ),
            },
        ),
        {"id": "123", "name": "example"},
        (
            '<Person id="123"><sample:name xmlns:sample="http://example.com/schema/sample">'
            "example</sample:name></Person>"
        ),
    ),
    (
        Object("A", {"b": Scalar("b"), "c": Scalar("c", namespace="u:1")}, namespace="u:1"),
        {"b": "1", "c": "2"},
        '<A xmlns="u:1"><b>1</b><c>2</c></A>',
    ),
    (
        Object(
            "A",
            {
                "x": Scalar("x", attribute=True, namespace="u:1", prefix="p"),
                "y": Scalar("y", attribute=True, namespace="u:1", prefix="p"),
                "z": Scalar("z", namespace="u:1", prefix="p"),
            },
        ),
        {"x": "1", "y": "2", "z": "3"},
        '<A xmlns:p="u:1" p:x="1" p:y="2"><p:z>3</p:z></A>',
    ),
]


@pytest.mark.parametrize(("shape", "value", "text"), BOTH_WAYS)
def test_both_ways(shape: Shape, value: Any, text: str) -> None:
    assert encode(shape, value).decode() == HEAD + text
    assert decode(shape, text.encode()) == value
    ET.fromstring(text)


def test_json_types_become_text() -> None:
    value = {"sid": True, "page": 3, "uris": [1.0, 2.5], "new": [False]}
    assert encode(MESSAGE, value).decode() == (
        HEAD + '<Message page="3"><Sid>true</Sid><Uris><Uri>1</Uri><Uri>2.5</Uri></Uris>'
        "<new>false</new></Message>"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<Message><Sid><![CDATA[<a>]]></Sid></Message>", {"sid": "<a>"}),
        ("<Message><!-- no --><?no no?><Sid>a<!-- no -->b</Sid></Message>", {"sid": "ab"}),
        ("<Message>\n  <Sid>a</Sid>\n</Message>", {"sid": "a"}),
        ('<Message new="1" page="2"/>', {"new": "1", "page": "2"}),
        ("<Message>loose<Sid>a</Sid></Message>", {"sid": "a", "#text": "loose"}),
        ('<Message><x y="1">t</x></Message>', {"x": {"y": "1", "#text": "t"}}),
        ("<Message><x/><x/></Message>", {"x": ["", ""]}),
        ("<Message><Uris><Other>a</Other></Uris></Message>", {"uris": ["a"]}),
        ("<Message><Sid>a</Sid><Sid>b</Sid></Message>", {"sid": ["a", "b"]}),
        ("<Message><Sid><deep>a</deep></Sid></Message>", {"sid": {"deep": "a"}}),
        ('<Message xmlns="u:any"><Sid>a</Sid></Message>', {"sid": "a"}),
        ('<m:Message xmlns:m="u:any"><m:Sid>a</m:Sid></m:Message>', {"sid": "a"}),
        (
            (
                '<Message xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
                '<Sid i:nil="true"/><Uris i:nil="1"/></Message>'
            ),
            {"sid": None, "uris": None},
        ),
    ],
)
def test_what_servers_write(text: str, value: Any) -> None:
    assert decode(MESSAGE, text.encode()) == value


def test_elements_of_one_name_are_told_apart_by_namespace() -> None:
    shape = Object("A", {"a": Scalar("x", namespace="u:1"), "b": Scalar("x", namespace="u:2")})
    text = b'<A xmlns:p="u:1" xmlns:q="u:2"><q:x>2</q:x><p:x>1</p:x></A>'
    assert decode(shape, text) == {"a": "1", "b": "2"}


def test_encodings() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><Message><Sid>é</Sid></Message>'
    assert decode(MESSAGE, text.encode("latin-1")) == {"sid": "é"}
    plain = "<Message><Sid>é</Sid></Message>"
    assert decode(MESSAGE, plain.encode("utf-16")) == {"sid": "é"}
    assert decode(MESSAGE, plain.encode("cp1252"), "windows-1252") == {"sid": "é"}
    assert decode(MESSAGE, b"\xef\xbb\xbf" + plain.encode()) == {"sid": "é"}


HOSTILE = [
    ("<!DOCTYPE Message><Message/>", "document type declaration"),
    ('<!DOCTYPE m [<!ENTITY a "b">]><Message>&a;</Message>', "document type declaration"),
    ('<!DOCTYPE m SYSTEM "file:///etc/passwd"><Message/>', "document type declaration"),
    ('<!DOCTYPE m [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><Message/>', "declaration"),
    ("<Message>&a;</Message>", "undefined entity"),
    ("<a>" * 101 + "</a>" * 101, "levels deep"),
    ("<Message>" + "<a>" * 100 + "</a>" * 100 + "</Message>", "levels deep"),
    ("<Other/>", "the root element is not <Message>"),
    ("<TwilioResponse><Message/></TwilioResponse>", "the root element is not <Message>"),
    ("<Message>", "no element found"),
    ("", "no element found"),
    ("{}", "not well-formed"),
    ("<Message/><Message/>", "junk after document element"),
    ("<Message a='1' a='2'/>", "duplicate attribute"),
    ("<x:Message/>", "unbound prefix"),
    ("<Message>\0</Message>", "not well-formed"),
    ('<?xml version="1.0" encoding="nonsense"?><Message/>', "not in the encoding it says"),
]


@pytest.mark.parametrize(("text", "reason"), HOSTILE)
def test_hostile_input_is_refused(text: str, reason: str) -> None:
    with pytest.raises(XmlError, match=reason) as caught:
        decode(MESSAGE, text.encode())
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_hundred_levels_are_fine() -> None:
    shape = Object("a", {})
    assert decode(shape, b"<a>" * 100 + b"</a>" * 100)


def test_wrong_bytes_for_the_charset_are_refused() -> None:
    with pytest.raises(XmlError, match="encoding"):
        decode(MESSAGE, b"<Message>\xff</Message>", "utf-8")
    with pytest.raises(XmlError, match="encoding"):
        decode(MESSAGE, b"<Message/>", "nonsense")


def test_a_root_without_a_documented_name() -> None:
    assert decode(Object("", {}), b"<Whatever><a>1</a></Whatever>") == {"a": "1"}
    assert encode(Object("", {}), {}).decode() == HEAD + "<root/>"


@pytest.mark.parametrize(
    ("value", "pointer", "reason"),
    [
        ({"sid": "a\0"}, "/sid", "character"),
        ({"page": "\x1b"}, "/page", "character"),
        ({"sid": "\ud800"}, "/sid", "character"),
        ({"sid": "\ufffe"}, "/sid", "character"),
        ({"uris": ["a", "\x01"]}, "/uris/1", "character"),
        ({"new": {"a": "\x01"}}, "/new/a", "character"),
        ({"a><b": "x"}, "/a><b", "not a name"),
        ({"1a": "x"}, "/1a", "not a name"),
        ({"a:b": "x"}, "/a:b", "not a name"),
        ({"": "x"}, "/", "not a name"),
        ({"sender": "Ann"}, "/sender", "expected an object"),
        ({"uris": "a"}, "/uris", "expected a list"),
        ({"tags": {"a": 1}}, "/tags", "expected a list"),
        ({"page": ["a"]}, "/page", "single value"),
        ({"new": [[1]]}, "/new", "no place for a list"),
        ("text", "", "expected an object"),
    ],
)
def test_what_xml_cannot_hold_is_located(value: Any, pointer: str, reason: str) -> None:
    with pytest.raises(PlainError, match=reason) as caught:
        encode(MESSAGE, value)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("name", ["a b", "a><script", "1", "a:b", "a\n"])
def test_names_of_the_document_are_checked(name: str) -> None:
    for shape in (Scalar(name), Scalar("a", namespace="u:1", prefix=name)):
        with pytest.raises(PlainError, match="not a name"):
            encode(shape, "x")


def test_a_list_in_a_list_needs_an_element_around_it() -> None:
    rows = Array("Rows", Array("Row", Scalar("Cell"), wrapped=True), wrapped=True)
    text = "<Rows><Row><Cell>1</Cell></Row><Row/></Rows>"
    assert encode(rows, [["1"], []]).decode() == HEAD + text
    assert decode(rows, text.encode()) == [["1"], []]
    with pytest.raises(PlainError, match="wrapped"):
        encode(Array("Rows", Array("Row", Scalar("Cell")), wrapped=True), [["1"]])


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda name: name not in {"Sid", "Price", "Uris", "Tag", "Sender", "Replies", "page"}
)
UNKNOWN = st.recursive(
    TEXT,
    lambda inner: st.dictionaries(NAMES, inner, min_size=1),
    max_leaves=5,
)
MESSAGES = st.deferred(
    lambda: st.fixed_dictionaries(
        {},
        optional={
            "sid": TEXT,
            "price": st.none() | TEXT.filter(bool),
            "page": TEXT,
            "uris": st.lists(TEXT),
            "tags": st.lists(TEXT, min_size=1),
            "sender": st.fixed_dictionaries({}, optional={"name": TEXT, "id": TEXT}),
            "replies": st.lists(MESSAGES, max_size=2),
            "new": UNKNOWN,
        },
    )
)


@any_of(MESSAGES)
def test_round_trip(message: dict[str, Any]) -> None:
    text = encode(MESSAGE, message)
    assert decode(MESSAGE, text) == message
    ET.fromstring(text)


@any_of(st.text(max_size=30) | st.binary(max_size=30).map(lambda b: b.decode("latin-1")))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(XmlError):
        decode(MESSAGE, f"<Message>{text}</Message>".encode("utf-8", "ignore"))
