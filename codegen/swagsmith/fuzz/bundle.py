"""A document as one value whose references stay inside it, as the request generator wants it."""

from __future__ import annotations

import re
from typing import Any

from swagsmith.source import Document, Node, escape, is_array, is_mapping

#: where the parts of other files are put
_SHELF = "x-swagsmith-files"
#: free data: a "$ref" in it is no reference
_FREE = frozenset({"example", "examples", "default", "enum"})
#: mappings whose keys are names, so that a property may be called `default`
_NAMED = frozenset({"properties", "definitions", "parameters", "responses", "paths"})
#: each means nothing without the other, which JSON Schema draft 4 refuses to overlook
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
#: section Path Item Object; the generator also knows methods of later versions
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_IN_BRACES = re.compile(r"\{([^{}]+)\}")


class _Bundle:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._shelf: dict[str, Any] = {}
        self._places: dict[tuple[str, tuple[str, ...]], str] = {}

    def run(self) -> dict[str, Any]:
        root = self._copy(self._document.root)
        return {**root, _SHELF: self._shelf} if self._shelf else root

    def _copy(self, node: Node) -> Any:
        if is_array(node.value):
            return [self._copy(element) for element in node.elements()]
        if not is_mapping(node.value):
            return node.value
        if node.text("$ref") is not None:
            return {"$ref": self._reference(self._document.follow(node))}
        named = node.key in _NAMED
        without = {key for key, bound in _BOUNDS.items() if bound not in node}
        copied = {
            key: child.value
            if not named and (key in _FREE or key.startswith("x-"))
            else self._copy(child)
            for key, child in node.items()
            if named or key not in without
        }
        if not named and copied.get("in") == "path":
            copied["required"] = True
        return copied

    def _reference(self, target: Node) -> str:
        if target.file == self._document.root.file:
            return f"#{target.pointer}"
        key = (target.file, target.tokens)
        if key not in self._places:
            name = f"{len(self._places)}-{target.key}"
            self._places[key] = f"#/{_SHELF}/{escape(name)}"
            self._shelf[name] = self._copy(target)
        return self._places[key]


def bundle(document: Document) -> dict[str, Any]:
    """The document's data with the parts of other files in it.

    What would keep the generator from an operation, though it says all that is needed, is mended:
    an odd `info`, and path parameters that are not declared or not required.

    Raises:
        DocumentError: a reference leads nowhere.
    """
    data = _Bundle(document).run()
    paths = data.get("paths")
    if is_mapping(paths):
        data["paths"] = {
            path: _path_item(document, document.root.child("paths").child(path), item)
            for path, item in paths.items()
        }
    return {**data, "info": {"title": "", "version": ""}}


def _path_item(document: Document, node: Node, item: Any) -> Any:
    if not is_mapping(item) or "$ref" in item:
        return item
    mended = {key: value for key, value in item.items() if key != "trace"}
    wanted = _IN_BRACES.findall(node.key or "")
    for method in _METHODS:
        operation = item.get(method)
        if not is_mapping(operation):
            continue
        known = _path_names(document, node) | _path_names(document, node.child(method))
        missing = [
            {"name": name, "in": "path", "required": True, "type": "string"}
            for name in dict.fromkeys(wanted)
            if name not in known
        ]
        own = operation.get("parameters", [])
        if missing and is_array(own):
            mended[method] = {**operation, "parameters": [*own, *missing]}
    return mended


def _path_names(document: Document, node: Node) -> set[str]:
    parameters = map(document.resolve, node.child("parameters").elements())
    return {one.text("name") or "" for one in parameters if one.text("in") == "path"}
