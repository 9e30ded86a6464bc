"""No page has a fault that axe-core knows of (WCAG 2.0 to 2.2, levels A and AA, and its best practices)."""

from __future__ import annotations

import json

import pytest
from tests.browser.conftest import AXE, Watched

PAGES = (
    "",
    "deprivation/imd2019",
    "neighbourhoods",
    "areas/E01021988",
    "areas/E02004590",
    "areas/E05011963",
    "areas/E07000076",
    "indicators",
    "indicators/census.no_qualifications",
    "indicators/outcomes.health.smoking",
    "indicators/deprivation.imd.rank",
    "goals",
    "goals/lug-08",
    "compare",
    "compare?a=E07000076&b=E07000077",
    "find",
    "find?q=jaywick",
    "find?q=nowhere-at-all",
    "data",
    "lineage/deprivation.imd.rank:E01021988:2025",
    "lineage/picture:essex:imd2019:residents-0.2",
    "about",
    "accessibility",
)
"""One page at least of every template, and one with nothing found."""

WANTED = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(watched: Watched) -> list[str]:
    """What axe finds, each with its first place on the page."""
    watched.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = watched.page.evaluate(f"axe.run(document, {json.dumps(WANTED)})")
    return [f"{one['id']}: {one['help']} at {one['nodes'][0]['target']}" for one in found["violations"]]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_desk(desk: Watched, path: str) -> None:
    desk.open(f"/essex/{path}")
    assert faults(desk) == []


@pytest.mark.parametrize("path", ["", "areas/E01021988", "indicators/census.no_qualifications", "goals/lug-08", "find"])
def test_axe_finds_nothing_on_a_phone(phone: Watched, path: str) -> None:
    phone.open(f"/essex/{path}")
    assert faults(phone) == []


def test_axe_finds_nothing_on_the_list_of_places(desk: Watched) -> None:
    desk.open("/")
    assert faults(desk) == []


@pytest.mark.parametrize(("path", "status"), [("areas/E01000001", 404), ("neighbourhoods?page=x", 400)])
def test_axe_finds_nothing_on_a_page_that_tells_of_a_fault(desk: Watched, path: str, status: int) -> None:
    answer = desk.page.goto(f"{desk.server}/essex/{path}")
    assert answer is not None
    assert answer.status == status
    assert faults(desk) == []
    desk.faults.clear()  # the browser itself notes the status of the answer


def test_axe_finds_nothing_when_the_map_is_alive(desk: Watched) -> None:
    page = desk.open("/essex/")
    page.locator("[data-map] canvas").wait_for(timeout=20_000)
    assert faults(desk) == []


def test_axe_would_find_a_fault(desk: Watched) -> None:
    desk.open("/essex/about")
    desk.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(fault.startswith("image-alt") for fault in faults(desk))
    desk.outside.clear()
