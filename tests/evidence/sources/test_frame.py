"""What is not a whole file of its format is refused in one line, whatever came in its place."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from tests.evidence.sources.made_up import (
    CSV,
    FORMS,
    GEOJSON,
    GZIP,
    HEADER,
    JSON,
    PARQUET,
    ROWS,
    TEXTS,
    XLSX,
    ZIP,
    Form,
)

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.frame import open_frame, text_column
from newlyn.evidence.sources.header import unique_names
from newlyn.foundation.errors import SourceError

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
every_text = pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)

PAGE = b"<!DOCTYPE html>\n<html><body>Sorry, try again later.</body></html>"


def told(path: Path, form: Form, **changes: object) -> str:
    with pytest.raises(SourceError) as error:
        open_frame(path, form.file(**changes))
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{form.kept_as}")
    return message.removeprefix(form.kept_as)


def put(folder: Path, form: Form, data: bytes) -> Path:
    path = folder / form.kept_as
    path.write_bytes(data)
    return path


def text_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


# --- something else came -----------------------------------------------------------------------------------------


@every_form
def test_an_empty_file_is_told(form: Form, tmp_path: Path) -> None:
    assert told(put(tmp_path, form, b""), form) == ": the file is empty. Fetch it again."


@every_form
@pytest.mark.parametrize(
    "page",
    [PAGE, b"\xef\xbb\xbf" + PAGE, b"\n  " + PAGE.lower(), b"<?xml version='1.0'?><Error/>", b"<!-- served --><html>"],
)
def test_a_web_page_in_its_place_is_told(form: Form, page: bytes, tmp_path: Path) -> None:
    assert told(put(tmp_path, form, page), form) == (
        f": a web page came in place of the {form.format} file. Check its address on the publisher's page."
    )


@every_text
def test_a_web_page_inside_an_archive_is_told(form: Form, tmp_path: Path) -> None:
    assert "a web page came in place of the csv file" in told(put(tmp_path, form, form.packed(PAGE)), form)


@pytest.mark.parametrize("form", [CSV, XLSX, PARQUET], ids=lambda form: form.name)
def test_an_error_in_json_in_its_place_is_told_with_what_it_says(form: Form, tmp_path: Path) -> None:
    path = put(tmp_path, form, b'{"error": {"code": 400,\n "message": "Invalid query"}}')
    assert told(path, form) == (
        f': an answer in JSON came in place of the {form.format} file: {{"error": {{"code": 400, "message": "Invalid '
        "query\"}}. Check its address on the publisher's page."
    )


@every_form
def test_a_header_without_rows_is_told(form: Form, tmp_path: Path) -> None:
    assert told(form.write(tmp_path, []), form) == ": there are no rows below the header. Fetch it again."


@every_form
def test_noise_is_told(form: Form, tmp_path: Path) -> None:
    told(put(tmp_path, form, bytes(range(128, 256)) * 50), form)


@every_form
def test_a_file_that_the_disk_refuses_is_not_called_broken(form: Form, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_frame(tmp_path / form.kept_as, form.file())


# --- cut off -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [GZIP, ZIP, XLSX, PARQUET, GEOJSON, JSON], ids=lambda form: form.name)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_download_that_was_cut_off_is_told(form: Form, share: float, tmp_path: Path) -> None:
    path = form.write(tmp_path, ROWS * 50)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert re.fullmatch(rf": not a whole {form.format} file \(.+\)\. Fetch it again\.", told(path, form))


@every_text
@pytest.mark.parametrize("last", ["E01000002,roomy", "E01000002,", "E010"])
def test_a_row_that_was_cut_off_is_told_with_its_number(form: Form, last: str, tmp_path: Path) -> None:
    cells = last.count(",") + 1
    data = text_of("a,b,c", "E01000001,roomy,1", "", "E01000001,crowded,1", last)
    assert told(put(tmp_path, form, form.packed(data)), form) == (
        f", row 5: {cells} cells, where the header has 3 cells; the file is cut off or this row is broken: {last!r}. "
        "Fetch it again."
    )


@every_text
def test_a_row_with_a_cell_too_many_is_told_with_its_number(form: Form, tmp_path: Path) -> None:
    data = text_of("a,b,c", "E01000001,Bath, city of,1", "E01000002,Wells,1")
    assert told(put(tmp_path, form, form.packed(data)), form).startswith(", row 2: 4 cells, where the header has 3")


@every_text
@pytest.mark.parametrize("last", ['E01000002,"roo', 'E01000002,roomy,"1', 'E01000002,roomy,"1\n2\n3\n'])
def test_a_quotation_mark_without_its_fellow_is_told_with_its_row(form: Form, last: str, tmp_path: Path) -> None:
    data = text_of("a,b,c", '"E01000001","a\nb",1', last)
    line = told(put(tmp_path, form, form.packed(data)), form)
    assert line.startswith(
        ", row 3: a quotation mark that is not closed, where the header has 3 cells; the file is cut"
    )


def test_a_stray_quotation_mark_inside_a_cell_is_text(tmp_path: Path) -> None:
    path = put(tmp_path, CSV, text_of("a,b", 'E01000001,5" pipe', "E01000002,x"))
    assert open_frame(path, CSV.file())["b"].to_pylist() == ['5" pipe', "x"]


# --- text --------------------------------------------------------------------------------------------------------


@every_text
def test_bytes_of_another_encoding_are_told_with_their_row(form: Form, tmp_path: Path) -> None:
    text = 'code,name\nE01000001,"Bath\nSpa"\n\nE01000002,Saint-Étienne\n'
    line = told(put(tmp_path, form, form.packed(text.encode("cp1252"))), form)
    assert line == (
        r", row 4, cell 2: b'00002,Saint-\xc9tien' is not utf-8 text. Accepted: utf-8. "
        "If the publisher has changed it, name the encoding in the definition."
    )


@every_text
def test_bytes_of_another_encoding_in_the_header_are_told(form: Form, tmp_path: Path) -> None:
    data = "código,name\nE01000001,Bath\n".encode("latin-1")
    assert told(put(tmp_path, form, form.packed(data)), form).startswith(", row 1, cell 1: b'c\\xf3digo")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16"])
def test_a_declared_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    path = put(tmp_path, CSV, "code,café\nE01000001,naïve £5\n".encode(encoding))
    assert open_frame(path, CSV.file(encoding=encoding)).to_pylist() == [
        {"code": "E01000001", "café": "naïve £5", ROW: 2}
    ]


def test_a_declared_encoding_that_does_not_fit_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, CSV, "code,name\nE01000001,café\n".encode())
    assert ", row 2, cell 2: " in told(path, CSV, encoding="ascii")


def test_an_encoding_that_nobody_knows_is_refused_in_its_definition() -> None:
    with pytest.raises(ValueError, match="write the name of an encoding, such as utf-8 or cp1252"):
        CSV.file(encoding="utf-9")


def test_blank_cells_are_text_without_letters(tmp_path: Path) -> None:
    path = put(tmp_path, CSV, text_of("a,b", "E01000001,", "E01000002,NA"))
    assert open_frame(path, CSV.file())["b"].to_pylist() == ["", "NA"]


@every_text
def test_a_blank_header_row_is_told(form: Form, tmp_path: Path) -> None:
    data = form.packed(text_of("", "a,b", "1,2"))
    assert told(put(tmp_path, form, data), form) == ": row 1, where the header should be, is empty. Fetch it again."
    data = form.packed(text_of("a,b", "1,2"))
    assert told(put(tmp_path, form, data), form, header=9).startswith(": row 9, where the header should be, is empty")


# --- archives ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_in_its_archive_is_told_with_those_that_are(tmp_path: Path) -> None:
    assert told(ZIP.write(tmp_path, ROWS), ZIP, member="rooms.csv") == (
        ": no file 'rooms.csv' in the archive. It has: notes.txt, data/rooms.csv."
    )


def test_a_locked_archive_is_told(tmp_path: Path) -> None:
    data = bytearray(ZIP.packed(b"a,b\n1,2\n"))
    for position in (at.start() for at in re.finditer(b"PK\x01\x02", bytes(data))):
        data[position + 8] |= 1  # the flag for encryption, in the directory
    for position in (at.start() for at in re.finditer(b"PK\x03\x04", bytes(data))):
        data[position + 6] |= 1
    assert "encrypted" in told(put(tmp_path, ZIP, bytes(data)), ZIP)


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    data = bytearray(ZIP.packed(b"a,b\n" + b"1,2\n" * 5000))
    data[data.index(b"data/rooms.csv") + 30] ^= 0xFF
    told(put(tmp_path, ZIP, bytes(data)), ZIP)


def test_a_damaged_gzip_is_told(tmp_path: Path) -> None:
    data = bytearray(GZIP.packed(b"a,b\n" + bytes(range(200)) * 50))
    data[60] ^= 0xFF
    told(put(tmp_path, GZIP, bytes(data)), GZIP)


# --- workbooks ---------------------------------------------------------------------------------------------------


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    assert told(XLSX.write(tmp_path, ROWS), XLSX, sheet="Table 1") == ": no sheet 'Table 1'. It has: Sheet."


@pytest.mark.parametrize("header", [7, 900])
def test_a_workbook_without_a_header_is_told(header: int, tmp_path: Path) -> None:
    assert told(XLSX.write(tmp_path, ROWS), XLSX, header=header) == (
        f": the sheet 'Sheet' has nothing in row {header}, its header."
    )


def test_a_zip_archive_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x.txt", "x")
    assert told(put(tmp_path, XLSX, stream.getvalue()), XLSX).startswith(": not a whole xlsx file (")


def test_numbers_dates_and_notes_of_a_workbook_are_text(tmp_path: Path) -> None:
    path = XLSX.write(tmp_path, [("E01000001", 12.0, None, True)], HEADER)  # type: ignore[list-item]
    frame = open_frame(path, XLSX.file())
    assert frame.to_pylist() == [
        {"LSOA code": "E01000001", "Type": "12", "Households": None, "Share %": "True", ROW: 2}
    ]


# --- documents ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [[], {}, {"features": {}}, {"features": ["x"]}, {"error": {"code": 400}}, 5, None],
)
def test_a_document_without_features_is_told(document: object, tmp_path: Path) -> None:
    line = told(put(tmp_path, GEOJSON, json.dumps(document).encode()), GEOJSON)
    assert line == (f": a list of features is expected, and this came: {json.dumps(document)}. Fetch it again.")


def test_features_may_lack_properties_and_shapes(tmp_path: Path) -> None:
    square = shapely.box(0, 0, 1, 1)
    features = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(square)), "properties": {"a": 1, "b": None}},
        {"type": "Feature", "properties": None},
    ]
    frame = open_frame(put(tmp_path, GEOJSON, json.dumps({"features": features}).encode()), GEOJSON.file())
    assert frame.select(["a", "b", ROW]).to_pylist() == [{"a": "1", "b": None, ROW: 1}, {"a": None, "b": None, ROW: 2}]
    assert shapely.equals(shapely.from_wkb(frame["geometry"][0].as_py()), square)
    assert frame["geometry"][1].as_py() is None


def test_a_shape_that_is_none_is_told(tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": {"type": "Blob"}, "properties": {}}
    line = told(put(tmp_path, GEOJSON, json.dumps({"features": [feature]}).encode()), GEOJSON)
    assert line.startswith(": not a whole geojson file (")


@pytest.mark.parametrize("document", [{"rows": []}, [1], "x"])
def test_a_document_that_is_no_list_of_objects_is_told(document: object, tmp_path: Path) -> None:
    assert told(put(tmp_path, JSON, json.dumps(document).encode()), JSON) == (
        ": expected a list of objects. A nested document needs a `transform`."
    )


def test_a_bottomless_document_is_told(tmp_path: Path) -> None:
    assert told(put(tmp_path, JSON, b"[" * 100_000), JSON).startswith(": not a whole json file (")


# --- Parquet -----------------------------------------------------------------------------------------------------


def test_an_index_that_a_program_left_is_no_column(tmp_path: Path) -> None:
    pq.write_table(pa.table({" a ": ["x"], "__index_level_0__": [7]}), tmp_path / "rooms.parquet")
    assert open_frame(tmp_path / "rooms.parquet", PARQUET.file()).to_pylist() == [{"a": "x", ROW: 1}]


def test_a_damaged_page_of_parquet_is_told(tmp_path: Path) -> None:
    path = PARQUET.write(tmp_path, ROWS * 200)
    data = bytearray(path.read_bytes())
    data[4:40] = b"\xff" * 36
    assert told(put(tmp_path, PARQUET, bytes(data)), PARQUET).startswith(": not a whole parquet file (")


# --- headers -----------------------------------------------------------------------------------------------------


def test_repeated_and_blank_headers_can_be_told_apart() -> None:
    assert unique_names(["\ufeffa", " b\n c ", "", "a", "a", "", "a (2)"]) == [
        "a", "b c", "column 3", "a (3)", "a (4)", "column 6", "a (2)",
    ]  # fmt: skip


def test_a_column_of_words_by_number_is_text() -> None:
    frame = pa.table({"a": pa.array([" x ", None]).dictionary_encode(), "b": [1, 2]})
    assert text_column(frame, "a").to_pylist() == ["x", None]
    assert text_column(frame, "b").to_pylist() == ["1", "2"]
