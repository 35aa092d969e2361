"""Findings of the generator that say nothing about a sound service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import (
    MissingContentType,
    RejectedPositiveData,
    UndefinedContentType,
    UndefinedStatusCode,
    UnsupportedMethodResponse,
)

if TYPE_CHECKING:
    from schemathesis import Response
    from schemathesis.core.failures import Failure

#: what HTTP itself may answer to any request, which nobody documents for each operation: not
#: modified, too slow, too large, too long, too many (RFC 9110 section 15, RFC 6585)
_PROTOCOL: Final = frozenset({304, 408, 413, 414, 429, 431})
#: refusals, whatever the document has for them; 404 is one only where something is looked for
_REFUSALS: Final = _PROTOCOL | {400, 401, 403, 405, 406, 409, 412, 415, 417, 422, 501}


def is_harmless(failure: Failure, response: Response) -> bool:
    """Whether a sound service may answer so.

    Args:
        failure: what the generator has found.
        response: the answer.
    """
    status = response.status_code
    if isinstance(failure, UndefinedContentType | MissingContentType):
        return not response.content  # there is nothing that has a type (RFC 9110 section 8.3)
    if isinstance(failure, UndefinedStatusCode | RejectedPositiveData):
        return status in _PROTOCOL
    if isinstance(failure, AcceptedNegativeData):
        return status in _REFUSALS and status != 304
    if isinstance(failure, UnsupportedMethodResponse):
        # 405 is best, but what is refused is not taken.
        return 400 <= status < 500 or status == 501
    return False
