"""One live target for all tests of this folder, a fresh account for each test."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from twilio_target import Addresses, running_target

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def target() -> Iterator[Addresses]:
    with running_target() as found:
        yield found


@pytest.fixture
def account() -> dict[str, str]:
    return {"account_id": f"AC{secrets.token_hex(16)}", "access_token": secrets.token_hex(16)}
