"""Read the picture of deprivation off one edition: bands, groups, profile, neighbourhoods, change.

Arrays in, picture values out. The summary measures are `indices.summary`; where the arrays come from is
`workflows.deprivation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newlyn.indices.picture import BANDS, Band, DomainProfile, Group, Standing, Summary
from newlyn.indices.summary import Summaries, mean_ranks, summarise
from newlyn.stats.quantile import quantiles_of_ranks
from newlyn.stats.rank import best_places

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]

MEASURES: tuple[str, ...] = (
    "average_score",
    "average_rank",
    "extent",
    "local_concentration",
    "share_worst_tenth",
)
"""Summary measures by which districts are ranked, 1 the most deprived."""


@dataclass(frozen=True, eq=False)
class NationalIndex:
    """One edition for all small areas of England; every array has one value for each area of `codes`."""

    index: str
    edition: int
    title: str
    area_type: str
    codes: Texts
    labels: Mapping[str, str]
    """Domain id to its label, in the publisher's order; `imd` first."""
    rank: Mapping[str, Floats]
    """By domain; 1 is the most deprived. NaN where not published."""
    score: Mapping[str, Floats]
    population: Floats | None
    """People in each area, or None where no count on these areas is known."""
    population_words: str

    @property
    def n(self) -> int:
        """Small areas of England."""
        return len(self.codes)

    def decile(self, domain: str) -> Floats:
        """The national tenth of each area, 1 the most deprived: the areas in rank order cut into ten equal parts.

        As MHCLG cuts them: an area of rank r out of n is in tenth ceil(10 r / n).
        """
        return self._deciles[domain]

    @cached_property
    def _deciles(self) -> Mapping[str, Floats]:
        return {domain: quantiles_of_ranks(rank, 10, areas=self.n) for domain, rank in self.rank.items()}

    @cached_property
    def mean_rank(self) -> Floats:
        """Rank of each area in the whole index with ties at the mean of their places, as summaries want it."""
        return mean_ranks(self.rank["imd"])

    def among_worst(self, top: float, domain: str = "imd") -> Flags:
        """Whether each area is among the most deprived share `top` of England.

        By tenths, as MHCLG publishes them, so that `top` 0.2 is exactly deciles 1 and 2.
        """
        return self.decile(domain) <= round(top * 10)


def count_bands(index: NationalIndex, inside: Flags, domain: str = "imd") -> tuple[Band, ...]:
    """Areas and residents of a group among England's most deprived tenth, fifth and three tenths."""
    bands = []
    for top in BANDS:
        worst = inside & index.among_worst(top, domain)
        bands.append(Band(top, int(worst.sum()), residents(index, worst)))
    return tuple(bands)


def residents(index: NationalIndex, inside: Flags) -> float | None:
    """People in a group, or None where no count on these areas is known."""
    return None if index.population is None else float(np.nansum(index.population[inside]))


def group(
    index: NationalIndex,
    inside: Flags,
    *,
    code: str,
    name: str,
    kind: str,
    standing: Mapping[str, int] | None = None,
) -> Group:
    """What is said of a set of small areas taken together."""
    summary = _summary_at(summarise_index(index, np.where(inside, code, ""), only=code), 0)
    return Group(
        code=code,
        name=name,
        kind=kind,
        areas=int(inside.sum()),
        residents=residents(index, inside),
        bands=count_bands(index, inside),
        summary=summary,
        standing=standing or {},
    )


def summarise_index(index: NationalIndex, groups: Texts, *, only: str | None = None) -> Summaries:
    """The summary measures of the whole index for each group of small areas; areas of group `""` are in none."""
    chosen = (groups != "") if only is None else (groups == only)
    score, people = index.score.get("imd"), index.population
    return summarise(
        groups[chosen],
        None if score is None else score[chosen],
        index.mean_rank[chosen],
        None if people is None else people[chosen],
        index.n,
    )


def standings(summaries: Summaries) -> Mapping[str, Mapping[str, int]]:
    """For each group its rank by each measure, 1 the most deprived; equal values share the better rank."""
    by_group: dict[str, dict[str, int]] = {str(code): {} for code in summaries.groups}
    for measure in MEASURES:
        values = getattr(summaries, measure)
        if np.isnan(values).any():
            continue
        for code, place in zip(summaries.groups, best_places(-values), strict=True):
            by_group[str(code)][measure] = int(place)
    return by_group


def profile(index: NationalIndex, inside: Flags) -> tuple[DomainProfile, ...]:
    """How a group's small areas spread over England's tenths, domain by domain."""
    profiles = []
    for domain, label in index.labels.items():
        tenths = index.decile(domain)[inside]
        counts = np.bincount(tenths[~np.isnan(tenths)].astype(np.int64), minlength=11)[1:]
        profiles.append(DomainProfile(domain, label, tuple(int(c) for c in counts), count_bands(index, inside, domain)))
    return tuple(profiles)


def standing_of(index: NationalIndex, position: int) -> Mapping[str, Standing]:
    """How one small area stands in each domain that the edition publishes for it."""
    found = {}
    for domain in index.labels:
        rank = index.rank[domain][position]
        if np.isnan(rank):
            continue
        score = index.score.get(domain)
        value = None if score is None or np.isnan(score[position]) else float(score[position])
        found[domain] = Standing(int(rank), int(index.decile(domain)[position]), value)
    return found


def local_ranks(index: NationalIndex, inside: Flags) -> Mapping[str, int]:
    """Rank of each small area within the group, 1 the most deprived; ties share the better rank."""
    places = best_places(index.rank["imd"][inside])
    return {str(code): int(place) for code, place in zip(index.codes[inside], places, strict=True)}


def moved(before: Floats, after: Floats) -> Mapping[str, int]:
    """How many areas went to a worse or a better tenth between two editions on one set of areas."""
    known = ~(np.isnan(before) | np.isnan(after))
    return {
        "worse": int((after[known] < before[known]).sum()),
        "same": int((after[known] == before[known]).sum()),
        "better": int((after[known] > before[known]).sum()),
    }


def tenth_of(position: Floats) -> Floats:
    """The tenth of a relative position (rank ÷ number of areas), 1 the most deprived."""
    # Carried positions carry rounding: a hair above a limit is on the limit.
    return np.clip(np.ceil(np.round(position * 10, 9)), 1, 10)


def bands_of(tenths: Floats, people: Floats, inside: Flags) -> tuple[Band, ...]:
    """Areas and residents of a group by tenth, for editions carried to one set of areas."""
    found = []
    for top in BANDS:
        worst = inside & (tenths <= round(top * 10))
        found.append(Band(top, int(worst.sum()), float(people[worst].sum())))
    return tuple(found)


def share_in_worst_fifth(tenths: Floats, people: Floats, inside: Flags) -> float | None:
    """Share of a group's residents who live in England's most deprived fifth."""
    total = float(people[inside].sum())
    return float(people[inside & (tenths <= 2)].sum()) / total if total else None


def _summary_at(summaries: Summaries, at: int) -> Summary:
    def value(measure: str) -> float | None:
        found = float(getattr(summaries, measure)[at])
        return None if np.isnan(found) else found

    numbers: Sequence[float | None] = [value(measure) for measure in MEASURES]
    score, rank, extent, local, share = numbers
    return Summary(score, rank, extent, local, share if share is not None else 0.0)
