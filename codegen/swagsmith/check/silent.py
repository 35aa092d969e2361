"""Operations that do not say what they answer with, and which definitions each may have meant."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from swagsmith.check.naming import words
from swagsmith.check.structure.misspelt import lacks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.check.answers import Answer
    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation

#: Words in names of definitions that say nothing about which thing is meant.
_GENERAL: Final = frozenset(
    ("body", "collection", "data", "dto", "entity", "instance", "item", "items", "list", "model",
     "object", "output", "page", "reply", "resource", "response", "result", "results", "schema")
)  # fmt: skip
#: Letters of a word that can name a thing: `a` is in every sentence.
_SHORTEST: Final = 3


def silent(context: Context) -> Iterator[Answer]:
    """The responses 200 and 201 without a schema, of operations that answer with something."""
    for answer in context.answers:
        answers = answer.code in ("200", "201") and answer.operation.method not in (
            "delete",
            "head",
        )
        if answers and lacks(answer.node, "schema"):
            yield answer


def meant(context: Context, definitions: Iterable[str]) -> Iterator[str]:
    """Those of some definitions that a response without schema, or a missing one, seems to be about.

    All words of the name occur in what is said about the operation and its response.
    """
    said: dict[str, list[frozenset[str]]] = defaultdict(list)
    descriptions = {id(it.operation): it.node.text("description") for it in silent(context)}
    for operation in context.operations:
        if id(operation) not in descriptions and _succeeds(operation):
            continue
        found = _said(operation, descriptions.get(id(operation)))
        for word in found:
            said[word].append(found)
    for name in definitions if said else ():
        wanted = frozenset(map(_singular, words(name))) - _GENERAL
        rarest = min(wanted, key=lambda word: len(said.get(word, ())), default="")
        if any(wanted <= found for found in said.get(rarest, ())):
            yield name


def _succeeds(operation: Operation) -> bool:
    """Whether it has a response for success; op-success reports one that has none."""
    return any(code.startswith(("2", "3")) for code in operation.node.child("responses").names())


def _said(operation: Operation, description: str | None) -> frozenset[str]:
    texts = (operation.id, operation.path, operation.node.text("summary"), description)
    found = (word for text in texts if text for word in words(text))
    return frozenset(_singular(word) for word in found if len(word) >= _SHORTEST)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
