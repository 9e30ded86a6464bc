"""Periods as publishers write them (`2020/21`, `2017 - 19`, `Sep-23`), put into the one form that tables hold.

What the one form means is `foundation.period`. A year such as `2020/21` begins when its subject's year does,
so the caller says when; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.frame import text_column
from newlyn.foundation.errors import InputError, SourceError
from newlyn.foundation.period import Period

FINANCIAL = (4, 1)
"""April to March."""
SCHOOL = (9, 1)
"""September to August."""
ACADEMIC = (8, 1)
"""August to July: further education, apprenticeships, absence."""
ACTIVE_LIVES = (11, 16)
"""Mid-November to mid-November: Sport England's survey of adults."""

Start = tuple[int, int]
"""Month and day on which a year begins."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso_period(words: str, *, year_starts: Start = FINANCIAL) -> str:
    """The period that `words` name, as ISO text.

    Parameters
    ----------
    words : str
        A year, a split year, a run of either, months, days or a dated state.
    year_starts : (month, day)
        When a split year such as `2020/21` begins.

    Raises
    ------
    InputError
        If the words have no form that is known.

    Examples
    --------
    >>> [iso_period(words) for words in ("2023", "2017 - 19", "2020/21", "Sep-23")]
    ['2023-01-01/P1Y', '2017-01-01/P3Y', '2020-04-01/P1Y', '2023-09-01']
    >>> iso_period("2020/21 - 24/25", year_starts=SCHOOL)
    '2020-09-01/P5Y'
    """
    tidy = " ".join(words.split()).removesuffix(" revised")
    for pattern, read in _FORMS.items():
        found = re.fullmatch(pattern, tidy, re.IGNORECASE)
        if found:
            return str(read(found.groups(), year_starts))
    raise InputError(f"{words!r} is not a period as publishers write them. Accepted: 2023, 2020/21, 2017 - 19, Sep-23.")


def with_iso_periods(named: pa.Table, name: str, *, year_starts: Callable[[int], Start] | Start) -> pa.Table:
    """The table with the periods of its period column put into ISO text.

    `name` is the file's name for messages. `year_starts` holds for the whole table, or is asked for each row
    by its position.

    Raises
    ------
    SourceError
        Naming the file and the row whose period cannot be read.
    """
    written = pc.fill_null(text_column(named, "period"), "").to_pylist()
    starts = year_starts if callable(year_starts) else (lambda _at, start=year_starts: start)
    known: dict[tuple[str, Start], str] = {}
    read = []
    for at, words in enumerate(written):
        key = (words, starts(at))
        if key not in known:
            known[key] = _read(words, starts(at), name, named[ROW][at].as_py())
        read.append(known[key])
    return named.set_column(named.column_names.index("period"), "period", pa.array(read, pa.string()))


def _read(words: str, start: Start, name: str, row: int) -> str:
    try:
        return iso_period(words, year_starts=start)
    except InputError as error:
        raise SourceError(f"{name}, row {row}, column 'period': {error}") from None


Groups = tuple[str, ...]


def _year(groups: Groups, _start: Start) -> Period:
    return Period.year(int(groups[0]))


def _run(groups: Groups, _start: Start) -> Period:
    first, last = int(groups[0]), int(groups[1])
    if last < 100:
        # The last year is written without its century, which may be the next.
        last += first - first % 100 + (100 if last < first % 100 else 0)
    return Period.year(first, years=last - first + 1)


def _split(groups: Groups, start: Start) -> Period:
    return Period(date(int(groups[0]), *start))


def _split_run(groups: Groups, start: Start) -> Period:
    first = int(groups[0])
    return Period(date(first, *start), 12 * (int(groups[1]) - first % 100))


def _month_run(groups: Groups, _start: Start) -> Period:
    month, year, last_month, last_year = (int(group) for group in groups)
    return Period(date(year, month, 1), (last_year - year) * 12 + last_month - month + 1)


def _day_run(groups: Groups, _start: Start) -> Period:
    """From a day to the day before it, years later; other lengths are not written."""
    day, month, year, _last_day, _last_month, last_year = (int(group) for group in groups)
    return Period(date(year, month, day), 12 * (last_year - year))


def _month(groups: Groups, _start: Start) -> Period:
    return Period.day(2000 + int(groups[1]), _MONTHS.index(groups[0].lower()) + 1, 1)


def _ending(groups: Groups, _start: Start) -> Period:
    return Period(date(int(groups[0]) - 1, *FINANCIAL))


def _state(groups: Groups, _start: Start) -> Period:
    return Period.day(int(groups[2]), _MONTHS.index(groups[1][:3].lower()) + 1, int(groups[0]))


# The space around the dash tells a run of years (2017 - 19) from a split year (2016-17).
_FORMS: Mapping[str, Callable[[Groups, Start], Period]] = MappingProxyType(
    {
        r"(\d{4})": _year,
        r"(\d{4}) - (\d{2}|\d{4})": _run,
        r"(\d{4})[/-]\d{2}": _split,
        r"(\d{4})/\d{2} - \d{2}/(\d{2})": _split_run,
        r"(\d{2})/(\d{4}) - (\d{2})/(\d{4})": _month_run,
        r"(\d{2})/(\d{2})/(\d{4}) - (\d{2})/(\d{2})/(\d{4})": _day_run,
        rf"({'|'.join(_MONTHS)})-(\d{{2}})": _month,
        r"Financial year ending (\d{4})": _ending,
        r"As at (\d{1,2}) ([a-z]+) (\d{4})": _state,
    }
)
