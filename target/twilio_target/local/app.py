"""The local Twilio as an ASGI application: Twilio's paths, authentication, rate limit."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from twilio_target.errors import RestError
from twilio_target.local.accounts import Accounts
from twilio_target.local.available import AvailableNumbers
from twilio_target.local.call import API_VERSION, Answer, Call
from twilio_target.local.callbacks import Callbacks
from twilio_target.local.clock import SECOND, Clock
from twilio_target.local.database import Database
from twilio_target.local.geography import KINDS
from twilio_target.local.incoming import IncomingNumbers
from twilio_target.local.limit import RateLimit
from twilio_target.local.media import Media
from twilio_target.local.messages import Messages
from twilio_target.local.rendering import render, render_error
from twilio_target.local.usage import Usage
from twilio_target.text import parse_pairs, require_utf8
from twilio_target.web import Endpoint, Handler, Refusal, Router, make_router, read_body

Resource = Callable[[Call], Awaitable[Answer]]

_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What can be chosen about the local Twilio.

    Attributes:
        clock: tells the time.
        status_seconds: how long a message is queued, and then is sent, before it is delivered.
        rate_limit: requests a second that an account may make; 0 is no limit.
    """

    clock: Clock
    status_seconds: float
    rate_limit: float


def local_twilio(database: Database, behaviour: Behaviour, callbacks: Callbacks) -> Router:
    """Make the application.

    Args:
        database: an open database, used on the event loop that runs the application.
        behaviour: clock, pace and limit.
        callbacks: tells callers of the statuses of their messages.
    """
    clock = behaviour.clock
    accounts = Accounts(database, clock)
    guard = Guard(accounts, RateLimit(behaviour.rate_limit, clock))
    messages = Messages(database, clock, round(behaviour.status_seconds * SECOND), callbacks)
    media = Media(database)
    available = AvailableNumbers(database)
    numbers = IncomingNumbers(database, clock, available)
    usage = Usage(database, accounts, clock)
    resources: Mapping[str, Mapping[str, Resource]] = {
        "": {"GET": accounts.fetch},
        "/Messages": {"GET": messages.list, "POST": messages.create},
        "/Messages/{Sid}": {
            "GET": messages.fetch,
            "POST": messages.update,
            "DELETE": messages.delete,
        },
        "/Messages/{MessageSid}/Media": {"GET": media.list},
        "/Messages/{MessageSid}/Media/{Sid}": {"GET": media.fetch, "DELETE": media.delete},
        "/IncomingPhoneNumbers": {"GET": numbers.list, "POST": numbers.create},
        **{
            f"/IncomingPhoneNumbers/{kind}": {
                "GET": partial(numbers.list, kind=kind),
                "POST": partial(numbers.create, kind=kind),
            }
            for kind in KINDS
        },
        "/IncomingPhoneNumbers/{Sid}": {
            "GET": numbers.fetch,
            "POST": numbers.update,
            "DELETE": numbers.delete,
        },
        "/AvailablePhoneNumbers": {"GET": available.countries},
        "/AvailablePhoneNumbers/{Country}": {"GET": available.country},
        "/AvailablePhoneNumbers/{Country}/{Kind}": {"GET": available.list},
        "/Usage/Records": {"GET": usage.list},
        "/Usage/Records/{Period}": {"GET": usage.list},
    }
    # "{Sid}" would match "SM….json" too, so the paths with the suffix come first.
    routes = [
        (f"/{API_VERSION}/Accounts/{{AccountSid}}{path}{suffix}", guard.endpoint(methods, suffix))
        for suffix in (".json", "")
        for path, methods in resources.items()
    ]
    return make_router(routes, _refusal_by_path)


@dataclass(frozen=True, slots=True)
class Guard:
    """What every request has to pass."""

    accounts: Accounts
    limit: RateLimit

    def endpoint(self, methods: Mapping[str, Resource], suffix: str) -> Endpoint:
        """Put resources behind a path, their answers written in the form of its suffix."""
        handlers = {name: self._handler(resource, suffix) for name, resource in methods.items()}
        return Endpoint(handlers, _refusal(suffix))

    def _handler(self, resource: Resource, suffix: str) -> Handler:
        async def handle(request: Request) -> Response:
            account_sid = request.path_params["AccountSid"]
            header = request.headers.get("authorization")
            token = self.accounts.authenticate(header, account_sid)
            self.limit.spend(account_sid)
            answer = await resource(await _read(request, suffix, token))
            if request.method not in {"GET", "HEAD"}:
                await self.accounts.database.flush()
            return render(answer, suffix)

        return handle


async def _read(request: Request, suffix: str, token: str) -> Call:
    path = {name: str(value) for name, value in request.path_params.items()}
    account_sid = path["AccountSid"]
    if any("\0" in value for value in path.values()):
        raise RestError(400, "The path holds NUL, which cannot be taken.", 20001)
    form: dict[str, list[str]] = {}
    if request.method == "POST" and _is_form(request.headers.get("content-type", "")):
        require_utf8(request.headers["content-type"])
        for name, value in parse_pairs(await read_body(request), "form"):
            form.setdefault(name, []).append(value)
    below = request.scope["path"].removeprefix(f"/{API_VERSION}/Accounts/{account_sid}")
    return Call(
        account_sid=account_sid,
        resource=below.removesuffix(suffix),
        suffix=suffix,
        path=path,
        query=dict(parse_pairs(request.scope["query_string"], "query")),
        form=form,
        token=token,
    )


def _is_form(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == _FORM


def _refusal(suffix: str) -> Refusal:
    def refuse(_request: Request, error: RestError) -> Response:
        return render_error(error, suffix)

    return refuse


def _refusal_by_path(request: Request, error: RestError) -> Response:
    return render_error(error, ".json" if request.scope["path"].endswith(".json") else "")
