"""Outcomes in the published files: what is there for Essex, and values that two publications give alike."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.library import indicators
from newlyn.evidence.catalogue.outcomes import INDICATORS, TABLES
from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.sources.ingest import read_file, read_from_mirror
from newlyn.evidence.sources.library import filling_of
from newlyn.stats.interval.proportion import wilson_limits

ESSEX = [f"E070000{number}" for number in range(66, 78)]
ENGLAND = "E92000001"


@pytest.fixture(scope="module")
def tables(mirror):
    return {table.id: read_from_mirror(table.id, mirror).table for table in TABLES}


def value(table, area, period, series):
    found = table.filter(
        pc.and_(
            pc.equal(table["series"], series), pc.and_(pc.equal(table["area"], area), pc.equal(table["period"], period))
        )
    )
    (only,) = found["value"].to_pylist()
    return only


def values(table, *series):
    """Published values of a series by area, group and period."""
    chosen = table.filter(pc.and_(pc.is_in(table["series"], pa.array(series)), pc.is_valid(table["value"])))
    groups = chosen["group"].to_pylist() if "group" in chosen.column_names else ["all"] * chosen.num_rows
    keys = zip(chosen["area"].to_pylist(), groups, chosen["period"].to_pylist(), strict=True)
    return dict(zip(keys, chosen["value"].to_pylist(), strict=True))


def periods_of(indicator, area, tables):
    found = set()
    for feed in indicator.feeds:
        table = tables.get(feed.table.id)
        if table is None:
            continue
        met = pc.and_(pc.equal(table[feed.area], area), pc.is_valid(table[feed.value]))
        for column, accepted in feed.where.items():
            met = pc.and_(met, pc.is_in(table[column], pa.array(list(accepted))))
        met = table.filter(met)
        found |= set(met[feed.period].to_pylist()) if isinstance(feed.period, str) and met.num_rows else set()
    return found


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_has_two_outcomes_with_a_series_in_each_district_of_essex(goal, tables):
    ours = [one for one in indicators().values() if goal in one.goals and one.theme == "outcomes"]
    followed = [one.code for one in ours if all(len(periods_of(one, area, tables)) >= 2 for area in ESSEX)]
    assert len(followed) >= 2, followed


def test_every_outcome_has_published_values(tables):
    for one in INDICATORS:
        feed = one.feeds[0]
        table = tables[feed.table.id]
        met = pc.is_valid(table[feed.value])
        for column, accepted in feed.where.items():
            met = pc.and_(met, pc.is_in(table[column], pa.array(list(accepted))))
        assert pc.any(met).as_py(), one.code


def test_england_is_told_in_every_series_that_gives_it(tables):
    els = tables["els"]
    england = els.filter(pc.equal(els["area"], ENGLAND))
    told = set(england["series"].to_pylist())
    # The publisher gives child poverty for the United Kingdom and productivity for the regions only.
    assert set(ELS.column("series").accepted) - told == {
        "Children in relative poverty after housing costs",
        "Children in relative poverty before housing costs",
        "Gross value added per filled job",
        "Gross value added per hour worked",
    }


def test_adult_obesity_of_england_is_as_the_publisher_s_repository_gives_it(tables):
    # SOURCE: ONS, explore-local-statistics-data, adult-obesity-prevalence/adult-obesity-prevalence.csv at
    # 3616638d2921, rows of E92000001, Office for Health Improvement and Disparities, OGL v3.0.
    series = "Adult obesity prevalence"
    assert value(tables["els"], ENGLAND, "2015-11-16/P1Y", series) == 22.6262
    assert value(tables["els"], ENGLAND, "2024-11-16/P1Y", series) == 26.64292


def test_what_is_left_out_of_local_statistics_is_counted(mirror):
    reading = read_from_mirror("els", mirror)
    assert [(out.reason, out.rows, out.of) for _, out in reading.left_out] == [
        ("no area is given", 78, 240_899),
        ("the area is not in England", 32_027, 240_899),
    ]
    assert reading.table.num_rows == 208_794


def test_healthy_life_expectancy_is_the_same_in_two_publications(tables):
    # SOURCE: ONS Explore Local Statistics and OHID Fingertips indicator 90362 (rounded copy), OGL v3.0.
    ours = values(tables["els"], "Female healthy life expectancy", "Male healthy life expectancy")
    theirs = values(tables["fingertips"], "Healthy life expectancy at birth")
    shared = ours.keys() & theirs.keys()
    assert len(shared) == 2_064
    assert max(abs(ours[key] - theirs[key]) for key in shared) < 0.05


@pytest.mark.parametrize(
    ("table", "series", "explorer", "areas", "rounding"),
    [
        ("els", "Satisfaction", "Life satisfaction", 299, 0),
        ("els", "Adult obesity prevalence", "Adult obesity prevalence (aged 18 years and over)", 309, 0),
        (
            "els",
            "Literacy",
            "Children at expected level for literacy by end of early years foundation stage",
            303,
            0,
        ),
        ("els", "Persistent absences for all pupils", "Persistent absences for all pupils", 127, 1e-9),
        (
            "fingertips",
            "Year 6 prevalence of obesity (including severe obesity)",
            "Obesity prevalence in children at Year 6 age (aged 10 to 11 years)",
            288,
            0.05,
        ),
    ],
)
def test_a_series_and_the_explorer_of_2022_agree_where_no_revision_came_between(
    table, series, explorer, areas, rounding, tables
):
    # SOURCE: ONS subnational indicators explorer, revised data of 2024, and the tables named, OGL v3.0. The shared
    # key holds the period, so the years that each file keeps are checked too.
    ours, theirs = values(tables[table], series), values(tables["subnational_2022"], explorer)
    shared = ours.keys() & theirs.keys()
    assert len(shared) == areas
    assert max(abs(ours[key] - theirs[key]) for key in shared) <= rounding + 1e-12


def test_wilson_limits_match_those_that_fingertips_publishes(tables):
    # SOURCE: PHE Fingertips, indicators 90280 and 90638, values aggregated from lower geographies with count,
    # denominator and 95% and 99.8% limits, OGL v3.0.
    full = tables["fingertips_full"]
    full = full.filter(pc.is_valid(full["lower_998"]))
    number = {name: full[name].to_numpy() for name in full.column_names if pa.types.is_floating(full[name].type)}
    assert full.num_rows == 70
    for level, lower, upper in ((0.95, "lower", "upper"), (0.998, "lower_998", "upper_998")):
        limits = wilson_limits(number["events"], number["denominator"], level=level)
        np.testing.assert_allclose(limits.lower * 100, number[lower], atol=1e-8)
        np.testing.assert_allclose(limits.upper * 100, number[upper], atol=1e-8)


def test_the_publisher_s_own_file_gives_what_the_joined_copy_gives(tables, mirror, tmp_path):
    # The copy joins the files of the publisher and adds two columns; without them it is the published layout.
    offer, filling = filling_of(ELS)
    copy = pq.read_table(mirror / "outcomes" / "ons_explore_local_statistics_all.parquet")
    one = copy.filter(pc.equal(copy["source_file"], "early-years/early-years.csv")).drop(["source_file", "value"])
    (file,) = (file for file in filling.layouts[0].files if "/early-years/" in str(file.url))
    pacsv.write_csv(one, tmp_path / file.kept_as)
    published = read_file(tmp_path / file.kept_as, file, ELS, offer).table
    series = published["series"].unique().to_pylist()
    assert values(published, *series) == values(tables["els"], *series)


def test_quarters_of_pay_in_a_gender_pay_gap_report_are_made_of_two_sexes(tables):
    table = tables["gender_pay_gap"]
    for quarter in ("lower", "lower_middle", "upper_middle", "top"):
        whole = pc.add(table[f"male_{quarter}_quarter"], table[f"female_{quarter}_quarter"]).drop_null().to_numpy()
        assert np.mean(np.abs(whole - 100) < 0.2) > 0.999
    assert not [name for name in table.column_names if "person" in name]


def test_emissions_of_every_district_of_essex_cover_2005_to_2023(tables):
    emissions = values(tables["els"], "Greenhouse gas emissions")
    expected = [f"{year}-01-01/P1Y" for year in range(2005, 2024)]
    assert all(sorted(period for area, _, period in emissions if area == one) == expected for one in ESSEX)
