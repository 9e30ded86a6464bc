"""Deprivation of larger areas as MHCLG summarises it: tables of districts and counties, and their indicators.

The same measures computed here from the small areas are `indices.summary`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.deprivation_domains import RANKED, Domain
from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure, Polarity
from newlyn.evidence.catalogue.table import Column, Table, area
from newlyn.foundation.period import Period

DISTRICTS = 317
UPPER_TIER = 151

_INDICES = tuple(domain.id for domain in RANKED)

# Column, what it means, what it may be: every index has the first three, the whole index two more, and income
# and employment a scale.
_MEASURES: tuple[tuple[str, str, float | None], ...] = (
    ("average_rank", "mean rank of the small areas weighted by people, the most deprived highest", None),
    ("average_score", "mean score of the small areas weighted by people", None),
    ("share_worst_tenth", "share of the small areas among England's most deprived tenth", 1),
    ("extent", "share of people in the most deprived three tenths, fading out past the first", 1),
    ("local_concentration", "mean rank of the most deprived small areas that hold a tenth of the people", None),
    ("scale", "number of people who are deprived, on average of the year", None),
)
_EVERY_INDEX = ("average_rank", "average_score", "share_worst_tenth")


def _columns(areas: int, *, every: tuple[str, ...]) -> tuple[Column, ...]:
    """Each measure and its rank among the larger areas; those not in `every` are blank for some indices."""
    columns = []
    for name, meaning, most in _MEASURES:
        required = name in every
        columns += [
            Column(name, "number", meaning, most=most, required=required),
            Column(
                f"{name}_rank",
                "rank",
                f"rank by {name} among the larger areas, 1 is most deprived",
                least=1,
                most=areas,
                required=required,
            ),
        ]
    return tuple(columns)


def _summary(table: str, title: str, areas: int, codes: str) -> Table:
    """One row for each larger area and index."""
    index = Column("index", "text", "What the small areas are ranked by", accepted=_INDICES)
    return Table(
        table,
        title,
        (area(codes), index, *_columns(areas, every=_EVERY_INDEX)),
        ("area", "index"),
        rows=areas * len(_INDICES),
    )


IOD2019_LAD = _summary("iod2019_lad", "English Indices of Deprivation 2019: summaries of districts", DISTRICTS, "lad")
IOD2019_UTLA = _summary(
    "iod2019_utla", "English Indices of Deprivation 2019: summaries of counties and unitaries", UPPER_TIER, "lad|cty"
)
IOD2015_ON_LAD19 = Table(
    "iod2015_on_lad19",
    "Index of Multiple Deprivation 2015: summaries of the districts of 2019",
    (
        area("lad"),
        *(c for c in _columns(DISTRICTS, every=tuple(m for m, *_ in _MEASURES)) if not c.name.startswith("scale")),
        *(
            column
            for group in ("income", "employment")
            for column in (
                Column(f"{group}_scale", "number", f"people who are {group} deprived", least=0),
                Column(f"{group}_scale_rank", "rank", f"rank by {group} scale", least=1, most=DISTRICTS),
            )
        ),
    ),
    ("area",),
    rows=DISTRICTS,
)

TABLES: tuple[Table, ...] = (IOD2019_LAD, IOD2019_UTLA, IOD2015_ON_LAD19)

_CAVEAT = (
    "A summary of the small areas of a larger one, as MHCLG defines it; places rank differently by different "
    "summaries, so look at more than one. Relative to England in its own edition, not a change between editions."
)

_MADE_UP = "E07000000"


def _summarised(domain: Domain, measure: str, unit: str, polarity: Polarity, value: float) -> Indicator:
    where = {"index": (domain.id,)}
    feeds = [Measure(table, measure, Period.year(2019), where=where) for table in (IOD2019_LAD, IOD2019_UTLA)]
    if domain.id == "imd" and measure in IOD2015_ON_LAD19.names:
        feeds.append(Measure(IOD2015_ON_LAD19, measure, Period.year(2015)))
    row = {"area": _MADE_UP, "index": domain.id, measure: value}
    words = measure.replace("_", " ")
    return Indicator(
        code=f"deprivation.{domain.id}.{measure}",
        label=f"{domain.label}: {words}",
        unit=unit,
        polarity=polarity,
        feeds=tuple(feeds),
        example=Example((row,), _MADE_UP, value, f"the {words} as published, {value:g}"),
        goals=domain.goals,
        caveat=_CAVEAT,
        comparable=False,
        decimals=0 if unit == "people" else 3,
    )


def _of(domain: Domain) -> tuple[Indicator, ...]:
    every = (
        _summarised(domain, "average_score", domain.score, "higher is worse", 17.5),
        _summarised(domain, "average_rank", "rank, highest is most deprived", "higher is worse", 20_000),
        _summarised(domain, "share_worst_tenth", "share of small areas", "higher is worse", 0.25),
    )
    if domain.id == "imd":
        return (
            *every,
            _summarised(domain, "extent", "share of people", "higher is worse", 0.4),
            _summarised(domain, "local_concentration", "rank, highest is most deprived", "higher is worse", 32_000),
        )
    if domain.id in ("income", "employment"):
        return (*every, _summarised(domain, "scale", "people", "higher is worse", 12_000))
    return every


INDICATORS: tuple[Indicator, ...] = tuple(indicator for domain in RANKED for indicator in _of(domain))
