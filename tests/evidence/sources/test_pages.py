"""Files that a publisher serves in pages: every page is asked for, and a page cut short is seen."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from newlyn.evidence.sources.dataset import PAGE, File, Layout

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
