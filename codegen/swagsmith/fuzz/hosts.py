"""Whether a host looks like one that people depend on."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

#: names that never leave a machine or a network (RFC 6761, RFC 6762, RFC 8375)
_LOCAL: Final = (
    "localhost",
    "local",
    "test",
    "localhost.localdomain",
    "internal",
    "lan",
    "home.arpa",
)
#: a part of a name that says that the host is there for testing
_STAGE: Final = re.compile(
    r"(^|[.-])(ci|demo|dev|development|e2e|fuzz|int|integration|nonprod|pre|preprod|preview|qa|"
    r"sandbox|stage|staging|stg|test|testing|uat)[0-9]*([.-]|$)"
)


def looks_like_production(host: str) -> bool:
    """Whether a host may be one that people depend on: public, and not named a test system.

    Args:
        host: name or address, as in a URL.
    """
    name = host.strip("[]").rstrip(".").lower()
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return not _is_for_testing(name)
    return not (address.is_private or address.is_loopback or address.is_link_local)


def _is_for_testing(name: str) -> bool:
    if "." not in name:  # of the network one is in, such as a container's
        return bool(name)
    if any(name == local or name.endswith(f".{local}") for local in _LOCAL):
        return True
    labels = name.split(".")
    # What is registered is two labels, or three as in example.co.uk: anybody may be called "test".
    registered = 3 if len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return _STAGE.search(".".join(labels[:-registered])) is not None
