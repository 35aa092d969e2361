"""Values that fit a schema: what the document suggests first, then what is awkward."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from swagsmith.lower.schema import Schema, Schemas
    from swagsmith.source import Node

_DEEPEST: Final = 8
_FORMATS: Final = {
    "date": "2020-02-29",
    "date-time": "2020-02-29T12:34:56Z",
    "uuid": "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0",
    "email": "ann@example.com",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
}
_SUGGESTING: Final = ("example", "x-example", "x-ms-test-value", "default")
#: text that any service for text has to keep as it is
TEXTS: Final = (
    "  padded  ",
    "é e\u0301 ü ñ ß İ",
    "😀 中文 \u202eabc",
    "<b>&amp;]]></b> \"double\" 'single'",
    "100% _under* ?[a-z] +1",
    "line\nbreak\ttab",
    "a\r\nX-Injected: yes",
    "back\\slash \\u0041 {{7*7}} ${7*7}",
    "' OR '1'='1' --",
    "null",
    "007",
    "x" * 161,
    "é" * 71,
    "y" * 400,
)


class Values:
    """Makes values for one document; what is random follows from the seed."""

    def __init__(self, schemas: Schemas, random: Random) -> None:
        """Takes the document's schemas, and where randomness comes from."""
        self._schemas = schemas
        self.random = random

    def schema(self, node: Node) -> Schema:
        """The composed schema of a node; an alias for another schema is followed."""
        schema = self._schemas.read(node)
        return schema if schema.sole is None else self.schema(schema.sole)

    def sample(self, node: Node, depth: int = 0) -> Any:
        """A value that fits a schema, or a parameter: what the document suggests, if it does."""
        schema = self.schema(node)
        keywords = schema.keywords
        for name in _SUGGESTING:
            if name in keywords and keywords[name] is not None:
                return keywords[name]
        choices = keywords.get("enum")
        if is_array(choices) and choices:
            return choices[0]
        kind = next(iter(schema.kinds), "object" if schema.properties else "string")
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                least = keywords.get("minItems", 0)
                if schema.items is None or depth > _DEEPEST or not least:
                    return []
                return [self.sample(schema.items, depth + 1)] * least
            case "integer" | "number":
                return _number(keywords)
            case "boolean":
                return True
            case _:
                return self._text(keywords)

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        if depth > _DEEPEST:
            return {}
        return {
            name: self.sample(node, depth + 1)
            for name, node in schema.properties.items()
            if name in schema.required or self._suggests(node)
            if self.schema(node).keywords.get("readOnly") is not True
        }

    def _suggests(self, node: Node) -> bool:
        return any(name in self.schema(node).keywords for name in _SUGGESTING[:3])

    def _text(self, keywords: dict[str, Any]) -> str:
        known = _FORMATS.get(str(keywords.get("format")))
        if known is not None:
            return known
        pattern = keywords.get("pattern")
        if isinstance(pattern, str):
            return matching(pattern)
        least, most = int(keywords.get("minLength", 0)), int(keywords.get("maxLength", 1000))
        return ("text" * (1 + least // 4))[: max(least, min(4, most))]

    def vary(self, value: Any, node: Node) -> Any:
        """Another value of the same kind, which nobody else is likely to have; None if there is none."""
        keywords = self.schema(node).keywords
        if "enum" in keywords or isinstance(value, bool):
            return None
        if isinstance(value, int):
            least = max(int(keywords.get("minimum", 1)), 1)
            most = min(int(keywords.get("maximum", 2**31 - 1)), 2**31 - 1)
            return self.random.randint(least, most) if most - least > 1000 else None
        if not isinstance(value, str):
            return None
        other = self._other(value, keywords)
        return other if other is not None and fits(other, keywords) else None

    def _other(self, text: str, keywords: dict[str, Any]) -> str | None:
        tag = f"{self.random.getrandbits(32):08x}"
        match keywords.get("format"):
            case "uuid":
                return str(UUID(int=self.random.getrandbits(128), version=4))
            case "email":
                user, _, host = text.partition("@")
                return f"{user}-{tag}@{host}"
            case "date" | "date-time" | "byte" | "binary":
                return None
            case _:
                pass
        if sum(map(str.isdigit, text)) >= 5 and not is_prose(text):
            return self._renumbered(text)
        most = keywords.get("maxLength", 64)
        return f"{text[: max(most - 9, 0)]} {tag}"[-most:]

    def _renumbered(self, text: str) -> str:
        """A text with its last digits changed, the first four left as they are."""
        places = [index for index, character in enumerate(text) if character.isdigit()]
        places = places[max(len(places) - 7, min(4, len(places) - 4)) :]
        characters = list(text)
        for place in places:
            characters[place] = str(self.random.randrange(10))
        return "".join(characters)

    def texts(self, keywords: dict[str, Any]) -> Iterator[str]:
        """Valid texts that services trip over, up to the longest that the schema allows."""
        yield from (text for text in TEXTS if fits(text, keywords))
        most = keywords.get("maxLength")
        if isinstance(most, int) and 0 < most <= 20_000:
            yield "z" * most
            yield "ж" * most


def is_prose(text: str) -> bool:
    """Whether a text looks like words, not like a number or an address."""
    return any(character.isalpha() for character in text) and "://" not in text


def fits(text: str, keywords: dict[str, Any]) -> bool:
    """Whether a text has the length and pattern that a schema asks for."""
    pattern = keywords.get("pattern")
    if isinstance(pattern, str):
        try:
            if not re.search(pattern, text):
                return False
        except re.error:
            return False
    least, most = int(keywords.get("minLength", 0)), int(keywords.get("maxLength", 10**9))
    return least <= len(text) <= most


def matching(pattern: str) -> str:
    """A text that matches a pattern, or "" where none can be made."""
    from hypothesis import Phase, given, seed, settings, strategies  # noqa: PLC0415 - seldom needed

    found: list[str] = []

    @seed(0)
    @settings(max_examples=1, database=None, phases=[Phase.generate], deadline=None)
    @given(strategies.from_regex(pattern, fullmatch=True))
    def take(text: str) -> None:
        found.append(text)

    try:
        take()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, nothing can be made
        return ""
    return found[0] if found else ""


def _number(keywords: dict[str, Any]) -> Any:
    least, most = keywords.get("minimum"), keywords.get("maximum")
    step = keywords.get("multipleOf") or 1
    if least is not None:
        value = least + step if keywords.get("exclusiveMinimum") else least
        return value if value % step == 0 else step * (value // step + 1)
    if most is not None and most < 1:
        return most - step if keywords.get("exclusiveMaximum") else most
    return step


def one_line_end(value: Any) -> Any:
    """A value whose texts have the one kind of line end that reading XML leaves (section 2.11)."""
    if is_mapping(value):
        return {key: one_line_end(member) for key, member in value.items()}
    if is_array(value):
        return [one_line_end(member) for member in value]
    return re.sub("\r\n?", "\n", value) if isinstance(value, str) else value


def plain_value(value: Any) -> Any:
    """A value without what JSON and XML cannot both say: nulls, empty texts and empty arrays."""
    if is_mapping(value):
        return {
            key: inner
            for key, member in value.items()
            if (inner := plain_value(member)) not in (None, "", [], {})
        }
    if is_array(value):
        return [plain_value(member) for member in value]
    return value
