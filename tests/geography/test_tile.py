import subprocess
import sys

import numpy as np
import pyogrio
import pytest
import shapely

from newlyn.foundation.errors import InputError, StorageError
from newlyn.geography import tile
from newlyn.geography.archive import check_whole, read_archive
from newlyn.geography.boundary import Boundaries


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


def named(path, zoom):
    """Codes and names of the areas in the tiles of one level."""
    fields, (codes, names) = pyogrio.raw.read(
        path, layer="areas", columns=["code", "name"], ZOOM_LEVEL=str(zoom), read_geometry=False
    )[0::3]
    assert list(fields["fields"]) == ["code", "name"]
    return dict(zip(codes.tolist(), names.tolist(), strict=True))


def test_far_levels_tell_only_what_is_wanted_of_them(block, tmp_path):
    path = tmp_path / "t.pmtiles"
    block.to_tiles(path, {"rank": [1, 2, 3, 4, 5]}, min_zoom=6, max_zoom=9, far=["code", "rank"])
    assert set(named(path, 7).values()) == {None}
    assert named(path, 8) == named(path, 9) == dict(zip(block.codes.tolist(), "abcde", strict=True))


def test_far_levels_are_drawn_in_fewer_steps(tmp_path):
    # Rings of 200 points, some kilometres wide: far away, many of the points fall on the step of another.
    codes = [f"E01{number:06}" for number in range(20)]
    rings = [shapely.Point(column / 10, 52 + row / 10).buffer(0.05, 50) for column in range(5) for row in range(4)]
    areas = Boundaries.from_columns("lsoa21", codes, rings, codes)
    near, far = tmp_path / "near.pmtiles", tmp_path / "far.pmtiles"
    areas.to_tiles(near, min_zoom=5, max_zoom=8)
    areas.to_tiles(far, min_zoom=5, max_zoom=8, far=["code", "name"])
    before, after = (read_archive(path).largest() for path in (near, far))
    assert after[5] < after[6] < before[6]
    assert after[5] < 0.7 * before[5]
    assert after[8] == before[8]
    assert [named(far, zoom).keys() for zoom in (5, 8)] == [set(codes), set(codes)]


def test_no_area_is_left_out_of_a_crowded_tile(tmp_path):
    # More than GDAL would put into one tile of its own accord, since codes and names of random signs do not pack.
    random = np.random.default_rng(1)
    places = [(column, row) for column in range(150) for row in range(150)]
    shapes = [shapely.box(c / 100, 51 + r / 100, (c + 1) / 100, 51 + (r + 1) / 100) for c, r in places]
    codes = [f"E01{number:06}" for number in random.permutation(len(places))]
    names = ["".join(random.choice(list("abcdefghijklmnopqrstuvwxyz"), 20)) for _ in places]
    path = tmp_path / "t.pmtiles"
    Boundaries.from_columns("lsoa21", codes, shapes, names).to_tiles(path, min_zoom=7, max_zoom=7)
    assert max(read_archive(path).largest().values()) > 500_000
    assert named(path, 7).keys() == set(codes)


@pytest.mark.parametrize(
    ("low", "high", "is_far", "bands"),
    [
        (4, 11, False, [(4, 11, 4096)]),
        (4, 11, True, [(4, 5, 1024), (6, 7, 2048), (8, 11, 4096)]),
        (5, 6, True, [(5, 5, 1024), (6, 6, 2048)]),
        (6, 12, True, [(6, 7, 2048), (8, 12, 4096)]),
        (9, 9, True, [(9, 9, 4096)]),
    ],
)
def test_each_level_is_written_once(low, high, is_far, bands):
    assert list(tile._bands(low, high, is_far=is_far)) == bands


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


def test_a_disk_that_refuses_the_finished_archive_is_told_in_one_line(tmp_path):
    with pytest.raises(
        StorageError, match=r"^t\.pmtiles: the tiles could not be written \(No such file or directory\)"
    ):
        tile._put(b"tiles", tmp_path / "gone" / "areas.pmtiles", "t.pmtiles")
