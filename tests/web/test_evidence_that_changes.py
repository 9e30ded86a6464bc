"""What readers see while the evidence is missing, half built, swapped or damaged under the running service."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.conftest import Serve
from tests.web.small_place import SmallPlace

PAGE = "/small/areas/E01000001"


def test_without_evidence_every_page_says_so_and_when_to_come_back(place: SmallPlace, serve: Serve) -> None:
    client = serve(place.home)
    response = client.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "The figures are not at hand" in response.text
    assert "newlyn build PLACE" in response.text
    assert str(place.home) not in response.text


def test_a_pack_that_is_not_built_yet_is_not_taken_for_a_slip(place: SmallPlace, serve: Serve) -> None:
    assert serve(place.home).get("/essex/").status_code == 503
    assert serve(place.home).get("/esssex/").status_code == 404


def test_a_build_is_on_the_pages_with_the_next_request(client: Client, place: SmallPlace) -> None:
    before = client.get(PAGE)
    place.build(digest="f" * 64, name="Greater Smallshire")
    after = client.get(PAGE, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "of Greater Smallshire." in after.text
    assert after["ETag"] != before["ETag"]


def test_an_old_build_that_comes_back_is_what_it_was(client: Client, place: SmallPlace) -> None:
    before = client.get(PAGE)["ETag"]
    place.build(digest="f" * 64, name="Greater Smallshire")
    assert client.get(PAGE, headers={"if-none-match": before}).status_code == 200
    (place.folder / "current").write_text("d" * 64)
    assert client.get(PAGE, headers={"if-none-match": before}).status_code == 304


@pytest.mark.parametrize("path", ["/small/", PAGE, "/small", "/small/tiles/lsoa21.pmtiles"])
def test_a_half_built_place_is_away_and_comes_back(client: Client, place: SmallPlace, path: str) -> None:
    before = client.get(path).status_code
    place.build_half()
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert str(place.home) not in response.text
    (place.folder / "current").write_text("d" * 64)
    assert client.get(path).status_code == before


@pytest.mark.parametrize("content", ["", "not json", "{}", '{"format": 99}'])
def test_a_damaged_place_is_away(client: Client, place: SmallPlace, content: str) -> None:
    place.build_half()
    (place.folder / ("h" * 64) / "site.json").write_text(content)
    assert client.get("/small/").status_code == 503
    assert client.get("/healthz").status_code == 503


def test_evidence_that_is_taken_away_and_built_again_needs_no_restart(client: Client, place: SmallPlace) -> None:
    assert client.get(PAGE).status_code == 200
    place.take_away()
    for path in ("/", "/healthz"):
        assert client.get(path).status_code == 503
    assert client.get(PAGE).status_code in (404, 503)
    place.build()
    assert client.get(PAGE).status_code == 200


def test_an_empty_pointer_is_a_place_that_is_away(client: Client, place: SmallPlace) -> None:
    (place.folder / "current").write_text("")
    assert client.get("/small/").status_code == 503
