from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.open_data.tables import hamlets

from newlyn.publish.open_data.csv_file import render_csv, safe_text


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8"), newline=""), strict=True))


def test_lines_end_as_rfc_4180_has_them_and_no_byte_order_mark_goes_before() -> None:
    body = render_csv(hamlets())
    assert body.startswith(b'"code","name"')
    assert body.count(b"\r\n") == 4 == body.count(b"\n")


def test_what_is_not_known_is_an_empty_cell_and_nought_is_not() -> None:
    rows = {row[0]: row for row in read(render_csv(hamlets()))}
    assert rows["H3"][2:4] == ["", "0"]
    assert rows["H2"][3:5] == ["", ""]


def test_a_number_is_read_back_unchanged() -> None:
    rows = {row[0]: row for row in read(render_csv(hamlets()))}
    assert float(rows["H1"][2]) == 12.556504269211452
    assert float(rows["H2"][2]) == -0.0000001


def test_a_comma_and_quotation_marks_stay_in_their_cell() -> None:
    assert read(render_csv(hamlets()))[1][1] == 'Ash, "Old"'


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1245", "'+44 1245"),
        ("-cmd", "'-cmd"),
        ("@here", "'@here"),
        ("＝1", "'＝1"),
        ("\t=1", "'=1"),
        (" =1", "'=1"),
        ("\u3000Ash\xa0", "Ash"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("Ash & Elm – £5", "Ash & Elm – £5"),
        ("", ""),
    ],
)
def test_no_text_is_run_by_a_spreadsheet(given: str, written: str) -> None:
    assert safe_text(given) == written
    assert read(render_csv(pa.table({"code": ["x"], "name": [given]})))[1][1] == written


@settings(max_examples=500)
@given(st.lists(st.text() | st.none(), min_size=1, max_size=5))
def test_the_whole_column_is_made_safe_as_each_text_is(texts: list[str | None]) -> None:
    kept = [text for text in texts if text is None or not any("\ud800" <= sign <= "\udfff" for sign in text)]
    rows = read(render_csv(pa.table({"code": ["x"] * len(kept), "name": pa.array(kept, pa.string())})))
    assert [row[1] for row in rows[1:]] == ["" if text is None else safe_text(text) for text in kept]


def test_no_rows_are_a_heading_alone() -> None:
    assert render_csv(hamlets().slice(0, 0)).count(b"\r\n") == 1
