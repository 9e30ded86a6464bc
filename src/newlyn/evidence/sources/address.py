"""Where a file should be, and the words for every way in which it was not to be had.

Each error is one line: the address, what happened, what to do. Asking is `sources.connection`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from urllib3 import BaseHTTPResponse, exceptions

from newlyn.evidence.sources.patience import PASSING, Patience
from newlyn.foundation.errors import SourceError


@dataclass(frozen=True)
class Address:
    """Where a file should be, and the definition that says so: the two things every message needs."""

    url: str
    named_in: str | None = None
    led_to: str | None = None
    """Where redirects have led so far."""

    @property
    def at(self) -> str:
        """The address to ask."""
        return self.led_to or self.url

    @property
    def host(self) -> str:
        """The name of the server to ask."""
        return urlsplit(self.at).hostname or self.at

    def wrong(self, what: str) -> SourceError:
        """An error that asking again will not mend."""
        address = f"the address in {self.named_in}" if self.named_in else "the address"
        return self._error(what, f"Check {address}, or read a copy with --mirror DIR.")

    def out_of_reach(self, what: str) -> SourceError:
        """An error that may be gone tomorrow."""
        return self._error(what, "Try again later, or read a copy with --mirror DIR.")

    def distrusted(self, what: str) -> SourceError:
        """An error of certificates."""
        return self._error(
            what, "Check this machine's date and certificates (SSL_CERT_FILE), or read a copy with --mirror DIR."
        )

    def _error(self, what: str, to_do: str) -> SourceError:
        led = f" (redirected to {without_query(self.led_to)})" if self.led_to else ""
        return SourceError(" ".join(f"{self.url}{led}: {what}. {to_do}".split()))

    def check_scheme(self) -> None:
        """Refuse what is neither http nor https."""
        try:
            parts = urlsplit(self.url)
        except ValueError as error:
            raise self.wrong(f"not an address ({error})") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise self.wrong("not an address that starts with https:// or http:// and names a server")

    def redirected(self, location: str) -> Address:
        """The address to ask next; refused if it is of another kind, or leaves https for http."""
        there = urljoin(self.at, location)
        kind = urlsplit(there).scheme
        if kind not in ("http", "https"):
            raise self.wrong(f"redirected to an address that is neither http nor https ({without_query(there)})")
        if kind == "http" and urlsplit(self.at).scheme == "https":
            raise self.wrong(f"redirected from https to unprotected http ({without_query(there)})")
        return replace(self, led_to=there)


def refused(address: Address, response: BaseHTTPResponse) -> SourceError:
    """The error for an answer that is not the file."""
    number = response.status
    name = HTTPStatus(number).phrase if number in HTTPStatus._value2member_map_ else "a status of its own"
    tries = len(response.retries.history) + 1 if response.retries else 1
    if number in PASSING:
        return address.out_of_reach(f"gave up after {tries} tries: the server answered {number} ({name})")
    return address.wrong(f"the server answered {number} ({name})")


def no_answer(address: Address, error: exceptions.MaxRetryError, patience: Patience) -> SourceError:
    """The error for a server that could not be reached or did not speak."""
    reason = error.reason
    if isinstance(reason, exceptions.ProxyError):
        return address.out_of_reach(f"the proxy gave no way through ({_cause(reason)})")
    if isinstance(reason, exceptions.NameResolutionError):
        return address.wrong(f"the name {address.host} was not found (is there a network?)")
    if isinstance(reason, exceptions.NewConnectionError):
        return address.out_of_reach(f"no connection to {address.host} ({_cause(reason)})")
    if isinstance(reason, exceptions.ConnectTimeoutError):
        return address.out_of_reach(f"took too long: no connection within {patience.connect:g} s")
    if isinstance(reason, exceptions.ReadTimeoutError):
        return address.out_of_reach(f"took too long: no answer within {patience.silence:g} s")
    if isinstance(reason, exceptions.SSLError):
        return address.distrusted(f"the connection cannot be trusted ({_cause(reason)})")
    return address.out_of_reach(f"the connection broke before an answer came ({_cause(reason)})")


def _cause(error: BaseException | None) -> str:
    """The plainest words for an error: those of the operating system where there are any."""
    found: object = error
    while isinstance(found, BaseException):
        if isinstance(found, OSError) and (found.strerror or getattr(found, "verify_message", None)):
            return str(getattr(found, "verify_message", None) or found.strerror)
        inner = [part for part in found.args if isinstance(part, BaseException)]
        found = inner[-1] if inner else found.__cause__
    return str(error)


def without_query(url: str) -> str:
    """An address without its query, which may hold a signature."""
    return urlsplit(url)._replace(query="", fragment="").geturl()
