"""A document's client, made by the tool, and its methods called as `inspect` says."""

from __future__ import annotations

import importlib
import inspect
import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from conformance_call import NOTHING, Call
from conformance_reader import Operation
from conformance_text import fail
from conformance_wire import SECRET

from swagsmith.emit import emit
from swagsmith.emit.inspect import describe
from swagsmith.emit.write import write
from swagsmith.lower import lower
from swagsmith.source import load

_numbers = itertools.count()
_SETTINGS = frozenset(
    {"self", "base_url", "headers", "max_retries", "media_type", "timeout", "transport"}
)


@dataclass(frozen=True, slots=True)
class Made:
    """A client and how it is described."""

    package: ModuleType
    client: Any
    operations: dict[tuple[str, str], dict[str, Any]]

    def encode(self, value: Any) -> Any:
        """A date or bytes as the client would send them in JSON."""
        return importlib.import_module(f"{self.package.__name__}._runtime.plain").to_wire(value)


@contextmanager
def made(spec: Path, folder: Path, base_url: str) -> Iterator[Made]:
    """Generates and imports the client of a document, with every credential given.

    Raises:
        DocumentError: the document is refused.
    """
    name = f"conforming_{next(_numbers)}"
    api = lower(load(spec), name).api
    described = describe(api)
    write(emit(api), folder / name)
    sys.path.insert(0, str(folder / name))
    try:
        package = importlib.import_module(name)
        kind = getattr(package, described["client"])
        wanted = set(inspect.signature(kind.__init__).parameters) - _SETTINGS
        secrets = {argument: f"{SECRET}{argument.encode().hex()}" for argument in wanted}
        with kind(base_url=base_url, max_retries=0, **secrets) as client:
            operations = {(item["method"], item["path"]): item for item in described["operations"]}
            yield Made(package, client, operations)
    finally:
        sys.path.remove(str(folder / name))
        for module in [module for module in sys.modules if module.split(".")[0] == name]:
            del sys.modules[module]


def description(found: Made, operation: Operation) -> dict[str, Any]:
    """What `inspect` says of an operation."""
    path = operation.path if operation.path.startswith("/") else f"/{operation.path}"
    if (operation.method.upper(), path) not in found.operations:
        fail("the operation is not in the client")
    return found.operations[operation.method.upper(), path]


def invoke(found: Made, described: dict[str, Any], call: Call) -> Any:
    """Calls the method; of a paged one, gives the elements of all pages."""
    names = {
        (
            item["wire_name"].lower() if item["in"] == "header" else item["wire_name"],
            item["in"],
        ): item
        for item in described["arguments"]
    }
    positional: list[tuple[int, Any]] = []
    named: dict[str, Any] = {}
    for (wire, location), value in call.given.items():
        key = (wire.lower() if location == "header" else wire, location)
        if key not in names:
            fail(f"{location} parameter {wire!r} has no argument")
        argument = names[key]
        if location == "path" and argument["required"]:
            positional.append((described["arguments"].index(argument), value))
        else:
            named[argument["python_name"]] = value
    if call.body is not NOTHING:
        named.update(_body(described, call.body))
    group = getattr(found.client, described["resource"]) if described["resource"] else found.client
    method = getattr(group, described["call"])
    if call.media:
        named["options"] = found.package.Options(media_type=call.media)
    result = method(*[value for _, value in sorted(positional, key=lambda pair: pair[0])], **named)
    return list(result) if described["paging"] else result


def _body(described: dict[str, Any], body: Any) -> dict[str, Any]:
    fields = {
        item["wire_name"]: item["python_name"]
        for item in described["arguments"]
        if item["in"] == "body-property"
    }
    if not fields:
        return {"body": body}
    given = {fields[wire]: value for wire, value in body.items() if wire in fields}
    extra = {wire: value for wire, value in body.items() if wire not in fields}
    return {**given, **({"extra_body": extra} if extra or not given else {})}
