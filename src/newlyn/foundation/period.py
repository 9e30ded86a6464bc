"""Periods of time: a start and a length, written as ISO 8601 and shown as people write them.

A period is text in tables (`2019-04-01/P1Y`, or a bare date for a single day); this module is the only
place that reads or shows that text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from newlyn.foundation.errors import InputError

_PATTERN = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:/P([1-9]\d{0,3})([YM]))?", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Period:
    """A span that begins on `start` and lasts `months` whole months; 0 months is the single day."""

    start: date
    months: int = 12

    @classmethod
    def year(cls, year: int, *, years: int = 1) -> Period:
        """The calendar year, or the run of `years` calendar years that begins with it."""
        return cls(date(year, 1, 1), 12 * years)

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Period:
        """A single day, such as a census day or the day of an estimate."""
        return cls(date(year, month, day), 0)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2019` (the calendar year), `2021-03-21`, `2019-04-01/P1Y` or `2023-07-01/P1M`.

        Raises
        ------
        InputError
            If the text is none of these.
        """
        found = _PATTERN.fullmatch(f"{text}-01-01/P1Y" if len(text) == 4 else text)
        if found is None:
            raise InputError(f"{text!r} is not a period. Write a year, a date, or start/length such as 2019-04-01/P1Y.")
        year, month, day, length, unit = found.groups()
        months = 0 if length is None else int(length) * (12 if unit == "Y" else 1)
        try:
            period = cls(date(int(year), int(month), int(day)), months)
            period.end  # noqa: B018 - refuses a period that ends after the last year there is
        except ValueError as error:
            raise InputError(f"{text!r} is not a period: {error}.") from None
        return period

    def __str__(self) -> str:
        if self.months == 0:
            return self.start.isoformat()
        length = f"{self.months // 12}Y" if self.months % 12 == 0 else f"{self.months}M"
        return f"{self.start.isoformat()}/P{length}"

    @property
    def brief(self) -> str:
        """The shortest text that `parse` reads back: the bare year for a calendar year."""
        return f"{self.start.year:04d}" if self == Period.year(self.start.year) else str(self)

    @property
    def end(self) -> date:
        """The last day of the period."""
        if self.months == 0:
            return self.start
        count = self.start.year * 12 + self.start.month - 1 + self.months
        year, month = count // 12, count % 12 + 1
        if (year, month, self.start.day) == (MAXYEAR + 1, 1, 1):
            return date.max
        # A start on the 31st has no counterpart in a short month: step back to the last day that exists.
        return date(year, month, min(self.start.day, monthrange(year, month)[1])) - timedelta(days=1)

    @property
    def label(self) -> str:
        """As people write it.

        Examples
        --------
        >>> [Period.parse(text).label for text in ("2019-01-01/P1Y", "2019-04-01/P1Y", "2020-01-01/P3Y")]
        ['2019', '2019/20', '2020 to 2022']
        >>> [Period.parse(text).label for text in ("2023-07-01/P1M", "2021-03-21", "2019-11-01/P3M")]
        ['July 2023', '21 March 2021', 'November 2019 to January 2020']
        """
        first, last = self.start, self.end
        if self.months == 0:
            return _day(first)
        if first.day != 1:
            return f"{_day(first)} to {_day(last)}"
        if self.months == 1:
            return _month(first)
        if self.months % 12:
            return f"{_month(first)} to {_month(last)}"
        if first.month == 1:
            return str(first.year) if self.months == 12 else f"{first.year} to {last.year}"
        if self.months == 12:
            return f"{first.year}/{last.year % 100:02d}"
        return f"{first.year}/{(first.year + 1) % 100:02d} to {last.year - 1}/{last.year % 100:02d}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
