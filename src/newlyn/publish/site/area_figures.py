"""The figures of one area as rows under subjects: the newest value, what it is held against, where it stands.

Which figures these are is gathered in `workflows.site.area_figures`; how a row looks is `area_figures.html`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from newlyn.publish import number
from newlyn.publish.site.area_subject import SUBJECTS, Subject, subject_of
from newlyn.publish.site.area_trend import Trend
from newlyn.publish.site.reading import Polarity, Reading, Verdict

SMALL_COUNT = 10
"""People or households fewer than these behind a percentage: one more or less moves it visibly."""


class Standing(NamedTuple):
    """The place of one area among those of its type, from the highest value down."""

    high: int
    """1 is the highest; equal values share the better place."""
    of: int
    tied: int
    """Areas with the same value, itself among them."""
    first: int
    """The best place from the top that the 95% limits leave open; 0 where an area has no limits."""
    last: int


@dataclass(frozen=True, slots=True)
class Circle:
    """What an area is ranked among, such as the wards of Tendring."""

    name: str
    words: str
    """Such as `among its wards`; those without a figure are not counted."""


@dataclass(frozen=True, slots=True)
class Against:
    """A larger area beside which the figures stand."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """One group of people within a figure."""

    name: str
    reading: Reading
    others: tuple[Reading | None, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator as it stands for the area."""

    code: str
    label: str
    unit: str
    """What the sign of the number does not say."""
    polarity: Polarity
    period: str
    ended: date
    """The last day of the period."""
    reading: Reading
    others: tuple[Reading | None, ...]
    """Beside each of what it is held against; None where nothing is published for the same period."""
    verdict: Verdict
    """Against England."""
    standings: tuple[Standing | None, ...]
    """In each circle."""
    goals: tuple[str, ...] = ()
    trend: Trend | None = None
    groups: tuple[Group, ...] = ()
    """Who is counted, where the figure is given for groups of people."""

    @property
    def alone(self) -> bool:
        """Whether nothing is published of the larger areas for the same period."""
        return not any(self.others)

    @property
    def under(self) -> str:
        """The line below the label: when, the unit, and which direction is good; nothing is said where neither is."""
        return " · ".join(filter(None, (self.period, self.unit, _DIRECTION[self.polarity])))

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """In each circle the place in words and the places that its limits leave open."""
        return tuple(
            ("", "") if one is None else (place_words(one, self.polarity), span_words(one)) for one in self.standings
        )


_DIRECTION: Mapping[Polarity, str] = {
    "higher is better": "higher is better",
    "higher is worse": "higher is worse",
    "neither": "",
}


@dataclass(frozen=True)
class Block:
    """The figures of one subject, in the order in which a table shows them."""

    subject: Subject
    figures: tuple[Figure, ...]
    divided: tuple[Figure, ...]
    """Those that are given for groups of people only."""

    @property
    def compared(self) -> bool:
        """Whether any figure has something to stand beside; else these columns would be empty."""
        return any(other is not None for figure in self.figures for other in figure.others)

    @property
    def moved(self) -> bool:
        """Whether any figure has a series."""
        return any(figure.trend for figure in self.figures)


@dataclass(frozen=True)
class GoalTally:
    """The figures that bear on one goal."""

    goal: str
    title: str
    figures: tuple[Figure, ...]

    @property
    def words(self) -> str:
        """How many of them are worse than England, better, or neither, in words."""
        return tally_words(figure.verdict for figure in self.figures)


@dataclass(frozen=True)
class Figures:
    """All figures of one area."""

    against: tuple[Against, ...]
    england: str
    """The name that verdicts are against; empty where England is not at hand."""
    circles: tuple[Circle, ...]
    blocks: tuple[Block, ...]
    goals: tuple[GoalTally, ...]

    short: str = "This area"
    """What the area is called at the head of its own column."""

    @property
    def against_words(self) -> str:
        """What the figures stand beside."""
        return number.joined(one.name for one in self.against)

    @property
    def how(self) -> str:
        """How the columns are to be read, said once for all tables."""
        return (
            "A figure is called better or worse only where its 95% limits leave out that of England, and similar where "
            "they hold it; without limits nothing is called. Where a row does not say which direction is good, neither "
            "is. Places count from the nearer end. Each number leads to how we know it."
        )

    @property
    def number(self) -> int:
        """How many indicators are shown."""
        return sum(len(block.figures) + len(block.divided) for block in self.blocks)

    @property
    def sentence(self) -> str:
        """What the figures say together, before each is looked at."""
        found = [figure for block in self.blocks for figure in block.figures]
        tested = [figure for figure in found if figure.verdict != "not compared"]
        if not tested:
            return "None of these figures can be compared with England: they have no 95% limits, or England has none."
        rest = len(found) - len(tested)
        untested = (
            f" The other {number.several(rest, 'figure')} cannot be tested: without 95% limits, or without a figure "
            "for England, a difference may be chance."
            if rest
            else ""
        )
        figures = number.several(len(tested), "figure")
        return f"Of {figures} that can be tested against England, {tally_words(f.verdict for f in tested)}.{untested}"


def blocks_of(figures: Iterable[Figure]) -> tuple[Block, ...]:
    """Figures under their subjects, those of groups apart, in order of label; subjects without any are left out."""
    by_subject: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda one: one.label):
        by_subject.setdefault(subject_of(figure.code).id, []).append(figure)
    return tuple(
        Block(subject, tuple(f for f in found if not f.groups), tuple(f for f in found if f.groups))
        for subject in SUBJECTS
        if (found := by_subject.get(subject.id))
    )


def newest_of_twins(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each label: where two sources count the same, the one with limits, else the later of the two.

    The other is not lost: it is in the file of the area and on the page of its indicator.
    """
    chosen: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        key = (figure.label, figure.unit)
        other = chosen.get(key)
        if other is None or _worth(figure) > _worth(other):
            chosen[key] = figure
    return tuple(chosen.values())


def _worth(figure: Figure) -> tuple[bool, bool, date]:
    return (not figure.reading.missing, bool(figure.reading.limits), figure.ended)


def goal_tallies(figures: Iterable[Figure], goals: Mapping[str, str]) -> tuple[GoalTally, ...]:
    """The figures that bear on each goal, in order of goal; goals without any are left out."""
    bearing: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda one: one.label):
        for goal in figure.goals:
            bearing.setdefault(goal, []).append(figure)
    return tuple(GoalTally(goal, title, tuple(bearing[goal])) for goal, title in goals.items() if goal in bearing)


def tally_words(verdicts: Iterable[Verdict]) -> str:
    """How many of each verdict there are.

    Examples
    --------
    >>> tally_words(["worse", "similar", "worse", "higher", "not compared"])
    '2 are worse, 1 is similar, 1 differs where neither direction is good and 1 is not compared'
    """
    counted = Counter("differ" if verdict in ("higher", "lower") else verdict for verdict in verdicts)
    return number.joined(
        f"{counted[verdict]} {one if counted[verdict] == 1 else many}"
        for verdict, one, many in _TALLY
        if counted[verdict]
    )


_TALLY = (
    ("worse", "is worse", "are worse"),
    ("better", "is better", "are better"),
    ("similar", "is similar", "are similar"),
    ("differ", "differs where neither direction is good", "differ where neither direction is good"),
    ("not compared", "is not compared", "are not compared"),
)


def place_words(standing: Standing, polarity: Polarity) -> str:
    r"""A place in an order from its nearer end; with a good direction, the worse and the better end are named.

    The number stays on the line of its *of* where a column is narrow.

    Examples
    --------
    >>> place_words(Standing(3, 89, 1, 0, 0), "higher is worse"), place_words(Standing(88, 89, 1, 0, 0), "neither")
    ('3rd worst of\xa089', '2nd lowest of\xa089')
    >>> place_words(Standing(1, 12, 2, 0, 0), "higher is better"), place_words(Standing(1, 1, 1, 0, 0), "neither")
    ('joint best of\xa012', 'the only one')
    """
    if standing.of == 1:
        return "the only one"
    if standing.tied == standing.of:
        return f"all {standing.of} equal"
    low = standing.of - standing.high - standing.tied + 2
    top = standing.high <= low
    ends = _ENDS[polarity]
    place = standing.high if top else low
    nth = f"{nth_of(place)} " if place > 1 else ""
    return f"{'joint ' if standing.tied > 1 else ''}{nth}{ends[0] if top else ends[1]} of\u00a0{standing.of:,}"


def span_words(standing: Standing) -> str:
    """The places that the 95% limits leave open, counted from the end that `place_words` names; nothing without limits.

    Examples
    --------
    >>> span_words(Standing(3, 89, 1, 1, 9)), span_words(Standing(88, 89, 1, 80, 89))
    ('1st to 9th by its limits', '1st to 10th by its limits')
    """
    if not standing.first or standing.of == 1 or standing.tied == standing.of:
        return ""
    low = standing.of - standing.high - standing.tied + 2
    first, last = standing.first, standing.last
    if standing.high > low:
        first, last = standing.of + 1 - last, standing.of + 1 - first
    return f"{nth_of(first)} to {nth_of(last)} by its limits" if first != last else "certain by its limits"


_ENDS: dict[Polarity, tuple[str, str]] = {
    "higher is worse": ("worst", "best"),
    "higher is better": ("best", "worst"),
    "neither": ("highest", "lowest"),
}


def nth_of(place: int) -> str:
    """A place in figures, as a table shows it.

    Examples
    --------
    >>> [nth_of(place) for place in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place:,}{ending}"


def flags_of(
    *, modelled: bool, numerator: float | None, denominator: float | None, later: Sequence[str] = ()
) -> tuple[str, ...]:
    """What a reader has to know where a figure stands.

    `later` are newer periods for which nothing was published of this area.

    Examples
    --------
    >>> flags_of(modelled=True, numerator=4, denominator=900.0, later=("2024/25",))
    ('from a model', 'small number', '2024/25 not published')
    """
    flags = ["from a model"] if modelled else []
    if numerator is not None and denominator is not None and numerator < SMALL_COUNT:
        flags.append("small number")
    if later:
        flags.append(f"{later[-1]} not published")
    return tuple(flags)
