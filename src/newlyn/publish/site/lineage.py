"""How a figure came about, step by step: from the number on a page back to the row of the published file.

What is traced and how is `workflows.site.lineage`; here it is put into words and placed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.lineage_file import SourceFile
from newlyn.publish.site.link import Links

STATUS_WORDS: Mapping[str, str] = {
    "published": "published as it stands",
    "computed": "worked out by Newlyn from published counts",
    "suppressed": "withheld by the publisher, because the count is small",
    "missing": "not published",
}

LIMIT_WORDS: Mapping[str, str] = {
    "published": "as the publisher gives them",
    "wilson": "by Wilson’s method, from the counts",
    "byar": "by Byar’s method, below ten events exactly, from the count",
    "none": "as the publisher gives them",
}
"""How the 95% limits came about, by the interval of the indicator."""


@dataclass(frozen=True)
class SourceLine:
    """One row that a figure rests on."""

    file: int
    row: int
    values: tuple[tuple[str, str], ...]
    """The columns that were used, with what stands in them."""


@dataclass(frozen=True)
class FigurePage:
    """One observation and everything that it rests on."""

    id: str
    label: str
    indicator: str
    area: str
    area_kind: str
    area_code: str
    area_path: str | None
    """Path of the page of the area, where it has one."""
    period: str
    group: str
    """Who is counted, where it is not everyone."""
    value: str
    unit: str
    status: str
    limits: str
    limits_method: str
    count: str
    direction: str
    caveat: str
    modelled: bool
    method: str
    table: str
    lines: tuple[SourceLine, ...]
    rows_in_all: int
    files: tuple[SourceFile, ...]
    build: str
    notice: str = ""

    @property
    def answer(self) -> str:
        """What the figure says and on what it rests, in a sentence."""
        rows = number.several(self.rows_in_all, "row")
        who = number.joined(dict.fromkeys(one.publisher for one in self.files))
        return f"{self.measure}: {self.status}. It rests on {rows} published by {who}."

    @property
    def measure(self) -> str:
        """The value with its unit."""
        return with_unit(self.value, self.unit)

    @property
    def more(self) -> int:
        """Rows that are not listed one by one."""
        return self.rows_in_all - len(self.lines)

    @property
    def command(self) -> str:
        """What repeats this on a command line."""
        return f"newlyn lineage {shell_word(self.id)}"


@dataclass(frozen=True)
class CountedArea:
    """One neighbourhood that was counted."""

    name: str
    path: str | None
    figure: str
    """ID of its own rank, which can be traced further."""
    rank: int
    residents: float | None


@dataclass(frozen=True)
class CountedPage:
    """A figure of a picture: the neighbourhoods that were counted."""

    id: str
    title: str
    """Name of the edition."""
    value: float | None
    words: str
    method: str
    counted: tuple[CountedArea, ...]
    files: tuple[SourceFile, ...]
    build: str
    notice: str = ""

    @property
    def answer(self) -> str:
        """The figure in a sentence."""
        return f"{number.count(self.value)} {self.words}."

    @property
    def command(self) -> str:
        """What repeats this on a command line."""
        return f"newlyn lineage {shell_word(self.id)}"


def with_unit(value: str, unit: str) -> str:
    """A value with the words of its unit; a unit that explains itself stands in brackets.

    Examples
    --------
    >>> with_unit("16.4%", ""), with_unit("12", "people"), with_unit("3", "decile, 1 is most deprived")
    ('16.4%', '12 people', '3 (decile, 1 is most deprived)')
    """
    if not unit:
        return value
    return f"{value} ({unit})" if "," in unit else f"{value} {unit}"


def shell_word(text: str) -> str:
    """Text as one word of a command line.

    Examples
    --------
    >>> shell_word("census.age:E07000076:2021-03-21:65+"), shell_word("census.sex:E07000076:2021:all usual")
    ('census.age:E07000076:2021-03-21:65+', "'census.sex:E07000076:2021:all usual'")
    """
    plain = all(letter.isalnum() or letter in ":./_+-" for letter in text)
    return text if plain else "'" + text.replace("'", "'\\''") + "'"


def count_words(numerator: float | None, denominator: float | None) -> str:
    """The count behind a share; nothing where none is known.

    Examples
    --------
    >>> count_words(24124, 147353), count_words(12, None), count_words(None, None)
    ('24,124 of 147,353', '12', '')
    """
    if numerator is None:
        return ""
    return f"{number.count(numerator)} of {number.count(denominator)}" if denominator else number.count(numerator)


def render_figure(page: FigurePage, frame: Frame, link: Links) -> str:
    """The page of one observation as HTML."""
    return render_page("lineage.html", frame, link, page, picture=False)


def render_counted(page: CountedPage, frame: Frame, link: Links) -> str:
    """The page of one figure of a picture as HTML."""
    return render_page("lineage.html", frame, link, page, picture=True)
