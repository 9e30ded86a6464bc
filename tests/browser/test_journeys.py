"""What people come for, done as they do it: on a desk, on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Watched

JAYWICK = "E01021988"


def test_a_reader_finds_a_neighbourhood_reads_a_figure_and_checks_it_in_the_download(
    desk: Watched, tmp_path: Path
) -> None:
    """Find by name, read, open the lineage, download, and find the same number in the file."""
    page = desk.open("/essex/")
    page.get_by_role("search").get_by_role("searchbox").fill("jaywick")
    page.get_by_role("button", name="Find a place").click()
    page.get_by_role("link", name="Jaywick & St Osyth (Tendring 018A)", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jaywick & St Osyth (Tendring 018A)")

    figure = page.locator(f'a.figure-link[href*="/lineage/census.no_qualifications:{JAYWICK}"]').first
    shown = _number(figure.inner_text())
    figure.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How we know")
    expect(page.locator("main")).to_contain_text(f"{shown}")
    assert re.search(r"[0-9a-f]{64}", page.locator("main").inner_text())

    page.go_back()
    with page.expect_download() as download:
        page.locator(f'a[href$="/data/area-{JAYWICK}.csv"]').first.click()
    kept = tmp_path / "area.csv"
    download.value.save_as(kept)
    with kept.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["indicator"] == "census.no_qualifications"]
    assert f"{float(rows[0]['value']):.1f}" == shown


def _number(text: str) -> str:
    found = re.search(r"\d+\.\d", text)
    assert found is not None
    return found.group()


def test_the_headline_of_the_county_opens_to_the_neighbourhoods_it_counts(desk: Watched) -> None:
    page = desk.open("/essex/")
    expect(page.locator(".answer").first).to_contain_text(
        "123,640 of 1,445,044 residents of Essex (8.6%) live in the 75"
    )
    page.locator('a.figure-link[href*="residents-0.2"]').first.click()
    expect(page.locator("main")).to_contain_text("123,640")
    expect(page.locator("main tbody tr")).to_have_count(75)


def test_the_map_is_used_by_keyboard(desk: Watched) -> None:
    """Move to the map, move it, hear what is in the middle, open it."""
    page = desk.open("/essex/")
    canvas = page.locator("[data-map] canvas")
    canvas.wait_for(timeout=20_000)
    canvas.focus()
    told = page.locator("[data-map] [aria-live]").first
    page.keyboard.press("ArrowUp")
    expect(told).not_to_be_empty(timeout=10_000)
    name = told.inner_text()
    for _ in range(3):
        page.keyboard.press("+")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/essex/areas/E01\d{6}"), timeout=10_000)
    assert name


def test_a_chart_comes_alive_when_it_is_asked_to(desk: Watched) -> None:
    page = desk.open("/essex/indicators/census.no_qualifications")
    page.get_by_role("button", name=re.compile("Explore this chart")).first.click()
    expect(page.locator("figure[data-chart] .vega-embed svg, figure[data-chart] svg.marks").first).to_be_visible(
        timeout=15_000
    )


@pytest.mark.parametrize(
    "path", ["", "areas/E07000076", f"areas/{JAYWICK}", "indicators/outcomes.health.smoking", "goals"]
)
def test_a_page_fits_a_phone(phone: Watched, path: str) -> None:
    """Nothing but a table's own box is wider than the screen."""
    page = phone.open(f"/essex/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_page_fits_at_four_times_its_size(desk: Watched) -> None:
    """1280 pixels at 400% are 320: what WCAG 2.2 asks of reflow (1.4.10)."""
    desk.page.set_viewport_size({"width": 320, "height": 256})
    for path in ("", f"areas/{JAYWICK}", "indicators/census.no_qualifications", "goals/lug-08", "compare", "data"):
        page = desk.open(f"/essex/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_everything_can_be_read_and_done_without_javascript(plain: Watched) -> None:
    page = plain.open("/essex/neighbourhoods")
    page.get_by_label(re.compile("Name or code")).fill("clacton")
    page.get_by_role("button", name=re.compile("Show|Apply|Filter")).first.click()
    expect(page.locator("main")).to_contain_text("Clacton")
    page = plain.open("/essex/compare?a=E07000076&b=E07000077")
    expect(page.locator("main")).to_contain_text("Tendring")
    expect(page.locator("main")).to_contain_text("Uttlesford")
    page = plain.open("/essex/")
    expect(page.locator("svg.map").first).to_be_visible()


def test_the_skip_link_and_the_order_of_focus(desk: Watched) -> None:
    page = desk.open(f"/essex/areas/{JAYWICK}")
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to the page’s content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_retired_code_leads_to_its_successor_with_a_word_why(desk: Watched) -> None:
    page = desk.open("/essex/areas/E05004235")
    expect(page).to_have_url(re.compile("/essex/areas/E05011963"))
    expect(page.locator(".notice")).to_contain_text("E05004235")
    page = desk.open("/essex/find?q=E05004235")
    page.get_by_role("link", name=re.compile("Golf Green")).click()
    expect(page).to_have_url(re.compile("/essex/areas/E05011963"))
