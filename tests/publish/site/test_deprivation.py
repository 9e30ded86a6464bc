from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.publish.factory import MadeUpPlace, make_place, with_names
from tests.support.html_reader import Reader, check_page

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish.deprivation import sentence
from newlyn.publish.deprivation.way import Ways
from newlyn.publish.site.deprivation import EditionLink, render_deprivation
from newlyn.publish.site.deprivation_map import make_map
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks

LINK = ServedLinks("/saltmarch/")
FRAME = replace(Frame.neutral(), place_name="Saltmarch")
EDITIONS = (EditionLink("imd2015", 2015), EditionLink("imd2019", 2019, current=True))
WAYS = Ways(
    area=lambda code: f"/saltmarch/areas/{code}",
    observed=lambda figure: f"/saltmarch/lineage/{figure}",
    counted=lambda name, code: f"/saltmarch/lineage/picture:{name}:{code}",
    measured=lambda code, measure: f"/saltmarch/lineage/{measure}:{code}",
)
UNTRUSTED = "<script>alert('1')</script><img src=x onerror=\"a()\">&amp; {{ 7 * 7 }}"


def page(made: MadeUpPlace, picture: DeprivationPicture | None = None) -> str:
    shown = picture or made.picture
    drawn = make_map(shown, made.shapes, made.outlines, LINK, tiles="tiles/lsoa11.pmtiles")
    return render_deprivation(shown, FRAME, LINK, map=drawn, ways=WAYS, editions=EDITIONS)


VARIANTS = [{}, {"population": False}, {"districts": 1, "change": False}, {"areas": 260, "districts": 7}]


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_page_is_sound_and_answers_first(variant: dict[str, bool | int]) -> None:
    made = make_place(**{"areas": 60, "districts": 4, **variant})  # type: ignore[arg-type]
    found = check_page(page(made))
    assert sentence.answer(made.picture) in found.text
    assert found.text.index(sentence.answer(made.picture)) < found.text.index("On this page")


def test_it_says_everything_that_the_page_which_stands_alone_says() -> None:
    made = make_place(areas=60, districts=4)
    text = check_page(page(made)).text
    said = [
        sentence.scale(made.picture), sentence.most_deprived_neighbourhood(made.picture),
        sentence.districts(made.picture), sentence.domains(made.picture), sentence.comparison(made.picture),
        *made.picture.caveats,
    ]  # fmt: skip
    assert made.picture.change is not None
    said += [sentence.change(made.picture.change), sentence.moved(made.picture.change), "Ranks are relative."]
    assert [words for words in said if words not in text] == []
    assert all(source.sha256 in text for source in made.picture.sources)


def test_names_lead_to_pages_and_numbers_to_how_they_are_known() -> None:
    made = make_place(areas=60, districts=4)
    links = set(Reader(page(made)).values("href"))
    for area in made.picture.neighbourhoods[:50]:
        assert {f"/saltmarch/areas/{area.code}", f"/saltmarch/lineage/{area.lineage}"} <= links
    district = made.picture.districts[0].code
    assert f"/saltmarch/areas/{district}" in links
    assert f"/saltmarch/lineage/picture:residents-0.2:{district}" in links
    assert f"/saltmarch/lineage/average_score:{district}" in links
    assert "/saltmarch/lineage/picture:residents-0.1:X10000001" in links


def test_the_table_shows_fifty_and_leads_to_the_whole_list() -> None:
    html = page(make_place(areas=260, districts=7))
    assert html.count('id="X0100') == 50
    assert 'href="/saltmarch/neighbourhoods">All neighbourhoods, with the other 210</a>' in html


def test_the_other_editions_are_one_step_away_and_this_one_is_marked() -> None:
    html = page(make_place(areas=60, districts=4))
    assert '<a href="/saltmarch/deprivation/imd2015">2015</a>' in html
    assert '<strong aria-current="page">2019</strong>' in html


def test_names_from_data_never_become_markup_or_template() -> None:
    made = make_place(areas=60, districts=4)
    html = page(made, with_names(made.picture, UNTRUSTED))
    tags = [tag for tag, _ in Reader(html).elements]
    assert "img" not in tags
    kinds = [attributes.get("type") for tag, attributes in Reader(html).elements if tag == "script"]
    assert set(kinds) <= {"module", "application/json"}
    assert "49" not in re.findall(r"amp; ([^ ]+)", html)


def test_a_place_without_boundaries_says_so() -> None:
    made = make_place(areas=60, districts=4)
    html = render_deprivation(made.picture, FRAME, LINK)
    assert "No boundaries are at hand" in html
    assert '<svg class="map"' not in html
    check_page(html)


def test_parts_without_data_are_left_out_with_their_links() -> None:
    made = make_place(areas=60, districts=4)
    bare = replace(made.picture, comparators=(), change=None, districts=(), profile=(), caveats=(), sources=())
    text = check_page(page(made, bare)).text
    absent = ("Beside other places", "Change between editions", "Kinds of deprivation", "Read with care")
    assert not [words for words in absent if words in text]


def test_good_and_bad_are_said_in_words() -> None:
    text = check_page(page(make_place(areas=60, districts=4))).text
    assert "Shorter bars are better." in text
    assert re.search(r"the change is for the (worse|better)\.|about as deprived", text)
