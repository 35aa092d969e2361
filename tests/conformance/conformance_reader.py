"""A reader of Swagger 2.0 that knows the specification and nothing of the tool.

It answers what a test of the wire needs: each operation with the parameters, media types, security and responses
that hold for it once references are followed and inheritance is done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

#: what a header can hold (RFC 9110 section 5.5)
_SENDABLE = re.compile(r"[!-~](?:[\t -~]*[!-~])?")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


class _PlainConstructor(SafeConstructor):
    """YAML as data a JSON file could hold: dates stay text, of a key that stands twice the last counts."""

    def check_mapping_key(self, *_: Any) -> bool:
        return True


_PlainConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


@cache
def read_file(path: Path) -> Any:
    """The data of a JSON or YAML file; keys are text."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252")
    try:
        return json.loads(text)
    except ValueError:
        yaml = YAML(typ="safe", pure=True)
        yaml.Constructor = _PlainConstructor
        return _text_keys(yaml.load(text))


def _text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key(key): _text_keys(item) for key, item in value.items()}
    return [_text_keys(item) for item in value] if isinstance(value, list) else value


def _key(key: Any) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return "null" if key is None else str(key)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: its file and the keys that lead to it."""

    value: Any
    file: Path
    keys: tuple[str, ...] = ()

    def get(self, key: str, default: Any = None) -> Any:
        """The plain value under a key; the default also where this is no mapping."""
        return self.value.get(key, default) if isinstance(self.value, dict) else default

    def __getitem__(self, key: str) -> Node:
        if isinstance(self.value, list):
            return Node(self.value[int(key)], self.file, (*self.keys, key))
        return Node(self.get(key), self.file, (*self.keys, key))

    def members(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a mapping, or indexes and elements of a list."""
        if isinstance(self.value, dict):
            yield from ((key, self[key]) for key in self.value)
        elif isinstance(self.value, list):
            yield from ((str(index), self[str(index)]) for index in range(len(self.value)))

    def resolved(self) -> Node:
        """What this stands for: the end of a chain of `$ref` (siblings of a `$ref` are ignored)."""
        node = self
        while isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str):
            node = node._target(node.value["$ref"])
        return node

    def _target(self, reference: str) -> Node:
        name, _, pointer = reference.partition("#")
        file = (self.file.parent / unquote(name)).resolve() if name else self.file
        node = Node(read_file(file), file)
        for token in unquote(pointer).split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            if not isinstance(node.value, dict) or key not in node.value:
                node = node.resolved()
            node = node[key]
        return node


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that holds for an operation (section Parameter Object)."""

    name: str
    location: str
    node: Node

    @property
    def required(self) -> bool:
        """A path parameter is, whatever it says."""
        return self.location == "path" or self.node.get("required") is True

    @property
    def constant(self) -> Any:
        """What goes out when the caller says nothing: a required parameter's default or only value."""
        internal = self.node.get("x-ms-visibility") == "internal"
        default = self.node.get("default")
        if default is not None and (self.required or internal):
            return default
        values = [value for value in self.node.get("enum") or () if value is not None]
        if self.required and len(values) == 1 and self.node.get("type") != "array":
            return values[0]
        return None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with everything it inherits (section Operation Object)."""

    path: str
    method: str
    node: Node
    parameters: tuple[Parameter, ...]
    consumes: tuple[str, ...] | None
    produces: tuple[str, ...] | None
    security: tuple[tuple[str, ...], ...]
    responses: dict[str, Node]

    @property
    def title(self) -> str:
        """How a report calls it."""
        return f"{self.method.upper()} {self.path}"

    @property
    def body(self) -> Parameter | None:
        """The body parameter."""
        return next((found for found in self.parameters if found.location == "body"), None)


class Reader:
    """One document."""

    def __init__(self, path: Path) -> None:
        self.root = Node(read_file(path.resolve()), path.resolve())

    def operations(self) -> Iterator[Operation]:
        """All of them, those of `x-ms-paths` too; other extensions among the paths are none."""
        for holder in ("paths", "x-ms-paths"):
            for path, item in self.root[holder].members():
                if path.startswith("x-"):
                    continue
                path_item = item.resolved()
                for method, node in path_item.members():
                    if method in METHODS:
                        yield self._operation(path, method, path_item, node)

    def schemes(self) -> dict[str, Node]:
        """The security definitions."""
        return {name: node.resolved() for name, node in self.root["securityDefinitions"].members()}

    def definitions(self) -> Iterator[tuple[str, Node]]:
        """The definitions of the root file."""
        yield from self.root["definitions"].members()

    def _operation(self, path: str, method: str, path_item: Node, node: Node) -> Operation:
        responses = {
            status: answer.resolved()
            for status, answer in node["responses"].members()
            if not status.startswith("x-")
        }
        return Operation(
            path,
            method,
            node,
            tuple(_parameters(path, path_item, node)),
            self._media(node, "consumes"),
            self._media(node, "produces"),
            self._security(node),
            responses,
        )

    def _media(self, node: Node, key: str) -> tuple[str, ...] | None:
        """The operation's list, even an empty one, else the document's; None where neither has one.

        What no header can hold is in no list.
        """
        found = node.get(key, self.root.get(key))
        if not isinstance(found, list):
            return None
        return tuple(kind for kind in found if isinstance(kind, str) and _SENDABLE.fullmatch(kind))

    def _security(self, node: Node) -> tuple[tuple[str, ...], ...]:
        """The alternatives that can be met; one that names an unknown scheme cannot."""
        schemes = self.schemes()
        found = node.get("security", self.root.get("security")) or []
        alternatives = [tuple(entry or ()) for entry in found]
        return tuple(names for names in alternatives if all(name in schemes for name in names))


def _parameters(path: str, path_item: Node, operation: Node) -> Iterator[Parameter]:
    """The path item's, replaced by the operation's of the same name and location."""
    found: dict[tuple[str, str], Parameter] = {}
    for holder in (path_item, operation):
        here: dict[tuple[str, str], Parameter] = {}
        for _, item in holder["parameters"].members():
            node = item.resolved()
            name, location = str(node.get("name", "")), str(node.get("in"))
            key = (name.lower() if location == "header" else name, location)
            here.setdefault(key, Parameter(name, location, node))
        found.update(here)
    names = [parameter.name for parameter in found.values() if parameter.location == "path"]
    path, _, query = path.partition("#")[0].partition("?")
    for pair in query.split("&"):  # what a query parameter says is not said by the path
        if (pair.partition("=")[0], "query") not in found:
            path += pair
    templates = dict.fromkeys(meant(text, names) for text in re.findall(r"\{([^{}]*)\}", path))
    for name in templates:
        made = {"name": name, "in": "path", "required": True, "type": "string"}
        found.setdefault((name, "path"), Parameter(name, "path", Node(made, operation.file)))
    for name, text in parse_qsl(query, keep_blank_values=True):
        if (name, "query") in found and "{" not in text:  # the path has a value for it
            node = found[name, "query"].node
            made = {**node.value, "required": True, "default": text}
            found[name, "query"] = Parameter(name, "query", Node(made, node.file))
    yield from (
        parameter
        for parameter in found.values()
        if parameter.location != "path" or parameter.name in templates
    )


def meant(template: str, names: Iterable[str]) -> str:
    """The parameter a template means; some documents have the syntax of their routers in the braces."""
    if template in names:
        return template
    bare = re.sub(r"^[+#./;?&]|[:=*].*$", "", template)
    same = {name for name in names if name.lower() in (bare.lower(), template.lower())}
    return same.pop() if len(same) == 1 else template
