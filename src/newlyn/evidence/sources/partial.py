"""The beginning of a file that is on its way: kept on disk beside what is needed to ask for the rest.

A killed process leaves it as it is, and the next one goes on from there. Asking is `sources.download`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from io import FileIO
from pathlib import Path

from urllib3 import BaseHTTPResponse

from newlyn.foundation.digest import canonical_json
from newlyn.foundation.errors import BusyError
from newlyn.foundation.files import storage_errors, write_atomically

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True)
class Validators:
    """What a server says to tell one version of a file from another."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, response: BaseHTTPResponse) -> Validators:
        """As the answer's headers have them."""
        return cls(response.headers.get("ETag"), response.headers.get("Last-Modified"))

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the file only if it is another version than this."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}

    @property
    def same(self) -> str | None:
        """The one to resume by. A weak ETag may stand for other bytes (RFC 9110, 13.1.5), so the date goes first."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


@dataclass(frozen=True)
class Beginning:
    """What is known of the file whose first bytes have come."""

    validators: Validators
    total: int | None
    """Size of the whole file in bytes, where the server told it."""
    content_type: str | None
    resumable: bool

    @classmethod
    def of(cls, response: BaseHTTPResponse) -> Beginning:
        """Read from the headers of an answer with status 200."""
        # Offsets count the bytes that travel; of a compressed answer we keep the unpacked ones.
        encoded = response.headers.get("Content-Encoding", "identity").lower() != "identity"
        validators = Validators.of(response)
        return cls(
            validators=validators,
            total=None if encoded else _number(response.headers.get("Content-Length")),
            content_type=response.headers.get("Content-Type"),
            resumable=not encoded and validators.same is not None,
        )


class Partial:
    """The part of one file that has arrived."""

    def __init__(self, path: Path, stream: FileIO) -> None:
        self.path = path
        self._stream = stream
        self.beginning = self._recall()
        if self.beginning is None:
            self.forget()

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return os.fstat(self._stream.fileno()).st_size

    def resume_headers(self) -> dict[str, str]:
        """Headers that ask for the rest, if it is still the same file; none when there is nothing to go on from."""
        if self.beginning is None or not self.beginning.resumable or not self.size:
            return {}
        return {"Range": f"bytes={self._offset}-", "If-Range": self.beginning.validators.same or ""}

    @property
    def _offset(self) -> int:
        # When all bytes are here but the process died before it said so, the last one is asked for again:
        # a range must not be empty, and the answer tells whether the file is still the same.
        whole = self.beginning.total if self.beginning else None
        return self.size if whole is None else min(self.size, whole - 1)

    def begin(self, response: BaseHTTPResponse) -> None:
        """Start from nothing with the file that `response` brings."""
        self.forget()
        self.beginning = Beginning.of(response)
        write_atomically(self._facts, canonical_json(asdict(self.beginning)).encode())

    def goes_on_with(self, response: BaseHTTPResponse) -> bool:
        """Whether an answer with status 206 is the rest of this very file; if so, be ready to append it."""
        found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if self.beginning is None or found is None or response.headers.get("Content-Encoding"):
            return False
        first, total = int(found[1]), _number(found[3])
        told = Validators.of(response)
        known = self.beginning.validators
        same = all(
            new is None or old is None or new == old
            for new, old in (
                (told.etag, known.etag),
                (told.last_modified, known.last_modified),
                (total, self.beginning.total),
            )
        )
        if not same or first != self._offset:
            return False
        self.beginning = replace(self.beginning, total=total or self.beginning.total)
        self._cut(first)
        return True

    def append(self, data: bytes) -> None:
        """Write all of `data` at the end."""
        with storage_errors(self.path):
            rest = memoryview(data)
            while rest:  # a raw write may take less than it was given
                rest = rest[self._stream.write(rest) :]

    def forget(self) -> None:
        """Drop what has arrived."""
        self._cut(0)  # first the bytes: bytes without facts are worthless, facts without bytes are harmless
        self._facts.unlink(missing_ok=True)
        self.beginning = None

    def finish(self) -> Path:
        """Call it whole: move it to its finished name, on disk for good."""
        done = self.path.with_suffix(".whole")
        with storage_errors(self.path):
            os.fsync(self._stream.fileno())
            self.path.replace(done)
        self._facts.unlink(missing_ok=True)
        return done

    def discard(self) -> None:
        """Leave nothing behind."""
        self.forget()
        self.path.unlink(missing_ok=True)

    @property
    def _facts(self) -> Path:
        return self.path.with_suffix(".facts")

    def _cut(self, size: int) -> None:
        self._stream.truncate(size)
        self._stream.seek(size)

    def _recall(self) -> Beginning | None:
        try:
            facts = json.loads(self._facts.read_bytes())
            return Beginning(**{**facts, "validators": Validators(**facts["validators"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None  # absent, or half written by a process that was killed: begin again


@contextmanager
def hold_partial(folder: Path, url: str) -> Iterator[Partial]:
    """Hold the partial file of `url` in `folder`, alone.

    Raises
    ------
    BusyError
        If another process or thread is at the same file.
    """
    name = hashlib.sha256(url.encode()).hexdigest()[:24]
    path = folder / f"{name}.part"
    with storage_errors(path):
        folder.mkdir(parents=True, exist_ok=True)
        stream = FileIO(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+")
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _busy(url) from None
        # Between opening and locking, the one before us may have finished and moved this very file away.
        if not path.exists() or path.stat().st_ino != os.fstat(stream.fileno()).st_ino:
            raise _busy(url)
        part = Partial(path, stream)
        try:
            yield part
        finally:
            if path.exists() and not part.resume_headers():
                part.discard()


def _busy(url: str) -> BusyError:
    return BusyError(f"{url}: another process is fetching this file. Wait until it has ended, then run this again.")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
