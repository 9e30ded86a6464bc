"""Files that a publisher serves in pages: every page is asked for, and a page cut short is seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from newlyn.evidence.sources.dataset import PAGE, File, Layout
from newlyn.evidence.sources.frame import open_frame
from newlyn.foundation.errors import SourceError

ADDRESS = "https://example.org/layer/query?where=1%3D1&resultOffset={offset}"


def _paged(rows: int) -> tuple[File, ...]:
    return Layout(name="published", files=(File(url=ADDRESS, name="areas.geojson", format="geojson", rows=rows),)).files


def test_each_page_is_a_file_with_its_own_address_name_and_rows() -> None:
    first, second, third = _paged(2 * PAGE + 5)
    assert [one.kept_as for one in (first, second, third)] == [f"areas-{page:02d}.geojson" for page in (1, 2, 3)]
    assert [str(one.url).rsplit("=", 1)[1] for one in (first, second, third)] == ["0", "2000", "4000"]
    assert [one.rows for one in (first, second, third)] == [PAGE, PAGE, 5]


def test_a_whole_number_of_pages_has_no_empty_last_page() -> None:
    assert [one.rows for one in _paged(2 * PAGE)] == [PAGE, PAGE]


def test_a_file_that_comes_whole_stays_one_file() -> None:
    file = File(url="https://example.org/areas.csv", format="csv", rows=5_000)
    assert Layout(name="published", files=(file,)).files == (file,)


def test_a_file_in_pages_must_say_how_many_rows_it_has() -> None:
    with pytest.raises(ValidationError, match="served in pages needs its number of rows"):
        File(url=ADDRESS, name="areas.geojson", format="geojson")


def _open(answer: object, folder: Path):  # type: ignore[no-untyped-def]  # an Arrow table has no static type
    file = File(path="lookup.geojson", format="geojson", columns={"child": "LAD24CD"})
    path = folder / "lookup.geojson"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return open_frame(path, file)


def test_a_lookup_served_as_geojson_has_rows_without_shapes(tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": None, "properties": {"LAD24CD": "E06000001", "RGN24CD": "E12000001"}}
    frame = _open({"type": "FeatureCollection", "features": [feature]}, tmp_path)
    assert frame["LAD24CD"].to_pylist() == ["E06000001"]
    assert frame["geometry"].null_count == 1


def test_an_error_served_with_status_200_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"a list of features is expected, and this came: .*Invalid URL"):
        _open({"error": {"code": 400, "message": "Invalid URL"}}, tmp_path)
