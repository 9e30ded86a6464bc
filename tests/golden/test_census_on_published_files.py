"""The censuses in the published files: known totals, known shares, and larger areas that their parts add up to."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from newlyn.evidence.catalogue.census import INDICATORS
from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.evidence.warehouse.ancestry import build_ancestry
from newlyn.evidence.warehouse.observe import Observed, memory_rows, observe_table

ENGLAND, LONDON, ESSEX, BRIGHTON = "E92000001", "E12000007", "E10000012", "E06000043"
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}

# Each count of a small area was perturbed on its own (ONS, Protecting personal data in Census 2021 results: cell key
# perturbation), mostly by nothing and seldom by more than a few. The sum of n such counts strays by about the root
# of n: 33,755 areas of up to nine categories by some hundreds, one MSOA of five areas by less than ten.
STRAY_OF_ENGLAND = 500
STRAY_OF_MSOA = 10


@pytest.fixture(scope="module")
def read(mirror):
    return cache(lambda table: read_from_mirror(table, mirror).table)


@pytest.fixture(scope="module")
def observe(read):
    """The value of an indicator in an area on a day, for one group or for all."""
    ancestors = memory_rows(build_ancestry(read))

    @cache
    def observed(code):
        indicator = BY_CODE[f"census.{code}"]
        parts = [
            observe_table([Observed(indicator, feed)], memory_rows(read(feed.table.id)), ancestors)
            for feed in indicator.feeds
        ]
        return {(one["area"], one["period"], one["group"]): one["value"] for part in parts for one in part.to_pylist()}

    return lambda code, area, day="2021-03-21", group="all": observed(code)[area, day, group]


def total(table, **where):
    for name, words in where.items():
        table = table.filter(pc.is_in(table[name], pa.array(words)))
    return pc.sum(table["count" if "count" in table.column_names else "residents"]).as_py()


@pytest.mark.parametrize(
    "topic", ["age_band", "sex", "ethnic_group", "ethnic_group_msoa", "ethnic_group_lad", "religion", "disability",
              "birth"]
)  # fmt: skip
def test_england_has_56_490_048_residents(topic, read):
    # SOURCE: ONS, Census 2021 TS001, usual residents of England, 56,490,048 (Nomis, OGL v3.0).
    assert total(read(f"census2021_{topic}")) == pytest.approx(56_490_048, abs=STRAY_OF_ENGLAND)


@pytest.mark.parametrize(
    "topic", ["household_deprivation", "tenure", "accommodation", "bedrooms", "household_languages"]
)
def test_england_has_23_436_085_households(topic, read):
    # SOURCE: ONS, Census 2021 TS041, households of England, 23,436,085 (Nomis, OGL v3.0).
    assert total(read(f"census2021_{topic}")) == pytest.approx(23_436_085, abs=STRAY_OF_ENGLAND)


def test_essex_has_1_503_300_residents_to_the_nearest_hundred_of_the_first_release(read):
    # SOURCE: ONS, Population and household estimates, England and Wales: Census 2021 (28 June 2022), Essex 1,503,300,
    # rounded. TS007, which followed, gives the county 1,503,520: more than rounding explains, and 0.015% of it.
    county = total(read("census2021_age_la"), area=[ESSEX])
    districts = total(read("census2021_age_la"), area=[f"E070000{number}" for number in range(66, 78)])
    assert county == 1_503_520
    assert county == pytest.approx(1_503_300, abs=300)
    assert districts == pytest.approx(county, abs=50)  # twelve districts of 101 perturbed ages


def test_households_and_people_of_2011_add_up_to_the_published_totals_exactly(read):
    # SOURCE: ONS, 2011 Census, England: 22,063,368 households (QS119EW, QS412EW), 42,989,620 residents of 16 and over
    # (KS501EW), 38,881,374 residents of 16 to 74 (KS611EW). Records were swapped, not perturbed, so sums are exact.
    assert total(read("census2011_household_deprivation")) == 22_063_368
    assert total(read("census2011_bedrooms")) == 22_063_368
    assert total(read("census2011_qualifications"), category=["all"]) == 42_989_620
    assert total(read("census2011_occupation_class")) == 38_881_374


@pytest.mark.parametrize(
    ("code", "area", "day", "group", "percent"),
    [
        # SOURCE: ONS, Religion, England and Wales: Census 2021 (29 November 2022), figures of England.
        ("religion", ENGLAND, "2021-03-21", "Christian", 46.3),
        ("no_religion", ENGLAND, "2021-03-21", "all", 36.7),
        # SOURCE: Race Disparity Unit, Population of England and Wales by ethnicity, 2021 Census, figures of England.
        ("ethnic_group", ENGLAND, "2021-03-21", "White", 81.0),
        ("ethnic_group", ENGLAND, "2021-03-21", "Asian", 9.6),
        ("ethnic_group", ENGLAND, "2021-03-21", "Black", 4.2),
        # SOURCE: ONS, International migration, England and Wales: Census 2021 (2 November 2022).
        ("born_outside_uk", LONDON, "2021-03-21", "all", 40.6),
        # SOURCE: ONS, Education, England and Wales: Census 2021 (10 January 2023).
        ("level_4_or_above", LONDON, "2021-03-21", "all", 46.7),
        # SOURCE: ONS, 2011 Census, KS501EW, England.
        ("no_qualifications", ENGLAND, "2011-03-27", "all", 22.5),
        ("level_4_or_above", ENGLAND, "2011-03-27", "all", 27.4),
        # SOURCE: ONS, Housing, England and Wales: Census 2021 (5 January 2023), and 2011 Census QS412EW.
        ("owner_occupied", ENGLAND, "2021-03-21", "all", 62.3),
        ("overcrowded", ENGLAND, "2021-03-21", "all", 4.4),
        ("overcrowded", ENGLAND, "2011-03-27", "all", 4.6),
        ("overcrowded", LONDON, "2021-03-21", "all", 11.1),
        # SOURCE: ONS, Sexual orientation, England and Wales: Census 2021 (6 January 2023).
        ("lgb_plus", BRIGHTON, "2021-03-21", "all", 10.7),
    ],
)
def test_a_share_is_the_published_one(code, area, day, group, percent, observe):
    # Half of the last digit published, and a hundredth for perturbed parts.
    assert observe(code, area, day, group) == pytest.approx(percent, abs=0.06)


def test_every_msoa_is_the_sum_of_its_lsoas_but_for_perturbation(read, mirror):
    # SOURCE: ONS, Census 2021 TS030, the published file of MSOAs (Nomis bulk download).
    published = pq.read_table(mirror / "census" / "census2021-ts030-religion-msoa.parquet")
    summed = _summed_to_msoas(read, "census2021_religion")
    for category, header in (("no religion", "No religion"), ("Christian", "Christian"), ("Muslim", "Muslim")):
        msoas = dict(zip(*(published[n].to_pylist() for n in ("geography code", f"Religion: {header}")), strict=True))
        stray = [count - msoas[area] for (area, word), count in summed.items() if word == category]
        assert len(stray) == 6_856
        assert max(map(abs, stray)) <= STRAY_OF_MSOA
        assert np.mean(stray) == pytest.approx(0, abs=0.1)


def _summed_to_msoas(read, table):
    nested = read("lsoa21_msoa21").select(["child", "parent"])
    joined = read(table).select(["area", "category", "count"]).join(nested, keys="area", right_keys="child")
    summed = joined.group_by(["parent", "category"]).aggregate([("count", "sum")])
    return {(row["parent"], row["category"]): row["count_sum"] for row in summed.to_pylist()}


def test_districts_published_are_the_sum_of_their_small_areas_but_for_perturbation(observe, mirror):
    # SOURCE: ONS, Census 2021 TS054, the published file of districts (Nomis bulk download), Chelmsford.
    published = pacsv.read_csv(mirror / "census" / "census2021-ts054-tenure-ltla.csv")
    row = published.filter(pc.equal(published["geography code"], "E07000070")).to_pylist()[0]
    rented = 100 * row["Tenure of household: Social rented"] / row["Tenure of household: Total: All households"]
    assert observe("social_rented", "E07000070") == pytest.approx(rented, abs=0.05)


def test_orientations_of_msoas_add_up_to_those_of_districts(read):
    # SOURCE: ONS, Census 2021 TS077, published for MSOAs and again for districts.
    small, large = read("census2021_sexual_orientation"), read("census2021_sexual_orientation_lad")
    for category in ("straight", "gay or lesbian", "bisexual", "other", "not answered"):
        both = [total(table, category=[category]) for table in (small, large)]
        assert both[0] == pytest.approx(both[1], abs=STRAY_OF_ENGLAND)


def test_people_with_no_religion_and_all_other_groups_are_everyone(observe, read):
    groups = read("census2021_religion")["category"].unique().to_pylist()
    assert sum(observe("religion", ESSEX, group=group) for group in groups) == pytest.approx(100, abs=1e-9)
    assert observe("religion", ESSEX, group="no religion") == observe("no_religion", ESSEX)


def test_figures_worked_out_for_small_areas_stay_near_those_published_for_msoas(read):
    # SOURCE: ONS census maps, percentages of MSOAs; the note of the copy states a worst error of 0.346 of a point.
    people = read("census2021_sex").group_by("area").aggregate([("count", "sum")])
    derived = read("census2021_percentages_derived")
    bad = derived.filter(pc.equal(derived["category"], "health: bad")).select(["area", "percent"])
    joined = bad.join(people, keys="area").append_column("category", pa.repeat("bad", bad.num_rows))
    weighted = joined.append_column("weighted", pc.multiply(joined["percent"], joined["count_sum"]))
    nested = read("lsoa21_msoa21").select(["child", "parent"])
    sums = weighted.join(nested, keys="area", right_keys="child").group_by("parent")
    by_msoa = sums.aggregate([("weighted", "sum"), ("count_sum", "sum")])
    msoas = read("census2021_percentages_msoa")
    published = msoas.filter(pc.equal(msoas["category"], "health: bad")).select(["area", "percent"])
    both = by_msoa.join(published, keys="parent", right_keys="area")
    error = np.abs(both["weighted_sum"].to_numpy() / both["count_sum_sum"].to_numpy() - both["percent"].to_numpy())
    assert len(error) == 6_856
    assert error.max() < 0.35
