"""The gateway as an ASGI application. It keeps no state and stores no credentials."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, cast
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from twilio_target.credentials import Credentials, parse_basic
from twilio_target.errors import CHALLENGE, RestError, twilio_error
from twilio_target.gateway.mapping import ERROR, OPERATIONS, Operation
from twilio_target.gateway.negotiation import body_type, choose
from twilio_target.gateway.requests import Pairs, read_body_as_form, read_query
from twilio_target.gateway.responses import convert, write, write_error
from twilio_target.gateway.upstream import Upstream, UpstreamAnswer, UpstreamRequest
from twilio_target.page.routes import page_routes
from twilio_target.web import Endpoint, Handler, Router, make_router, read_body

# In the place of a sid, the first two would lead out of the account's resources, however they are
# encoded; the others are resources of Twilio's that the connector does not have.
_NOT_SIDS: Final = frozenset({".", "..", "Local", "Mobile", "TollFree"})


def gateway(upstream: Upstream) -> Router:
    """Make the application.

    Args:
        upstream: the Twilio that answers.
    """
    paths: dict[str, dict[str, Handler]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = Passage(operation, upstream).handle
    routes = [(path, Endpoint(handlers, _refuse)) for path, handlers in paths.items()]
    return make_router([*routes, *page_routes(_refuse)], _refuse)


def _refuse(request: Request, error: RestError) -> Response:
    # An error must be written in something, also for a caller that takes neither type.
    return write_error(error, choose(_accept(request)) or "application/json")


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


@dataclass(frozen=True, slots=True)
class Passage:
    """One operation's way to Twilio and back."""

    operation: Operation
    upstream: Upstream

    async def handle(self, request: Request) -> Response:
        """Answer a request.

        Raises:
            RestError: whatever is to be answered instead.
        """
        media_type = choose(_accept(request))
        if media_type is None:
            raise RestError(406, "Responses are application/json or application/xml.")
        authorization = request.headers.get("authorization", "")
        credentials = parse_basic(authorization)
        encoded = authorization.partition(" ")[2].strip()
        answer = await self.upstream.send(
            UpstreamRequest(
                method=self.operation.method,
                path=self._path(request, credentials),
                query=read_query(self.operation, request.scope["query_string"]),
                form=await self._form(request),
                authorization=f"Basic {encoded}",
            )
        )
        if answer.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise _refusal_of(answer)
        try:
            document = convert(self.operation.answer, answer.document)
        except ValueError as error:
            raise RestError(500, f"Twilio's answer cannot be understood: {error}.", 20500) from None
        return write(self.operation.answer, document, media_type)

    def _path(self, request: Request, credentials: Credentials) -> str:
        values = {name: str(value) for name, value in request.path_params.items()}
        for value in values.values():
            if "\0" in value:
                raise RestError(400, "The path holds NUL, which cannot be taken.", 20001)
            if value in _NOT_SIDS:
                raise twilio_error(20404, request.scope["path"])
        quoted = {name: quote(value, safe="") for name, value in values.items()}
        below = self.operation.path.format_map(quoted)
        return f"/2010-04-01/Accounts/{credentials.account_sid}{below}"

    async def _form(self, request: Request) -> Pairs | None:
        if self.operation.body is None:
            return None
        media_type = body_type(request.headers.get("content-type", ""))
        return read_body_as_form(self.operation.body, await read_body(request), media_type)


def _refusal_of(answer: UpstreamAnswer) -> RestError:
    """Give Twilio's refusal as the connector's; whatever is not the caller's fault is a 500."""
    headers: dict[str, str] = {}
    if answer.retry_after is not None:
        headers["Retry-After"] = answer.retry_after
    if not 400 <= answer.status < 500 or answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return RestError(500, "Twilio failed to answer the request.", 20500, headers=headers)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = CHALLENGE
    try:
        body = convert(ERROR, answer.document)
    except ValueError:
        body = {}
    return RestError(
        answer.status,
        cast("str", body.get("message") or "Twilio refused the request."),
        cast("int | None", body.get("code")),
        cast("str | None", body.get("more_info")),
        headers,
    )
