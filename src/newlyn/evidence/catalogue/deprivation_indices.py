"""Indicators of where a small area stands: rank, score and decile of each index, domain and sub-domain.

The underlying counts and rates are `catalogue.deprivation_underlying`; summaries of districts are
`catalogue.deprivation_summaries`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.deprivation_domains import AREAS, DATA_YEARS, RANKED, SUBDOMAINS, Domain
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


INDICATORS: tuple[Indicator, ...] = tuple(
    indicator for domain in (*RANKED, *SUBDOMAINS) for indicator in _standing(domain)
)
