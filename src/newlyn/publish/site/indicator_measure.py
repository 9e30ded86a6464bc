"""What an indicator measures, as its pages have to know it: unit, direction, and the words that go with them.

How one figure is written is `publish.site.reading`; the sentences of the pages are `indicator_sentence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newlyn.publish.site.reading import (
    Polarity,
    Reading,
    Verdict,
    direction_words,
    read_figure,
    unit_words,
    write_value,
)

Scale = Literal["plain", "rank", "tenth"]

LEVELS: dict[str, tuple[str, str]] = {
    "lsoa21": ("neighbourhood", "neighbourhoods"),
    "lsoa11": ("neighbourhood of 2011", "neighbourhoods of 2011"),
    "lsoa01": ("neighbourhood of 2001", "neighbourhoods of 2001"),
    "msoa21": ("wider neighbourhood", "wider neighbourhoods"),
    "msoa11": ("wider neighbourhood of 2011", "wider neighbourhoods of 2011"),
    "wd": ("ward", "wards"),
    "lad": ("district", "districts"),
    "cty": ("county", "counties"),
    "rgn": ("region", "regions"),
    "ctry": ("country", "countries"),
}
"""What people call one area of each type, and several."""

_OUT_OF = {"score out of 10": "out of 10", "score out of 12": "out of 12", "score, 0 to 100": "out of 100"}
_UNSAID = ("score", "standard", "index", "rank", "decile", "ratio")
"""Units that tell how to read a figure and are not said after it."""
_AMOUNTS = ("people", "businesses", "£ million a year")
"""Units that count: a larger area has more of them, so areas of different size are not held against each other."""


@dataclass(frozen=True)
class Measure:
    """What is measured: the parts of an indicator that words and drawings hang on."""

    code: str
    label: str
    unit: str
    polarity: Polarity
    decimals: int = 1
    comparable: bool = True
    """Whether figures of different periods may stand side by side."""
    modelled: bool = False

    @property
    def judged(self) -> bool:
        """Whether areas can be told better from worse: one direction is good, and size does not decide."""
        return self.polarity != "neither" and not self.amount

    @property
    def amount(self) -> bool:
        """Whether figures are amounts, which grow with the area."""
        return self.unit in _AMOUNTS

    @property
    def high_first(self) -> bool:
        """Whether the highest figure comes first: it is the worst, or neither end is."""
        return self.polarity != "higher is better" or not self.judged

    @property
    def scale(self) -> Scale:
        """Whether figures are ranks or tenths, which are places in an order and not amounts."""
        if self.unit.startswith("decile"):
            return "tenth"
        return "rank" if self.unit.startswith("rank, 1") else "plain"

    @property
    def first(self) -> str:
        """What the figure is called that comes first, as `the highest`."""
        if self.unit.startswith(("rank", "decile")):
            return "most deprived"
        return "highest" if self.high_first else "lowest"

    @property
    def last(self) -> str:
        """What the figure at the other end is called."""
        if self.unit.startswith(("rank", "decile")):
            return "least deprived"
        return "lowest" if self.high_first else "highest"

    @property
    def direction(self) -> str:
        """Which direction is good, in a sentence."""
        if self.scale == "rank":
            return "A lower rank is worse: rank 1 is the most deprived in England."
        if self.scale == "tenth":
            return "A lower tenth is worse: tenth 1 is the most deprived in England."
        if self.amount:
            return f"{direction_words(self.polarity)} Larger areas have more, so compare an area with itself."
        return direction_words(self.polarity)

    @property
    def unit_said(self) -> str:
        """The unit as a line under a heading."""
        return {"%": "percentage", "£": "pounds", "share, 0 to 1": "percentage"}.get(self.unit, self.unit)

    @property
    def unit_title(self) -> str:
        """The same at the start of a line; a sign such as kWh stays as it is written."""
        text = self.unit_said
        return text[0].upper() + text[1:] if text.split()[0].islower() else text


@dataclass(frozen=True)
class Measured:
    """One figure of one area."""

    code: str
    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: str = "published"
    figure: str = ""
    """ID by which the figure is traced."""
    kind: str = "district"
    path: str = ""
    """Page of the area; empty where it has none."""

    @property
    def limited(self) -> bool:
        """Whether it has 95% limits."""
        return self.lower is not None and self.upper is not None


def written(value: float, measure: Measure) -> str:
    """A figure with its sign, as a table or a chart shows it.

    Examples
    --------
    >>> written(0.125, Measure("a.b", "Homes", "share, 0 to 1", "higher is worse", decimals=3))
    '12.5%'
    """
    return write_value(value, measure.unit, measure.decimals)


def said(value: float, measure: Measure) -> str:
    """A figure with its unit, as a sentence says it.

    Examples
    --------
    >>> said(7.46, Measure("a.b", "Anxiety", "score out of 10", "higher is worse"))
    '7.5 out of 10'
    >>> said(80.0, Measure("a.b", "Life", "years", "higher is better"))
    '80.0 years'
    """
    text = written(value, measure)
    if measure.unit in _OUT_OF:
        return f"{text} {_OUT_OF[measure.unit]}"
    if measure.unit.startswith(_UNSAID):
        return text
    return f"{text} {unit_words(measure.unit)}".rstrip()


def reading_of(one: Measured, measure: Measure, *flags: str) -> Reading:
    """A figure ready to be placed, with its limits and its way to how we know it."""
    return read_figure(
        one.value,
        unit=measure.unit,
        decimals=measure.decimals,
        status=one.status,
        lower=one.lower,
        upper=one.upper,
        figure=one.figure,
        flags=flags,
    )


def better_or_worse(value: float, benchmark: float, measure: Measure) -> str:
    """How a figure stands to another by its size alone; no test is claimed.

    Examples
    --------
    >>> better_or_worse(5.0, 4.0, Measure("a.b", "Out of work", "%", "higher is worse"))
    'worse'
    """
    if written(value, measure) == written(benchmark, measure):
        return "the same"
    higher = value > benchmark
    if not measure.judged:
        return "higher" if higher else "lower"
    return "worse" if higher == (measure.polarity == "higher is worse") else "better"


def difference(value: float, benchmark: float, measure: Measure) -> str:
    """How far two figures are apart, in the unit: percentages differ by points.

    Examples
    --------
    >>> difference(31.2, 22.1, Measure("a.b", "Out of work", "%", "higher is worse"))
    '9.1 percentage points'
    """
    apart = abs(value - benchmark)
    if measure.unit.startswith(("%", "share")):
        places = max(measure.decimals - 2, 1) if measure.unit.startswith("share") else measure.decimals
        size = apart * 100 if measure.unit.startswith("share") else apart
        return f"{size:,.{places}f} percentage points"
    if measure.unit in _OUT_OF or measure.unit.startswith(_UNSAID):
        return f"{written(apart, measure)} points"
    return said(apart, measure)


def verdict_words(verdict: Verdict, against: str) -> str:
    """A verdict as a cell of a table says it.

    Examples
    --------
    >>> verdict_words("worse", "England"), verdict_words("not compared", "England")
    ('▼ worse than England', 'not compared')
    """
    signs = {"better": "▲ better than", "worse": "▼ worse than", "higher": "△ higher than", "lower": "▽ lower than"}
    if verdict == "similar":
        return f"● similar to {against}"
    return f"{signs[verdict]} {against}" if verdict in signs else "not compared"
