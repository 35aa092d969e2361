"""The one place every request passes: limits are kept here, exactly."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.request import getproxies

import requests
from requests.adapters import HTTPAdapter

from swagsmith.fuzz.report import Ending

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from swagsmith.fuzz.settings import Settings

#: methods that change nothing (RFC 9110 section 9.2.1)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSentError(requests.RequestException):
    """A request was not sent, as a limit is reached or it would change something."""


class Wire:
    """Counts requests, spaces them out, and holds back what may not be sent.

    Attributes:
        sent: requests so far.
    """

    def __init__(self, settings: Settings, stop: Callable[[Ending], None]) -> None:
        """Takes the limits, and what to call when one is reached."""
        self._settings = settings
        self._stop = stop
        self._start = self._next = time.monotonic()
        self._share: tuple[float, float] = (float("inf"), float("inf"))
        self.sent = 0

    @property
    def seconds(self) -> float:
        """Since the start of the run."""
        return time.monotonic() - self._start

    @property
    def exhausted(self) -> Ending | None:
        """The limit of the whole run that is reached, or None."""
        settings = self._settings
        if settings.max_requests is not None and self.sent >= settings.max_requests:
            return Ending.REQUEST_LIMIT
        if settings.time_limit is not None and self.seconds >= settings.time_limit:
            return Ending.TIME_LIMIT
        return None

    def grant(self, part: float) -> None:
        """Gives the next step a part, from 0 to 1, of what is left of requests and time."""
        settings = self._settings
        requests_left, seconds_left = float("inf"), float("inf")
        if settings.max_requests is not None:
            left = (settings.max_requests - self.sent) * part
            requests_left = self.sent + max(1, round(left))
        if settings.time_limit is not None:
            seconds_left = self.seconds + (settings.time_limit - self.seconds) * part
        self._share = (requests_left, seconds_left)

    def used_up(self) -> Ending | None:
        """The limit that the present step has reached, or None."""
        most, until = self._share
        ending = self.exhausted
        if ending is None and self.sent >= most:
            ending = Ending.REQUEST_LIMIT
        if ending is None and self.seconds >= until:
            ending = Ending.TIME_LIMIT
        return ending

    def let_pass(self, method: str) -> None:
        """Waits until a request may be sent, and counts it.

        Raises:
            NotSentError: it may not be sent.
        """
        if self._settings.safe and method.upper() not in SAFE:
            raise NotSentError(f"{method} may change something")
        ending = self.used_up()
        if ending is not None:
            self._stop(ending)
            raise NotSentError(f"the {ending} is reached")
        if self._settings.rate is not None:
            time.sleep(max(0.0, self._next - time.monotonic()))
            self._next = max(self._next, time.monotonic()) + 1 / self._settings.rate
        self.sent += 1

    @contextmanager
    def watched(self) -> Generator[None]:
        """Has every request of `requests` pass while the block runs, redirects included."""
        original: Any = HTTPAdapter.send

        def send(
            adapter: HTTPAdapter, request: requests.PreparedRequest, *rest: Any, **more: Any
        ) -> Any:
            self.let_pass(request.method or "GET")
            return original(adapter, request, *rest, **more)

        adapter: Any = HTTPAdapter
        session: Any = requests.Session
        begin = session.__init__
        # Of the environment only proxies and certificates are wanted: ~/.netrc has credentials
        # that nobody has given to this run, and is looked for with every request.
        trusting = bool(getproxies()) or not self._settings.base_url.startswith("http:")

        def start(session: requests.Session) -> None:
            begin(session)
            session.trust_env = trusting

        adapter.send, session.__init__ = send, start
        try:
            yield
        finally:
            adapter.send, session.__init__ = original, begin
