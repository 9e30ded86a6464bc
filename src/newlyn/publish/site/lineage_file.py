"""Published files as the pages that trace figures list them: whose they are, their licences and their checksums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.foundation.provenance import Origin
from newlyn.indices.picture import SourceNote
from newlyn.publish import number


@dataclass(frozen=True)
class SourceFile:
    """One file of a publisher."""

    number: int
    """By which the page refers to it."""
    file: str
    """Its name; empty where only its title is known."""
    publisher: str
    title: str
    licence: str
    address: str | None
    """Address at the publisher; None where only a copy is known."""
    came: str
    """When it was retrieved, or from where it was copied."""
    sha256: str
    size: int | None = None
    """In bytes."""

    @property
    def link(self) -> str | None:
        """The address where it is one of the web; anything else could run as script when it is followed."""
        return self.address if self.address and self.address.startswith(("https://", "http://")) else None

    @property
    def size_words(self) -> str:
        """The size, where it is known."""
        return "" if self.size is None else number.several(self.size, "byte")


def came_words(retrieved: str | None, copied_from: str | None) -> str:
    """When a file was retrieved, or from where it was copied.

    Examples
    --------
    >>> came_words("2026-03-04T09:30:00Z", None), came_words(None, "deprivation/File_7.csv")
    ('retrieved on 4 March 2026', 'copied from deprivation/File_7.csv; the day of retrieval is not known')
    """
    if retrieved:
        return f"retrieved on {number.day(retrieved)}"
    return f"{f'copied from {copied_from}; ' if copied_from else ''}the day of retrieval is not known"


def list_files(origins: Sequence[Origin]) -> tuple[SourceFile, ...]:
    """Files of the evidence, numbered from 1."""
    return tuple(
        SourceFile(
            number=at,
            file=one.file,
            publisher=one.publisher,
            title=one.title,
            licence=one.licence,
            address=one.url,
            came=came_words(one.retrieved, one.copied_from),
            sha256=one.sha256,
            size=one.size,
        )
        for at, one in enumerate(origins, start=1)
    )


def list_notes(notes: Sequence[SourceNote]) -> tuple[SourceFile, ...]:
    """Files of a picture, numbered from 1."""
    return tuple(
        SourceFile(
            number=at,
            file="",
            publisher=one.publisher,
            title=one.title,
            licence=one.licence,
            address=one.url,
            came=came_words(one.retrieved, None),
            sha256=one.sha256,
        )
        for at, one in enumerate(notes, start=1)
    )
