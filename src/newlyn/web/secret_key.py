"""The key by which the web service signs: the one that was given, or one that is made once and kept.

It is read when it is first needed, so that a process that signs nothing needs no key and makes no file.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from newlyn.foundation.errors import InputError
from newlyn.foundation.files import storage_errors
from newlyn.foundation.settings import SECRET_LENGTH, Settings


def secret_key(settings: Settings) -> str:
    """The key of this service; made and kept when there is none yet and none was named.

    Raises
    ------
    InputError
        If the file that was named is not there, or holds less than a key.
    StorageError
        If the disk refuses to keep a new one.
    """
    if settings.secret is not None:
        return settings.secret.reveal()
    path = settings.secret_file or settings.home / "secret"
    if settings.secret_file is None:
        _make(path)
    return _read(path)


def _read(path: Path) -> str:
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"NEWLYN_SECRET_FILE: {path} cannot be read. Name a file that holds a key and nothing else."
        ) from None
    if len(key) < SECRET_LENGTH:
        raise InputError(
            f"{path} holds no key of at least {SECRET_LENGTH} letters. Take it away, or write a longer one."
        )
    return key


def _make(path: Path) -> None:
    """Keep a new key at `path` unless there is one; of two processes that come at once, the first one's stays."""
    if path.exists():
        return
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # For the eyes of its owner from the first moment, not only once it is written.
        handle, partial = mkstemp(prefix=".secret-", dir=path.parent)
        try:
            with os.fdopen(handle, "w") as stream:
                stream.write(secrets.token_urlsafe(SECRET_LENGTH) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(FileExistsError):
                os.link(partial, path)
        finally:
            Path(partial).unlink()
