"""About the data: every file that the pages rest on, its licence, what was left out, and how numbers are meant.

Which files these are is gathered in `workflows.site.about`; a single figure is traced on its own page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from newlyn.publish import number
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links

_OGL = "Open Government Licence v3.0"

_LICENCES: tuple[tuple[str, str, str, str], ...] = (
    (
        "OGL v3.0",
        _OGL,
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "Contains public sector information licensed under the Open Government Licence v3.0. Source: {publisher}.",
    ),
    (_OGL, _OGL, "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", ""),
    (
        "Open Parliament Licence v3.0",
        "Open Parliament Licence v3.0",
        "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.",
    ),
    (
        "Creative Commons Attribution 4.0",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "",
    ),
)
"""How a licence begins where it is written down, its name, its text, and what it asks to be said where no more is
written: with the Open Government Licence, the sentence that its text gives where several sources are used together."""


@dataclass(frozen=True)
class Licence:
    """A licence as the page names it."""

    name: str
    href: str
    """Its text; empty where it is not known."""
    statement: str
    """The attribution that it asks for."""


@dataclass(frozen=True)
class FileNote:
    """One file that was read."""

    name: str
    dataset: str
    """Title of the dataset it belongs to."""
    href: str
    """Address at the publisher; empty where only a copy is known."""
    had: str
    """When it was retrieved, or that it is a copy."""
    copied_from: str
    size: str
    sha256: str


@dataclass(frozen=True)
class PublisherNote:
    """One publisher, its licences and its files."""

    name: str
    licences: tuple[Licence, ...]
    files: tuple[FileNote, ...]
    """In order of dataset and name."""

    @property
    def datasets(self) -> tuple[tuple[str, tuple[FileNote, ...]], ...]:
        """The files under the titles of their datasets."""
        return tuple((title, tuple(files)) for title, files in groupby(self.files, key=lambda one: one.dataset))

    @property
    def summary(self) -> str:
        """How many files of how many datasets there are, in words."""
        return f"{number.several(len(self.files), 'file')} of {number.several(len(self.datasets), 'dataset')}"


@dataclass(frozen=True)
class LeftOut:
    """Rows of one file that did not enter their table."""

    table: str
    """Title of the table."""
    file: str
    reason: str
    rows: str
    of: str
    share: str


@dataclass(frozen=True)
class Evidence:
    """What the pages rest on."""

    publishers: tuple[PublisherNote, ...]
    left_out: tuple[LeftOut, ...]
    absent: tuple[str, ...]
    """Titles of declared tables for which no file was at hand."""

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(len(one.files) for one in self.publishers)


@dataclass(frozen=True)
class About:
    """Everything that the page says."""

    place: str
    place_id: str
    evidence: Evidence | None
    """None where it is no longer on this machine."""
    build: str
    """Digest of the evidence."""
    version: str
    example: str
    """ID of a figure to trace, such as `deprivation.imd.rank:E01021988:2019`; empty where there is none."""
    threshold: int
    """Counts of people from 1 to this are withheld, where they come from records that are not published."""
    rounding: int

    @property
    def answer(self) -> str:
        """On how many files of how many publishers the pages rest."""
        if self.evidence is None:
            return (
                f"The pages about {self.place} stand, but the evidence they were made from is no longer on this "
                "machine, so its files cannot be listed."
            )
        files = number.several(self.evidence.files, "file")
        publishers = number.several(len(self.evidence.publishers), "publisher")
        return f"The pages about {self.place} rest on {files} of {publishers}, each named here with its checksum."


def licence_of(publisher: str, written: str) -> Licence:
    """A licence by the way it is written down, with the attribution that it asks for.

    Examples
    --------
    >>> licence_of("Ofcom", "OGL v3.0").statement
    'Contains public sector information licensed under the Open Government Licence v3.0. Source: Ofcom.'
    >>> licence_of("mySociety", "Creative Commons Attribution 4.0. Source: mySociety.").statement
    'Source: mySociety.'
    """
    text = written.strip()
    for begins, name, href, statement in _LICENCES:
        if text.startswith(begins):
            more = text.removeprefix(begins).strip(". ")
            return Licence(name, href, f"{more}." if more else statement.format(publisher=publisher))
    return Licence(text, "", "")


def size_words(size: int) -> str:
    """The size of a file as people say it.

    Examples
    --------
    >>> size_words(512), size_words(14_200), size_words(3_456_000)
    ('512 bytes', '14 kB', '3.5 MB')
    """
    if size < 1_000:
        return number.several(size, "byte")
    return f"{size / 1_000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def had_words(retrieved: str | None, copied_from: str | None) -> str:
    """How a file was come by.

    Examples
    --------
    >>> had_words("2026-03-04T09:30:00Z", None), had_words(None, "census/age.csv")
    ('retrieved on 4 March 2026', 'a copy, whose date is not known')
    """
    if retrieved is not None:
        return f"{'copied' if copied_from else 'retrieved'} on {number.day(retrieved)}"
    return "a copy, whose date is not known" if copied_from else number.day(None)


def by_publisher(notes: Iterable[tuple[str, str, FileNote]]) -> tuple[PublisherNote, ...]:
    """Files under their publishers, in the order of the alphabet; each is given with its publisher and licence.

    A file that fills several tables is named once.
    """
    licences: dict[str, dict[str, Licence]] = {}
    files: dict[str, dict[tuple[str, str], FileNote]] = {}
    for publisher, licence, note in notes:
        licences.setdefault(publisher, {}).setdefault(licence, licence_of(publisher, licence))
        files.setdefault(publisher, {}).setdefault((note.name, note.sha256), note)
    return tuple(
        PublisherNote(
            name,
            tuple(licences[name].values()),
            tuple(sorted(files[name].values(), key=lambda one: (one.dataset, one.name))),
        )
        for name in sorted(files)
    )


def render_about(about: About, frame: Frame, link: Links) -> str:
    """The page as HTML; addresses of files are links only where they lead to the web."""
    return render_page("about.html", frame, link, about)
