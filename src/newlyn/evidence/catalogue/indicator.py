"""What an indicator means: label, unit, direction, goals, and the feeds that give its observations.

An indicator is a value, checked when it is written; nothing is computed here. A feed says how rows of a
declared table become observations, and is turned into a query in `evidence.warehouse.reduction`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.table import NUMBERS, Table
from newlyn.foundation.errors import DefinitionError, InputError, did_you_mean
from newlyn.foundation.period import Period
from newlyn.geography.code import area_type

Polarity = Literal["higher is better", "higher is worse", "neither"]
Interval = Literal["published", "wilson", "byar", "none"]
Condition = Mapping[str, tuple[str, ...]]

EVERYONE: Condition = MappingProxyType({})


@dataclass(frozen=True)
class Measure:
    """Observations that are published as they stand: one row, one value.

    `lower` and `upper` name the columns of the published limits. `period` is fixed, or the name of the column
    that holds it. `group` names the column that says who is counted; without it everyone is.
    """

    table: Table
    value: str
    period: Period | str
    lower: str | None = None
    upper: str | None = None
    where: Condition = field(default_factory=lambda: EVERYONE)
    group: str | None = None
    area: str = "area"

    def __post_init__(self) -> None:
        _check_feed(self)
        for name in (self.value, self.lower, self.upper):
            if name is not None and self.table.column(name).kind not in NUMBERS:
                raise DefinitionError(f"{self.table.id}.{name}: not a number, so it cannot be observed.")


@dataclass(frozen=True)
class Sum:
    """The total of a column over the rows that meet every condition (column: accepted values)."""

    column: str
    where: Condition = field(default_factory=lambda: EVERYONE)


@dataclass(frozen=True)
class Ratio:
    """Observations that are a count, or a count out of a count, summed over rows.

    Counts add up, so a ratio is also given for the larger areas named in `levels`: its numerator and its
    denominator are summed over their small areas. `per` is what the value is counted in: 100 for a percentage,
    1 for a plain share. Without a denominator the value is the count itself.
    """

    table: Table
    numerator: Sum
    period: Period | str
    denominator: Sum | None = None
    per: float = 100.0
    levels: tuple[str, ...] = ()
    where: Condition = field(default_factory=lambda: EVERYONE)
    group: str | None = None
    area: str = "area"

    def __post_init__(self) -> None:
        _check_feed(self)
        for part in (self.numerator, self.denominator):
            if part is not None:
                if self.table.column(part.column).kind != "count":
                    raise DefinitionError(f"{self.table.id}.{part.column}: only counts can be summed.")
                _check_condition(self.table, part.where)
        if not self.per > 0:
            raise DefinitionError(
                f"{self.table.id}: per is what the value is counted in, more than 0, such as 100; got {self.per:g}."
            )
        for level in self.levels:
            try:
                area_type(level)
            except InputError as error:
                raise DefinitionError(f"{self.table.id}: the level {level!r}: {error}") from None


Feed = Measure | Ratio


@dataclass(frozen=True)
class Example:
    """A worked example: rows of the first feed's table, and the value they give for one area.

    The rows are made up. The example runs as a test and is printed on the indicator's page.
    """

    rows: tuple[Mapping[str, object], ...]
    area: str
    value: float
    words: str
    """The sum in words, such as `12 of 48 residents is 25%`."""


_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True)
class Indicator:
    """One thing that is measured, wherever and whenever it is.

    `comparable` says whether values of different periods may be put side by side: deprivation scores may not,
    because each edition is a new scale. `modelled` values are estimates from a model and may not serve as the
    outcome of an evaluation.
    """

    code: str
    label: str
    unit: str
    polarity: Polarity
    feeds: tuple[Feed, ...]
    example: Example
    goals: tuple[str, ...] = ()
    interval: Interval = "none"
    caveat: str = ""
    comparable: bool = True
    modelled: bool = False
    decimals: int = 1
    owner: str = "Newlyn maintainers"
    reviewed: str = "2026-11"

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise DefinitionError(
                f"{self.code!r}: an indicator's code is lower case words joined by dots, theme first."
            )
        if not self.feeds:
            raise DefinitionError(f"{self.code}: an indicator needs at least one feed.")
        for goal in self.goals:
            if goal not in GOALS:
                raise DefinitionError(f"{self.code}: {goal!r} is not a goal. {did_you_mean(goal, GOALS)}".rstrip())
        counted = any(isinstance(feed, Ratio) for feed in self.feeds)
        if self.interval in ("wilson", "byar") and not counted:
            raise DefinitionError(
                f"{self.code}: {self.interval} limits need a numerator; its feeds are published values."
            )
        if self.interval == "wilson" and any(isinstance(f, Ratio) and f.denominator is None for f in self.feeds):
            raise DefinitionError(f"{self.code}: wilson limits need a denominator; a plain count has byar limits.")
        if self.interval == "published" and all(isinstance(f, Ratio) or f.lower is None for f in self.feeds):
            raise DefinitionError(f"{self.code}: no feed names the published limits.")

    @property
    def theme(self) -> str:
        """The first word of the code, such as `deprivation`."""
        return self.code.split(".", 1)[0]


def _check_feed(feed: Feed) -> None:
    if feed.table.column(feed.area).kind != "area":
        raise DefinitionError(f"{feed.table.id}.{feed.area}: not a column of area codes.")
    if isinstance(feed.period, str) and feed.table.column(feed.period).kind != "period":
        raise DefinitionError(f"{feed.table.id}.{feed.period}: not a column of periods.")
    if feed.group is not None:
        feed.table.column(feed.group)
    _check_condition(feed.table, feed.where)


def _check_condition(table: Table, where: Condition) -> None:
    for name, values in where.items():
        accepted = table.column(name).accepted
        if not values:
            raise DefinitionError(f"{table.id}.{name}: name at least one value to look for.")
        for value in values:
            if accepted and value not in accepted:
                hint = did_you_mean(value, accepted)
                raise DefinitionError(f"{table.id}.{name}: {value!r} does not occur in it. {hint}".rstrip())
