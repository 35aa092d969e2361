"""The one Jinja environment."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from swagsmith.emit.literals import pyrepr

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = Path(__file__).parent.parent


def templates_folder() -> Path:
    """`templates/` of the repository, or its copy inside an installed package."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "templates"


@cache
def environment() -> Environment:
    """Strict about undefined names; text goes out as it comes, escaped by whoever made it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python and Markdown; the HTML template escapes its values
    )
    made.filters["pyrepr"] = pyrepr
    made.filters["toml"] = _toml
    return made


def _toml(text: str) -> str:
    """A basic string of TOML: as in JSON, but characters outside the basic plane are no pairs of escapes."""
    return json.dumps(text, ensure_ascii=False)


def render(template: str, **values: object) -> str:
    """A template as text.

    Raises:
        jinja2.UndefinedError: the template names something that is not given.
    """
    return environment().get_template(template).render(**values)
