"""Outcomes as they are declared: every series has its meaning, every goal its evidence, every proxy its name."""

from pathlib import Path

import pyarrow as pa
import pytest

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Measure
from newlyn.evidence.catalogue.outcomes import INDICATORS, TABLES
from newlyn.evidence.catalogue.outcomes_els import ELS, FOLDERS
from newlyn.evidence.catalogue.outcomes_fingertips import FINGERTIPS, FULL
from newlyn.evidence.catalogue.outcomes_pay_gap import PAY_GAP
from newlyn.evidence.catalogue.outcomes_series import BETTER, Series, indicators_of
from newlyn.evidence.sources.library import filling_of
from newlyn.evidence.warehouse.observe import Observed, memory_rows, observe_table

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "goal-indicators.md"


def series_used(table):
    feeds = [feed for one in INDICATORS for feed in one.feeds if feed.table is table]
    return {name for feed in feeds for name in feed.where["series"]}


@pytest.mark.parametrize("table", [ELS, FULL], ids=lambda table: table.id)
def test_every_series_of_a_table_has_an_indicator(table):
    assert series_used(table) == set(table.column("series").accepted)


def test_healthy_life_expectancy_is_taken_from_the_publisher_with_counties_and_limits():
    assert set(FINGERTIPS.column("series").accepted) - series_used(FINGERTIPS) == {"Healthy life expectancy at birth"}


def test_each_folder_of_the_publisher_is_fetched_once_and_asked_of_the_copy():
    _, filling = filling_of(ELS)
    published, mirror = filling.layouts
    assert [file.url.rsplit("/", 2)[1:] for file in published.files] == [[name, f"{name}.csv"] for name in FOLDERS]
    assert mirror.files[0].where["source_file"] == [f"{name}/{name}.csv" for name in FOLDERS]


def test_files_of_one_table_are_kept_under_names_of_their_own():
    for table in TABLES:
        _, filling = filling_of(table)
        for layout in filling.layouts:
            names = [file.kept_as for file in layout.files]
            assert len(names) == len(set(names)), (table.id, layout.name)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.code)
def test_a_worked_example_gives_the_value_it_states(indicator):
    feed, example = indicator.feeds[0], indicator.example
    types = {"number": pa.float64()}
    schema = pa.schema([(column.name, types.get(column.kind, pa.string())) for column in feed.table.columns])
    rows = memory_rows(pa.Table.from_pylist([dict(row) for row in example.rows], schema=schema))
    (observed,) = observe_table([Observed(indicator, feed)], rows, None).to_pylist()
    assert (observed["area"], observed["value"]) == (example.area, example.value)


def test_the_reports_of_employers_are_evidence_of_no_place():
    assert not [one.code for one in INDICATORS for feed in one.feeds if feed.table is PAY_GAP]
    assert not [column.name for column in PAY_GAP.columns if column.kind == "area"]


@pytest.mark.parametrize("goal", GOALS)
def test_every_goal_has_at_least_two_outcomes(goal):
    assert len([one for one in INDICATORS if goal in one.goals]) >= 2


@pytest.mark.parametrize("goal", ["lug-04", "lug-06", "lug-14"])
def test_a_goal_with_proxies_alone_says_so_in_each_caveat(goal):
    told = [one.caveat for one in INDICATORS if goal in one.goals]
    assert all(f"Proxy for {goal}, {GOALS[goal]}: " in caveat for caveat in told)


def test_a_proxy_becomes_a_goal_and_a_sentence_of_the_caveat():
    series = Series("made.up", "Made up", "museums", "%", BETTER, ("lug-02",), {"lug-01": "it is near"}, "Rough.")
    (indicator,) = indicators_of(ELS, [series])
    assert indicator.goals == ("lug-01", "lug-02")
    assert indicator.caveat == f"Rough. Proxy for lug-01, {GOALS['lug-01']}: it is near."


BAD = "absent smoke obesity overweight inactive poverty decay deaths unemployed anxiety homeless temporary emissions"


@pytest.mark.parametrize("word", BAD.split())
def test_more_of_what_harms_is_worse(word):
    found = [one for one in INDICATORS if word in one.label.lower() or word in one.code]
    assert found
    # Businesses die in a lively economy too.
    assert {one.polarity for one in found if one.theme == "outcomes" and ".enterprise." not in one.code} == {
        "higher is worse"
    }


def test_estimates_from_models_are_marked():
    for code in ("work.unemployment", "income.children_in_poverty", "health.depression_estimated", "nature.cooling"):
        assert BY_CODE[f"outcomes.{code}"].modelled


def test_published_limits_are_named_wherever_an_indicator_says_it_has_them():
    for one in INDICATORS:
        has = isinstance(one.feeds[0], Measure) and one.feeds[0].lower is not None
        assert (one.interval == "published") is has


def test_the_page_of_goals_names_every_goal_and_every_outcome_that_bears_on_it():
    text = PAGE.read_text(encoding="utf-8")
    for goal, title in GOALS.items():
        assert f"## {goal}: {title}" in text
        section = text.split(f"## {goal}: ", 1)[1].split("\n## ", 1)[0]
        for one in INDICATORS:
            assert (f"`{one.code}`" in section) is (goal in one.goals), (goal, one.code)
