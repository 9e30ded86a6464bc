"""Fingerprints of files and of plain values: SHA-256 in hexadecimal."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_value(value: object) -> str:
    """SHA-256 of a value made of plain dicts, lists, strings, numbers, booleans and None.

    Equal values give equal digests whatever the order of their keys.
    """
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def canonical_json(value: object, *, indent: int | None = None) -> str:
    """JSON with sorted keys and no escapes, so that equal values are equal bytes."""
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
