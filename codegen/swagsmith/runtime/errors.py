"""Everything a client raises, in one tree.

    ApiError
    ├── ConfigError                      the call cannot be made: an argument, a credential, a URL
    ├── PagingError                      a list's next link leads in a circle
    ├── TransportError                   no complete answer
    │   ├── ConnectError                 no connection: nothing was sent
    │   └── RequestTimeoutError          the time allowed was over
    ├── DecodeError                      an answer that is not what the document promises
    └── StatusError                      an answer that is not a success
        ├── BadRequestError              400
        ├── UnauthorizedError            401
        ├── ForbiddenError               403
        ├── NotFoundError                404
        ├── MethodNotAllowedError        405
        ├── NotAcceptableError           406
        ├── ConflictError                409
        ├── GoneError                    410
        ├── PreconditionFailedError      412
        ├── PayloadTooLargeError         413
        ├── UnsupportedMediaTypeError    415
        ├── UnprocessableEntityError     422
        ├── RateLimitError               429
        ├── ServerError                  500 to 599
        └── UndocumentedStatusError      1xx to 3xx that the document does not list

Messages name the operation and never hold argument values, bodies, queries or credentials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from .headers import Headers

_E = TypeVar("_E", bound="ApiError")


class ApiError(Exception):
    """The root of the tree.

    Attributes:
        operation: operationId of the call, empty where there was none yet.
    """

    def __init__(self, message: str, *, operation: str = "") -> None:
        super().__init__(f"{operation}: {message}" if operation else message)
        self.operation = operation

    def __reduce__(self) -> tuple[Any, ...]:
        # The default calls the class with `args` alone, which keyword arguments do not survive.
        return _restore, (type(self), self.args, self.__dict__.copy())


def _restore(kind: type[_E], arguments: tuple[Any, ...], state: dict[str, Any]) -> _E:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class ConfigError(ApiError):
    """The call cannot be made as asked; nothing was sent."""


class PagingError(ApiError):
    """A page's next link was followed before: the list would never end."""


class TransportError(ApiError):
    """The connection broke or the answer was not HTTP; the server may have acted on the request."""


class ConnectError(TransportError):
    """No connection could be made; nothing was sent."""


class RequestTimeoutError(TransportError):
    """The answer was not complete in time; the server may have acted on the request."""


class DecodeError(ApiError):
    """The answer cannot be read as what the document promises.

    Attributes:
        pointer: where in the body, RFC 6901, by wire names; empty for the whole.
        body: the body as received.
        status: the answer's status.
    """

    def __init__(
        self, message: str, *, operation: str, status: int, body: bytes, pointer: str = ""
    ) -> None:
        super().__init__(message, operation=operation)
        self.status = status
        self.body = body
        self.pointer = pointer


class StatusError(ApiError):
    """The server answered, and not with a success.

    Attributes:
        status: the HTTP status.
        headers: the answer's header fields.
        error: the body as the document types it for this status; None where it declares no schema
            or the body does not fit it.
        body: the body as received.
        documented: the document lists this status, or has a `default`.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        status: int,
        headers: Headers,
        body: bytes,
        error: Any = None,
        documented: bool = False,
    ) -> None:
        super().__init__(message, operation=operation)
        self.status = status
        self.headers = headers
        self.body = body
        self.error: Any = error
        self.documented = documented

    @property
    def request_id(self) -> str | None:
        """What the server calls this exchange, if it says."""
        return self.headers.request_id


class BadRequestError(StatusError):
    """400."""


class UnauthorizedError(StatusError):
    """401."""


class ForbiddenError(StatusError):
    """403."""


class NotFoundError(StatusError):
    """404."""


class MethodNotAllowedError(StatusError):
    """405."""


class NotAcceptableError(StatusError):
    """406."""


class ConflictError(StatusError):
    """409."""


class GoneError(StatusError):
    """410."""


class PreconditionFailedError(StatusError):
    """412."""


class PayloadTooLargeError(StatusError):
    """413."""


class UnsupportedMediaTypeError(StatusError):
    """415."""


class UnprocessableEntityError(StatusError):
    """422."""


class RateLimitError(StatusError):
    """429."""


class ServerError(StatusError):
    """500 to 599."""


class UndocumentedStatusError(StatusError):
    """A status below 400 that the document neither lists nor covers with `default`."""


_BY_STATUS: Final[dict[int, type[StatusError]]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    406: NotAcceptableError,
    409: ConflictError,
    410: GoneError,
    412: PreconditionFailedError,
    413: PayloadTooLargeError,
    415: UnsupportedMediaTypeError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_class(status: int, *, documented: bool) -> type[StatusError]:
    """The class that is raised for a status."""
    if status < 400:
        return StatusError if documented else UndocumentedStatusError
    if 500 <= status < 600:
        return ServerError
    return _BY_STATUS.get(status, StatusError)


def status_text(status: int) -> str:
    """A status with its standard phrase: `404 Not Found`."""
    from http import HTTPStatus  # noqa: PLC0415 - every client imports this module, few calls fail

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
