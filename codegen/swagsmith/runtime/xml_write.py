"""Writes plain data as XML, guided by shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .encode import scalar_text
from .plain import PlainError, is_list, is_object, pointer_token
from .xml import TEXT, XSI, Array, Object, Scalar, is_attribute, target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .xml import Shape

# Namespaces in XML 1.0, production NCName; XML 1.0 (fifth edition), production Char.
_START: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = re.compile(f"[{_START}][{_START}.0-9\xb7\u0300-\u036f\u203f\u2040-]*")
_NOT_CHAR: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT: Final = str.maketrans(_ESCAPES)
_IN_ATTRIBUTE: Final = str.maketrans(_ESCAPES | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


@dataclass(frozen=True, slots=True)
class _At:
    """Where a value stands: its pointer, and the namespace each prefix stands for."""

    pointer: str = ""
    scope: Mapping[str | None, str] = field(default_factory=dict[str | None, str])

    def at(self, key: str) -> _At:
        return replace(self, pointer=self.pointer + pointer_token(key))

    def error(self, message: str) -> PlainError:
        return PlainError(message, self.pointer)


def encode(shape: Shape, value: Any) -> bytes:
    """Writes a document in UTF-8.

    Args:
        shape: of the root element.
        value: plain data by wire names. None is an empty element, and `xsi:nil` where empty would
            mean an empty object or list. Keys that the shape does not name become elements.

    Raises:
        PlainError: a value that does not suit its shape, a character XML cannot hold, a key that
            is not an element name.
    """
    out = ['<?xml version="1.0" encoding="UTF-8"?>']
    found = target(shape)
    if isinstance(found, Array) and not found.wrapped:
        # A document has one root, whatever `wrapped` says.
        shape = Array(found.name, found.item, wrapped=True)
    _element(out, shape, value, _At())
    return "".join(out).encode()


def _element(out: list[str], shape: Shape, value: Any, here: _At) -> None:
    name, declared, here = _qualified(shape, here)
    found = target(shape)
    if value is None:
        nil = "" if isinstance(found, Scalar) else f' xmlns:xsi="{XSI}" xsi:nil="true"'
        out.append(f"<{name}{declared}{nil}/>")
        return
    attributes: list[str] = []
    inside: list[str] = []
    if isinstance(found, Object):
        if not is_object(value):
            raise here.error("expected an object")
        here = _attributes(attributes, found, value, here)
        _children(inside, found, value, here)
    elif isinstance(found, Array):
        _items(inside, found.item, value, here)
    else:
        _untyped(inside, value, here)
    out += (f"<{name}{declared}", *attributes)
    out += (">", *inside, f"</{name}>") if inside else ("/>",)


def _attributes(out: list[str], shape: Object, value: dict[str, Any], here: _At) -> _At:
    """Writes the attributes; their namespaces are in scope of the children."""
    for wire, member in shape.properties.items():
        if is_attribute(member) and value.get(wire) is not None:
            text = _text(value[wire], here.at(wire)).translate(_IN_ATTRIBUTE)
            name, declared, here = _qualified(member, here, attribute=True)
            out.append(f'{declared} {name}="{text}"')
    return here


def _children(inside: list[str], shape: Object, value: dict[str, Any], here: _At) -> None:
    for wire, member in shape.properties.items():
        if wire not in value or is_attribute(member):
            continue
        found = target(member)
        if not isinstance(found, Array) or found.wrapped:
            _element(inside, member, value[wire], here.at(wire))
        elif value[wire] is not None:
            _items(inside, found.item, value[wire], here.at(wire))
    _unnamed(inside, {k: v for k, v in value.items() if k not in shape.properties}, here)


def _items(inside: list[str], item: Shape, value: Any, here: _At) -> None:
    if not is_list(value):
        raise here.error("expected a list")
    nested = target(item)
    if isinstance(nested, Array) and not nested.wrapped:
        raise here.error("a list inside a list needs an element around it (wrapped)")
    for index, entry in enumerate(value):
        _element(inside, item, entry, here.at(str(index)))


def _unnamed(inside: list[str], value: dict[str, Any], here: _At) -> None:
    for key, entry in value.items():
        there = here.at(key)
        if key == TEXT:
            inside.append(_text(entry, there).translate(_IN_TEXT))
            continue
        name = _checked(key, there)
        for item in entry if is_list(entry) else [entry]:
            content: list[str] = []
            if item is not None:
                _untyped(content, item, there)
            inside += (f"<{name}>", *content, f"</{name}>")


def _untyped(inside: list[str], value: Any, here: _At) -> None:
    if is_object(value):
        _unnamed(inside, value, here)
    elif is_list(value):
        raise here.error("XML has no place for a list here")
    else:
        inside += filter(None, [_text(value, here).translate(_IN_TEXT)])


def _text(value: Any, here: _At) -> str:
    if value is None or is_object(value) or is_list(value):
        raise here.error("expected a single value")
    text = scalar_text(value)
    if _NOT_CHAR.search(text):
        raise here.error("a character that XML cannot hold")
    return text


def _qualified(shape: Shape, here: _At, *, attribute: bool = False) -> tuple[str, str, _At]:
    """A name with its prefix, the declaration it needs, and what is in scope after that.

    A prefix without a namespace would not be well-formed and is left out; a namespace without a
    prefix is the default one, which attributes do not take.
    """
    name = _checked(shape.name or "root", here)
    uri, prefix = shape.namespace, shape.prefix or None
    if not uri or (prefix is None and attribute):
        return name, "", here
    if prefix is not None:
        name = f"{_checked(prefix, here)}:{name}"
    if here.scope.get(prefix) == uri:
        return name, "", here
    if attribute and prefix in here.scope:
        raise here.error(f"prefix {prefix!r} stands for two namespaces")
    declaration = "xmlns" if prefix is None else f"xmlns:{prefix}"
    declared = f' {declaration}="{_text(uri, here).translate(_IN_ATTRIBUTE)}"'
    return name, declared, replace(here, scope={**here.scope, prefix: uri})


def _checked(name: str, here: _At) -> str:
    if not _is_name(name):
        raise here.error("not a name that XML allows for an element")
    return name


@lru_cache(maxsize=1024)
def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None
