"""The files that a page rests on, under their publishers and licences.

Which files these are is decided where the picture is drawn, in `workflows.deprivation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.indices.picture import SourceNote
from newlyn.publish import number


@dataclass(frozen=True)
class SourceFile:
    """A file that the page rests on, as the page names it."""

    title: str
    link: str | None
    day: str | None
    """When it was retrieved, in words."""
    sha256: str


@dataclass(frozen=True)
class Publisher:
    """Who published files under one licence."""

    name: str
    licence: str
    files: tuple[SourceFile, ...]


def published_files(notes: Sequence[SourceNote]) -> list[Publisher]:
    """The files under their publishers and licences, in the order of their first file."""
    files: dict[tuple[str, str], list[SourceFile]] = {}
    for note in notes:
        # Only web addresses become links: anything else from a file could run as script when followed.
        link = note.url if note.url and note.url.startswith(("https://", "http://")) else None
        day = None if note.retrieved is None else number.day(note.retrieved)
        key = (note.publisher, note.licence.strip().rstrip("."))
        files.setdefault(key, []).append(SourceFile(note.title, link, day, note.sha256))
    return [Publisher(name, licence, tuple(found)) for (name, licence), found in files.items()]
