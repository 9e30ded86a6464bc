"""One kept file and the records beside it: where it came from, and when it was last seen at its publisher.

Which file is in use, and how a new one gets there, is `sources.store`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from newlyn.evidence.sources.download import Download
from newlyn.evidence.sources.partial import Validators
from newlyn.foundation.digest import canonical_json, digest_file
from newlyn.foundation.errors import StorageError
from newlyn.foundation.files import write_atomically
from newlyn.foundation.provenance import Origin


@dataclass(frozen=True)
class Kept:
    """A file in the store."""

    path: Path
    origin: Origin
    """As it first came; the same bytes coming again do not change it."""
    checked: str | None = None
    """UTC time in ISO 8601 when the publisher last had these very bytes, or None for a copy from a mirror."""
    validators: Validators = field(default_factory=Validators)
    """What to send to ask the publisher whether there is a newer version."""


@dataclass(frozen=True)
class Checked:
    """When the publisher was last seen to have these bytes: all that may change about a kept file."""

    time: str | None
    validators: Validators

    @classmethod
    def of(cls, source: Path | Download) -> Checked:
        """A download was seen at its publisher; a copy from a mirror was not."""
        return cls(source.retrieved, source.validators) if isinstance(source, Download) else cls(None, Validators())

    @classmethod
    def read(cls, path: Path) -> Checked:
        """From its sidecar; nothing where there is none."""
        try:
            found = json.loads(path.read_bytes())
            return cls(found["time"], Validators(found["etag"], found["last_modified"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(None, Validators())  # it only saves a download, so a damaged one is as good as none

    def write(self, path: Path) -> None:
        """To its sidecar."""
        facts = {"time": self.time, "etag": self.validators.etag, "last_modified": self.validators.last_modified}
        write_atomically(path, canonical_json(facts, indent=1).encode())


def beside(path: Path, kind: str) -> Path:
    """The sidecar of a kept file: `origin`, which never changes, or `checked`, which may."""
    return path.with_name(f"{path.name}.{kind}.json")


def recall(path: Path, dataset: str) -> Kept:
    """The kept file at `path`, from its records."""
    record = beside(path, "origin")
    try:
        origin = Origin(**read_record(record, dataset))  # type: ignore[arg-type]
    except TypeError:
        raise damaged(record, dataset, "it is not the record of a file") from None
    seen = Checked.read(beside(path, "checked"))
    return Kept(path, origin, seen.time, seen.validators)


def read_record(record: Path, dataset: str) -> dict[str, object]:
    """A JSON record of the store."""
    try:
        found = json.loads(record.read_bytes())
    except FileNotFoundError:
        raise damaged(record, dataset, "it is missing") from None
    except ValueError:
        raise damaged(record, dataset, "it is not JSON") from None
    if not isinstance(found, dict):
        raise damaged(record, dataset, "it is not the record of a file")
    return found


def check_whole(kept: Kept, *, verify: bool) -> None:
    """Raise if the file is not what was kept: by its size, and with `verify` by its SHA-256."""
    origin = kept.origin
    if not kept.path.is_file():
        raise damaged(kept.path, origin.dataset, "it is missing")
    size = kept.path.stat().st_size
    if size != origin.size:
        raise damaged(kept.path, origin.dataset, f"{size} bytes where {origin.size} were kept")
    if verify and digest_file(kept.path) != origin.sha256:
        raise damaged(kept.path, origin.dataset, "its bytes are not those that were kept (SHA-256 differs)")


def damaged(path: Path, dataset: str, how: str) -> StorageError:
    """The error for a file of the store that is not as it was left."""
    return StorageError(f"{path}: damaged: {how}. Fetch it again: newlyn fetch {dataset}.")
