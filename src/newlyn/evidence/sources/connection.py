"""Ask a publisher's server for a file: one request out, redirects followed, one answer or one error back.

Proxies and certificates are here. How often to ask is `sources.patience`, the words of a refusal are
`sources.address`, and what is done with the body of the answer is `sources.download`.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from importlib.metadata import version
from typing import Self
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Retry, Timeout, exceptions
from urllib3.util import make_headers, parse_url

from newlyn import __version__
from newlyn.evidence.sources.address import Address, no_answer, without_query
from newlyn.evidence.sources.patience import Patience, ToldToWaitError

USER_AGENT = f"Newlyn/{__version__} (official statistics about places; urllib3/{version('urllib3')})"


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
                address.at,
                headers=polite,
                retries=retry,
                timeout=timeout,
                redirect=False,
                preload_content=False,
            )
        except ToldToWaitError as told:
            raise address.out_of_reach(f"the server asks to be left alone for {told.seconds:.0f} s") from None
        except exceptions.MaxRetryError as error:
            raise no_answer(address, error, patience) from error
        except (exceptions.HTTPError, UnicodeError) as error:
            raise address.wrong(f"it cannot be asked for ({error})") from error

    def _pool(self, address: Address) -> PoolManager:
        kind = urlsplit(address.at).scheme
        proxy = self._proxies.get(kind) or self._proxies.get("all")
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
                f"the proxy in {urlsplit(address.at).scheme}_proxy is not an http:// or https:// address"
            ) from None


def ask(
    address: Address, headers: Mapping[str, str], *, connections: Connections, retry: Retry, patience: Patience
) -> tuple[BaseHTTPResponse, Address]:
    """Follow redirects to an answer; give it with the address that they led to.

    Raises
    ------
    SourceError
        If there is no answer, or the redirects go in a circle, on for ever, to another kind of address or from
        https to http.
    """
    seen = {address.at}
    while True:
        response = connections.get(address, headers, retry, patience)
        location = response.get_redirect_location()
        if not location:
            return response, address
        response.drain_conn()
        retry = response.retries or retry
        following = address.redirected(location)
        if following.at in seen:
            raise address.wrong(f"redirected in a circle, back to {without_query(following.at)}")
        if len(seen) > patience.redirects:
            raise address.wrong(f"redirected more than {patience.redirects} times")
        address = following
        seen.add(address.at)
