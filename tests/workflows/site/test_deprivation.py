from __future__ import annotations

import re

import pytest
from tests.support.html_reader import Reader, check_page

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.site.link import Links, ServedLinks, StaticLinks
from newlyn.workflows.lineage import picture_figures
from newlyn.workflows.site.deprivation import addresses
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer


def html(site: Site, index: str = "imd2019", link: Links | None = None) -> str:
    return answer(site, f"deprivation/{index}", {}, link or ServedLinks(f"/{site.slug}/")).body.decode()


def test_each_edition_has_its_page(saltmarch: Site) -> None:
    assert list(addresses(saltmarch)) == ["deprivation/imd2019", "deprivation/imd2025"]
    for index in saltmarch.editions:
        check_page(html(saltmarch, index))


def test_an_edition_that_is_not_there_is_told_with_the_nearest(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"no picture of 'imd2018'.*imd2019"):
        html(saltmarch, "imd2018")


def test_a_figure_that_was_not_observed_leads_nowhere(saltmarch: Site) -> None:
    # Saltmarch has ranks of 2025 only, so the page of 2019 cannot trace them.
    assert "lineage/deprivation.imd.rank" not in html(saltmarch, "imd2019")
    assert not re.search(r'href=""', html(saltmarch, "imd2019"))


def test_on_a_static_copy_every_link_is_relative(saltmarch: Site) -> None:
    links = Reader(html(saltmarch, link=StaticLinks("deprivation/imd2019"))).values("href")
    assert not [link for link in links if link.startswith("/")]
    assert "../index.html" in links


def test_every_edition_of_essex_has_a_sound_page_with_a_map(essex: Site) -> None:
    for index in essex.editions:
        found = html(essex, index)
        check_page(found)
        assert '<svg class="map"' in found


def test_a_map_moves_where_there_are_tiles_of_its_areas(essex: Site) -> None:
    assert "tiles/lsoa11.pmtiles" in html(essex, "imd2019")
    assert "tiles/lsoa21.pmtiles" in html(essex, "imd2025")
    assert ".pmtiles" not in html(essex, "imd2004")


def test_every_neighbourhood_of_an_older_census_has_a_page_or_a_successor(essex: Site) -> None:
    for index in essex.editions:
        codes = {one.code for one in essex.picture(index).neighbourhoods}
        assert codes <= set(essex.areas) | set(essex.retired)


def test_a_number_of_a_district_is_traced_where_the_publisher_says_the_same(essex: Site) -> None:
    assert "/essex/lineage/deprivation.imd.extent:E07000076:2019" in html(essex, "imd2019")
    # Of 2025 no summaries of districts were published with the small areas at hand.
    assert "lineage/deprivation.imd.extent" not in html(essex, "imd2025")


def test_the_figures_of_the_districts_of_essex_add_up_to_those_of_the_county(essex: Site) -> None:
    picture = essex.picture("imd2019")
    figures = picture_figures(picture)
    parts = [figures[f"residents-0.2-{one.code}"] for one in picture.districts]
    assert sum(one.value or 0 for one in parts) == figures["residents-0.2"].value == 123_640
    assert figures["residents-0.2-E07000076"].words.startswith("residents of neighbourhoods of Tendring among")
