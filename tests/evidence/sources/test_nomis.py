"""Files of the censuses, made up in the published layouts, read into their tables."""

import zipfile

import pytest

from newlyn.evidence.catalogue.census import TABLES
from newlyn.evidence.catalogue.census_2011 import DEPRIVED_2011, OCCUPATION_CLASS_2011
from newlyn.evidence.catalogue.census_2021 import AGE_LA, AGE_MSOA, BIRTH, RELIGION
from newlyn.evidence.sources.ingest import read_file
from newlyn.evidence.sources.library import filling_of
from newlyn.foundation.errors import SourceError

CODES = {"lsoa21": "E01000001", "msoa21": "E02000001", "lsoa11": "E01000001", "msoa11": "E02000001", "lad": "E06000001"}
UNPIVOTED = [
    (table, layout, file)
    for table in TABLES
    for layout in filling_of(table)[1].layouts
    for file in layout.files
    if file.unpivot and file.format == "csv"
]


def read_made_up(table, file, header, rows, folder):
    """What becomes of a file of these cells, in the zip archive of the definition if it names one."""
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (header, *rows)) + "\n"
    path = folder / file.kept_as
    if file.member:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(file.member, text)
    else:
        path.write_text(text, encoding="utf-8")
    return read_file(
        path, file.model_copy(update={"rows": sum(any(line) for line in rows)}), table, filling_of(table)[0]
    )


def layout_of(table, name, position=0):
    return next(one for one in filling_of(table)[1].layouts if one.name == name).files[position]


@pytest.mark.parametrize(
    ("table", "layout", "file"), UNPIVOTED, ids=lambda one: getattr(one, "id", getattr(one, "name", None))
)
def test_a_row_of_counts_becomes_a_row_for_each_category_and_wales_is_left_out(table, layout, file, tmp_path):
    headers = list(file.unpivot.columns.values())
    place = file.columns["area"]
    code = CODES[table.column("area").area_type.split("|")[0]]
    rows = [[code, *("7" for _ in headers)], [f"W{code[1:]}", *("9" for _ in headers)]]
    reading = read_made_up(table, file, [place, *headers], rows, tmp_path)
    assert reading.table["area"].to_pylist() == [code] * len(headers)
    assert set(reading.table["category"].to_pylist()) == set(table.column("category").accepted)
    assert {row for name in ("count", "percent") if name in table.names for row in reading.table[name].to_pylist()} == {
        7
    }
    assert [(out.rows, out.of) for out in reading.left_out] == [(len(headers), 2 * len(headers))]


def test_single_years_of_age_are_taken_and_bands_between_them_passed_over(tmp_path):
    years = ["under 1 year", "1 year", *(f"{age} years" for age in range(2, 100)), "100 years and over"]
    bands = ["4 years and under", "5 to 9 years", "85 years and over"]
    header = ["geography code", *(f"Age: Aged {words}; measures: Value" for words in (*bands, *years))]
    row = ["E02000001", *("999" for _ in bands), *(str(age) for age in range(101))]
    reading = read_made_up(AGE_MSOA, layout_of(AGE_MSOA, "published"), header, [row], tmp_path)
    assert dict(zip(*(reading.table[name].to_pylist() for name in ("age", "residents")), strict=True)) == {
        age: age for age in range(101)
    }


def test_a_missing_year_of_age_is_refused(tmp_path):
    header = ["msoa21cd", "Aged under 1 year", *(f"Aged {age} years" for age in range(2, 101))]
    with pytest.raises(SourceError, match=r"no column for the age 1\. Compare its headers"):
        read_made_up(AGE_MSOA, layout_of(AGE_MSOA, "mirror"), header, [["E02000001", *["1"] * 100]], tmp_path)


def test_unitary_authorities_listed_among_counties_are_not_counted_again(tmp_path):
    years = ["under 1 year", "1 year", *(f"{age} years" for age in range(2, 100)), "100 years and over"]
    header = ["geography code", *(f"Age: Aged {words}; measures: Value" for words in years)]
    rows = [["E06000001", *["1"] * 101], ["E10000012", *["2"] * 101]]
    reading = read_made_up(AGE_LA, layout_of(AGE_LA, "published", 1), header, rows, tmp_path)
    assert set(reading.table["area"].to_pylist()) == {"E10000012"}


def test_people_born_in_no_part_of_the_kingdom_are_all_the_others(tmp_path):
    header = ["geography code", "Country of birth: Total; measures: Value",
              "Country of birth: Europe: United Kingdom; measures: Value"]  # fmt: skip
    reading = read_made_up(
        BIRTH.table, layout_of(BIRTH.table, "published"), header, [["E01000001", "1,200", "900"]], tmp_path
    )
    assert dict(zip(*(reading.table[n].to_pylist() for n in ("category", "count")), strict=True)) == {
        "UK": 900,
        "elsewhere": 300,
    }


def test_a_word_among_the_counts_of_births_is_refused(tmp_path):
    header = ["geography code", "Country of birth: Total; measures: Value",
              "Country of birth: Europe: United Kingdom; measures: Value"]  # fmt: skip
    with pytest.raises(SourceError, match="column 'Country of birth: Total; measures: Value': not a whole number"):
        read_made_up(BIRTH.table, layout_of(BIRTH.table, "published"), header, [["E01000001", "many", "9"]], tmp_path)


def test_output_areas_and_larger_areas_of_2011_are_passed_over(tmp_path):
    file = layout_of(DEPRIVED_2011.table, "published")
    header = ["GeographyCode", *file.unpivot.columns.values()]
    rows = [[code, "1", "2", "3", "4", "5"] for code in ("E00000001", "E01000001", "E02000001", "E06000001")]
    reading = read_made_up(DEPRIVED_2011.table, file, header, rows, tmp_path)
    assert reading.table["area"].to_pylist() == ["E01000001"] * 5
    assert reading.table["source_row"].to_pylist() == [3] * 5


def test_the_footnote_below_the_areas_of_2011_is_passed_over(tmp_path):
    file = layout_of(OCCUPATION_CLASS_2011.table, "mirror")
    blank = [""] * 9
    header = ["MSOA11CD", *file.unpivot.columns.values()]
    rows = [["E02000001", *["8"] * 9], ["", *blank], ["have been swapped between different areas", *blank]]
    assert read_made_up(OCCUPATION_CLASS_2011.table, file, header, rows, tmp_path).table.num_rows == 9


def test_an_answer_cut_at_the_limit_for_guests_is_refused(tmp_path):
    file = layout_of(RELIGION.table, "published")
    header = ["geography code", *file.unpivot.columns.values()]
    path = tmp_path / file.kept_as
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(file.member, ",".join(header) + "\n" + "E01000001,1,1,1,1,1,1,1,1,1\n" * 25_000)
    with pytest.raises(SourceError, match="25,000 rows arrived and 35,672 were expected; the file is cut off"):
        read_file(path, file, RELIGION.table, filling_of(RELIGION.table)[0])
