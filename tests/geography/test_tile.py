import subprocess
import sys

import pyogrio
import pytest

from newlyn.foundation.errors import InputError, StorageError
from newlyn.geography.tile import check_whole


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


# Limits the size of every file to ever more bytes, as a disk with ever more room, and tells how each try ended.
LIMITED = """
import resource, signal, sys
from pathlib import Path
import numpy as np, shapely
from newlyn.foundation.errors import StorageError
from newlyn.geography.boundary import Boundaries

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
places = [(column, row) for column in range(20) for row in range(20)]
shapes = np.array([shapely.Point(column / 50, 51 + row / 50).buffer(0.01) for column, row in places])
areas = Boundaries.from_columns("lsoa21", [f"E01{number:06}" for number in range(len(places))], shapes)
for limit in range(20_000, 1_000_000, 40_000):
    path.write_bytes(b"old")
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        areas.to_tiles(path, min_zoom=8, max_zoom=9)
    except StorageError as error:
        print("refused", path.read_bytes() == b"old", error)
    else:
        print("written", len(path.read_bytes()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def test_a_disk_that_fills_up_at_any_moment_leaves_the_older_file(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "t.pmtiles")], capture_output=True, text=True, check=True
    )
    tries = done.stdout.splitlines()
    refused = [line for line in tries if line.startswith("refused")]
    assert all(line.startswith("refused True t.pmtiles: the tiles could not be written") for line in refused)
    # What is written at last is the same each time: no file lacks tiles that did not fit on the disk.
    assert len(refused) > 1
    assert len(set(tries) - set(refused)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["t.pmtiles"]


@pytest.mark.parametrize("length", [0, 50, 127, -1])
def test_an_archive_cut_short_is_refused(block, tmp_path, length):
    path = tmp_path / "t.pmtiles"
    block.to_tiles(path, min_zoom=6, max_zoom=6)
    check_whole(path, "t")
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(StorageError, match=r"t: the tiles could not be written \(the archive is not whole\)"):
        check_whole(path, "t")


def test_the_threads_of_other_work_are_left_as_they_were(block, tmp_path):
    pyogrio.set_gdal_config_options({"GDAL_NUM_THREADS": "2"})
    try:
        block.to_tiles(tmp_path / "t.pmtiles", min_zoom=6, max_zoom=6)
        assert str(pyogrio.get_gdal_config_option("GDAL_NUM_THREADS")) == "2"
    finally:
        pyogrio.set_gdal_config_options({"GDAL_NUM_THREADS": None})
