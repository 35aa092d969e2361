"""What every emitted client is built on: requests without I/O, and the clients that send them.

Only the names that operations need are imported here; the others are on first use, because
pydantic and the HTTP library take most of the time that importing a client takes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .errors import (
    ApiError,
    BadRequestError,
    ConfigError,
    ConflictError,
    ConnectError,
    DecodeError,
    ForbiddenError,
    GoneError,
    MethodNotAllowedError,
    NotAcceptableError,
    NotFoundError,
    PagingError,
    PayloadTooLargeError,
    PreconditionFailedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    StatusError,
    TransportError,
    UnauthorizedError,
    UndocumentedStatusError,
    UnprocessableEntityError,
    UnsupportedMediaTypeError,
)
from .omit import OMIT, Omit
from .operation import (
    Body,
    Content,
    Operation,
    Options,
    Paging,
    Parameter,
    Request,
    Response,
    flat_body,
)

if TYPE_CHECKING:
    from .auth import ApiKeyAuth, BasicAuth, TokenAuth
    from .client import (
        AsyncClient,
        AsyncResource,
        AsyncStreamedResponse,
        Resource,
        StreamedResponse,
        SyncClient,
    )
    from .content import File, FileInput
    from .headers import Headers
    from .model import Model, additional, polymorphic, read_only
    from .paging import AsyncPager, Pager
    from .transport import AsyncTransport, Transport

_LAZY: Final = {
    "ApiKeyAuth": "auth",
    "AsyncClient": "client",
    "AsyncPager": "paging",
    "AsyncResource": "client",
    "AsyncStreamedResponse": "client",
    "AsyncTransport": "transport",
    "BasicAuth": "auth",
    "File": "content",
    "FileInput": "content",
    "Headers": "headers",
    "Model": "model",
    "Pager": "paging",
    "Resource": "client",
    "StreamedResponse": "client",
    "SyncClient": "client",
    "TokenAuth": "auth",
    "Transport": "transport",
    "additional": "model",
    "polymorphic": "model",
    "read_only": "model",
}

__all__ = [
    "OMIT",
    "ApiError",
    "ApiKeyAuth",
    "AsyncClient",
    "AsyncPager",
    "AsyncResource",
    "AsyncStreamedResponse",
    "AsyncTransport",
    "BadRequestError",
    "BasicAuth",
    "Body",
    "ConfigError",
    "ConflictError",
    "ConnectError",
    "Content",
    "DecodeError",
    "File",
    "FileInput",
    "ForbiddenError",
    "GoneError",
    "Headers",
    "MethodNotAllowedError",
    "Model",
    "NotAcceptableError",
    "NotFoundError",
    "Omit",
    "Operation",
    "Options",
    "Pager",
    "Paging",
    "PagingError",
    "Parameter",
    "PayloadTooLargeError",
    "PreconditionFailedError",
    "RateLimitError",
    "Request",
    "RequestTimeoutError",
    "Resource",
    "Response",
    "ServerError",
    "StatusError",
    "StreamedResponse",
    "SyncClient",
    "TokenAuth",
    "Transport",
    "TransportError",
    "UnauthorizedError",
    "UndocumentedStatusError",
    "UnprocessableEntityError",
    "UnsupportedMediaTypeError",
    "additional",
    "flat_body",
    "polymorphic",
    "read_only",
]


def __getattr__(name: str) -> Any:
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value
