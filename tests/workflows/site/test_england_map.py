"""A place seen in England: on made-up areas, and on the published files."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from tests.support.html_reader import Reader, check_page
from tests.support.made_england import ELSEWHERE, write_england
from tests.support.made_site import write_site

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import NotFoundError, WarehouseError
from newlyn.foundation.settings import Settings
from newlyn.publish.site.link import Links, ServedLinks, StaticLinks
from newlyn.workflows.lineage import picture_figures
from newlyn.workflows.site import england_prepare
from newlyn.workflows.site.england import AREAS, EDITION
from newlyn.workflows.site.england_map import addresses
from newlyn.workflows.site.opened import Site, open_site
from newlyn.workflows.site.pages import addresses as all_addresses
from newlyn.workflows.site.pages import answer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Saltmarch, with England around it."""
    found = write_site(tmp_path_factory.mktemp("england"))
    write_england(found)
    return found


def html(site: Site, link: Links | None = None) -> str:
    return answer(site, "england", {}, link or ServedLinks(f"/{site.slug}/")).body.decode()


def live(page: str) -> dict[str, object]:
    """What the script is told."""
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.S)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


def test_the_page_is_sound_and_holds_everything_without_a_script(site: Site) -> None:
    found = check_page(html(site))
    assert "Saltmarch in England" in found.text
    assert html(site).count('<path class="t') == ELSEWHERE + len(site.of_type("lad"))
    assert "Farland 29" in found.text


def test_only_districts_of_the_place_lead_to_a_page(site: Site) -> None:
    own = {f"/saltmarch/areas/{area.code}" for area in site.of_type("lad")}
    assert {link for link in Reader(html(site)).values("href") if "/areas/" in link} == own


def test_a_count_of_the_place_or_of_its_districts_leads_to_how_it_is_known(site: Site) -> None:
    figures = picture_figures(site.picture(EDITION.id))
    links = [link for link in Reader(html(site)).values("href") if "/lineage/" in link]
    assert len(links) == 3 + 3 * len(site.of_type("lad"))
    assert {link.rsplit(":", 1)[1] for link in links} <= set(figures)


def test_the_map_that_moves_knows_which_neighbourhoods_have_a_page(site: Site) -> None:
    told = live(html(site))
    assert told["tiles"] == "/saltmarch/tiles/england-lsoa21.pmtiles"
    assert told["pages"] == [area.code for area in site.of_type("lsoa21")]
    assert told["property"] == "imd2025_tenth"
    west, south, east, north = told["bounds"]  # type: ignore[misc]
    assert (west, south) < (east, north)


def test_on_a_static_copy_every_link_is_relative_and_the_tiles_go_along(site: Site) -> None:
    page = html(site, StaticLinks("england"))
    assert not [link for link in Reader(page).values("href") if link.startswith("/")]
    assert live(page)["tiles"] == "tiles/england-lsoa21.pmtiles"
    assert site.tiles()["england-lsoa21.pmtiles"].is_file()


def test_without_england_there_is_no_page_and_it_is_told_how_to_make_it(saltmarch: Site) -> None:
    assert list(addresses(saltmarch)) == []
    assert list(saltmarch.tiles()) == []
    told = r"Saltmarch has no map of England\..*`newlyn build saltmarch --england-map`"
    with pytest.raises(NotFoundError, match=told):
        html(saltmarch)


def test_with_england_the_page_is_listed_and_every_page_has_another_tag(site: Site) -> None:
    assert list(addresses(site)) == ["england"]
    assert "england" in set(all_addresses(site))
    before = site.digest
    assert before != site.content["digest"]
    write_england(site, recipe="made otherwise")
    assert site.digest not in (before, site.content["digest"])


def test_the_page_of_the_same_edition_leads_to_england_where_it_is(site: Site, saltmarch: Site) -> None:
    def links(of: Site, index: str) -> list[str]:
        page = answer(of, f"deprivation/{index}", {}, ServedLinks(f"/{of.slug}/")).body.decode()
        return Reader(page).values("href")

    assert "/saltmarch/england" in links(site, "imd2025")
    assert "/saltmarch/england" not in links(site, "imd2019")
    assert "/saltmarch/england" not in links(saltmarch, "imd2025")


def test_a_damaged_england_is_told(tmp_path: Path) -> None:
    found = write_site(tmp_path)
    write_england(found)
    (found.england / AREAS).write_bytes(b"no table")
    with pytest.raises(WarehouseError, match=r"map of England cannot be read\. Run `newlyn build PLACE --england-map`"):
        html(found)


# --- on the published files ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def essex_in_england(essex: Site, evidence: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Essex in a folder of its own, with England counted and outlined but without its tiles, which take long."""
    pictures = tmp_path_factory.mktemp("home") / "pictures"
    (pictures / "essex").mkdir(parents=True)
    (pictures / "essex" / essex.folder.name).symlink_to(essex.folder)
    (pictures / "essex" / "current").write_text(essex.folder.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(england_prepare, "write_map", lambda *_: 0)
        assert england_prepare.prepare_england(pictures, evidence)
    return open_site(pictures / "essex", Settings.from_environ({"NEWLYN_HOME": str(pictures.parent)}))


def test_the_sentence_on_essex_agrees_with_what_the_publisher_counts(
    essex_in_england: Site, evidence: Warehouse
) -> None:
    table = evidence.table("iod2025", ["area", "imd_decile"]).to_pydict()
    first = {code for code, tenth in zip(table["area"], table["imd_decile"], strict=True) if tenth == 1}
    own = first & {area.code for area in essex_in_england.of_type("lsoa21")}
    assert (len(own), len(first), len(table["area"])) == (32, 3375, 33_755)
    page = check_page(html(essex_in_england)).text
    assert "Essex has 2.7% of England’s 33,755 neighbourhoods, and 0.9% of those in the most deprived tenth" in page
    assert "tenth: 32 of 3,375." in page
    assert "90 of them would be in Essex: it has fewer, which is better." in page


def test_the_drawing_of_england_is_light_enough_for_a_phone(essex_in_england: Site) -> None:
    page = html(essex_in_england)
    drawing = re.search(r"<svg class=\"map\".*?</svg>", page, re.S)
    assert drawing
    assert len(gzip.compress(drawing[0].encode())) < 100_000
    assert drawing[0].count('<path class="t') == 296


def test_the_overview_leads_there_only_where_it_is(site: Site, saltmarch: Site) -> None:
    link = ServedLinks("/saltmarch/")
    assert "Saltmarch in England" in answer(site, "", {}, link).body.decode()
    assert "/saltmarch/england" not in answer(saltmarch, "", {}, link).body.decode()
