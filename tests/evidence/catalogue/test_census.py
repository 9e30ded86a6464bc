"""The censuses as they are declared: whole topics, honest indicators, and no area told twice."""

from itertools import combinations

import pyarrow as pa
import pytest

from newlyn.evidence.catalogue import census_2011, census_2021, census_percentages
from newlyn.evidence.catalogue.census import INDICATORS, TABLES
from newlyn.evidence.catalogue.census_2021 import ETHNIC_GROUP_LAD, RELIGION, SEX
from newlyn.evidence.catalogue.census_percentages import SHARES_DERIVED
from newlyn.evidence.catalogue.census_share import PERTURBED, share
from newlyn.evidence.catalogue.census_topic import AREAS, DAY_2011, DAY_2021, LEVELS
from newlyn.evidence.catalogue.indicator import Measure, Ratio
from newlyn.evidence.sources.library import filling_of
from newlyn.evidence.warehouse.observe import Observed, memory_rows, observe_table
from newlyn.foundation.errors import DefinitionError

TOPICS = (*census_2021.TOPICS, *census_2011.TOPICS, *census_percentages.TOPICS)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
TYPES = {"count": pa.int64(), "number": pa.float64()}


def by_id(one):
    return getattr(one, "code", None) or getattr(one, "id", None) or one.table.id


@pytest.mark.parametrize("topic", TOPICS, ids=by_id)
def test_a_whole_table_has_a_row_for_each_area_and_category(topic):
    words = topic.table.column("category").accepted
    assert topic.table.rows == AREAS[topic.area_type] * len(words)
    assert len(set(words)) == len(words)


def test_census_day_is_the_day_of_the_right_census():
    assert {str(topic.day) for topic in census_2021.TOPICS} == {"2021-03-21"}
    assert {str(topic.day) for topic in census_2011.TOPICS} == {"2011-03-27"}


@pytest.mark.parametrize("table", TABLES, ids=by_id)
def test_every_table_is_filled_under_the_open_government_licence(table):
    offer, filling = filling_of(table)
    assert filling.table == table.id
    assert offer.dataset.licence.startswith("Open Government Licence v3.0")


@pytest.mark.parametrize("table", TABLES, ids=by_id)
def test_every_file_says_how_many_rows_it_has_or_its_table_would_be_short(table):
    # Nomis cuts an over-large answer to a guest at 25,000 rows and calls it a success.
    for layout in filling_of(table)[1].layouts:
        assert table.rows is not None
        assert all(file.rows for file in layout.files) or "2011_oa" in str(layout.files[0].url)


@pytest.mark.parametrize("table", TABLES, ids=by_id)
def test_files_of_one_table_are_kept_under_names_of_their_own(table):
    for layout in filling_of(table)[1].layouts:
        names = [file.kept_as for file in layout.files]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("topic", TOPICS, ids=by_id)
def test_a_layout_fills_every_category_and_no_other(topic):
    accepted = set(topic.table.column("category").accepted)
    for layout in filling_of(topic.table)[1].layouts:
        for file in layout.files:
            if file.unpivot:
                assert set(file.unpivot.columns) == accepted
            elif not file.transform:
                assert set(file.rename["category"].values()) == accepted


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_id)
def test_a_worked_example_gives_the_value_it_states(indicator):
    feed, example = indicator.feeds[0], indicator.example
    schema = pa.schema([(column.name, TYPES.get(column.kind, pa.string())) for column in feed.table.columns])
    rows = memory_rows(pa.Table.from_pylist([dict(row) for row in example.rows], schema=schema))
    here = Ratio(**{**vars(feed), "levels": ()}) if isinstance(feed, Ratio) else feed
    observed = observe_table([Observed(indicator, here)], rows, None).to_pylist()
    assert {one["value"] for one in observed if one["area"] == example.area} == {example.value}


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_id)
def test_no_area_is_told_twice_on_one_day(indicator):
    reached = [(feed.period, kind) for feed in indicator.feeds for kind in _kinds(feed)]
    assert len(set(reached)) == len(reached)


def _kinds(feed):
    return (*feed.table.column("area").area_types, *(feed.levels if isinstance(feed, Ratio) else ()))


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_id)
def test_counts_become_shares_with_limits_and_percentages_stay_as_they_are(indicator):
    kinds = {type(feed) for feed in indicator.feeds}
    assert len(kinds) == 1
    assert indicator.interval == ("wilson" if kinds == {Ratio} else "none")
    if kinds == {Measure}:
        assert "ounded" in indicator.caveat


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_id)
def test_counts_of_small_areas_are_added_up_to_every_larger_area(indicator):
    for feed in indicator.feeds:
        if isinstance(feed, Ratio):
            assert feed.levels == LEVELS.get(feed.table.column("area").area_type, ())
            assert (PERTURBED in indicator.caveat) or feed.period == DAY_2011 or not feed.levels


def test_figures_worked_out_from_rounded_percentages_are_marked_and_kept_apart():
    derived = {code for code, one in BY_CODE.items() if any(f.table is SHARES_DERIVED.table for f in one.feeds)}
    assert derived == {code for code, one in BY_CODE.items() if one.modelled}
    assert derived == {
        "census.bad_health.derived",
        "census.economically_inactive.derived",
        "census.unemployed.derived",
        "census.unpaid_care_50_hours.derived",
    }
    for code in derived:
        assert len(BY_CODE[code].feeds) == 1
        assert "Not an official figure" in BY_CODE[code].caveat


def test_who_people_are_is_neither_better_nor_worse_and_bears_on_no_goal():
    # SOURCE: Equality Act 2010, section 4, protected characteristics that a census asks about.
    for code in (
        "age", "children", "older", "sex", "women", "ethnic_group", "ethnic_group_of_six", "ethnic_group_of_19",
        "ethnic_minority", "not_white_british", "born_outside_uk", "religion", "no_religion", "sexual_orientation",
        "lgb_plus", "legal_partnership", "disabled",
    ):  # fmt: skip
        assert (BY_CODE[f"census.{code}"].polarity, BY_CODE[f"census.{code}"].goals) == ("neither", ())


def test_a_breakdown_counts_each_group_out_of_everyone():
    for code, topic in (("sex", SEX), ("religion", RELIGION), ("ethnic_group_of_19", ETHNIC_GROUP_LAD)):
        (feed,) = BY_CODE[f"census.{code}"].feeds
        assert feed.table is topic.table
        assert (feed.group, dict(feed.numerator.where), dict(feed.denominator.where)) == ("category", {}, {})


def test_the_two_censuses_are_set_side_by_side_only_where_they_asked_the_same():
    twice = {code for code, one in BY_CODE.items() if {f.period for f in one.feeds} == {DAY_2011, DAY_2021}}
    assert {code for code in twice if BY_CODE[code].comparable} == {
        "census.overcrowded",
        "census.bedrooms_to_spare",
    }
    assert {code for code in twice if not BY_CODE[code].comparable} == {
        "census.household_deprived",
        "census.household_deprived_twice",
        "census.no_qualifications",
        "census.level_4_or_above",
    }


def test_categories_that_do_not_add_up_to_everyone_are_counted_out_of_the_row_that_does():
    earlier = BY_CODE["census.no_qualifications"].feeds[1]
    assert dict(earlier.denominator.where) == {"category": ("all",)}
    assert "all" not in census_2011.QUALIFICATIONS_2011.categories


def test_a_category_that_a_topic_does_not_have_is_refused():
    with pytest.raises(DefinitionError, match="'Jedi' does not occur in it"):
        share("jedi", "Residents of the Jedi religion", RELIGION, ("Jedi",))


def test_a_category_is_in_one_tenure_only():
    parts = [set(BY_CODE[f"census.{code}"].feeds[0].numerator.where["category"]) for code in
             ("owner_occupied", "social_rented", "private_rented")]  # fmt: skip
    assert all(not one & other for one, other in combinations(parts, 2))
    assert set.union(*parts) == set(census_2021.TENURE.categories)
