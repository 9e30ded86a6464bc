"""The page of downloads: every table with its size and forms, how to read it, under which licence, and the API.

Which tables there are is gathered in `workflows.site.data`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from newlyn.publish import number
from newlyn.publish.open_data.licence import licence_address, licence_name
from newlyn.publish.open_data.table import SourceFile
from newlyn.publish.site.about import size_words
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links


@dataclass(frozen=True)
class Form:
    """One file of a table."""

    words: str
    """What it is and how large, such as `CSV, 36.3 MB`."""
    path: str


@dataclass(frozen=True)
class TableNote:
    """One table to download."""

    name: str
    """What the table is called under the heading it stands below."""
    title: str
    """What it is called anywhere."""
    summary: str
    """What is in it; empty where the text above the list says so."""
    rows: str
    forms: tuple[Form, ...]
    described: str
    """Path of the description of its columns; empty where there is none."""


@dataclass(frozen=True)
class IndicatorNote:
    """One indicator to download."""

    label: str
    code: str
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class ThemeNote:
    """The indicators of one theme."""

    theme: str
    summary: str
    indicators: tuple[IndicatorNote, ...]


@dataclass(frozen=True)
class LicenceNote:
    """A licence, and the publishers that use it."""

    name: str
    href: str
    publishers: str


@dataclass(frozen=True)
class Example:
    """A request to the API and what it answers."""

    question: str
    request: str
    answer: str


@dataclass(frozen=True)
class DataPage:
    """Everything that the page says."""

    answer: str
    place: tuple[TableNote, ...]
    observations: tuple[TableNote, ...]
    deprivation: tuple[TableNote, ...]
    themes: tuple[ThemeNote, ...]
    area: str
    """An area whose own file serves as an example."""
    area_title: str
    districts: tuple[tuple[str, str], ...]
    """Name and code."""
    licences: tuple[LicenceNote, ...]
    fictional: bool
    api: str
    """Where the API begins."""
    slug: str
    most: str
    """Items of one answer at most."""
    examples: tuple[Example, ...]


def answer_words(place: str, figures: int, indicators: int, areas: int, *, fictional: bool) -> str:
    """What there is to download, in one sentence.

    Examples
    --------
    >>> answer_words("Essex", 341_002, 313, 1_096, fictional=True)
    'All 341,002 figures of Essex, on 313 indicators and 1,096 areas, can be downloaded.'
    """
    free = "can be downloaded" if fictional else "can be downloaded and used again under open licences"
    return (
        f"All {number.count(figures)} figures of {place}, on {number.several(indicators, 'indicator')} and "
        f"{number.several(areas, 'area')}, {free}."
    )


@dataclass(frozen=True)
class Size:
    """The size of a file in bytes."""

    size: int
    word: Literal["", "about", "under"] = ""
    """What is said before it where it was estimated."""


def form_of(ending: str, path: str, size: Size | None = None) -> Form:
    """One file, with its size where it is known; an estimate is told as one.

    Examples
    --------
    >>> form_of(".csv", "data/areas.csv", Size(42_532)).words
    'CSV, 43 kB'
    >>> form_of(".parquet", "data/observations.parquet", Size(4_469_520, "under")).words
    'Parquet, under 5 MB'
    """
    name = {".csv": "CSV", ".parquet": "Parquet"}[ending]
    if size is None:
        return Form(name, path)
    if not size.word:
        return Form(f"{name}, {size_words(size.size)}", path)
    whole = ceil(size.size / 1e6) if size.word == "under" else max(round(size.size / 1e6), 1)
    return Form(f"{name}, {size.word} {whole} MB", path)


def licence_notes(sources: Iterable[SourceFile]) -> tuple[LicenceNote, ...]:
    """The licences of some files, each with the publishers that use it."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in sources:
        found.setdefault((licence_name(one.licence), licence_address(one.licence)), set()).add(one.publisher)
    return tuple(
        LicenceNote(name, href, number.joined(sorted(publishers)))
        for (name, href), publishers in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def theme_name(theme: str) -> str:
    """How a theme is named.

    Examples
    --------
    >>> theme_name("health_index")
    'Health index'
    """
    return theme.replace("_", " ").capitalize()


def theme_words(theme: str, indicators: Sequence[object]) -> str:
    """How a theme is named above its indicators.

    Examples
    --------
    >>> theme_words("health_index", [1, 2])
    'Health index: 2 indicators'
    """
    return f"{theme_name(theme)}: {number.several(len(indicators), 'indicator')}"


def render_data(values: DataPage, frame: Frame, link: Links) -> str:
    """The page as HTML; a static copy says that the API needs the live service."""
    return render_page("data.html", frame, link, values)
