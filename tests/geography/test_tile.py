import pyogrio
import pytest

from newlyn.foundation.errors import InputError


def test_equal_areas_give_equal_bytes(block, tmp_path):
    files = [tmp_path / "a.pmtiles", tmp_path / "elsewhere" / "b.pmtiles"]
    for file in files:
        block.to_tiles(file, {"rank": [1, 2, 3, 4, None]}, min_zoom=6, max_zoom=8)
    first, second = (file.read_bytes() for file in files)
    assert first[:7] == b"PMTiles"
    assert first == second


def test_a_tile_file_says_what_it_holds(block, tmp_path):
    block.to_tiles(tmp_path / "t.pmtiles", {"rank": [1, 2, 3, 4, 5]}, layer="small", min_zoom=6, max_zoom=8)
    told = pyogrio.read_info(tmp_path / "t.pmtiles", layer="small")
    assert {"code", "name", "rank"} <= set(told["fields"])
    assert (told["dataset_metadata"]["minzoom"], told["dataset_metadata"]["maxzoom"]) == ("6", "8")


def test_nothing_else_is_left_in_the_folder(block, tmp_path):
    block.to_tiles(tmp_path / "t.pmtiles", min_zoom=6, max_zoom=6)
    assert [path.name for path in tmp_path.iterdir()] == ["t.pmtiles"]


def test_an_older_file_is_replaced(block, tmp_path):
    (tmp_path / "t.pmtiles").write_bytes(b"old")
    block.to_tiles(tmp_path / "t.pmtiles", min_zoom=6, max_zoom=6)
    assert (tmp_path / "t.pmtiles").read_bytes()[:7] == b"PMTiles"


@pytest.mark.parametrize(("low", "high"), [(8, 6), (-1, 6), (6, 23)])
def test_levels_out_of_order_are_refused(block, tmp_path, low, high):
    with pytest.raises(InputError, match=r"accepted are levels from 0 to 22, the lower first"):
        block.to_tiles(tmp_path / "t.pmtiles", min_zoom=low, max_zoom=high)


def test_no_areas_are_no_tiles(block, tmp_path):
    with pytest.raises(InputError, match=r"t.pmtiles: no areas are given"):
        block.of([]).to_tiles(tmp_path / "t.pmtiles")
