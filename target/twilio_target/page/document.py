"""The connector's document, as the server that gives it out is reached."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, cast

import yaml

Form = Literal["json", "yaml"]

_PACKAGE: Final = Path(__file__).parent
# RFC 3986, section 3.2.2, without userinfo: a name, an IPv4 or a bracketed IPv6 address, and a port.
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


def document_path() -> Path:
    """`spec/twilio.yaml` of the repository, or its copy inside an installed package."""
    installed = _PACKAGE / "twilio.yaml"
    repository = _PACKAGE.parent.parent.parent / "spec" / "twilio.yaml"
    return installed if installed.is_file() else repository


@lru_cache(maxsize=32)
def render_document(form: Form, host: str, scheme: str) -> bytes:
    """Give the document with its ``host`` and ``schemes`` replaced (Swagger 2.0, Swagger Object).

    Args:
        form: how it is written.
        host: the ``Host`` header of the request. Where it is no host, ``host`` is left out, which
            means "the host that serves the document".
        scheme: "http" or "https"; anything else is left out likewise.

    Raises:
        OSError: the document is not there.
    """
    document = dict(_load())
    del document["host"], document["schemes"]
    place: dict[str, object] = {}
    if _HOST.fullmatch(host):
        place["host"] = host
    if scheme in {"http", "https"}:
        place["schemes"] = [scheme]
    document = {"swagger": document["swagger"], "info": document["info"], **place, **document}
    if form == "json":
        return json.dumps(document, ensure_ascii=False, indent=1).encode()
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100).encode()


@cache
def _load() -> dict[str, object]:
    text = document_path().read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return cast("dict[str, object]", yaml.load(text, loader))  # noqa: S506 - a safe loader, in C
