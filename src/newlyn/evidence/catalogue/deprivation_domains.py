"""The domains, sub-domains and supplementary indices of the English Indices of Deprivation, edition by edition.

Names only: what they are called here, what they bear on and which editions hold them. The tables are
`catalogue.deprivation_tables`; how their values are summarised is `indices.summary`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Domain:
    """One thing that small areas of England are ranked by."""

    id: str
    """First word of its columns: `income` has `income_score`, `income_rank` and `income_decile`."""
    label: str
    goals: tuple[str, ...]
    score: str
    """Unit of its score."""


_SHARE = "share of people in the group"
_SCORE = "score"

IMD = Domain("imd", "Index of Multiple Deprivation", (), _SCORE)
"""No goal of its own: it is the weighted sum of the seven domains, which have theirs."""

DOMAINS: tuple[Domain, ...] = (
    Domain("income", "Income deprivation", ("lug-07",), _SHARE),
    Domain("employment", "Employment deprivation", ("lug-05",), _SHARE),
    Domain("education", "Education, skills and training deprivation", ("lug-02", "lug-03"), _SCORE),
    Domain("health", "Health deprivation and disability", ("lug-08",), _SCORE),
    Domain("crime", "Crime", ("lug-12",), _SCORE),
    Domain("barriers", "Barriers to housing and services", ("lug-11", "lug-12"), _SCORE),
    Domain("living", "Living environment deprivation", ("lug-12",), _SCORE),
)
"""The seven domains, in the publisher's order."""

SUPPLEMENTARY: tuple[Domain, ...] = (
    Domain("idaci", "Income deprivation affecting children (IDACI)", ("lug-01",), _SHARE),
    Domain("idaopi", "Income deprivation affecting older people (IDAOPI)", (), _SHARE),
)

SUBDOMAINS: tuple[Domain, ...] = (
    Domain("children_young_people", "Children and young people's education", ("lug-02",), _SCORE),
    Domain("adult_skills", "Adult skills", ("lug-03",), _SCORE),
    Domain("geographical_barriers", "Geographical barriers to services", ("lug-11",), _SCORE),
    Domain("wider_barriers", "Wider barriers to housing", ("lug-12",), _SCORE),
    Domain("indoors", "Indoors living environment", ("lug-12",), _SCORE),
    Domain("outdoors", "Outdoors living environment", ("lug-12",), _SCORE),
)

RANKED: tuple[Domain, ...] = (IMD, *DOMAINS, *SUPPLEMENTARY)
"""Everything the main table of an edition may rank, in the publisher's order."""

AREAS: dict[int, int] = {2004: 32_482, 2007: 32_482, 2010: 32_482, 2015: 32_844, 2019: 32_844, 2025: 33_755}
"""Small areas of England by edition: the largest rank, and the rows of a whole table."""

VINTAGE: dict[int, str] = {
    2004: "lsoa01", 2007: "lsoa01", 2010: "lsoa01", 2015: "lsoa11", 2019: "lsoa11", 2025: "lsoa21",
}  # fmt: skip

DATA_YEARS: dict[int, str] = {
    2004: "mostly 2001", 2007: "mostly 2005", 2010: "mostly 2008", 2015: "mostly 2012/13", 2019: "mostly 2015/16",
    2025: "mostly 2021 to 2023",
}  # fmt: skip
"""The years that most of an edition's data are from, by its technical report."""
