"""How secrets look, and what they are called."""

from __future__ import annotations

import re
from typing import Final

from swagsmith.check.naming import words

#: The shapes of credentials that are known in public: what they are, a part that each has, and
#: the shape. A search for a fixed text costs a fraction of one for a shape, and most shapes are
#: never needed, so that they are compiled when they are.
_SHAPES: Final = (
    ("a Twilio account id", "", r"AC(?<![0-9A-Za-z]AC)[0-9a-f]{32}\b"),
    ("the id of a Twilio key", "", r"SK(?<![0-9A-Za-z]SK)[0-9a-f]{32}\b"),
    ("a key of Amazon Web Services", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    ("a key of Google Cloud", "AIza", r"\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    ("a key of Azure Storage", "AccountKey=", r"\bAccountKey=[0-9A-Za-z+/]{86}=="),
    ("a token of GitHub", "", r"gh[pousr]_[0-9A-Za-z]{36}\b"),
    ("a token of GitHub", "github_pat_", r"\bgithub_pat_[0-9A-Za-z_]{60,}"),
    ("a token of Slack", "xox", r"\bxox[abeoprs]-[0-9A-Za-z-]{20,}"),
    ("a key of Stripe", "k_live_", r"\b[rs]k_live_[0-9A-Za-z]{24,}\b"),
    ("a key of SendGrid", "SG.", r"\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b"),
    ("a JSON Web Token", "eyJ", r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}"),
    ("a private key", "PRIVATE KEY-", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
)
#: Fewer different characters make no secret.
_LEAST_VARIETY: Final = 5

_SECRETS: Final = frozenset(
    ("password", "passwd", "pwd", "passphrase", "secret", "apikey", "token")
)
_KEYS: Final = frozenset(
    ("access", "account", "api", "app", "application", "auth", "client", "private", "secret",
     "service", "signing", "subscription")
)  # fmt: skip
#: Words that make no token to sign in with of a token, or a new password of a password.
_HARMLESS: Final = frozenset(
    ("activation", "cancel", "cancellation", "change", "confirm", "confirmation", "continuation",
     "continue", "cont", "csrf", "cursor", "current", "delta", "device", "email", "idempotency",
     "invitation", "invite", "last", "lock", "list", "marker", "new", "next", "old", "page",
     "paging", "pagination", "prev", "previous", "push", "recovery", "registration", "repeat",
     "reset", "resume", "resumption", "scroll", "skip", "start", "sync", "temporary", "unsubscribe",
     "upload", "verification", "verify", "xsrf")
)  # fmt: skip


def secret_in(text: str) -> str | None:
    """What secret a text holds, a whole file say; None for most.

    Placeholders of the right shape are none.
    """
    for name, mark, shape in _SHAPES:
        if mark in text:
            for found in re.finditer(shape, text):
                if name == "a private key" or not _is_placeholder(found[0]):
                    return name
    return None


def _is_placeholder(secret: str) -> bool:
    varied = len(set(secret[4:].lower())) >= _LEAST_VARIETY
    return not varied or "EXAMPLE" in secret


def is_credential(name: str) -> bool:
    """Whether what is called so is a credential: a password, a secret, a key or a token."""
    parts = words(name)
    if parts[-1:] == ("authorization",):
        return True
    if not parts or not _HARMLESS.isdisjoint(parts):
        return False
    return parts[-1] in _SECRETS or (parts[-1] == "key" and not _KEYS.isdisjoint(parts[-2:-1]))
