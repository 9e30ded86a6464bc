"""A copy of the pages of one small district, Maldon, with everything that pages have; every link in it is followed."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from markupsafe import Markup

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.settings import Settings
from newlyn.publish import chart
from newlyn.workflows.places import choose, new_place
from newlyn.workflows.site.prepare import prepare_site
from newlyn.workflows.site.static import Published, publish_place

MALDON = "E07000074"
ADDRESS = "https://example.org/maldon/"


@pytest.fixture(scope="module")
def home_of_maldon(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with the evidence of the other tests and with the pages of Maldon."""
    root = tmp_path_factory.mktemp("maldon")
    (root / "warehouse").symlink_to(home / "warehouse")
    settings = Settings.from_environ({"NEWLYN_HOME": str(root)})
    new_place(settings, "Maldon", [MALDON], small_areas="lsoa21")
    prepare_site(settings.pictures, Warehouse.open(settings.warehouse), choose("maldon", settings))
    return settings


@pytest.fixture(scope="module")
def out(home_of_maldon: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy; its charts are not drawn, for a drawing has no links and takes most of the time."""
    folder = tmp_path_factory.mktemp("public") / "maldon"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chart, "_draw", lambda spec, key, title, description: Markup(f'<svg id="{key}"></svg>'))  # noqa: S704
        done = publish(home_of_maldon, folder)
    assert done.fresh == done.files - 1
    return folder


def publish(settings: Settings, folder: Path) -> Published:
    return publish_place(settings, "maldon", folder, address=ADDRESS, workers=1)


@pytest.fixture(scope="module")
def pages(out: Path) -> dict[str, str]:
    return {str(path.relative_to(out)): path.read_text(encoding="utf-8") for path in out.rglob("*.html")}


def links_in(text: str) -> set[str]:
    return {unescape(one) for one in re.findall(r'\s(?:href|src|action|data-find)="([^"]*)"', text)}


def test_every_link_leads_to_a_file_of_the_copy_and_to_a_place_on_it(out: Path, pages: dict[str, str]) -> None:
    files = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    anchors = {path: set(re.findall(r'\sid="([^"]+)"', text)) for path, text in pages.items()}
    lost: dict[str, list[str]] = defaultdict(list)
    followed = 0
    for path, text in pages.items():
        for link in links_in(text):
            if re.match(r"https?://|data:", link) or path == "404.html":
                continue
            followed += 1
            target, _, anchor = link.partition("#")
            target = normpath(join(dirname(path), unquote(target.partition("?")[0]))) if target else path
            if target not in files or (anchor and unquote(anchor) not in anchors[target]):
                lost[path].append(link)
    assert dict(lost) == {}
    assert followed > 10_000


def test_links_of_the_page_for_lost_readers_begin_at_the_root(out: Path, pages: dict[str, str]) -> None:
    for link in links_in(pages["404.html"]):
        if not link.startswith(("https://", "#")):
            assert link.startswith("/maldon/")
            assert (out / link.removeprefix("/maldon/")).is_file()


def test_what_scripts_search_leads_to_pages(out: Path) -> None:
    for entry in json.loads((out / "search.json").read_text()):
        assert (out / entry["path"]).is_file()


def test_the_sitemap_names_pages_and_only_pages(out: Path) -> None:
    found = re.findall(r"<loc>([^<]+)</loc>", (out / "sitemap.xml").read_text())
    assert len(found) == len(set(found))
    paths = [address.removeprefix(ADDRESS) or "index.html" for address in found]
    assert all((out / path).is_file() for path in paths)
    assert {"index.html", f"areas/{MALDON}.html", "compare.html"} <= set(paths)
    assert not any(path.startswith(("lineage/", "data/")) for path in paths)


def test_every_number_that_opens_its_lineage_finds_its_row(pages: dict[str, str]) -> None:
    page = pages[f"areas/{MALDON}.html"]
    figures = re.findall(r'class="figure-link" href="(\.\./lineage/[^"]+)"', page)
    assert len(figures) > 100
    for link in figures:
        target, anchor = unescape(link).removeprefix("../").split("#")
        line = pages[target].split(f'<tr id="{anchor}">')[1].split("</tr>")[0]
        assert target == "lineage/picture.html" or re.search(r"<td>rows? [\d,]+", line)


def test_no_page_asks_another_host_for_anything(pages: dict[str, str]) -> None:
    for text in pages.values():
        assert not re.search(r'<(?:script|img|link|source|iframe)[^>]+(?:src|href)="(?:https?:)?//', text)
        assert "Content-Security-Policy" in text


def test_the_copy_of_a_real_place_is_not_made_twice(home_of_maldon: Settings, out: Path) -> None:
    assert publish(home_of_maldon, out).unchanged
