"""The connector's document, as the server that gives it out is reached."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, cast

Form = Literal["json", "yaml"]

_PACKAGE: Final = Path(__file__).parent
# RFC 3986, section 3.2.2, without userinfo: a name, an IPv4 or a bracketed IPv6 address, and a port.
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
# The two members, as our document writes them.
_PLACE: Final = re.compile(r"^(?:host: .*|schemes:(?:\n  - .*)+)\n", re.MULTILINE)


def document_path() -> Path:
    """`spec/twilio.yaml` of the repository, or its copy inside an installed package."""
    installed = _PACKAGE / "twilio.yaml"
    repository = _PACKAGE.parent.parent.parent / "spec" / "twilio.yaml"
    return installed if installed.is_file() else repository


@lru_cache(maxsize=32)
def render_document(form: Form, host: str, scheme: str) -> bytes:
    """Give the document with its ``host`` and ``schemes`` replaced (Swagger 2.0, Swagger Object).

    Args:
        form: how it is written; YAML is the text as it stands, with its comments.
        host: the ``Host`` header of the request. Where it is no host, ``host`` is left out, which
            means "the host that serves the document".
        scheme: "http" or "https"; anything else is left out likewise.

    Raises:
        OSError: the document is not there.
    """
    place: dict[str, object] = {}
    if _HOST.fullmatch(host):
        place["host"] = host
    if scheme in {"http", "https"}:
        place["schemes"] = [scheme]
    if form == "json":
        return json.dumps(_load() | place, ensure_ascii=False, indent=1).encode()
    # JSON is YAML too, and quotes what would mean something else there.
    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in place.items())
    before, after = _PLACE.split(_text(), maxsplit=1)
    return f"{before}{lines}{_PLACE.sub('', after)}".encode()


@cache
def _text() -> str:
    return document_path().read_text(encoding="utf-8")


@cache
def _load() -> dict[str, object]:
    """Give the document without the members that say where it is served."""
    import yaml  # noqa: PLC0415 - needed once, when somebody asks

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = cast("dict[str, object]", yaml.load(_text(), loader))  # noqa: S506 - a safe one
    return {name: value for name, value in document.items() if name not in {"host", "schemes"}}
