"""The map of England in a browser: what is seen with scripts, without them and on paper, and where a click leads.

Saltmarch stands for the place, with made-up land around it; the published files are not needed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest
from benchmarks.browser import served
from playwright.sync_api import Page, expect
from shapely import total_bounds
from tests.browser.conftest import AXE, Watched
from tests.support.made_england import write_england
from tests.support.made_site import write_site

from newlyn.workflows.site.opened import Site

PADDING = 12  # pixels between England and the edge of its map, as map.js has it


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Saltmarch, with England around it."""
    found = write_site(tmp_path_factory.mktemp("england"))
    write_england(found)
    return found


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[str]:
    """Address of a running `newlyn serve` on the pages of Saltmarch."""
    with served(site.settings.home) as address:
        yield address


def alive(watched: Watched) -> Page:
    """The page, once its map moves."""
    page = watched.open("/saltmarch/england#map")
    page.locator("[data-map][data-state='live']").wait_for(timeout=20_000)
    page.locator(".map-figure").scroll_into_view_if_needed()
    return page


def click(page: Page, longitude: float, latitude: float) -> None:
    """Click on the map, which shows the whole of England."""
    told = json.loads(page.locator("[data-map] script").text_content() or "")
    west, south, east, north = told["bounds"]
    box = page.locator(".live-map__canvas").bounding_box()
    assert box is not None
    top, bottom = _northing(north), _northing(south)
    scale = min((box["width"] - 2 * PADDING) / (east - west), (box["height"] - 2 * PADDING) / (top - bottom))
    x = box["x"] + box["width"] / 2 + scale * (longitude - (west + east) / 2)
    y = box["y"] + box["height"] / 2 - scale * (_northing(latitude) - (top + bottom) / 2)
    page.mouse.click(x, y)


def _northing(latitude: float) -> float:
    """Web Mercator, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def largest(site: Site) -> tuple[str, float, float]:
    """Code of the neighbourhood with most room for a click, and a point inside it."""
    shapes = site.outlines["lsoa21"]
    code = max((area.code for area in site.of_type("lsoa21")), key=lambda one: float(shapes[one].area))
    point = shapes[code].representative_point()
    return code, point.x, point.y


def test_a_click_on_a_neighbourhood_of_the_place_opens_its_page(desk: Watched, site: Site) -> None:
    page = alive(desk)
    code, longitude, latitude = largest(site)
    click(page, longitude, latitude)
    page.wait_for_url(f"**/saltmarch/areas/{code}", timeout=10_000)


def test_a_click_elsewhere_names_the_neighbourhood_and_stays(desk: Watched, site: Site) -> None:
    page = alive(desk)
    code, longitude, latitude = largest(site)
    _, south, _, north = total_bounds(list(site.outlines["lsoa21"].values())).tolist()
    click(page, longitude, latitude - (north - south))
    said = page.locator(".live-map__said")
    expect(said).to_contain_text(f"Farland {code[-4:]}")
    expect(said.locator("a")).to_have_count(0)
    assert page.url.endswith("/england#map")


def test_each_map_has_its_own_legend_and_paper_has_the_drawn_one(desk: Watched) -> None:
    page = alive(desk)
    drawn, live = page.get_by_text("30% to under 50%"), page.locator(".of-live")
    expect(live).to_be_visible()
    expect(drawn).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("[data-drawn] svg")).to_be_visible()
    expect(drawn).to_be_visible()
    expect(live).to_be_hidden()


def test_without_a_script_the_districts_are_drawn(plain: Watched) -> None:
    page = plain.open("/saltmarch/england")
    expect(page.locator("[data-drawn] svg")).to_be_visible()
    expect(page.get_by_text("30% to under 50%")).to_be_visible()
    expect(page.locator(".of-live")).to_be_hidden()


def test_on_a_phone_nothing_is_wider_than_the_screen(phone: Watched) -> None:
    page = alive(phone)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_on_the_page_of_england(desk: Watched) -> None:
    page = alive(desk)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = page.evaluate(f"axe.run(document, {json.dumps(wanted)})")
    assert [f"{one['id']} at {one['nodes'][0]['target']}" for one in found["violations"]] == []
