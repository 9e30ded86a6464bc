"""Gender pay gap reports on a made-up file: corrections replace, and the person who signed is not read."""

from newlyn.evidence.catalogue.outcomes_pay_gap import PAY_GAP
from newlyn.evidence.sources.ingest import read_file
from newlyn.evidence.sources.library import filling_of

OFFER, FILLING = filling_of(PAY_GAP)
FILE = FILLING.layouts[0].files[0]
HEADERS = [*FILE.columns.values(), "ResponsiblePerson"]


def read(tmp_path, *reports):
    standard = dict.fromkeys(HEADERS, "50.0") | {
        "EmployerName": "Made-up Ltd",
        "CurrentName": "Made-up Ltd",
        "EmployerSize": "250 to 499",
        "SubmittedAfterTheDeadline": "False",
        "ResponsiblePerson": "A Person (Director)",
    }
    lines = [",".join(HEADERS), *(",".join((standard | report).values()) for report in reports)]
    path = tmp_path / "made_up.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_file(path, FILE, PAY_GAP, OFFER).table


def report(employer, submitted, gap):
    return {"EmployerId": employer, "DateSubmitted": submitted, "DiffMedianHourlyPercent": gap}


def test_the_last_report_of_an_employer_counts(tmp_path):
    table = read(
        tmp_path,
        report("2", "2021/03/01 10:00:00", "7.0"),
        report("1", "2021/04/02 10:00:00", "5.0"),
        report("1", "2021/03/30 10:00:00", "9.0"),
    )
    kept = zip(table["employer"].to_pylist(), table["median_hourly_gap"].to_pylist(), strict=True)
    assert sorted(kept) == [("1", 5.0), ("2", 7.0)]
    assert table["source_row"].to_pylist() == [2, 3]


def test_one_report_is_enough_for_a_file(tmp_path):
    assert read(tmp_path, report("1", "2021/04/02 10:00:00", "5.0")).num_rows == 1


def test_the_name_of_the_person_who_signed_is_not_read(tmp_path):
    table = read(tmp_path, report("1", "2021/04/02 10:00:00", "5.0"))
    assert all("Person" not in str(value) for value in table.to_pylist()[0].values())
    assert "ResponsiblePerson" not in [
        header for layout in FILLING.layouts for f in layout.files for header in f.columns.values()
    ]


def test_a_gap_is_negative_where_women_are_paid_more(tmp_path):
    assert read(tmp_path, report("1", "2021/04/02 10:00:00", "-12.5"))["median_hourly_gap"].to_pylist() == [-12.5]
