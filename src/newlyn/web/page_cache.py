"""Answers that were made once, kept in this process until there are too many bytes of them.

The key says everything that an answer is made from, so nothing is ever taken out because it has changed.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

SMALLEST_WORTH_COMPRESSING = 500
"""Bytes; below, the answer fits one packet either way."""
COMPRESSED = (
    "text/", "application/json", "application/csvm+json", "application/ld+json", "application/javascript",
    "image/svg+xml", "application/xml",
)  # fmt: skip
"""Beginnings of content types that compress well; Parquet, PNG and tiles are compressed in themselves."""
LOCKS = 64
"""Answers that can be made at the same time without waiting for each other, by chance of their key."""


@dataclass(frozen=True)
class Kept:
    """One answer: its headers, and its body as it is and as it travels."""

    content_type: str
    body: bytes
    gzipped: bytes | None
    """None where it is not worth it."""
    disposition: str = ""

    @property
    def size(self) -> int:
        """Bytes that it takes up."""
        return len(self.body) + len(self.gzipped or b"")


def keepable(content_type: str, body: bytes, disposition: str = "") -> Kept:
    """An answer made ready to be sent many times."""
    worth = len(body) >= SMALLEST_WORTH_COMPRESSING and content_type.startswith(COMPRESSED)
    # Without the time of day, so that equal pages are equal bytes.
    return Kept(content_type, body, gzip.compress(body, compresslevel=6, mtime=0) if worth else None, disposition)


class PageCache:
    """The answers that were asked for last, up to a number of bytes; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()
        self._making = [Lock() for _ in range(LOCKS)]
        self.bytes = 0

    def get(self, key: str) -> Kept | None:
        """The answer of that key, if it is still there."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def get_or_make(self, key: str, make: Callable[[], Kept | None]) -> Kept | None:
        """The answer of that key; of several threads that want it at once, one makes it and the others wait.

        What `make` does not want to be kept it gives back as None.
        """
        found = self.get(key)
        if found is not None:
            return found
        with self._making[hash(key) % LOCKS]:
            found = self.get(key)
            if found is None:
                found = make()
                if found is not None:
                    self._put(key, found)
            return found

    def _put(self, key: str, kept: Kept) -> None:
        if kept.size > self._most // 4:
            return  # it would drive out all that others read
        with self._lock:
            self._kept[key] = kept
            self.bytes += kept.size
            while self.bytes > self._most:
                _, old = self._kept.popitem(last=False)
                self.bytes -= old.size
