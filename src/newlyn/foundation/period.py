"""Periods of time: a start and a length, written as ISO 8601 and shown as people write them.

A period is text in tables (`2019-04-01/P1Y`, or a bare date for a single day); this module is the only
place that reads or shows that text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from newlyn.foundation.errors import InputError

_PATTERN = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:/P(\d+)([YM]))?")
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
        if re.fullmatch(r"\d{4}", text):
            return cls.year(int(text))
        found = _PATTERN.fullmatch(text)
        if found is None:
            raise InputError(f"{text!r} is not a period. Write a date, or start/length such as 2019-04-01/P1Y.")
        year, month, day, length, unit = found.groups()
        try:
            start = date(int(year), int(month), int(day))
        except ValueError as error:
            raise InputError(f"{text!r} is not a period: {error}.") from None
        months = 0 if length is None else int(length) * (12 if unit == "Y" else 1)
        return cls(start, months)

    def __str__(self) -> str:
        if self.months == 0:
            return self.start.isoformat()
        length = f"{self.months // 12}Y" if self.months % 12 == 0 else f"{self.months}M"
        return f"{self.start.isoformat()}/P{length}"

    @property
    def brief(self) -> str:
        """The shortest text that `parse` reads back: the bare year for a calendar year."""
        return str(self.start.year) if self == Period.year(self.start.year) else str(self)

    @property
    def end(self) -> date:
        """The last day of the period."""
        if self.months == 0:
            return self.start
        count = self.start.year * 12 + self.start.month - 1 + self.months
        # A start on the 31st has no counterpart in a short month: step back to the last day that exists.
        for day in range(self.start.day, self.start.day - 4, -1):
            try:
                return date(count // 12, count % 12 + 1, day) - timedelta(days=1)
            except ValueError:
                continue
        raise AssertionError("every month has a 28th day")

    @property
    def label(self) -> str:
        """As people write it.

        Examples
        --------
        >>> [Period.parse(text).label for text in ("2019-01-01/P1Y", "2019-04-01/P1Y", "2020-01-01/P3Y")]
        ['2019', '2019/20', '2020 to 2022']
        >>> [Period.parse(text).label for text in ("2023-07-01/P1M", "2021-03-21")]
        ['July 2023', '21 March 2021']
        """
        if self.months == 0:
            return f"{self.start.day} {_MONTHS[self.start.month - 1]} {self.start.year}"
        if self.months == 1:
            return f"{_MONTHS[self.start.month - 1]} {self.start.year}"
        if (self.start.month, self.start.day) == (1, 1) and self.months % 12 == 0:
            return str(self.start.year) if self.months == 12 else f"{self.start.year} to {self.end.year}"
        if self.months == 12:
            return f"{self.start.year}/{self.end.year % 100:02d}"
        return f"{self.start.year}/{(self.start.year + 1) % 100:02d} to {self.end.year - 1}/{self.end.year % 100:02d}"
