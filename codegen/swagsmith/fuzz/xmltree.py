"""Reading XML from strangers: no document type, hence no entities and nothing to fetch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

_DEEPEST: Final = 200
_SEPARATOR: Final = "}"


class XmlError(ValueError):
    """A text is not the XML it should be."""


@dataclass(slots=True)
class Element:
    """An element.

    Attributes:
        name: its local name.
        namespace: its namespace, or "".
        attributes: value by local name.
        children: the elements in it.
        text: its own text.
    """

    name: str
    namespace: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list["Element"])
    text: str = ""


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return namespace, local


def parse_xml(data: bytes) -> Element:
    """The root of a document.

    Raises:
        XmlError: it is not well-formed, nested more than 200 levels deep, or has a document type.
    """
    top = Element("", "", {})
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _DEEPEST:
            raise XmlError("the XML is nested too deeply")
        namespace, local = _split(name)
        named = {_split(key)[1]: value for key, value in attributes.items()}
        child = Element(local, namespace, named)
        stack[-1].children.append(child)
        stack.append(child)

    def text(piece: str) -> None:
        stack[-1].text += piece

    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except XmlError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise XmlError(f"not well-formed XML: {error}") from None
    return top.children[0]


def _refuse(*_declaration: object) -> NoReturn:
    raise XmlError("the XML has a document type declaration")
