"""Ask a publisher's server for a file, politely: one request out, one answer or one `SourceError` back.

Redirects, proxies, certificates, waiting and the words of a refusal are here. What is done with the body of
the answer is in `sources.download`.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Retry, Timeout, exceptions
from urllib3.util import make_headers, parse_url

from newlyn import __version__
from newlyn.foundation.errors import SourceError

USER_AGENT = f"Newlyn/{__version__} (official statistics about places; urllib3/{version('urllib3')})"
PASSING = (429, 500, 502, 503, 504)
"""Answers that may be different in a moment: too many requests, and faults of a server or of one before it."""


@dataclass(frozen=True)
class Patience:
    """How long and how often to ask; times in seconds."""

    tries: int = 5
    connect: float = 10
    """For a connection to be made."""
    silence: float = 60
    """Between two pieces of an answer. Nomis and ArcGIS think for half a minute before the first."""
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


class _ToldToWaitError(Exception):
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
            raise _ToldToWaitError(asked)
        wait = asked or self.get_backoff_time()
        if wait > 0:
            self.patience.sleep(wait)


@dataclass(frozen=True)
class Address:
    """Where a file should be, and the definition that says so: the two things every message needs."""

    url: str
    named_in: str | None = None

    @property
    def host(self) -> str:
        """The name of the server."""
        return urlsplit(self.url).hostname or self.url

    def wrong(self, what: str) -> SourceError:
        """An error that asking again will not mend."""
        address = f"the address in {self.named_in}" if self.named_in else "the address"
        return SourceError(f"{self.url}: {_one_line(what)}. Check {address}, or read a copy with --mirror DIR.")

    def out_of_reach(self, what: str) -> SourceError:
        """An error that may be gone tomorrow."""
        return SourceError(f"{self.url}: {_one_line(what)}. Try again later, or read a copy with --mirror DIR.")

    def distrusted(self, what: str) -> SourceError:
        """An error of certificates."""
        return SourceError(
            f"{self.url}: {_one_line(what)}. Check this machine's date and certificates (SSL_CERT_FILE), "
            "or read a copy with --mirror DIR."
        )

    def check_scheme(self) -> None:
        """Refuse what is neither http nor https."""
        try:
            parts = urlsplit(self.url)
        except ValueError as error:
            raise self.wrong(f"not an address ({error})") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise self.wrong("not an address that starts with https:// or http:// and names a server")


class Connections:
    """Connections to servers, kept open between files; through the proxies of the environment where it names any."""

    def __init__(self, *, proxies: Mapping[str, str] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._proxies = dict(getproxies() if proxies is None else proxies)
        # The default context trusts what the system trusts, and SSL_CERT_FILE and SSL_CERT_DIR where they are set.
        self._tls = tls or ssl.create_default_context()
        self._direct = PoolManager(ssl_context=self._tls)
        self._through: dict[str, ProxyManager] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        for pool in (self._direct, *self._through.values()):
            pool.clear()

    def get(self, address: Address, headers: Mapping[str, str], retry: Retry, patience: Patience) -> BaseHTTPResponse:
        """One answer, body unread; a redirect is an answer like any other."""
        # Bytes are counted, resumed and fingerprinted as the publisher keeps them, so no compression is asked for.
        polite = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
        timeout = Timeout(connect=patience.connect, read=patience.silence)
        pool = self._pool(address)
        try:
            return pool.request(
                "GET",
                address.url,
                headers=polite,
                retries=retry,
                timeout=timeout,
                redirect=False,
                preload_content=False,
            )
        except _ToldToWaitError as told:
            raise address.out_of_reach(f"the server asks to be left alone for {told.seconds:.0f} s") from None
        except exceptions.MaxRetryError as error:
            raise no_answer(address, error, patience) from error
        except (exceptions.HTTPError, UnicodeError) as error:
            raise address.wrong(f"it cannot be asked for ({error})") from error

    def _pool(self, address: Address) -> PoolManager:
        parts = urlsplit(address.url)
        proxy = self._proxies.get(parts.scheme) or self._proxies.get("all")
        if not proxy or proxy_bypass(address.host, self._proxies):
            return self._direct
        if proxy not in self._through:
            self._through[proxy] = self._proxy_pool(address, proxy)
        return self._through[proxy]

    def _proxy_pool(self, address: Address, proxy: str) -> ProxyManager:
        try:
            where = parse_url(proxy if "://" in proxy else f"http://{proxy}")
            login = make_headers(proxy_basic_auth=unquote(where.auth)) if where.auth else None
            server = where._replace(auth=None).url
            return ProxyManager(server, proxy_headers=login, ssl_context=self._tls, proxy_ssl_context=self._tls)
        except (exceptions.LocationValueError, AssertionError):
            # The setting itself is not shown: it may hold a password.
            raise address.out_of_reach(
                f"the proxy in {urlsplit(address.url).scheme}_proxy is not an http:// or https:// address"
            ) from None


def ask(
    address: Address, headers: Mapping[str, str], *, connections: Connections, retry: Retry, patience: Patience
) -> tuple[BaseHTTPResponse, str]:
    """Follow redirects to an answer; give it with its final address.

    Raises
    ------
    SourceError
        If there is no answer, or the redirects go in a circle, on for ever, to another kind of address or from
        https to http.
    """
    seen = [address.url]
    while True:
        response = connections.get(Address(seen[-1], address.named_in), headers, retry, patience)
        location = response.get_redirect_location()
        if not location:
            return response, seen[-1]
        response.drain_conn()
        retry = response.retries or retry
        seen.append(_redirected(address, seen, location, most=patience.redirects))


def _redirected(address: Address, seen: list[str], location: str, *, most: int) -> str:
    here, there = seen[-1], urljoin(seen[-1], location)
    if urlsplit(there).scheme not in ("http", "https"):
        raise address.wrong(f"redirected to an address that is neither http nor https ({_short(there)})")
    if urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http":
        raise address.wrong(f"redirected from https to unprotected http ({_short(there)})")
    if there in seen:
        raise address.wrong(f"redirected in a circle, back to {_short(there)}")
    if len(seen) > most:
        raise address.wrong(f"redirected more than {most} times")
    return there


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
        return address.wrong(f"the name {address.host} was not found; is there a network?")
    if isinstance(reason, exceptions.NewConnectionError):
        return address.out_of_reach(f"no connection to {address.host} ({_cause(reason)})")
    if isinstance(reason, exceptions.ConnectTimeoutError):
        return address.out_of_reach(f"took too long: no connection within {patience.connect:g} s")
    if isinstance(reason, exceptions.ReadTimeoutError):
        return address.out_of_reach(f"took too long: no answer within {patience.silence:g} s")
    if isinstance(reason, exceptions.SSLError):
        return address.distrusted(f"the connection cannot be trusted ({_cause(reason)})")
    return address.out_of_reach(f"the connection broke before an answer came ({_cause(reason)})")


def _is_certificate_fault(error: Exception) -> bool:
    found: object = error
    while isinstance(found, Exception):
        if isinstance(found, ssl.SSLCertVerificationError):
            return True
        found = found.__cause__ or (found.args[0] if found.args else None)
    return False


def _cause(error: BaseException | None) -> str:
    """The plainest words for an error: those of the operating system where there are any."""
    found: object = error
    while isinstance(found, BaseException):
        if isinstance(found, OSError) and (found.strerror or getattr(found, "verify_message", None)):
            return str(getattr(found, "verify_message", None) or found.strerror)
        inner = [part for part in found.args if isinstance(part, BaseException)]
        found = inner[-1] if inner else found.__cause__
    return str(error)


def _short(url: str) -> str:
    """An address without its query, which may hold a signature."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def _one_line(text: str) -> str:
    return " ".join(text.split())
