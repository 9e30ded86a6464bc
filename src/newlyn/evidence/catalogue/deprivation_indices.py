"""Indicators of where a small area stands: rank, score and decile of each index, domain and sub-domain.

The underlying counts and rates are `catalogue.deprivation_underlying`; summaries of districts are
`catalogue.deprivation_summaries`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.deprivation_domains import (
    AREAS,
    DATA_YEARS,
    RANKED,
    SUBDOMAINS,
    SUPPLEMENTARY,
    Domain,
)
from newlyn.evidence.catalogue.deprivation_tables import IOD, IOD_SUBDOMAINS
from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure, Polarity
from newlyn.foundation.period import Period

EDITIONS = "; ".join(f"{edition} uses data that are {years}" for edition, years in DATA_YEARS.items())

_RELATIVE = (
    "Relative standing only: an area moves when others move, and each edition ranks its own set of small areas. "
    f"The year is the year of publication: {EDITIONS}."
)
_SCALE = (
    "Each edition is a scale of its own, so scores of two editions are not a change. "
    f"The year is the year of publication: {EDITIONS}."
)

_MADE_UP = "E01000000"
"""No area has this code: the first LSOA is E01000001."""


def _feeds(domain: Domain, measure: str) -> tuple[Measure, ...]:
    """One feed for each edition whose tables hold the column, newest first."""
    column = f"{domain.id}_{measure}"
    return tuple(
        Measure(table, column, Period.year(edition))
        for edition in sorted(AREAS, reverse=True)
        for table in (IOD[edition], IOD_SUBDOMAINS[edition])
        if column in table.names
    )


def _indicator(
    domain: Domain,
    measure: str,
    unit: str,
    polarity: Polarity,
    *,
    value: float,
    caveat: str,
    comparable: bool = False,
    decimals: int = 0,
) -> Indicator:
    column = f"{domain.id}_{measure}"
    row = {"area": _MADE_UP, column: value}
    return Indicator(
        code=f"deprivation.{domain.id}.{measure}",
        label=f"{domain.label}: {measure}",
        unit=unit,
        polarity=polarity,
        feeds=_feeds(domain, measure),
        example=Example((row,), _MADE_UP, value, f"the {measure} as published, {value:g}"),
        goals=domain.goals,
        caveat=caveat,
        comparable=comparable,
        decimals=decimals,
    )


def _standing(domain: Domain) -> tuple[Indicator, ...]:
    return (
        _indicator(domain, "rank", "rank, 1 is most deprived", "higher is better", value=1_200, caveat=_RELATIVE),
        _indicator(domain, "score", domain.score, "higher is worse", value=0.25, caveat=_SCALE, decimals=3),
        _indicator(
            domain,
            "decile",
            "decile, 1 is most deprived",
            "higher is better",
            value=2,
            caveat=_RELATIVE,
            comparable=True,
        ),
    )


def _derived(domain: Domain, whom: str) -> Indicator:
    """The share that the copies of 2019 hold in place of the published score."""
    column = f"{domain.id}_derived"
    row = {"area": _MADE_UP, column: 0.25}
    return Indicator(
        code=f"deprivation.{domain.id}.derived_share",
        label=f"{domain.label}: share derived from counts",
        unit="share, 0 to 1",
        polarity="higher is worse",
        feeds=(Measure(IOD[2019], column, Period.year(2019)),),
        example=Example((row,), _MADE_UP, 0.25, f"25 income-deprived of 100 {whom} is 0.25"),
        goals=domain.goals,
        caveat=(
            "Not published: the rounded number of the income deprived in File 8 over the people in File 6. Absent "
            "where that number is withheld, which is where it is small; above 1 where the people are underestimated. "
            "For the published score see the indicator of that name."
        ),
        comparable=False,
        decimals=3,
    )


_IDACI, _IDAOPI = SUPPLEMENTARY

INDICATORS: tuple[Indicator, ...] = (
    *(indicator for domain in (*RANKED, *SUBDOMAINS) for indicator in _standing(domain)),
    _derived(_IDACI, "children"),
    _derived(_IDAOPI, "older people"),
)
