"""What the page is made of: our own files and Swagger UI's, with their headers."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

_OURS: Final = Path(__file__).parent / "static"
_MEDIA_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_SWAGGER_UI: Final = ("swagger-ui.css", "swagger-ui-bundle.js")
OUR_ASSETS: Final = ("page.css", "page.js", "live.js", "icon.svg")
"""Files of ours under ``/assets/``."""
ASSETS: Final = (*OUR_ASSETS, *_SWAGGER_UI)
"""Every file under ``/assets/``."""

# Scripts and styles are files of this server alone, and requests go nowhere else. Swagger UI's
# style sheet holds its icons as data: URLs.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    # A browser asks each time whether it has the newest, which costs a 304 without a body.
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Asset:
    """Bytes with their media type."""

    body: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        """A strong entity tag (RFC 9110, section 8.8.3)."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    def respond(self, request: Request) -> Response:
        """Answer a GET, with 304 where the caller has these bytes already."""
        headers = {**_HEADERS, "ETag": self.etag}
        if _is_known(self.etag, request.headers.getlist("if-none-match")):
            return Response(status_code=304, headers=headers)
        return Response(self.body, headers=headers, media_type=self.media_type)


def _is_known(etag: str, fields: list[str]) -> bool:
    """Compare weakly, as ``If-None-Match`` asks (RFC 9110, section 13.1.2)."""
    tags = [tag.strip() for field in fields for tag in field.split(",")]
    return "*" in tags or etag in {tag.removeprefix("W/") for tag in tags}


@cache
def read_asset(name: str) -> Asset:
    """Read "index.html" or one of `ASSETS`, once.

    Raises:
        OSError: it is not installed.
    """
    place = _swagger_ui() if name in _SWAGGER_UI else _OURS
    return Asset((place / name).read_bytes(), _MEDIA_TYPES[name.rpartition(".")[2]])


def _swagger_ui() -> Traversable:
    """Give the folder of Swagger UI's files, whose name ends with its version."""
    vendor = resources.files("swagger_ui_bundle") / "vendor"
    return next(one for one in vendor.iterdir() if one.name.startswith("swagger-ui-"))
