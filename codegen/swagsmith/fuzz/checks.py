"""What is checked of every answer beyond the generator's own checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import requests
import schemathesis
from schemathesis.core.failures import Failure

from swagsmith.fuzz import leaks
from swagsmith.fuzz.media import content_type, essence
from swagsmith.fuzz.xmltree import XmlError, parse_xml
from swagsmith.lower.xml import is_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemathesis import CheckContext, Response

    from swagsmith.fuzz.availability import Availability
    from swagsmith.fuzz.generator import Case

#: seconds an answer may take
LIMIT: Final = 2.0
_TIMEOUT: Final = 15.0


class OtherMediaType(Failure):
    """An answer has a documented media type, but not the one that was asked for."""

    kind_title = "Other media type than asked for"


class NotWellFormed(Failure):
    """An answer is not what its media type says."""

    kind_title = "Body does not fit its media type"


class SlowAnswer(Failure):
    """An answer takes too long, again and again."""

    kind_title = "Slow answer"


class Internals(Failure):
    """An answer shows what only the makers of the service should see."""

    kind_title = "Internals in an answer"


class HeaderInjection(Failure):
    """A text of the request has become a header of the answer."""

    kind_title = "Header injection"


class EchoedCredentials(Failure):
    """An answer holds the credentials of the request."""

    kind_title = "Credentials in an answer"


def install(availability: Availability, secrets: Sequence[bytes]) -> None:
    """Registers the checks in place of those of an earlier run.

    Args:
        availability: has a check of its own.
        secrets: the credentials, however they are spelt, which no answer may hold.
    """

    def no_credentials(context: CheckContext, response: Response, case: Case) -> None:
        """An answer holds no credentials, neither in its body nor in its headers."""
        del context
        values = (value.encode("utf-8", "replace") for value in _header_values(response))
        for text in (response.content, *values):
            if any(secret in text for secret in secrets):
                raise EchoedCredentials(
                    operation=case.operation.label, message="the answer holds the credentials"
                )

    for check in (
        answered_as_asked,
        well_formed,
        response_time,
        no_internals,
        no_injected_header,
        no_credentials,
        availability.named_is_found,
    ):
        schemathesis.check(check)


def no_internals(context: CheckContext, response: Response, case: Case) -> None:
    """An answer shows no stack trace, database error or path of a source file."""
    del context
    request = response.request
    body = request.body.encode() if isinstance(request.body, str) else request.body
    sent = (request.url or "").encode() + (body if isinstance(body, bytes) else b"")
    leak = leaks.internals(response.content, sent)
    if leak is not None:
        raise Internals(operation=case.operation.label, message=f"the answer shows {leak}")


def no_injected_header(context: CheckContext, response: Response, case: Case) -> None:
    """No header of an answer is one that only the request has named."""
    del context
    if leaks.injected((name, "") for name in response.headers):
        raise HeaderInjection(
            operation=case.operation.label, message="a line break became a header of the answer"
        )


def _header_values(response: Response) -> Iterator[str]:
    return (value for values in response.headers.values() for value in values)


def answered_as_asked(context: CheckContext, response: Response, case: Case) -> None:
    """A success comes in the documented media type asked for (RFC 9110 section 12.5.1)."""
    del context
    accept, sent = str(response.request.headers.get("Accept", "")), content_type(response)
    if not response.content or not 200 <= response.status_code < 300 or not sent:
        return
    if "/" in accept and not set("*,;") & set(accept) and essence(accept) != sent:
        raise OtherMediaType(
            operation=case.operation.label, message=f"asked for {accept}, answered in {sent}"
        )


def well_formed(context: CheckContext, response: Response, case: Case) -> None:
    """Whatever says it is JSON or XML is, also where the document gives it no schema."""
    del context
    sent = content_type(response)
    if not response.content or response.content_size > len(response.content):
        return
    try:
        if is_xml(sent):
            parse_xml(response.content)
        elif sent == "application/json" or sent.endswith("+json"):
            json.loads(response.content)
    except (XmlError, ValueError, RecursionError) as error:
        raise NotWellFormed(operation=case.operation.label, message=f"{sent}: {error}") from None


def response_time(context: CheckContext, response: Response, case: Case) -> None:
    """An answer comes in time; a slow one gets two more chances, as any machine stutters."""
    del context
    fastest = response.elapsed
    with requests.Session() as session:
        for _ in range(2):
            if fastest <= LIMIT:
                return
            try:
                again = session.send(response.request, timeout=_TIMEOUT, verify=response.verify)
            except requests.RequestException:
                continue
            fastest = min(fastest, again.elapsed.total_seconds())
    if fastest > LIMIT:
        raise SlowAnswer(
            operation=case.operation.label,
            message=f"three answers took more than {LIMIT:g} seconds each",
        )
