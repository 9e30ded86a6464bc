"""Bring the bytes of one address to disk: resumed where they were cut off, whole or not at all.

What the bytes mean and whether they are any good is judged elsewhere (`sources.check`); where accepted files are
kept is `sources.store`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from urllib3 import BaseHTTPResponse, HTTPResponse, Retry, exceptions

from newlyn.evidence.sources.address import Address, refused
from newlyn.evidence.sources.connection import Connections, ask
from newlyn.evidence.sources.partial import Partial, Validators, hold_partial
from newlyn.evidence.sources.patience import Patience
from newlyn.foundation.digest import digest_file
from newlyn.foundation.errors import SourceError

Progress = Callable[[int, int | None], None]
"""Called with the bytes that have arrived and the bytes there will be, or None where the server does not say."""

LARGEST = 2 * 1024**3  # the largest file in use, national boundaries in full detail, has half a gigabyte
_PIECE = 64 * 1024
_HEADWAY = 1024 * 1024  # a try that brought this much was not in vain: the count of tries starts again


@dataclass(frozen=True)
class Download:
    """A file that has come whole. It lies in a temporary place until the store keeps it or it is discarded."""

    path: Path
    sha256: str
    size: int
    """In bytes."""
    url: str
    """Where it came from in the end, after redirects."""
    retrieved: str
    """UTC time in ISO 8601."""
    validators: Validators
    """What to send to ask, next time, whether there is a newer version."""
    content_type: str | None

    def discard(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class NotModified:
    """The publisher still has the version that is already known."""

    url: str
    checked: str
    """UTC time in ISO 8601."""
    validators: Validators


def download(
    url: str,
    folder: Path,
    *,
    connections: Connections | None = None,
    progress: Progress | None = None,
    known: Validators | None = None,
    named_in: str | None = None,
    patience: Patience | None = None,
    largest: int = LARGEST,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Download | NotModified:
    """Bring the file at `url` to a temporary place in `folder`.

    What has arrived when the connection, the process or the patience ends stays in `folder`, and the next call
    asks for the rest only, provided that the server can tell that it is still the same file.

    Parameters
    ----------
    url : str
        An http or https address.
    folder : Path
        For the file while it comes. One call at a time per address.
    connections : Connections, optional
        Shared between files of one run; made for this file when absent.
    progress : callable, optional
        Called with bytes so far and bytes in all (or None).
    known : Validators, optional
        Those of the version already kept; the answer may then be `NotModified`.
    named_in : str, optional
        The file where the address is written, for messages.
    patience : Patience, optional
        Tries, waits and time limits.
    largest : int
        In bytes; a larger file is refused.
    clock : callable
        Gives the time with its zone.

    Raises
    ------
    SourceError
        If the file cannot be had: one line with the address, what happened and what to do.
    StorageError
        If the disk refuses to take it.
    BusyError
        If another process fetches the same address into the same folder.
    """
    address = Address(url, named_in)
    address.check_scheme()
    with nullcontext(connections) if connections else Connections() as links, hold_partial(folder, url) as part:
        transfer = _Transfer(address, part, links, patience or Patience(), largest, progress, known)
        final, came = transfer.run()
        now = clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return _finished(part, final, now) if came else NotModified(final, now, known or Validators())


def _finished(part: Partial, url: str, now: str) -> Download:
    beginning = part.beginning
    path = part.finish()
    return Download(
        path=path,
        sha256=digest_file(path),
        size=path.stat().st_size,
        url=url,
        retrieved=now,
        validators=beginning.validators if beginning else Validators(),
        content_type=beginning.content_type if beginning else None,
    )


@dataclass
class _Transfer:
    """One file on its way: ask, receive, and when it breaks off ask for the rest."""

    address: Address
    part: Partial
    connections: Connections
    patience: Patience
    largest: int
    progress: Progress | None
    known: Validators | None
    come: int = 0
    """Bytes that the latest try has brought."""

    def run(self) -> tuple[str, bool]:
        """The final address, and whether a file came (else it is not modified)."""
        deadline = time.monotonic() + self.patience.whole
        retry = self.patience.retry()
        while True:
            response, found_at = self._ask(retry)
            try:
                if response.status == 304 and self.known:
                    self.part.discard()
                    return found_at.at, False
                if self._accepts(response, found_at):
                    self._receive(response, deadline)
                    return found_at.at, True
            except (exceptions.ProtocolError, exceptions.ReadTimeoutError, exceptions.SSLError) as cut:
                retry = self._next_try(response.retries or retry, cut)
            finally:
                response.close()
                response.release_conn()

    def _ask(self, retry: Retry) -> tuple[BaseHTTPResponse, Address]:
        headers = {**(self.known.conditions() if self.known else {}), **self.part.resume_headers()}
        return ask(self.address, headers, connections=self.connections, retry=retry, patience=self.patience)

    def _accepts(self, response: BaseHTTPResponse, found_at: Address) -> bool:
        """Whether the body is to be received; if not, what had arrived is forgotten and all is asked for anew."""
        if response.status == 206 and self.part.goes_on_with(response):
            return True
        if response.status in (206, 416) and self.part.size:
            self.part.forget()  # the file has changed, or the server counts in its own way
            return False
        if response.status != 200:
            raise refused(found_at, response)
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding != "identity" and encoding not in HTTPResponse.CONTENT_DECODERS:
            raise found_at.wrong(f"sent with an encoding Newlyn does not read ({encoding})")
        self.part.begin(response)
        return True

    def _receive(self, response: BaseHTTPResponse, deadline: float) -> None:
        total = self.part.beginning.total if self.part.beginning else None
        self._check_size(total or 0)
        self.come = 0
        self._report(total)
        try:
            while data := response.read1(_PIECE, decode_content=True):
                self._check_size(self.part.size + len(data))
                self.part.append(data)
                self.come += len(data)
                self._report(total)
                if time.monotonic() > deadline:
                    raise self.address.out_of_reach(
                        f"took too long: {_amount(self.part.size, total)} arrived in {self.patience.whole:g} s"
                    )
        except exceptions.DecodeError as error:
            self.part.forget()
            raise self.address.out_of_reach(f"sent compressed and damaged ({error.args[0]})") from error

    def _next_try(self, retry: Retry, cut: Exception) -> Retry:
        if self.come >= _HEADWAY:
            retry = self.patience.retry()
        try:
            retry = retry.increment("GET", self.address.url, error=cut)
        except exceptions.MaxRetryError:
            raise self._broken_off(cut, tries=len(retry.history) + 1) from cut
        retry.sleep()
        return retry

    def _broken_off(self, cut: Exception, *, tries: int) -> SourceError:
        total = self.part.beginning.total if self.part.beginning else None
        how = (
            f"nothing more came for {self.patience.silence:g} s"
            if isinstance(cut, exceptions.ReadTimeoutError)
            else "the connection broke"
        )
        return self.address.out_of_reach(
            f"{_amount(self.part.size, total)} arrived, then {how}; gave up after {tries} tries"
        )

    def _check_size(self, size: int) -> None:
        if size > self.largest:
            self.part.forget()
            raise self.address.wrong(f"larger than the {_amount(self.largest, None)} that are allowed")

    def _report(self, total: int | None) -> None:
        if self.progress:
            self.progress(self.part.size, total)


def _amount(arrived: int, total: int | None) -> str:
    """Bytes as people write them.

    Examples
    --------
    >>> _amount(3_100_000, 8_000_000), _amount(12, 40), _amount(5_000, None)
    ('3.1 of 8.0 MB', '12 of 40 bytes', '5.0 kB')
    """
    unit, size = next(
        (found for found in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)) if (total or arrived) >= found[1]),
        ("bytes", 1),
    )
    shown = [f"{part / size:.1f}" if size > 1 else str(part) for part in (arrived, total) if part is not None]
    return f"{' of '.join(shown)} {unit}"
