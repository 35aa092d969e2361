"""What is drawn depends on the seed alone, and nothing is left behind."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, cast

from hypothesis import configuration
from hypothesis.internal import charmap, lambda_sources
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

if TYPE_CHECKING:
    from collections.abc import Generator

#: what UTF-8 can encode: everything but surrogates; all of it comes back the same
_UTF8: Final[tuple[list[list[int]], list[list[int]]]] = ([[0, 0xD7FF], [0xE000, 0x10FFFF]], [])


@contextmanager
def isolated() -> Generator[None]:
    """Keeps Hypothesis off the working folder and off the Python modules that happen to be loaded.

    It mixes numbers and texts found in the source of "local" modules into what it draws, so that a
    run would change with how this package is installed and what else is imported; and it keeps
    them, and examples, in a folder `.hypothesis`. Two things it would compute for a second of CPU
    are known or not needed: which characters are UTF-8, and the source text of lambdas.
    """
    module = cast("Any", providers)
    provider = module.HypothesisProvider
    name = "_local_constants"
    known = provider.__dict__.get(name)
    with (
        TemporaryDirectory(prefix="swagsmith-", ignore_cleanup_errors=True) as folder,
        _undescribed(),
    ):
        configuration.set_hypothesis_home_dir(folder)
        _write_characters()
        if known is not None:
            setattr(provider, name, Constants())
            module.CONSTANTS_CACHE.cache.clear()
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(None)
            if known is not None:
                setattr(provider, name, known)
                module.CONSTANTS_CACHE.cache.clear()


def _write_characters() -> None:
    path = charmap.charmap_file("codec-v2-utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(_UTF8).encode()))


@contextmanager
def _undescribed() -> Generator[None]:
    """Lambdas are not looked up in the source of their modules, which are all parsed for it."""
    module, name = cast("Any", lambda_sources), "_lambda_description"
    known = getattr(module, name)

    def unknown(*_given: object, **_more: object) -> str:
        return "lambda: <unknown>"

    setattr(module, name, unknown)
    try:
        yield
    finally:
        setattr(module, name, known)
