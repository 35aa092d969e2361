"""Reads XML into plain data, guided by shapes.

Document type declarations are refused, and with them entities and everything external
(CWE-611, CWE-776); depth is limited. Values stay text: the model's validation converts them, as
it does for JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn
from xml.parsers import expat

from .xml import TEXT, XSI, Array, Object, Scalar, target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .xml import Member, Shape

_MAX_DEPTH: Final = 100


class XmlError(ValueError):
    """The text is not XML we accept, or not the document's; holds nothing of its content."""


class _Element:
    """An element as it was read; names are local ones."""

    __slots__ = ("attributes", "children", "name", "namespace", "nil", "pieces")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.namespace, _, self.name = name.rpartition(" ")
        self.nil = False
        self.attributes = attributes
        if attributes:
            self.nil = attributes.get(f"{XSI} nil") in {"true", "1"}
            self.attributes = {
                key.rpartition(" ")[2]: value
                for key, value in attributes.items()
                if not key.startswith(f"{XSI} ")
            }
        self.children: list[_Element] = []
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def decode(shape: Shape, body: bytes, charset: str | None = None) -> Any:
    """Reads a body.

    Args:
        shape: of the root element.
        body: as received.
        charset: of the content type, which goes before the XML declaration (RFC 7303 section 3).

    Returns:
        Text, lists, and dicts by wire name. What the shape does not name is kept: attributes and
        elements under their own names, lists where they repeat, text beside elements as `#text`.

    Raises:
        XmlError: not well-formed, a DOCTYPE, too deep, another root element than documented.
    """
    root = _parse(body, charset)
    expected = shape.name
    named = not (isinstance(shape, Array) and not shape.wrapped)
    if named and expected and root.name != expected:
        raise XmlError(f"the root element is not <{expected}>")
    return _value(shape, root)


def _parse(body: bytes, charset: str | None) -> _Element:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    # The first stands for the document, which holds the root.
    document = _Element("", {})
    open_elements = [document]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > _MAX_DEPTH:
            raise XmlError(f"more than {_MAX_DEPTH} levels deep")
        element = _Element(name, attributes)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_name: str) -> None:
        open_elements.pop()

    def text(data: str) -> None:
        open_elements[-1].pieces.append(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(body if charset is None else body.decode(charset).lstrip("\ufeff"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not well-formed")
        reason = f"{reason} (line {error.lineno}, column {error.offset + 1})"
    except (LookupError, UnicodeDecodeError):
        reason = "not in the encoding it says"
    else:
        return document.children[0]
    # Raised out here, so that no context carries the text along.
    raise XmlError(f"not XML: {reason}")


def _refuse(*_: object) -> NoReturn:
    raise XmlError("a document type declaration, which is refused")


def _value(shape: Shape, element: _Element) -> Any:
    if element.nil:
        return None
    match target(shape):
        case Scalar(nullable=nullable):
            if element.children:
                return _untyped(element)
            text = element.text
            return None if nullable and not text else text
        case Array(item=item):
            return [_value(item, child) for child in element.children]
        case Object() as found:
            return _object(found, element)


def _object(shape: Object, element: _Element) -> dict[str, Any]:
    found: dict[str, Any] = {
        shape.attributes.get(name, name): value for name, value in element.attributes.items()
    }
    for child in element.children:
        member = _find(shape.children.get(child.name, ()), child.namespace)
        if member is None:
            _add(found, child.name, _untyped(child))
        elif member.repeated:
            found.setdefault(member.wire, []).append(_value(member.shape, child))
        else:
            _add(found, member.wire, _value(member.shape, child))
    for wire in shape.bare_lists:
        found.setdefault(wire, [])
    text = element.text.strip()
    if text:
        _add(found, TEXT, text)
    return found


def _find(members: Sequence[Member], namespace: str) -> Member | None:
    """The member with the element's namespace, else one without, else the first: servers forget."""
    if len(members) > 1:
        for wanted in (namespace or None, None):
            for member in members:
                if member.shape.namespace == wanted:
                    return member
    return members[0] if members else None


def _untyped(element: _Element) -> Any:
    if element.nil:
        return None
    if not element.children and not element.attributes:
        return element.text
    return _object(_UNKNOWN, element)


_UNKNOWN: Final = Object("", {})


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    """Adds a value; the second one of a name makes a list."""
    if name not in found:
        found[name] = value
    elif isinstance(found[name], _Repeated):
        found[name].append(value)
    else:
        found[name] = _Repeated((found[name], value))


class _Repeated(list[Any]):
    """A list that repetition made, told apart from a value that is a list itself."""
