r"""A real web server on loopback that serves files as publishers do, and misbehaves on request.

    with misbehaving_server({"x.csv": b"code,value\n"}) as server:
        server.misbehave("x.csv", status(500), times=2)
        fetch(server.url("x.csv"))                     # fails twice, then is served
        assert [asked.path for asked in server.requests] == ["/x.csv"] * 3

A well-behaved file has an ETag, a date and a type, answers conditions (304) and ranges (206, `If-Range`
respected). Each misbehaviour is a function made by one of the verbs below; what to expect of a client that meets
it is in the tests that use it.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

TYPES = {"csv": "text/csv", "json": "application/json", "html": "text/html", "zip": "application/zip"}


@dataclass(frozen=True)
class Served:
    """A file as the server has it."""

    content: bytes
    content_type: str
    etag: str | None
    last_modified: str | None = "Wed, 01 Jan 2025 00:00:00 GMT"
    ranges: bool = True

    @classmethod
    def named(cls, name: str, content: bytes) -> Served:
        suffix = name.rsplit(".", 1)[-1]
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        return cls(content, TYPES.get(suffix, "application/octet-stream"), etag)


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """Names in lower case."""

    @property
    def range(self) -> str | None:
        return self.headers.get("range")


Misbehaviour = Callable[["Handler", Served], None]


@dataclass
class Server:
    """The running server: what it serves, how it misbehaves, what it was asked."""

    port: int
    files: dict[str, Served]
    scheme: str = "http"
    requests: list[Asked] = field(default_factory=list)
    _plans: dict[str, list[tuple[Misbehaviour, int | None]]] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, name: str, query: str = "") -> str:
        """Address of a file."""
        return f"{self.scheme}://127.0.0.1:{self.port}/{name}{'?' + query if query else ''}"

    def misbehave(self, name: str, how: Misbehaviour, *, times: int | None = None) -> None:
        """Answer requests for `name` by `how`: always, or the next `times`, after any that were planned before.

        A name with a query (`x.csv?limit=5`) holds for that query only.
        """
        self._plans.setdefault(name, []).append((how, times))

    def behave(self, name: str) -> None:
        """Forget every plan for `name`."""
        self._plans.pop(name, None)

    def replace(self, name: str, content: bytes) -> None:
        """Publish a new version, with an ETag and a date of its own."""
        new = Served.named(name, content)
        self.files[name] = replace(self.files[name], content=content, etag=new.etag, last_modified=_date(time.time()))

    def describe(self, name: str, **headers: object) -> None:
        """Change how a file is described: `etag`, `last_modified`, `content_type`, `ranges`; None leaves it out."""
        self.files[name] = replace(self.files[name], **headers)  # type: ignore[arg-type]

    def plan_for(self, name: str) -> Misbehaviour | None:
        plans = self._plans.get(name, [])
        while plans:
            how, left = plans[0]
            if left is None:
                return how
            if left > 0:
                plans[0] = (how, left - 1)
                return how
            plans.pop(0)
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    server: Listener  # type: ignore[assignment]

    def do_GET(self) -> None:
        state = self.server.state
        asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        state.requests.append(asked)
        # A proxy is asked for a whole address, a server for a path.
        parts = urlsplit(self.path)
        name = parts.path.lstrip("/")
        how = (state.plan_for(f"{name}?{parts.query}") if parts.query else None) or state.plan_for(name)
        served = state.files.get(name, Served(b"", "text/html", None))
        if how:
            how(self, served)
        elif name in state.files:
            well_behaved(self, served)
        else:
            status(404)(self, served)

    def head(self, number: int, headers: Mapping[str, object]) -> None:
        """Send a status line and headers."""
        self.send_response_only(number, HTTPStatus(number).phrase)
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, str(value))
        self.end_headers()

    def wait(self, seconds: float) -> None:
        """Sleep, but not longer than the test lasts."""
        self.server.state.stopping.wait(seconds)

    def hang_up(self) -> None:
        """End the connection after what was sent."""
        self.wfile.flush()
        self.close_connection = True


class Listener(ThreadingHTTPServer):
    """The socket; one thread for each connection."""

    daemon_threads = True
    state: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no fault here."""


@contextmanager
def misbehaving_server(files: Mapping[str, bytes], *, certificate: Path | None = None) -> Iterator[Server]:
    """Serve `files` (name: content) until the block ends; by https with a `certificate` (PEM, key and all)."""
    listener = Listener(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listener.socket = context.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
    served = {name: Served.named(name, content) for name, content in files.items()}
    scheme = "https" if certificate else "http"
    state = listener.state = Server(listener.server_address[1], served, scheme)
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.stopping.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


# --- how a file is served: `well_behaved`, and the verbs that make misbehaviours -------------------------------


def well_behaved(handler: Handler, served: Served) -> None:
    """Serve as RFC 9110 says."""
    if _unchanged(handler, served):
        handler.head(304, {"ETag": served.etag, "Last-Modified": served.last_modified})
    else:
        number, headers, body = _answer(handler, served)
        handler.head(number, headers)
        handler.wfile.write(body)


def status(number: int, *, retry_after: int | timedelta | str | None = None, body: bytes = b"sorry") -> Misbehaviour:
    """Answer with a status; `retry_after` in seconds, or as a date so far from now, or as it is given."""

    def answer(handler: Handler, _: Served) -> None:
        after = (
            format_datetime(datetime.now(UTC) + retry_after, usegmt=True)
            if isinstance(retry_after, timedelta)
            else retry_after
        )
        handler.head(number, {"Content-Length": len(body), "Content-Type": "text/plain", "Retry-After": after})
        handler.wfile.write(body)

    return answer


def cut_off(*, after: int, reset: bool = False) -> Misbehaviour:
    """Promise the whole body (or the range asked for), send `after` bytes of it and hang up, politely or not."""

    def answer(handler: Handler, served: Served) -> None:
        number, headers, body = _answer(handler, served)
        handler.head(number, headers)
        handler.wfile.write(body[:after])
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.hang_up()

    return answer


def instead(content: bytes, content_type: str = "text/html") -> Misbehaviour:
    """Serve something else with status 200, as a page of excuses is served in place of a table."""

    def answer(handler: Handler, _: Served) -> None:
        well_behaved(handler, Served(content, content_type, etag=None, last_modified=None))

    return answer


def typed(content_type: str) -> Misbehaviour:
    """Serve the right bytes under a wrong type."""
    return lambda handler, served: well_behaved(handler, replace(served, content_type=content_type))


def renamed_column(old: bytes, new: bytes) -> Misbehaviour:
    """Serve the table with one column renamed."""

    def answer(handler: Handler, served: Served) -> None:
        head, rest = served.content.split(b"\n", 1)
        well_behaved(handler, replace(served, content=head.replace(old, new) + b"\n" + rest, etag=None))

    return answer


def only_rows(rows: int) -> Misbehaviour:
    """Serve the header and the first rows with status 200, as Nomis does when more is asked than it gives."""

    def answer(handler: Handler, served: Served) -> None:
        lines = served.content.splitlines(keepends=True)
        well_behaved(handler, replace(served, content=b"".join(lines[: rows + 1]), etag=None))

    return answer


def empty() -> Misbehaviour:
    """Serve nothing with status 200."""
    return lambda handler, served: well_behaved(handler, replace(served, content=b"", etag=None))


def dribble(*, piece: int, every: float) -> Misbehaviour:
    """Send the body in small pieces with a wait after each."""

    def answer(handler: Handler, served: Served) -> None:
        number, headers, body = _answer(handler, served)
        handler.head(number, headers)
        for start in range(0, len(body), piece):
            handler.wfile.write(body[start : start + piece])
            handler.wait(every)

    return answer


def stall(*, after: int = 0, seconds: float = 30) -> Misbehaviour:
    """Send `after` bytes of the body (none: not even a status line), then say nothing for `seconds`."""

    def answer(handler: Handler, served: Served) -> None:
        if after:
            number, headers, body = _answer(handler, served)
            handler.head(number, headers)
            handler.wfile.write(body[:after])
        handler.wait(seconds)
        handler.hang_up()

    return answer


def redirect(to: str, number: int = 302) -> Misbehaviour:
    """Point to another address; to its own, it is a loop."""

    def answer(handler: Handler, _: Served) -> None:
        handler.head(number, {"Location": to, "Content-Length": 0})

    return answer


def without_ranges() -> Misbehaviour:
    """Ignore `Range` and send everything, as many servers do."""
    return lambda handler, served: well_behaved(handler, replace(served, ranges=False))


def gzipped(encoding: str = "gzip", *, after: int | None = None) -> Misbehaviour:
    """Send the body compressed though nobody asked, or `after` bytes of it; other encodings are only claimed."""

    def answer(handler: Handler, served: Served) -> None:
        body = gzip.compress(served.content, mtime=0)
        headers = {"Content-Encoding": encoding, "Content-Length": len(body), "ETag": served.etag}
        handler.head(200, headers | {"Last-Modified": served.last_modified, "Content-Type": served.content_type})
        handler.wfile.write(body[:after])
        if after is not None:
            handler.hang_up()

    return answer


def chunked(*, whole: bool = True) -> Misbehaviour:
    """Send in chunks without a length; not `whole`: hang up before the last chunk."""

    def answer(handler: Handler, served: Served) -> None:
        handler.head(200, {"Transfer-Encoding": "chunked", "Content-Type": served.content_type, "ETag": served.etag})
        half = max(1, len(served.content) // 2)
        pieces = [served.content[:half], served.content[half:]] if whole else [served.content[:half]]
        for piece in pieces:
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if whole:
            handler.wfile.write(b"0\r\n\r\n")
        else:
            handler.hang_up()

    return answer


def _answer(handler: Handler, served: Served) -> tuple[int, dict[str, object], bytes]:
    """Status, headers and body for a whole file or for the range that was asked for."""
    content = served.content
    headers: dict[str, object] = {"Content-Type": served.content_type, "ETag": served.etag,
                                  "Last-Modified": served.last_modified}  # fmt: skip
    asked = handler.headers.get("Range")
    condition = handler.headers.get("If-Range")
    if not asked or not served.ranges or (condition and condition not in (served.etag, served.last_modified)):
        return 200, headers | {"Content-Length": len(content)}, content
    start = int(asked.removeprefix("bytes=").split("-")[0])
    if start >= len(content):
        return 416, headers | {"Content-Range": f"bytes */{len(content)}", "Content-Length": 0}, b""
    rest = content[start:]
    span = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return 206, headers | {"Content-Range": span, "Content-Length": len(rest)}, rest


def _unchanged(handler: Handler, served: Served) -> bool:
    """Whether the client's condition is met; an ETag, where one is sent, rules over a date."""
    tag, since = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
    return tag == served.etag if tag else since is not None and since == served.last_modified


def _date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
