"""Files that are whole or not there: written beside their place and moved in, under one lock.

Nothing here knows what a file holds. The warehouse and the raw store are built on these three verbs.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newlyn.foundation.errors import BusyError, StorageError

_REFUSALS = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up",
             errno.EROFS: "the disk is read-only", errno.EACCES: "permission is denied",
             errno.EPERM: "permission is denied", errno.EFBIG: "the file is larger than allowed here",
             errno.ENOTDIR: "there is a file where a folder should be",
             errno.EEXIST: "there is a file where a folder should be",
             errno.EISDIR: "there is a folder where the file should be",
             errno.ENAMETOOLONG: "the name is longer than the disk allows",
             errno.EIO: "the disk fails to read or write",
             errno.ENOLCK: "the disk keeps no locks"}  # fmt: skip


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn a refusal by the disk into a `StorageError` that says so; other errors pass."""
    try:
        yield
    except OSError as error:
        reason = _REFUSALS.get(error.errno or 0)
        # Arrow reports a full disk as an OSError without a number; its text carries the reason.
        reason = reason or next((text for number, text in _REFUSALS.items() if os.strerror(number) in str(error)), None)
        if reason is None:
            raise
        raise StorageError(
            f"{path}: {reason}. Free some space or point NEWLYN_HOME elsewhere; what was there before is untouched."
        ) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the whole new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def copy_atomically(source: Path, path: Path) -> None:
    """Copy a file into place so that a reader sees the old file or the whole new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def only_one(folder: Path, *, work: str) -> Iterator[None]:
    """Hold the lock of `folder` while `work` is done; a second holder is refused at once.

    The kernel frees the lock when the process ends, however it ends, so no stale lock is left behind.
    """
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ".lock").open("a+")
    with stream:
        try:
            with storage_errors(folder):
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "another process"
            raise BusyError(
                f"{folder}: {holder} is at work here. Wait until it has ended, then run this again."
            ) from None
        with storage_errors(folder):
            os.ftruncate(stream.fileno(), 0)
            # Past the buffer of the stream, which would tell of a full disk once more when it is closed.
            os.write(stream.fileno(), f"{work} (process {os.getpid()})".encode())
        yield
