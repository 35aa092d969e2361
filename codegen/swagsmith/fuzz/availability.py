"""What one answer names, the next request finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from schemathesis.core.failures import Failure

from swagsmith.fuzz.media import content_type
from swagsmith.fuzz.xmltree import XmlError
from swagsmith.lower.xml import is_xml
from swagsmith.source import is_array, is_mapping, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemathesis import Response

    from swagsmith.fuzz.generator import Case
    from swagsmith.fuzz.links import Link
    from swagsmith.fuzz.media import Media

_BODY: Final = "$response.body#"


class NotFoundError(Failure):
    """A thing that an answer has just named is not there."""

    kind_title = "Resource not found"


class Availability:
    """A check of answers that follow a link."""

    def __init__(self, links: Iterable[Link], media: Media) -> None:
        """Takes the links, and what reads XML answers."""
        self._links = {(link.source, link.target): link for link in links}
        self._media = media

    def named_is_found(self, context: Any, response: Response, case: Case) -> None:
        """A thing that was created or listed a request before is found, unless it was deleted."""
        if response.status_code not in (404, 410):
            return
        internals = context.internals
        parent: Case | None = internals.find_parent(case_id=case.id)
        if parent is None:
            return
        link = self._links.get((parent.operation.label, case.operation.label))
        answer: Response | None = internals.find_response(case_id=parent.id)
        if link is None or answer is None or not 200 <= answer.status_code < 300:
            return
        if any(other.method == "DELETE" for other in internals.find_all_cases()):
            return
        body = self._body(parent, answer)
        named = {
            name: _at(body, expression.removeprefix(_BODY))
            for name, expression in link.parameters.items()
            if expression.startswith(_BODY)
        }
        sent = case.path_parameters
        if all(
            value is not None and str(sent.get(name)) == str(value) for name, value in named.items()
        ):
            raise NotFoundError(
                operation=case.operation.label,
                message=f"answered with {response.status_code} though {parent.operation.label} has just named it",
            )

    def _body(self, case: Case, answer: Response) -> Any:
        try:
            if is_xml(content_type(answer)):
                return self._media.value(case.operation.label, answer)
            return json.loads(answer.content)
        except (XmlError, ValueError, RecursionError):
            return None


def _at(value: Any, pointer: str) -> Any:
    """The scalar at a JSON pointer, or None."""
    for token in map(unescape, pointer.split("/")[1:]):
        if is_mapping(value):
            value = value.get(token)
        elif is_array(value) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    return value if isinstance(value, str | int) else None
