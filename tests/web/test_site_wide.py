"""The addresses that belong to no place."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.web.conftest import Serve
from tests.web.small_place import ADDRESSES, SmallPlace

from newlyn.web import site_wide

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: Client, address: str = "/sitemap.xml") -> tuple[str, list[str]]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    tree = ET.fromstring(response.content)  # noqa: S314 - our own
    return tree.tag.removeprefix(SPACE), [one.text or "" for one in tree.iter(f"{SPACE}loc")]


def test_the_first_page_lists_the_places(client: Client, place: SmallPlace) -> None:
    SmallPlace(place.home, "other.part").build(name="Part & Other")
    response = client.get("/")
    assert response.status_code == 200
    assert '<a class="govuk-link" href="/small/">Smallshire</a>' in response.text
    assert '<a class="govuk-link" href="/other.part/">Part &amp; Other</a>' in response.text


def test_one_place_is_listed_too(client: Client) -> None:
    response = client.get("/")
    assert response.text.count('<a class="govuk-link" href="/small/">') == 1


def test_a_place_that_is_damaged_does_not_hide_the_others(client: Client, place: SmallPlace) -> None:
    SmallPlace(place.home, "broken").build_half()
    assert "Smallshire" in client.get("/").text
    assert client.get("/healthz").status_code == 200
    assert client.get("/broken/").status_code == 503


def test_health_is_one_word(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


def test_without_any_place_the_service_is_not_healthy_and_says_no_more(place: SmallPlace, serve: Serve) -> None:
    response = serve(place.home).get("/healthz")
    assert (response.status_code, response.content) == (503, b"no place can be opened\n")
    assert response["Retry-After"] == "60"


def test_search_engines_are_told_where_the_pages_are_listed(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert text.startswith("User-agent: *\n")
    assert text.endswith("Sitemap: http://localhost/sitemap.xml\n")


def test_the_sitemap_has_every_page_of_every_place(client: Client, place: SmallPlace) -> None:
    SmallPlace(place.home, "other").build()
    root, found = locations(client)
    expected = [f"http://localhost/{slug}/{path}" for slug in ("other", "small") for path in ADDRESSES]
    assert (root, found) == ("urlset", ["http://localhost/", *expected])


def test_a_sitemap_that_would_be_too_long_names_one_for_each_place(
    client: Client, place: SmallPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_wide, "MOST_ADDRESSES", 4)
    SmallPlace(place.home, "other").build()
    root, found = locations(client)
    assert root == "sitemapindex"
    assert found == [f"http://localhost/sitemap.xml?place={slug}" for slug in ("other", "small")]
    assert locations(client, found[0]) == ("urlset", [f"http://localhost/other/{path}" for path in ADDRESSES])


def test_the_sitemap_of_a_place_that_is_not_there_is_not_found(client: Client) -> None:
    response = client.get("/sitemap.xml?place=smal")
    assert response.status_code == 404
    assert "There is no place &#39;smal&#39;." in response.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/robots.txt", "/sitemap.xml"])
def test_a_head_is_answered_as_a_get(client: Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == get["Content-Length"]
