"""What is drawn depends on the seed alone, and nothing is left behind."""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from hypothesis import configuration
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def isolated() -> Generator[None]:
    """Keeps Hypothesis off the working folder and off the Python modules that happen to be loaded.

    It mixes numbers and texts found in the source of "local" modules into what it draws, so that a
    run would change with how this package is installed and what else is imported; and it keeps
    them, and examples, in a folder `.hypothesis`.
    """
    module = cast("Any", providers)
    provider = module.HypothesisProvider
    name = "_local_constants"
    known = provider.__dict__.get(name)
    with TemporaryDirectory(prefix="swagsmith-", ignore_cleanup_errors=True) as folder:
        configuration.set_hypothesis_home_dir(folder)
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
