"""Archives of tiles: what was written is read again, and several become one that any reader of PMTiles understands."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from newlyn.geography import archive
from newlyn.geography.archive import Tile, join_archives, read_archive
from newlyn.geography.boundary import Boundaries


@pytest.fixture
def parts(block: Boundaries, tmp_path: Path) -> tuple[Path, Path]:
    """The levels 6 to 7, and 8 to 10."""
    far, near = tmp_path / "far.pmtiles", tmp_path / "near.pmtiles"
    block.to_tiles(far, min_zoom=6, max_zoom=7)
    block.to_tiles(near, min_zoom=8, max_zoom=10)
    return far, near


def test_two_archives_become_one_with_every_tile_of_both(parts: tuple[Path, Path], tmp_path: Path) -> None:
    read = [read_archive(path) for path in parts]
    joined = tmp_path / "joined.pmtiles"
    joined.write_bytes(join_archives(read))
    whole = read_archive(joined)
    assert [whole.data[tile.offset : tile.offset + tile.length] for tile in whole.tiles] == [
        part.data[tile.offset : tile.offset + tile.length] for part in read for tile in part.tiles
    ]
    assert whole.counts() == {**read[0].counts(), **read[1].counts()}
    assert list(whole.largest()) == [6, 7, 8, 9, 10]


def test_a_joined_archive_is_read_by_gdal_at_every_level(
    parts: tuple[Path, Path], block: Boundaries, tmp_path: Path
) -> None:
    joined = tmp_path / "joined.pmtiles"
    joined.write_bytes(join_archives([read_archive(path) for path in parts]))
    told = pyogrio.read_info(joined, layer="areas")["dataset_metadata"]
    assert (told["minzoom"], told["maxzoom"]) == ("6", "10")
    for zoom in range(6, 11):
        codes = pyogrio.raw.read(joined, layer="areas", columns=["code"], ZOOM_LEVEL=str(zoom))[3][0]
        assert set(codes.tolist()) == set(block.codes.tolist())


def test_an_archive_says_where_it_lies_and_where_to_look_first(block: Boundaries, tmp_path: Path) -> None:
    path = tmp_path / "t.pmtiles"
    block.to_tiles(path, min_zoom=4, max_zoom=11)
    read = read_archive(path)
    assert read.bounds == pytest.approx(block.bounds, abs=1e-6)
    # A tenth of a degree is a 3,600th of the way around: more than a tile of level 12, less than one of level 11.
    assert (read.header.min_zoom, read.header.max_zoom, read.header.centre_zoom) == (4, 11, 11)
    west, south, east, north = block.bounds
    assert read.header.centre_longitude / 1e7 == pytest.approx((west + east) / 2, abs=1e-6)
    assert read.header.centre_latitude / 1e7 == pytest.approx((south + north) / 2, abs=1e-6)
    assert read.metadata["center"].endswith(",11")


@pytest.mark.parametrize(
    ("box", "zoom"), [((0, 51, 1.28, 52), 7), ((-6.4, 49.9, 1.8, 55.8), 5), ((0, 0, 1e-12, 1e-12), 29)]
)
def test_the_whole_is_in_view_at_the_level_where_a_tile_holds_it(
    box: tuple[float, float, float, float], zoom: int
) -> None:
    assert archive._zoom_of_whole(*box) == zoom


def test_the_centre_is_at_a_level_that_there_is(tmp_path: Path) -> None:
    wide = Boundaries.from_columns("lsoa21", ["E01000001"], [shapely.box(-6, 50, 2, 56)])
    wide.to_tiles(tmp_path / "t.pmtiles", min_zoom=7, max_zoom=8)
    assert read_archive(tmp_path / "t.pmtiles").header.centre_zoom == 7


@st.composite
def directories(draw: st.DrawFn) -> list[Tile]:
    """Tiles in order of id, most of them one after the other, some with the bytes of an earlier one."""
    tiles: list[Tile] = []
    next_id = end = 0
    for step, run, length, again in draw(
        st.lists(
            st.tuples(st.integers(0, 10**9), st.integers(1, 300), st.integers(1, 10**6), st.booleans()),
            min_size=1,
            max_size=30,
        )
    ):
        start, size = (tiles[0].offset, tiles[0].length) if again and tiles else (end, length)
        tiles.append(Tile(next_id + step, run, size, start))
        next_id, end = next_id + step + run, max(end, start + size)
    return tiles


@given(directories())
def test_a_directory_is_read_as_it_was_written(tiles: list[Tile]) -> None:
    assert list(archive._unpacked(archive._packed(tiles))) == tiles


def test_a_long_directory_has_leaves_and_reads_the_same() -> None:
    # Lengths without a pattern, so that the directory cannot be packed into the first sixteen kilobytes.
    tiles, end = [], 0
    for number in range(20_000):
        length = 1_000 + (number * 7_919) % 60_000
        tiles.append(Tile(number * 3, 1, length, end))
        end += length
    root, leaves = archive._directories(tiles)
    assert len(root) + 127 < 16_384
    assert [tile.run for tile in archive._unpacked(root)] == [0] * 5
    assert list(archive._walk(root, leaves)) == tiles


def test_a_short_directory_has_no_leaves() -> None:
    assert archive._directories([Tile(5, 1, 10, 0)])[1] == b""


@pytest.mark.parametrize(("id_", "zoom"), [(0, 0), (1, 1), (4, 1), (5, 2), (20, 2), (21, 3), (4**11, 11)])
def test_the_id_of_a_tile_tells_its_level(id_: int, zoom: int) -> None:
    assert Tile(id_, 1, 1, 0).zoom == zoom


def test_equal_archives_give_equal_bytes(parts: tuple[Path, Path]) -> None:
    read = [read_archive(path) for path in parts]
    assert join_archives(read) == join_archives(read)
    assert gzip.compress(b"a", mtime=0) == gzip.compress(b"a", mtime=0)
