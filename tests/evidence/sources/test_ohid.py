"""Fingertips on made-up files in the publisher's layout: which rows count, and when their years begin."""

import pytest

from newlyn.evidence.catalogue.outcomes_fingertips import FINGERTIPS, FULL
from newlyn.evidence.sources.ingest import read_file
from newlyn.evidence.sources.library import filling_of
from newlyn.foundation.errors import SourceError

HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Time period range"
)
SOCIAL = "Social Isolation: percentage of adult carers who have as much social contact as they would like"


def line(area, period, value, *, sex="Persons", age="19+ yrs", kind="", category="", years="1y", name=SOCIAL):
    return f"1,{name},,,{area},Somewhere,,{sex},{age},{kind},{category},{period},{value},1,9,,,3,10,,{years}"


def read(tmp_path, table, name, *lines):
    offer, filling = filling_of(table)
    path = tmp_path / "made_up.csv"
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    file = next(file for file in filling.layouts[0].files if file.name == name)
    return read_file(path, file.model_copy(update={"rows": None}), table, offer).table.to_pylist()


def test_rows_of_other_ages_sexes_and_categories_are_not_wanted(tmp_path):
    (only,) = read(
        tmp_path,
        FINGERTIPS,
        "fingertips_93014.csv",
        line("E07999999", "2020/21", 5),
        line("E07999999", "2020/21", 6, age="65+ yrs"),
        line("E07999999", "2020/21", 7, sex="Male"),
        line("E07999999", "2020/21", 8, kind="Ethnic groups", category="White"),
    )
    assert (only["value"], only["lower"], only["upper"], only["group"]) == (5.0, 1.0, 9.0, "all")


@pytest.mark.parametrize(
    ("name", "age", "start"),
    [
        ("fingertips_93014.csv", "19+ yrs", "2020-11-16/P1Y"),
        ("fingertips_848.csv", "18+ yrs", "2020-04-01/P1Y"),
        ("fingertips_90319.csv", "4-5 yrs", "2020-09-01/P1Y"),
    ],
)
def test_each_indicator_keeps_the_year_of_its_subject(tmp_path, name, age, start):
    (only,) = read(tmp_path, FINGERTIPS, name, line("E07999999", "2020/21", 5, age=age))
    assert only["period"] == start


def test_life_expectancy_is_told_for_each_sex_over_three_years(tmp_path):
    rows = read(
        tmp_path,
        FINGERTIPS,
        "fingertips_90366.csv",
        line("E07999999", "2017 - 19", 81, sex="Female", age="All ages", years="3y"),
        line("E07999999", "2017 - 19", 79, sex="Male", age="All ages", years="3y"),
        line("E07999999", "2019", 80, sex="Male", age="All ages"),
    )
    assert [(one["group"], one["period"], one["value"]) for one in rows] == [
        ("female", "2017-01-01/P3Y", 81.0),
        ("male", "2017-01-01/P3Y", 79.0),
    ]


def test_the_full_layout_keeps_sex_age_and_category_apart(tmp_path):
    rows = read(
        tmp_path,
        FULL,
        "fingertips_social_isolation.csv",
        line("E10999999", "2016/17", 5, age="18+ yrs"),
        line("E10999999", "2016/17", 6, sex="Female", age="18+ yrs"),
        line("E10999999", "2016/17", "", age="18+ yrs", kind="Ethnic groups", category="White"),
    )
    told = [(one["sex"], one["category_type"], one["category"], one["value"], one["status"]) for one in rows]
    assert told == [
        ("all", "all", "all", 5.0, "published"),
        ("female", "all", "all", 6.0, "published"),
        ("all", "Ethnic groups", "White", None, "missing"),
    ]


def test_a_value_told_twice_is_refused(tmp_path):
    twice = [line("E07999999", "2020/21", 5), line("E07999999", "2020/21", 6)]
    with pytest.raises(SourceError, match="stands in an earlier row too; it may stand once"):
        read(tmp_path, FINGERTIPS, "fingertips_93014.csv", *twice)
