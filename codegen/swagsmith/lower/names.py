"""Names: from the document's spelling to Python's, decided here, once.

A name depends on its own spelling (and its location), never on the order of the document. Where two meet, what
really differs between them is spelled out: location, punctuation, case.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

#: punctuation in words
SYMBOLS = {
    "$": "dollar", "@": "at", "<": "lt", ">": "gt", "=": "eq", "!": "not", "+": "plus", "-": "dash", ".": "dot",
    "/": "slash", "\\": "backslash", ":": "colon", ";": "semicolon", ",": "comma", "*": "star", "#": "hash",
    "%": "percent", "&": "and", "|": "or", "~": "tilde", "^": "caret", "?": "question", "(": "paren", ")": "paren",
    "[": "bracket", "]": "bracket", "{": "brace", "}": "brace", "'": "quote", '"': "quote", "`": "tick",
    " ": "space", "_": "underscore", "«": "angle", "»": "angle",
}  # fmt: skip
#: Python takes more for letters than other readers of names do: vowel signs, the dot that lower-casing a letter leaves
_NAME_CHARACTER = re.compile(r"\w").match
_WORD = re.compile(r"[^\W_]+")
# "HTTPServer2Port" -> HTTP Server2 Port; "IDs" stays together
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z](?!\b))")
_BRANDS = re.compile(r"IPv(?=[46])|OAuth")
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
_LONGEST_FILE = 100
_SOFT = frozenset({"self", "cls", "None", "True", "False"})
KEYWORDS = frozenset(keyword.kwlist) | _SOFT
#: names that occur in the annotations of emitted classes, so no attribute of such a class may hide them
ANNOTATION_NAMES = frozenset({"str", "int", "float", "bool", "bytes", "dict", "list"})


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in any convention, lower-cased: `GetHTTPUrl`, `get-http-url` -> get http url."""
    text = _BRANDS.sub(lambda match: match[0].capitalize(), unicodedata.normalize("NFKC", text))
    found: list[str] = []
    for run in _WORD.findall(text):
        found += [part.lower() for part in _CAMEL.split(run) if part]
    return tuple(found)


def snake(text: str, fallback: str = "value") -> str:
    """A name as a Python function, argument or attribute would have it; an identifier, never a keyword."""
    joined = "_".join(words(text)) or "_".join(_spelled(text)) or fallback
    return identifier(joined, fallback)


def pascal(text: str, fallback: str = "Model") -> str:
    """A name as a Python class would have it, keeping the author's capitals: `io.k8s.Pod` -> `IoK8sPod`."""
    text = unicodedata.normalize("NFKC", text)
    joined = "".join(run[0].upper() + run[1:] for run in _WORD.findall(text))
    joined = joined or "".join(word.capitalize() for word in _spelled(text)) or fallback
    return identifier(joined, fallback)


def identifier(text: str, fallback: str) -> str:
    """The text as an identifier: other characters dropped, a leading digit prefixed, a keyword suffixed `_`."""
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(char for char in text if _NAME_CHARACTER(char) and f"a{char}".isidentifier())
    kept = unicodedata.normalize("NFKC", kept) or fallback
    if not kept[0].isidentifier():
        kept = f"n{kept}" if fallback[0].islower() else f"N{kept}"
    return f"{kept}_" if kept in KEYWORDS else kept


def file_stem(name: str) -> str:
    """The name as that of a file everywhere: no device of Windows, at most 100 bytes."""
    if len(name.encode()) > _LONGEST_FILE:
        kept = name.encode()[: _LONGEST_FILE - 7].decode(errors="ignore").rstrip("_")
        return f"{kept}_{digest(name)}"
    return f"{name}_" if _DEVICE.fullmatch(name) else name


def chosen_name(override: object, fallback: str) -> str | None:
    """The author's own name (`x-python-name`) where it is one that can be used as it stands.

    A leading underscore is left to what is emitted beside the document's names.
    """
    if not isinstance(override, str) or identifier(override, fallback) != override:
        return None
    return None if override.startswith("_") else override


def _spelled(text: str) -> list[str]:
    """The punctuation of a name in words; characters without a word by their Unicode name."""
    spelled: list[str] = []
    for char in text:
        known = SYMBOLS.get(char, "") or unicodedata.name(char, f"u{ord(char):x}")
        spelled += re.findall(r"[a-z0-9]+", known.lower())
    return spelled


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name somebody asks for.

    Attributes:
        name: the plain Python name.
        spelling: the document's own text.
        alternatives: longer names that say what differs, tried in turn when the plain one is asked for twice.
        fixed: the author's own choice (`x-python-name`); it gives way only to the same choice elsewhere and to what
            the namespace already holds.
        capitals: it names a class, so suffixes are capitalised words.
        rank: who of several keeps the plain name: the lowest, if it is the only one so low.
    """

    name: str
    spelling: str
    alternatives: tuple[str, ...] = ()
    fixed: bool = False
    capitals: bool = False
    rank: int = 0

    def suffixed(self, *suffix: str) -> str:
        """The plain name and some words."""
        if self.capitals:
            return self.name + "".join(word.capitalize() for word in suffix)
        return "_".join((self.name.rstrip("_"), *suffix))


def _longer(wanted: Wanted) -> Iterator[str]:
    """What to be called when the plain name is not to be had: what the caller offers, then what differs."""
    yield from wanted.alternatives
    punctuation = [
        SYMBOLS.get(char, f"u{ord(char):x}")
        for char in wanted.spelling
        if not char.isalnum() and char != "_"
    ]
    if punctuation:
        yield wanted.suffixed(*dict.fromkeys(punctuation))
    elif wanted.spelling.strip("_") != wanted.spelling:
        yield wanted.suffixed("underscore")
    letters = "".join(char for char in wanted.spelling if char.isalpha())
    if letters:
        yield wanted.suffixed(_case(letters))
    yield wanted.suffixed(digest(wanted.spelling))
    yield wanted.suffixed(digest(wanted.spelling, 64))


def digest(text: str, length: int = 6) -> str:
    """A few characters that differ between different texts, for names that nothing else tells apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def _case(letters: str) -> str:
    """What is particular about the capitals of a name, in a word."""
    if letters.isupper():
        return "upper"
    if letters.islower():
        return "lower"
    return "capital" if letters[:1].isupper() else "camel"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two or more things asked for the same name; `keys` says which."""

    name: str
    keys: tuple[Hashable, ...]


def claim(
    wanted: dict[K, Wanted], reserved: Iterable[str] = ()
) -> tuple[dict[K, str], list[Meeting]]:
    """Gives each key its own name in one Python namespace.

    Args:
        wanted: what each key asks for.
        reserved: names the namespace already holds; a trailing `_` is added to whoever asks for one.

    Returns:
        The names, and the meetings that were resolved by longer names (for a warning). The result does not
        depend on the order of `wanted`.
    """
    reserved = frozenset(reserved)
    chosen = Counter(want.name for want in wanted.values() if want.fixed)
    names = {
        key: want.name
        for key, want in wanted.items()
        if want.fixed and chosen[want.name] == 1 and want.name not in reserved
    }
    taken = {*reserved, *names.values()}
    asking = {key: _free(want.name, reserved) for key, want in wanted.items() if key not in names}
    longer: dict[K, Iterator[str]] = {}
    meetings: list[Meeting] = []
    while asking:
        groups: dict[str, list[K]] = defaultdict(list)
        for key, name in asking.items():
            groups[name].append(key)
        before = dict(asking)
        for name, keys in groups.items():
            if len(keys) > 1:
                meetings.append(Meeting(name, tuple(keys)))
            winner = _winner(name, keys, wanted, taken)
            if winner is not None:
                names[winner] = name
                taken.add(name)
                del asking[winner]
            for key in (key for key in keys if key in asking):
                more = longer.setdefault(key, _longer(wanted[key]))
                others = (_free(other, reserved) for other in more)
                asking[key] = next((other for other in others if other != name), name)
        if asking == before:  # alike in every way: for the caller to judge
            break
    return names, meetings


def _winner(name: str, keys: Sequence[K], wanted: dict[K, Wanted], taken: set[str]) -> K | None:
    """Who of those asking keeps a name: the only one, or the one that is plainly spelled so."""
    if name in taken:
        return None
    ranked = sorted((_rank(name, wanted[key]), index) for index, key in enumerate(keys))
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return keys[ranked[0][1]]


def _rank(name: str, wanted: Wanted) -> tuple[int, int]:
    """Its own rank, then how far its spelling is from the name: 0 when equal, one more for each odd character."""
    spelling = wanted.spelling
    plain = spelling in (name, name.removesuffix("_"))
    distance = 0 if plain else 1 + sum(not f"a{char}".isidentifier() for char in spelling)
    return (wanted.rank, distance)


def _free(name: str, reserved: frozenset[str]) -> str:
    while name in reserved:
        name += "_"
    return name
