"""Where the page and its files are found."""

from collections.abc import Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from twilio_target.errors import twilio_error
from twilio_target.page.assets import ASSETS, Asset, read_asset
from twilio_target.page.document import Form, render_document
from twilio_target.web import Endpoint, Handler, Refusal


def page_routes(refusal: Refusal) -> Sequence[tuple[str, Endpoint]]:
    """Give the paths of the page, none of which the connector's document has.

    Args:
        refusal: how a refused request is answered.
    """
    handlers: dict[str, Handler] = {
        "/": _index,
        "/assets/{name}": _asset,
        "/swagger.json": partial(_document, "json"),
        "/swagger.yaml": partial(_document, "yaml"),
    }
    return [(path, Endpoint({"GET": handler}, refusal)) for path, handler in handlers.items()]


async def _index(request: Request) -> Response:
    return read_asset("index.html").respond(request)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        raise twilio_error(20404, request.scope["path"])
    return read_asset(name).respond(request)


async def _document(form: Form, request: Request) -> Response:
    # Behind a proxy that ends TLS the request came by "http". The header can be anything, but
    # whoever sends it only misleads themselves: the answer is in no shared cache.
    schemes = request.headers.get("x-forwarded-proto", request.scope["scheme"])
    scheme = schemes.partition(",")[0].strip().lower()
    body = render_document(form, request.headers.get("host", ""), scheme)
    return Asset(body, f"application/{form}").respond(request)
