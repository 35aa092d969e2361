"""Reading XML from strangers: no document type, hence no entities and nothing to fetch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn
from xml.parsers import expat

from twilio_target.errors import RestError

_DEEPEST: Final = 32


@dataclass(slots=True)
class XmlElement:
    """An element without its attributes.

    Attributes:
        name: with its namespace before it, if it has one; the connector's names have none.
        children: elements in it.
        pieces: its own text, as the parser gave it.
    """

    name: str
    children: "list[XmlElement]"
    pieces: list[str]

    @property
    def text(self) -> str:
        """The element's own text."""
        return "".join(self.pieces)


def parse_xml(body: bytes) -> XmlElement:
    """Parse a document and give its root.

    Raises:
        RestError: 400, where it is malformed, has a document type or is nested too deeply.
    """
    top = XmlElement("", [], [])
    open_elements = [top]

    def start(name: str, _attributes: Sequence[str]) -> None:
        if len(open_elements) > _DEEPEST:
            raise RestError(400, "The XML is nested too deeply.", 20001)
        child = XmlElement(name, [], [])
        open_elements[-1].children.append(child)
        open_elements.append(child)

    def end(_name: str) -> None:
        open_elements.pop()

    def text(data: str) -> None:
        open_elements[-1].pieces.append(data)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise RestError(400, "The request body is not well-formed XML.", 20001) from None
    return top.children[0]


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise RestError(400, "A document type declaration is not taken.", 20001)
