"""Two areas side by side: what differs beyond doubt, what cannot be told apart, and a form to choose them.

Which figures both have is gathered in `workflows.site.compare_pair`; here they are judged, drawn and put into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.area_profile import DomainSpread
from newlyn.publish.site.area_subject import Subject, subject_of
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links
from newlyn.publish.site.reading import Limited, Polarity, Reading, Verdict, differ, write_value

WIDTH, EDGE = 160, 6
"""Units of the width of a drawing, and what is kept free at both ends."""

MOST = 3
"""Differences that the sentence at the top names."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two areas."""

    code: str
    name: str
    kind: str
    path: str | None
    """Its page, where it has one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one of the two figures stands in the drawing, with its limits."""

    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One figure of both areas for the same period and group."""

    code: str
    label: str
    """The indicator, or in a list of groups the group."""
    unit: str
    polarity: Polarity
    period: str
    first: Reading
    second: Reading
    difference: str
    verdict: Verdict
    """The first against the second, by their limits."""
    marks: tuple[Mark, Mark] | None
    apart: float
    """How far the two lie apart, in standard deviations of all areas of the smaller one's type; 0 where not known."""


@dataclass(frozen=True, slots=True)
class CompareGroups:
    """One indicator that both areas have for groups of people."""

    code: str
    label: str
    period: str
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class CompareBlock:
    """The figures of one subject."""

    subject: Subject
    rows: tuple[CompareRow, ...]
    groups: tuple[CompareGroups, ...]


@dataclass(frozen=True, slots=True)
class DomainPair:
    """One domain of the index for both areas; None where it is not worked out for one."""

    label: str
    first: DomainSpread | None
    second: DomainSpread | None
    whole: bool


@dataclass(frozen=True)
class ComparePage:
    """The values of the page of a pair."""

    first: Side
    second: Side
    edition: str
    """Name of the edition that the profile is of; empty without one."""
    profile: tuple[DomainPair, ...]
    blocks: tuple[CompareBlock, ...]
    among: str
    """Areas whose spread the differences are measured by, such as `districts of England`."""
    within: tuple[str, str] | None
    """Name of the one and of the other, where the one lies in the other."""

    @property
    def rows(self) -> tuple[CompareRow, ...]:
        """The figures of everyone, under all subjects."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def title(self) -> str:
        """Both names."""
        return f"{self.first.name} and {self.second.name}"

    @property
    def answer(self) -> str:
        """What differs most, in a sentence."""
        return most_different(self.first.name, self.second.name, self.rows)

    @property
    def tally(self) -> str:
        """How many figures differ and how many cannot be told apart."""
        return tally(self.first.name, self.rows)


@dataclass(frozen=True)
class Named:
    """Something to choose."""

    name: str
    code: str


@dataclass(frozen=True)
class Field:
    """One of the two fields of the form."""

    name: str
    label: str
    typed: str
    problem: str
    choices: tuple[Named, ...]


@dataclass(frozen=True)
class PairOf:
    """A district and the pages that compare it with the others."""

    name: str
    others: tuple[tuple[str, str], ...]
    """Name of the other and path of the page."""


@dataclass(frozen=True)
class CompareForm:
    """The values of the page on which two areas are chosen."""

    fields: tuple[Field, Field]
    problem: str
    names: tuple[str, ...]
    """Names that a browser offers while one types."""
    districts: tuple[PairOf, ...]

    @property
    def unsettled(self) -> bool:
        """Whether something has to be put right."""
        return bool(self.problem) or any(field.problem for field in self.fields)


def judge_pair(first: Limited, second: Limited, polarity: Polarity) -> Verdict:
    """How a figure stands to another, by the test of their difference.

    Parameters
    ----------
    first, second : value, lower and upper limit; one without limits is taken as it stands beside one with limits

    Examples
    --------
    >>> judge_pair((12.0, 10.0, 14.0), (20.0, 18.0, 22.0), "higher is worse")
    'better'
    >>> judge_pair((12.0, 10.0, 14.0), (14.5, 12.5, 16.5), "higher is worse")
    'similar'
    >>> judge_pair((12.0, None, None), (15.0, None, None), "higher is worse")
    'not compared'
    """
    apart = differ(first, second)
    if apart is None or first[0] is None or second[0] is None:
        return "not compared"
    if not apart:
        return "similar"
    higher = first[0] > second[0]
    if polarity == "neither":
        return "higher" if higher else "lower"
    return "worse" if higher == (polarity == "higher is worse") else "better"


def difference_words(first: float | None, second: float | None, unit: str, decimals: int) -> str:
    """By how much the first is more or less than the second.

    Examples
    --------
    >>> difference_words(16.4, 20.0, "%", 1), difference_words(31200, 30000, "£ a year", 0)
    ('3.6 points less', '£1,200 more')
    >>> difference_words(5, 5, "people", 0), difference_words(None, 5, "people", 0)
    ('no difference', '')
    """
    if first is None or second is None:
        return ""
    gap = first - second
    text = write_value(abs(gap), unit, decimals)
    if not text.strip("£0.,%"):
        return "no difference"
    if text.endswith("%"):
        text = f"{text[:-1]} points"
    return f"{text} {'more' if gap > 0 else 'less'}"


def place_marks(
    first: tuple[float, float, float], second: tuple[float, float, float], low: float, high: float
) -> tuple[Mark, Mark]:
    """Both figures on one line that reaches from `low` to `high`; each as value, lower and upper limit."""
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (value - low) / span, 1)

    one, other = (Mark(*(place(value) for value in figure)) for figure in (first, second))
    return one, other


def most_different(first: str, second: str, rows: Sequence[CompareRow]) -> str:
    """What differs most between two areas, of what differs beyond the limits of both: one figure of each subject."""
    sure = sorted((row for row in rows if row.verdict in ("better", "worse")), key=lambda row: (-row.apart, row.label))
    named: dict[str, CompareRow] = {}
    for row in sure:
        named.setdefault(subject_of(row.code).id, row)
    most = list(named.values())[:MOST]
    if not most:
        return f"No figure that has a good and a bad direction tells {first} and {second} apart beyond doubt."
    told = [f"{_begun(row.label)} ({row.first.text} against {row.second.text})" for row in most]
    if len({row.verdict for row in most}) == 1:
        all_of = {1: "this is", 2: "both are"}.get(len(most), "all are")
        return f"{first} and {second} differ most in {number.joined(told)}: {all_of} {most[0].verdict} in {first}."
    told = [f"{words[:-1]}, {row.verdict} in {first})" for words, row in zip(told, most, strict=True)]
    return f"{first} and {second} differ most in {number.joined(told)}."


def _begun(label: str) -> str:
    """A label inside a sentence; one that begins with an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def tally(first: str, rows: Sequence[CompareRow]) -> str:
    """How many figures of the first area are better, worse or similar, and how many cannot be tested."""
    counts = Counter(row.verdict for row in rows)
    left, tested = counts["not compared"], len(rows) - counts["not compared"]
    if not tested:
        return "No difference can be tested: no limits are published." if rows else ""
    other = counts["higher"] + counts["lower"]
    said = [
        f"{_are(counts['better'])} better in {first}" if counts["better"] else f"none is better in {first}",
        f"{_are(counts['worse'])} worse" if counts["worse"] else "none is worse",
        *([f"{counts['similar']} cannot be told apart"] if counts["similar"] else []),
        *([f"{other} differ{'s' if other == 1 else ''} where neither direction is good"] if other else []),
    ]
    rest = f" {number.several(left, 'further figure')} cannot be tested: no limits are published." if left else ""
    return f"Of {number.several(tested, 'figure')} that can be tested, {number.joined(said)}.{rest}"


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def render_pair(page: ComparePage, frame: Frame, link: Links) -> str:
    """The page of a pair as HTML."""
    return render_page("compare.html", frame, link, page)


def render_form(page: CompareForm, frame: Frame, link: Links) -> str:
    """The page on which two areas are chosen as HTML."""
    return render_page("compare_form.html", frame, link, page)
