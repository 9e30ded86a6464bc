"""The summary measures of 2019 recomputed for every district and county, beside those that MHCLG published.

What does not agree to the last figure is listed here with its reason; the reasoning, with numbers, is
docs/explanation/deprivation-summaries.md.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pytest

from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.indices.summary import mean_ranks, share_worst_tenth, summarise

AREAS = 32_844

# SOURCE: MHCLG, English Indices of Deprivation 2019, File 10 (districts) and File 11 (upper tier), OGL v3.0.
# Ranks are given to 2 decimals and shares to 4. Half a unit of the last figure is rounding; some figures were
# rounded twice (.00545 -> .0055 -> .006), which adds a tenth of it. Scores are averages of scores that were
# themselves rounded to 3 decimals.
RANK = 0.0055
SHARE = 0.000055
SCORE = 0.001

PRISONS = """
    E01001687 E01001876 E01005675 E01006329 E01007529 E01007557 E01011294 E01011697 E01011938 E01012448 E01013126
    E01013647 E01013967 E01014514 E01014867 E01014884 E01014989 E01015661 E01017334 E01017502 E01018081 E01018115
    E01019612 E01019866 E01020191 E01020709 E01020854 E01021627 E01023270 E01024366 E01024618 E01024975 E01026008
    E01026768 E01027444 E01028036 E01028371 E01028620 E01028885 E01029488 E01029697 E01029725 E01029780 E01030151
    E01030459 E01030714 E01032415 E01032968 E01033040 E01033060 E01033446 E01033505 E01033638 E01033741
"""
"""Small areas that MHCLG summarised with one person more than it published; each holds a prison.

Found from the published averages: one person in this area, and in no other of its district, makes seven average
ranks agree at once. In Birmingham alone the figures leave a choice; E01033638 is one of the areas that fit.
"""

ONE_MORE = np.array(PRISONS.split())

BY_PEOPLE = ("imd", "income", "education", "health", "crime", "barriers", "living")
"""Indices whose summaries weigh by all people; employment, IDACI and IDAOPI weigh by those they are about."""


@dataclass(frozen=True)
class England:
    """IoD2019 by small area, and the summaries that were published."""

    areas: np.ndarray
    district: np.ndarray
    county: np.ndarray
    columns: dict
    published: dict

    def population(self, *, mended: bool) -> np.ndarray:
        people = self.columns["population"].astype(float)
        return people + np.isin(self.areas, ONE_MORE) if mended else people

    def summaries(self, index="imd", *, mended=True, by="district", population=None, ties=True):
        rank = self.columns[f"{index}_rank"].astype(float)
        people = self.population(mended=mended) if population is None else population
        groups = self.district if by == "district" else self.county
        score = self.columns.get(f"{index}_score")
        return summarise(groups, score, mean_ranks(rank) if ties else rank, people, AREAS)

    def off(self, index, measure, **how):
        """How far each larger area's measure is from the published one."""
        found = self.summaries(index, **how)
        table = self.published[how.get("by", "district")]
        rows = table.filter(pc.equal(table["index"], index)).sort_by("area")
        assert rows["area"].to_pylist() == found.groups.tolist()
        return dict(zip(found.groups.tolist(), np.abs(getattr(found, measure) - rows[measure].to_numpy()), strict=True))


@pytest.fixture(scope="module")
def england(mirror):
    table = read_from_mirror("iod2019", mirror).table
    numbers = [n for n in table.column_names if n.endswith(("_rank", "_score")) and not table[n].null_count]
    numbers += ["population", "children", "older", "employment_population"]
    lookup = pacsv.read_csv(mirror / "geography" / "lookup_ltla19_utla19.csv")
    county = dict(zip(lookup["ltla19_code"].to_pylist(), lookup["utla19_code"].to_pylist(), strict=True))
    district = table["district"].to_pylist()
    published = {
        by: read_from_mirror(t, mirror).table for by, t in (("district", "iod2019_lad"), ("county", "iod2019_utla"))
    }
    return England(
        np.array(table["area"].to_pylist()),
        np.array(district),
        np.array([county[code] for code in district]),
        {name: table[name].to_numpy() for name in numbers},
        published,
    )


@pytest.mark.parametrize("by", ["district", "county"])
@pytest.mark.parametrize(
    ("measure", "rounding"),
    [("average_rank", RANK), ("extent", SHARE), ("share_worst_tenth", SHARE), ("average_score", SCORE)],
)
def test_every_larger_area_agrees_to_the_last_figure_once_one_person_is_added_beside_54_prisons(
    england, by, measure, rounding
):
    off = england.off("imd", measure, by=by)
    assert len(off) == {"district": 317, "county": 151}[by]
    assert max(off.values()) <= rounding


def test_local_concentration_agrees_in_every_district_but_east_lindsey(england):
    # East Lindsey is 0.00565 off: past double rounding by 0.00015, unexplained.
    off = england.off("imd", "local_concentration")
    assert {code for code, by in off.items() if by > RANK} == {"E07000137"}
    assert off["E07000137"] < 0.0057
    assert max(england.off("imd", "local_concentration", by="county").values()) <= RANK


@pytest.mark.parametrize("index", BY_PEOPLE)
def test_the_average_rank_of_each_index_weighed_by_all_people_agrees_too(england, index):
    assert max(england.off(index, "average_rank").values()) <= RANK
    assert max(england.off(index, "average_rank", by="county").values()) <= RANK


@pytest.mark.parametrize("index", [*BY_PEOPLE, "employment", "idaci", "idaopi"])
def test_the_share_in_the_worst_tenth_of_each_index_agrees_in_every_district(england, index):
    assert max(england.off(index, "share_worst_tenth").values()) <= SHARE


def test_extent_and_shares_agree_with_the_published_denominators_as_they_are(england):
    assert max(england.off("imd", "extent", mended=False).values()) <= SHARE
    assert max(england.off("imd", "average_score", mended=False).values()) <= SCORE


def test_with_the_published_denominators_the_average_ranks_of_47_districts_are_off_and_no_other(england):
    off = [england.off(index, "average_rank", mended=False) for index in BY_PEOPLE]
    beyond = {code for each in off for code, by in each.items() if by > RANK}
    with_prison = set(england.district[np.isin(england.areas, ONE_MORE)].tolist())
    assert beyond == with_prison
    assert len(beyond) == 47
    assert max(off[0].values()) < 0.136  # Bromsgrove, of 32,844 ranks
    assert max(by for each in off for by in each.values()) < 0.226  # barriers in Boston


def test_with_the_published_ranks_of_tied_areas_more_districts_are_off(england):
    def count(index, ties):
        return sum(by > RANK for by in england.off(index, "average_rank", ties=ties).values())

    assert (count("imd", True), count("imd", False)) == (0, 20)
    assert (count("income", True), count("income", False)) == (0, 43)


@pytest.mark.parametrize(
    ("index", "denominator", "districts", "most"),
    [("employment", "employment_population", 41, 0.24), ("idaci", "children", 46, 0.77), ("idaopi", "older", 53, 0.98)],
)
def test_indices_of_a_group_are_off_by_less_than_one_rank_beside_prisons(england, index, denominator, districts, most):
    # In these the published denominators differ from those summarised by a person or two, up and down.
    off = england.off(index, "average_rank", population=england.columns[denominator].astype(float))
    for capped in ("E07000092", "E08000004") if index == "idaopi" else ():
        assert off.pop(capped) > 1
    assert sum(by > RANK for by in off.values()) == districts
    assert max(off.values()) < most


@pytest.mark.parametrize(
    ("district", "small_area", "numerator"), [("E07000092", "E01023142", 420), ("E08000004", "E01005427", 150)]
)
def test_older_people_are_counted_as_at_least_the_income_deprived_among_them(
    england, mirror, district, small_area, numerator
):
    # Where income-deprived older people outnumber the older people of the estimate, MHCLG counted as many older
    # people as are income deprived: the score of the area is 1 and its weight in the average grows.
    mine = england.areas == small_area
    older = england.columns["older"].astype(float)
    indicators = read_from_mirror("iod2019_indicators", mirror).table
    row = indicators.filter(pc.equal(indicators["area"], small_area))
    assert row["idaopi_numerator"].to_pylist() == [numerator]
    assert older[mine][0] < numerator
    rounded = range(numerator - 2, numerator + 3)
    fitting = [
        n
        for n in rounded
        if england.off("idaopi", "average_rank", population=np.where(mine, n, older))[district] <= RANK
    ]
    assert len(fitting) == 1


@pytest.mark.parametrize("index", ["imd"])
def test_the_edition_of_2015_on_the_districts_of_2019_has_the_published_share_in_its_worst_tenth(
    england, mirror, index
):
    # SOURCE: MHCLG, IoD2019 File 14. Its other measures weigh by the people of mid-2012, which only the published
    # File 7 of 2015 holds; by those of mid-2015 the median district is 49 ranks off.
    earlier = read_from_mirror("iod2015", mirror).table.sort_by("area")
    assert earlier["area"].to_pylist() == england.areas.tolist()
    rank = mean_ranks(earlier[f"{index}_rank"].to_numpy())
    published = read_from_mirror("iod2015_on_lad19", mirror).table
    for code, share in zip(published["area"].to_pylist(), published["share_worst_tenth"].to_pylist(), strict=True):
        assert abs(share_worst_tenth(rank[england.district == code], AREAS) - share) <= SHARE
    found = summarise(england.district, None, rank, england.population(mended=False), AREAS)
    off = np.abs(found.average_rank - published.sort_by("area")["average_rank"].to_numpy())
    assert 45 < np.median(off) < 55
