"""Where a service is (sections Swagger Object: host, basePath, schemes; Operation Object: schemes)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swagsmith.ir.api import HostArgument, HostTemplate
from swagsmith.lower.names import claim
from swagsmith.lower.parameters import wanted_name
from swagsmith.lower.security import CLIENT_ARGUMENTS
from swagsmith.lower.types import text
from swagsmith.source import is_array

if TYPE_CHECKING:
    from swagsmith.lower.report import Report
    from swagsmith.source import Document, Node

_HOST = re.compile(r"(?:([A-Za-z]+)://)?([\w.-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?)(/[^?#\s]*|)")
_PART = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"[^?#\s\x00-\x1f\x7f]*")


def base_url(document: Document, holder: Node, report: Report) -> str | None:
    """Scheme, host and base path joined as text; None where the document does not say them.

    Args:
        document: says host and base path.
        holder: says the schemes: the root, or an operation in its place; https is preferred.
        report: hears of schemes that HTTP clients do not speak, and of a host that is none.
    """
    found, schemes = _host(document.root, report), holder.child("schemes")
    if found is None:
        return None
    host, start, said = found
    offered = [str(scheme.value).lower() for scheme in schemes.elements()] or said
    if not offered:
        return None
    if "x-ms-parameterized-host" in document.root:  # the host has parts that only the caller knows
        return None
    scheme = next((known for known in ("https", "http") if known in offered), None)
    if scheme is None:
        report.warn(
            "schemes-present", f"no client for {' or '.join(offered)}; say the base URL", schemes
        )
        return None
    base = document.root.get("basePath")
    path = base.strip("/") if isinstance(base, str) else ""
    if not _PATH.fullmatch(path) or "://" in path:
        report.warn(
            "basepath-format",
            f"{base!r} is no path; say the base URL",
            document.root.child("basePath"),
        )
        return None
    return "/".join(part for part in (f"{scheme}://{host}", start, path) if part)


def _host(root: Node, report: Report) -> tuple[str, str, list[str]] | None:
    """A host and perhaps a port; many documents put a scheme before it or a path after it, which are used too."""
    host = root.get("host")
    if not isinstance(host, str) or not host:
        return None
    found = _HOST.fullmatch(host.strip())
    if found is None:
        report.warn("host-format", f"{host!r} is no host; say the base URL", root.child("host"))
        return None
    if found[2] != host:
        message = f"a host has neither scheme nor path; {host!r} is read as if it could"
        report.warn("host-format", message, root.child("host"))
    return found[2], found[3].strip("/"), [found[1].lower()] if found[1] else []


def lower_host(document: Document, report: Report) -> HostTemplate | None:
    """`x-ms-parameterized-host`: a host with parts that the constructor of a client asks for.

    `{hostTemplate, useSchemePrefix, parameters}` as AutoRest has it; without the prefix the first part is a URL.
    """
    holder = document.root.child("x-ms-parameterized-host")
    template = holder.get("hostTemplate")
    if not isinstance(template, str):
        return None
    found = {
        str(node.get("name")): node
        for node in map(report.resolve, holder.child("parameters").elements())
    }
    parts = {wire: found.get(wire, holder) for wire in dict.fromkeys(_PART.findall(template))}
    names, _ = claim(
        {wire: wanted_name(node, ()) for wire, node in parts.items()}, CLIENT_ARGUMENTS
    )
    for wire, node in parts.items():
        if node is holder:
            report.error("doc-structure", f"{{{wire}}} of the host is no parameter", holder)
    schemes = [str(scheme.value).lower() for scheme in document.root.child("schemes").elements()]
    prefix = "http://" if schemes and "https" not in schemes else "https://"
    base = document.root.get("basePath")
    path = f"/{base.strip('/')}" if isinstance(base, str) and base.strip("/") else ""
    url = _PART.sub(lambda part: f"{{{names[part[1]]}}}", template)
    return HostTemplate(
        template=f"{prefix if holder.get('useSchemePrefix', True) else ''}{url.rstrip('/')}{path}",
        arguments=tuple(
            HostArgument(names[wire], _default(node), text(node.get("description")))
            for wire, node in parts.items()
        ),
    )


def _default(node: Node) -> str | None:
    values = node.get("enum")
    only = values[0] if is_array(values) and len(values) == 1 else None
    default = node.get("default", only)
    return default if isinstance(default, str) else None


def base_urls(document: Document, operation: Node, report: Report) -> tuple[str, str] | None:
    """The document's base URL and that of an operation with other schemes; None where they are one."""
    if "schemes" not in operation:
        return None
    usual = base_url(document, document.root, report)
    own = base_url(document, operation, report)
    return (usual, own) if usual is not None and own is not None and usual != own else None
