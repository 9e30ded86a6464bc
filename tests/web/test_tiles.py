"""Tiles are read out of one file, and no other file can be reached by asking for them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.small_place import TILES, SmallPlace

ADDRESS = "/small/tiles/lsoa21.pmtiles"


def test_a_part_of_the_tiles_is_sent(client: Client) -> None:
    response = client.get(ADDRESS, headers={"range": "bytes=100-199"})
    assert (response.status_code, b"".join(response.streaming_content)) == (206, TILES[100:200])
    assert response["Content-Type"] == "application/vnd.pmtiles"


def test_the_whole_is_sent_to_who_asks_for_it(client: Client) -> None:
    assert b"".join(client.get(ADDRESS).streaming_content) == TILES


def test_the_tag_changes_with_the_build(client: Client, place: SmallPlace) -> None:
    before = client.get(ADDRESS)["ETag"]
    assert client.get(ADDRESS, headers={"if-none-match": before}).status_code == 304
    place.build(digest="f" * 64)
    after = client.get(ADDRESS, headers={"if-range": before, "range": "bytes=0-9"})
    assert (after.status_code, after["ETag"] == before) == (200, False)


@pytest.mark.parametrize(
    "name",
    ["lsoa99.pmtiles", "site.json", "../current", "..%2Fcurrent", "%2e%2e/%2e%2e/secret", "lsoa21", "", "/etc/passwd",
     "....//site.json", "lsoa21.pmtiles%00", "lsoa21.pmtiles/../site.json", "~", "."],
)  # fmt: skip
def test_no_other_file_is_reached(client: Client, name: str) -> None:
    response = client.get(f"/small/tiles/{name}")
    assert response.status_code in (301, 404)
    assert b"d" * 64 not in response.content


def test_unknown_tiles_are_told_with_the_nearest(client: Client) -> None:
    text = client.get("/small/tiles/lsoa11.pmtiles").text
    assert "Smallshire has no tiles &#39;lsoa11.pmtiles&#39;. Did you mean &#39;lsoa21.pmtiles&#39;?" in text


def test_tiles_that_have_gone_are_told_without_their_path(client: Client, place: SmallPlace) -> None:
    next(place.folder.glob("*/lsoa21.pmtiles")).unlink()
    response = client.get(ADDRESS)
    assert response.status_code == 503
    assert str(place.home) not in response.text
