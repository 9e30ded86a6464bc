"""PMTiles archives: what one holds, and several of them, each of its own zoom levels, joined into one.

What is in the tiles is `geography.tile`'s affair; here they are bytes with a place.

References
----------
PMTiles specification, version 3.
"""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from newlyn.foundation.errors import StorageError

REFUSED = "{}: the tiles could not be written ({}). Free some space; what was there before is untouched."

_HEADER = struct.Struct("<7sB11Q6B4iB2i")
_ROOT_ENDS = 16_384  # bytes from the start of the file within which the root directory must end
_LEAF = 4096  # tiles of one leaf: a few kilobytes, and four million tiles before the root is full
_PER_DEGREE = 10_000_000  # positions are whole numbers of these


class Header(NamedTuple):
    """The first 127 bytes of an archive, in their order."""

    magic: bytes
    version: int
    root_at: int
    root_length: int
    metadata_at: int
    metadata_length: int
    leaves_at: int
    leaves_length: int
    data_at: int
    data_length: int
    addressed: int
    entries: int
    contents: int
    clustered: int
    inner_compression: int
    tile_compression: int
    tile_type: int
    min_zoom: int
    max_zoom: int
    west: int
    south: int
    east: int
    north: int
    centre_zoom: int
    centre_longitude: int
    centre_latitude: int


class Tile(NamedTuple):
    """Where one tile stands in the data; `run` tiles from `id` on are alike. A run of 0 is a directory of more."""

    id: int
    run: int
    length: int
    offset: int

    @property
    def zoom(self) -> int:
        """The level of the tile: ids count through level 0, then 1, and so on."""
        return ((3 * self.id + 1).bit_length() - 1) // 2


@dataclass(frozen=True)
class Archive:
    """An archive, read whole."""

    header: Header
    metadata: Mapping[str, Any]
    tiles: tuple[Tile, ...]
    """In order of id."""
    data: bytes

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        west, south, east, north = (edge / _PER_DEGREE for edge in self.header[19:23])
        return west, south, east, north

    def largest(self) -> Mapping[int, int]:
        """Bytes of the largest tile of each level, compressed as it is sent."""
        return {zoom: max(one.length for one in self.tiles if one.zoom == zoom) for zoom in self._levels}

    def counts(self) -> Mapping[int, int]:
        """Tiles of each level."""
        return {zoom: sum(one.run for one in self.tiles if one.zoom == zoom) for zoom in self._levels}

    @property
    def _levels(self) -> list[int]:
        return sorted({one.zoom for one in self.tiles})


def check_whole(path: Path, name: str) -> None:
    """Refuse an archive that holds no tiles or fewer bytes of them than it says.

    Raises
    ------
    StorageError
        In the words that a person who asked for `name` understands.
    """
    with path.open("rb") as stream:
        start = stream.read(_HEADER.size)
    header = Header(*_HEADER.unpack(start)) if len(start) == _HEADER.size else None
    if header is None or not header.addressed or header.data_at + header.data_length != path.stat().st_size:
        raise StorageError(REFUSED.format(name, "the archive is not whole"))


def read_archive(path: Path) -> Archive:
    """An archive that GDAL or `join_archives` has written: gzip within, tiles last."""
    content = path.read_bytes()
    header = Header(*_HEADER.unpack_from(content))
    root = content[header.root_at : header.root_at + header.root_length]
    leaves = content[header.leaves_at : header.leaves_at + header.leaves_length]
    metadata = gzip.decompress(content[header.metadata_at : header.metadata_at + header.metadata_length])
    data = content[header.data_at : header.data_at + header.data_length]
    return Archive(header, json.loads(metadata), tuple(_walk(root, leaves)), data)


def _walk(directory: bytes, leaves: bytes) -> Iterator[Tile]:
    for tile in _unpacked(directory):
        if tile.run:
            yield tile
        else:
            yield from _walk(leaves[tile.offset : tile.offset + tile.length], leaves)


def join_archives(parts: Sequence[Archive]) -> bytes:
    """The bytes of one archive with the tiles of all, which ascend by level and share none.

    What is said of the layers is taken from the last, which is the deepest. The centre is that of all the tiles, at
    the level at which a map of 512 pixels shows the whole.
    """
    starts = list(accumulate((len(part.data) for part in parts), initial=0))
    tiles = [
        tile._replace(offset=tile.offset + start)
        for part, start in zip(parts, starts[:-1], strict=True)
        for tile in part.tiles
    ]
    header = _header_of_all([part.header for part in parts])
    root, leaves = _directories(tiles)
    metadata = gzip.compress(_told(parts[-1].metadata, header).encode(), mtime=0)
    at = list(accumulate((len(root), len(metadata), len(leaves)), initial=_HEADER.size))
    header = header._replace(
        root_at=at[0], root_length=len(root), metadata_at=at[1], metadata_length=len(metadata),
        leaves_at=at[2], leaves_length=len(leaves), data_at=at[3], data_length=starts[-1],
        addressed=sum(tile.run for tile in tiles), entries=len(tiles),
    )  # fmt: skip
    return b"".join((_HEADER.pack(*header), root, metadata, leaves, *(part.data for part in parts)))


def _header_of_all(headers: Sequence[Header]) -> Header:
    """The header of the last, with levels, bounds and centre of all; where things stand is not yet known."""
    lowest, deepest = headers[0].min_zoom, headers[-1].max_zoom
    west, south = min(one.west for one in headers), min(one.south for one in headers)
    east, north = max(one.east for one in headers), max(one.north for one in headers)
    whole = _zoom_of_whole(*(edge / _PER_DEGREE for edge in (west, south, east, north)))
    return headers[-1]._replace(
        contents=sum(one.contents for one in headers),
        min_zoom=lowest, west=west, south=south, east=east, north=north,
        centre_zoom=min(max(whole, lowest), deepest),
        centre_longitude=(west + east) // 2, centre_latitude=(south + north) // 2,
    )  # fmt: skip


def _zoom_of_whole(west: float, south: float, east: float, north: float) -> int:
    """The deepest level at which the whole fits into the width and height of one tile."""
    top, bottom = (math.asinh(math.tan(math.radians(edge))) / (2 * math.pi) for edge in (north, south))
    return math.floor(-math.log2(max((east - west) / 360, top - bottom, 1e-9)))


def _told(metadata: Mapping[str, Any], header: Header) -> str:
    """What the archive says of itself in words: as the header does."""
    edges = ",".join(f"{edge / _PER_DEGREE:.7f}" for edge in header[19:23])
    centre = (header.centre_longitude / _PER_DEGREE, header.centre_latitude / _PER_DEGREE)
    told = {
        "minzoom": str(header.min_zoom),
        "bounds": edges,
        "center": ",".join([*(f"{one:.7f}" for one in centre), str(header.centre_zoom)]),
        "vector_layers": [{**layer, "minzoom": header.min_zoom} for layer in metadata["vector_layers"]],
    }
    return json.dumps({**metadata, **told}, ensure_ascii=False)


def _directories(tiles: Sequence[Tile]) -> tuple[bytes, bytes]:
    """The root directory, and leaves below it where it would else be too long to be fetched with the header."""
    root = _packed(tiles)
    if _HEADER.size + len(root) < _ROOT_ENDS:
        return root, b""
    leaves = [_packed(tiles[at : at + _LEAF]) for at in range(0, len(tiles), _LEAF)]
    starts = list(accumulate((len(leaf) for leaf in leaves), initial=0))
    branches = [
        Tile(first.id, 0, len(leaf), start)
        for first, leaf, start in zip(tiles[::_LEAF], leaves, starts[:-1], strict=True)
    ]
    return _packed(branches), b"".join(leaves)


def _packed(tiles: Sequence[Tile]) -> bytes:
    """A directory: column by column, ids as steps, an offset of 0 for a tile that follows the one before."""
    ids = [tile.id for tile in tiles]
    ends = [-1, *(tile.offset + tile.length for tile in tiles)]
    numbers = [
        len(tiles),
        *(after - before for before, after in zip([0, *ids], ids, strict=False)),
        *(tile.run for tile in tiles),
        *(tile.length for tile in tiles),
        *(0 if tile.offset == end else tile.offset + 1 for tile, end in zip(tiles, ends, strict=False)),
    ]
    return gzip.compress(b"".join(map(_varint, numbers)), mtime=0)


def _unpacked(directory: bytes) -> Iterator[Tile]:
    numbers = _numbers(gzip.decompress(directory))
    count = next(numbers)
    ids = list(accumulate(next(numbers) for _ in range(count)))
    runs, lengths, offsets = ([next(numbers) for _ in range(count)] for _ in range(3))
    end = 0
    for id_, run, length, offset in zip(ids, runs, lengths, offsets, strict=True):
        start = offset - 1 if offset else end
        end = start + length
        yield Tile(id_, run, length, start)


def _varint(number: int) -> bytes:
    """Seven bits to a byte, the lowest first; all bytes but the last are marked by their eighth bit."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def _numbers(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
