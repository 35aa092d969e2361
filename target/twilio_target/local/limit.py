"""A limit on how many requests a second an account may make (error 20429)."""

import math
from dataclasses import dataclass, field

from twilio_target.errors import twilio_error
from twilio_target.local.clock import Clock


@dataclass(slots=True)
class RateLimit:
    """A token bucket for each account, which holds one second's worth of requests.

    Attributes:
        per_second: requests a second; 0 is no limit.
        clock: tells the time.
    """

    per_second: float
    clock: Clock
    _buckets: dict[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]], init=False
    )

    def spend(self, account_sid: str) -> None:
        """Count a request.

        Raises:
            RestError: 429/20429 with ``Retry-After``, where there were too many.
        """
        if not self.per_second:
            return
        now, capacity = self.clock(), max(self.per_second, 1.0)
        tokens, since = self._buckets.get(account_sid, (capacity, now))
        tokens = min(capacity, tokens + max(now - since, 0.0) * self.per_second)
        if tokens < 1:
            wait = math.ceil((1 - tokens) / self.per_second)
            raise twilio_error(20429, headers={"Retry-After": str(wait)})
        self._buckets[account_sid] = (tokens - 1, now)
