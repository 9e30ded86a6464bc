"""A folder with copies of publishers' files, and what its `index.yaml` says of them.

An index is optional. Where there is one, a copy that does not have the checksum it states is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import yaml

from newlyn.foundation.digest import digest_file
from newlyn.foundation.errors import SourceError

INDEX = "index.yaml"


@dataclass(frozen=True)
class Note:
    """What the index says of one copy."""

    sha256: str | None
    copied_from: str | None


@dataclass(frozen=True)
class Mirror:
    """A mirror in one folder."""

    folder: Path

    def has(self, place: str) -> bool:
        """Whether the mirror holds a file of that place."""
        return (self.folder / place).is_file()

    def path(self, place: str) -> Path:
        """The file of that place; a `SourceError` if it is not there."""
        if not self.has(place):
            raise SourceError(f"{place}: not in the mirror {self.folder}. Add the file, or fetch without a mirror.")
        return self.folder / place

    def note(self, place: str) -> Note:
        """What the index says of a copy; empty where it says nothing."""
        return self._notes.get(place, Note(None, None))

    def measure(self, place: str) -> tuple[str, int]:
        """SHA-256 and size in bytes of a copy; a `SourceError` if it is not the one the index tells of."""
        path = self.path(place)
        try:
            sha256, size = digest_file(path), path.stat().st_size
        except OSError as error:
            raise SourceError(f"{place}: cannot be read ({error.strerror}). Check the mirror {self.folder}.") from None
        stated = self.note(place).sha256
        if stated is not None and stated != sha256:
            raise SourceError(
                f"{place}: the copy has checksum {sha256[:12]}… and {INDEX} states {stated[:12]}…; it is "
                "cut off or was changed. Copy it again."
            )
        return sha256, size

    @cached_property
    def _notes(self) -> Mapping[str, Note]:
        index = self.folder / INDEX
        if not index.is_file():
            return {}
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml was at hand
        try:
            entries = yaml.load(index.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
            return dict(_note(entry, self.folder.name) for entry in entries)
        except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError, AttributeError) as error:
            reason = " ".join(str(error).split())
            raise SourceError(f"{index}: not an index of a mirror ({reason}). Mend it, or take it away.") from None


def _note(entry: Mapping[str, object], folder: str) -> tuple[str, Note]:
    place = PurePosixPath(str(entry["file"]))
    # An index may name its files from above the mirror's own folder.
    if len(place.parts) > 1 and place.parts[0] in (folder, "open-data"):
        place = place.relative_to(place.parts[0])
    sha256, copied = entry.get("sha256"), entry.get("copied_from")
    return str(place), Note(str(sha256).lower() if sha256 else None, str(copied) if copied else None)
