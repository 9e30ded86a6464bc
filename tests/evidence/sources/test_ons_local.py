"""ONS local statistics: marks of absence, repeated people and the years of each series, on made-up files."""

import pytest

from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.outcomes_snapshots import CRIME_SEVERITY, SUBNATIONAL
from newlyn.evidence.sources.ingest import read_file
from newlyn.evidence.sources.library import filling_of
from newlyn.foundation.errors import SourceError

HEADER = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes"


def read(tmp_path, table, text, layout=0):
    offer, filling = filling_of(table)
    path = tmp_path / "made_up.csv"
    path.write_text(text, encoding="utf-8")
    file = filling.layouts[layout].files[0].model_copy(update={"rows": None})
    return read_file(path, file, table, offer)


def row(area, value, status="", *, series="Adult obesity prevalence", geography="Local Authority District"):
    return f"{area},Somewhere,{geography},{series},2024-01-01/P1Y,{value},Percentage,%,,,{status},"


def els(tmp_path, *rows):
    return read(tmp_path, ELS, "\n".join([HEADER, *rows, ""]))


@pytest.mark.parametrize(
    ("mark", "status"), [("c", "suppressed"), ("x", "missing"), ("u", "missing"), ("z", "missing"), ("", "missing")]
)
def test_a_mark_in_place_of_a_value_says_why_it_is_absent(tmp_path, mark, status):
    (read_row,) = els(tmp_path, row("E07999999", "", mark)).table.to_pylist()
    assert (read_row["value"], read_row["status"]) == (None, status)


def test_a_value_without_a_mark_is_published(tmp_path):
    (read_row,) = els(tmp_path, row("E07999999", "12.5")).table.to_pylist()
    assert (read_row["value"], read_row["status"], read_row["group"]) == (12.5, "published", "all")


def test_a_mark_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"'q' is not accepted\. Accepted: 'missing', 'published', 'suppressed'"):
        els(tmp_path, row("E07999999", "12.5", "q"))


def test_a_series_that_the_table_does_not_know_is_refused(tmp_path):
    with pytest.raises(SourceError, match="'Adult joy' is not accepted"):
        els(tmp_path, row("E07999999", "12.5", series="Adult joy"))


def test_areas_that_repeat_people_and_other_nations_are_left_out_and_counted(tmp_path):
    reading = els(
        tmp_path,
        row("E92000001", "1", geography="Nation"),
        row("E67000001", "2"),
        row("E61000001", "3", geography="Combined Authority or City Region"),
        row("W06000001", "4"),
        row("K02000001", "5", geography="Country"),
    )
    assert reading.table["area"].to_pylist() == ["E92000001"]
    assert [(out.reason, out.rows, out.of) for out in reading.left_out] == [
        ("no area is given", 2, 5),
        ("the area is not in England", 2, 5),
    ]


def test_levels_that_are_not_asked_for_do_not_enter(tmp_path):
    assert els(tmp_path, row("TLH1", "1", geography="ITL Level 2"), row("E07999999", "2")).table.num_rows == 1


def test_the_two_series_of_healthy_life_expectancy_are_groups(tmp_path):
    table = els(
        tmp_path,
        row("E10999999", "60", series="Female healthy life expectancy", geography="County or Unitary Authority"),
        row("E10999999", "59", series="Male healthy life expectancy", geography="County or Unitary Authority"),
    ).table
    assert dict(zip(table["group"].to_pylist(), table["value"].to_pylist(), strict=True)) == {"female": 60, "male": 59}


def test_the_same_split_year_begins_in_august_for_apprentices_and_in_september_at_school(tmp_path):
    lines = ["unique,Indicator,Period,real,value,unit"]
    lines += [f"E07999999,{name},2022/23,1,0,%" for name in ("Apprenticeships starts", "Obesity at reception age")]
    table = read(tmp_path, SUBNATIONAL, "\n".join([*lines, ""])).table
    assert dict(zip(table["series"].to_pylist(), table["period"].to_pylist(), strict=True)) == {
        "Apprenticeships starts": "2022-08-01/P1Y",
        "Obesity at reception age": "2022-09-01/P1Y",
    }


def test_a_district_with_several_scores_has_none(tmp_path):
    text = "ltla23_code,crime_severity_score\nE06999999,1\nE07999999,2\nE06999999,3\nE09999999,:\n"
    reading = read(tmp_path, CRIME_SEVERITY, text)
    assert [(one["area"], one["score"]) for one in reading.table.to_pylist()] == [
        ("E07999999", 2.0),
        ("E09999999", None),
    ]
    assert [(out.reason, out.rows) for out in reading.left_out] == [("no area is given", 2)]
