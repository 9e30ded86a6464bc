"""How often and how long a publisher's server is asked, and the waits between: polite, and never for ever.

Asking is `sources.connection`; what to do when a body breaks off is `sources.download`.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from urllib3 import BaseHTTPResponse, Retry, exceptions

PASSING = (202, 429, 500, 502, 503, 504)
"""Answers that may be different in a moment: the file is being prepared (the Open Geography portal says so of a CSV
that nobody has asked for lately), too many requests, and faults of a server or of one before it."""


@dataclass(frozen=True)
class Patience:
    """How long and how often to ask; times in seconds."""

    tries: int = 5
    connect: float = 10
    """For a connection to be made."""
    silence: float = 60
    """Between two pieces of an answer. A query service may think for half a minute before the first."""
    whole: float = 3600
    """For one file, waits included."""
    back_off: float = 1
    """Unit of the waits between tries: 0, 2, 4, 8 of them."""
    longest_wait: float = 120
    """A server that asks (Retry-After) for a longer wait is left alone until another day."""
    redirects: int = 10
    sleep: Callable[[float], None] = time.sleep

    def retry(self) -> Retry:
        """The whole budget of tries."""
        # A name or a port that is not there seldom appears within seconds: two more tries, not four.
        return _PoliteRetry(
            total=self.tries - 1,
            connect=min(2, self.tries - 1),
            status_forcelist=PASSING,
            backoff_factor=self.back_off,
            backoff_max=self.longest_wait,
            raise_on_status=False,  # the last answer comes back and is described like any other
            patience=self,
        )


class ToldToWaitError(Exception):
    """The server asks for a wait that is longer than ours."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _PoliteRetry(Retry):
    """Waits where the test can see it, and never comes back earlier than it was told to."""

    def __init__(self, *, patience: Patience, **budget: Any) -> None:
        super().__init__(**budget)
        self.patience = patience

    def new(self, **changes: Any) -> Self:
        return super().new(patience=self.patience, **changes)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        if error is not None and _is_certificate_fault(error):
            raise exceptions.MaxRetryError(_pool, url, error)  # a certificate is not mended by asking again
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def parse_retry_after(self, retry_after: str) -> float:
        try:
            return super().parse_retry_after(retry_after)
        except exceptions.InvalidHeader:
            return 0  # as if it had not been sent: our own back-off holds

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked = self.get_retry_after(response) if response is not None else None
        if asked is not None and asked > self.patience.longest_wait:
            raise ToldToWaitError(asked)
        wait = asked or self.get_backoff_time()
        if wait > 0:
            self.patience.sleep(wait)


def _is_certificate_fault(error: Exception) -> bool:
    found: object = error
    while isinstance(found, Exception):
        if isinstance(found, ssl.SSLCertVerificationError):
            return True
        found = found.__cause__ or (found.args[0] if found.args else None)
    return False
