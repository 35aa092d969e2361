"""What operations, their methods and their resources are called."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import TYPE_CHECKING

from swagsmith.lower.names import (
    ANNOTATION_NAMES,
    SYMBOLS,
    Wanted,
    chosen_name,
    digest,
    file_stem,
    identifier,
    pascal,
    snake,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.source import Node

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
#: verbs after which a plural noun only repeats the resource: `ListMessages` of Messages is `list`
_LISTING = frozenset({"find", "list", "query", "search"})
#: what a module of builders imports; a builder of such a name would hide it
BUILDER_NAMES = frozenset(
    {
        "Any",
        "Body",
        "Content",
        "FileInput",
        "Literal",
        "Mapping",
        "Omit",
        "Operation",
        "Paging",
        "Parameter",
    }
    | {"Request", "Sequence"}
)
#: what a resource class or a client already has, or needs in annotations
RESERVED_METHODS = BUILDER_NAMES | (ANNOTATION_NAMES - {"list"})
CLIENT_ATTRIBUTES = BUILDER_NAMES | frozenset(
    {
        "aclose",
        "base_url",
        "cached_property",  # what makes the attributes after it
        "close",
        "send",
        "stream",
        "with_options",
        "dict",
        "str",
        "int",
        "float",
        "bool",
        "bytes",
    }
)


#: what the module of the clients imports or defines beside the resources
CLIENT_NAMES = frozenset(
    {
        "Any",
        "ApiKeyAuth",
        "AsyncClient",
        "AsyncPager",
        "AsyncTransport",
        "BasicAuth",
        "Callable",
        "FileInput",
    }
    | {
        "Literal",
        "Mapping",
        "Omit",
        "Options",
        "Pager",
        "Secret",
        "Self",
        "Sequence",
        "Settings",
        "SyncClient",
    }
    | {"TokenAuth", "Transport", "TypeAlias", "TypedDict", "Unpack", "Resource", "AsyncResource"}
)
#: what the package offers beside its clients
EXPORTED_NAMES = frozenset(
    {
        "ApiError", "BadRequestError", "ConfigError", "ConflictError", "ConnectError", "DecodeError", "File",
        "ForbiddenError", "GoneError", "MethodNotAllowedError", "NotAcceptableError", "NotFoundError", "OMIT",
        "PayloadTooLargeError", "PreconditionFailedError", "RateLimitError", "Request", "RequestTimeoutError",
        "Response", "ServerError", "StatusError", "TransportError", "UnauthorizedError", "UndocumentedStatusError",
        "UnprocessableEntityError", "UnsupportedMediaTypeError",
    }
)  # fmt: skip
#: modules no package may hide: those of the standard library of every Python from 3.11 on, and what clients need
_MODULES = sys.stdlib_module_names | {
    "annotationlib", "asynchat", "asyncore", "compression", "distutils", "imp", "smtpd",  # gone, or new since 3.11
    "aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "mailcap", "msilib", "nis", "nntplib",
    "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib", "lib2to3",
    "httpx2", "pydantic", "pydantic_core", "pyreqwest", "annotated_types", "typing_extensions", "typing_inspection",
    "hatchling", "pip", "setuptools", "swagsmith", "test", "tests",
}  # fmt: skip


def class_stem(operation_id: str | None, method: str, path: str) -> str:
    """The words an operation gives to the classes of its inline schemas: `GetMessage`."""
    if operation_id and words(operation_id):
        return pascal(operation_id)
    return "".join(word.capitalize() for word in _path_words(method, path))


def full_name(operation_id: str | None, method: str, path: str) -> str:
    """The method name an operation has when nothing is left out: `get_message`, `get_pets_by_id`."""
    if operation_id and words(operation_id):
        return snake(operation_id)
    return identifier("_".join(_path_words(method, path)), "call")


def _path_words(method: str, path: str) -> list[str]:
    """`GET /pets/{id}/photos` -> get pets photos by id; stable, and different for different paths."""
    static = words(_TEMPLATE.sub("/", path))
    dynamic = [word for name in _TEMPLATE.findall(path) for word in words(name)]
    return [method.lower(), *static, *(["by", *dynamic] if dynamic else [])]


def method_wanted(node: Node, method: str, path: str, tag: str | None, full: str) -> Wanted:
    """The name a method asks for: the operationId without its resource's noun."""
    operation_id = node.get("operationId")
    spelling = (
        operation_id if isinstance(operation_id, str) and operation_id else f"{method} {path}"
    )
    by_path = identifier("_".join(_path_words(method, path)), "call")
    told = "_".join((by_path.rstrip("_"), *_punctuation(path)))
    certain = f"{by_path}_{digest(f'{node.pointer} {path}')}"
    override = chosen_name(node.get("x-python-name"), "call")
    if override is not None:
        return Wanted(override, override, (full, by_path, told, certain), fixed=True)
    short = _without_noun(words(full), words(tag)) if tag and isinstance(operation_id, str) else ()
    if short:
        name = identifier("_".join(short), "call")
        return Wanted(name, spelling, (full, by_path, told, certain))
    rank = 0 if operation_id else len(_punctuation(path))
    return Wanted(full, spelling, (by_path, told, certain), rank=rank)


def _punctuation(path: str) -> list[str]:
    """What stands in a path beside letters, digits, templates and the slashes between segments, in words."""
    plain = _TEMPLATE.sub("", path)
    odd = [SYMBOLS.get(char, "odd") for char in plain if not char.isalnum() and char != "/"]
    return [*odd, "slash"] if len(path) > 1 and path.endswith("/") else odd


def _without_noun(name: Sequence[str], tag: Sequence[str]) -> Sequence[str]:
    """The words of an operation without those of its tag.

    `messages_get` and `GetMessage` of Messages are `get`, `ListMessages` is `list`; `GetMessages` stays, because
    a plural says something that `get` does not.
    """
    singular = {_singular(word) for word in tag}
    if [_singular(word) for word in name[: len(tag)]] == [_singular(word) for word in tag]:
        return name[len(tag) :]
    listing = name[0] in _LISTING if name else False
    return [
        word
        for word in name
        if not (
            word in singular
            or (word in tag and word == _singular(word))
            or (listing and _singular(word) in singular)
        )
    ]


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def resource_class(name: str) -> Wanted:
    """The class of a resource; it shares a module with the client's own base classes."""
    plain = pascal(name.title().replace("_", ""), "Resource")
    if plain.startswith("Async"):  # the other class of a resource is called so
        plain = f"The{plain}"
    taken = plain in CLIENT_NAMES or f"Async{plain}" in CLIENT_NAMES
    return Wanted(f"{plain}Resource" if taken else plain, name, capitals=True)


def resource_wanted(tag: str) -> Wanted:
    """The attribute of the client a tag asks for."""
    return Wanted(file_stem(snake(tag, "resource").lstrip("_") or "resource"), tag)


def package_name(title: str) -> str:
    """An import name for a client: ASCII, as the name of a distribution has to be, and nobody else's.

    A package called like a module of the standard library could not be imported, and one called like a package it
    needs would import itself.
    """
    plain = (
        unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode()
    )
    name = file_stem(identifier(snake(plain, "client").lstrip("_"), "client"))
    return f"{name}_client" if name in _MODULES else name


def client_class(package: str) -> str:
    """The class of the synchronous client; it shares a module and an export list with the runtime's names."""
    name = pascal("".join(part[:1].upper() + part[1:] for part in package.split("_")), "Client")
    while {name, f"Async{name}"} & (CLIENT_NAMES | EXPORTED_NAMES):
        name = f"Api{name}"
    return name
