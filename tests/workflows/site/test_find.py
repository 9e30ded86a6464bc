from __future__ import annotations

import json
import time

import pytest

from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site.asked import Answer
from newlyn.workflows.site.find import Matches, search
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer
from newlyn.workflows.site.search_index import index_of, plain, postcodes_of


def find(site: Site, question: str) -> Answer:
    return answer(site, "find", {"q": question}, ServedLinks(f"/{site.slug}/"))


def text(site: Site, question: str) -> str:
    return find(site, question).body.decode()


def found(site: Site, question: str) -> Matches:
    return search(index_of(site), question)


def test_a_code_leads_straight_to_its_page(saltmarch: Site) -> None:
    area = saltmarch.of_type("lsoa21")[4]
    for typed in (area.code, area.code.lower(), f"  {area.code} "):
        done = find(saltmarch, typed)
        assert (done.status, done.location) == (302, f"/saltmarch/areas/{area.code}")


def test_the_code_of_an_indicator_leads_straight_to_its_page(saltmarch: Site) -> None:
    assert find(saltmarch, "Census.Disabled").location == "/saltmarch/indicators/census.disabled"


def test_a_name_leads_to_all_that_have_it_the_largest_first(saltmarch: Site) -> None:
    district = saltmarch.of_type("lad")[0]
    results = found(saltmarch, district.name)
    assert results.entries[0].code == district.code
    assert not results.near
    kinds = list(dict.fromkeys(entry.kind for entry in results.entries))
    assert kinds[0] == "district"
    assert {"ward", "neighbourhood"} <= set(kinds)


@pytest.mark.parametrize("typed", ["GREEN & common", "green and Common", "gréen  cómmon", "common green"])
def test_case_accents_signs_and_order_make_no_difference(saltmarch: Site, typed: str) -> None:
    results = found(saltmarch, typed)
    assert results.entries == found(saltmarch, "green common").entries or set(results.entries) == set(
        found(saltmarch, "green common").entries
    )
    assert results.entries
    assert not results.near


def test_the_beginning_of_a_word_is_enough(saltmarch: Site) -> None:
    name = saltmarch.of_type("lad")[0].name
    assert found(saltmarch, name[:5]).entries[0].name == name


@pytest.mark.parametrize("slip", ["wrackam", "wrakcham", "wrackhamm"])
def test_a_slip_of_the_keyboard_is_taken_for_the_nearest_name(saltmarch: Site, slip: str) -> None:
    results = found(saltmarch, slip)
    assert results.near
    assert results.entries[0].name == "Wrackham"
    assert "Nothing here is called" in text(saltmarch, slip)


def test_words_that_belong_to_no_one_thing_lead_to_what_has_most_of_them(saltmarch: Site) -> None:
    results = found(saltmarch, "wrackham absence")
    assert results.near
    assert 0 < len(results.entries) <= 8


def test_nothing_resembling_is_said_to_be_nothing(saltmarch: Site) -> None:
    assert found(saltmarch, "qqqq").entries == ()
    assert "Nothing here is called “qqqq”." in text(saltmarch, "qqqq")


def test_an_indicator_is_found_by_its_label(saltmarch: Site) -> None:
    results = found(saltmarch, "persistently absent")
    assert [entry.kind for entry in results.entries] == ["indicator"]


def test_a_code_of_the_past_leads_to_the_areas_that_followed(saltmarch: Site) -> None:
    (split,) = (code for code, one in saltmarch.retired.items() if one.why == "split")
    page = text(saltmarch, split)
    assert f"{split} was split into parts in 2021." in page
    for successor in saltmarch.retired[split].successors:
        assert f'href="/saltmarch/areas/{successor}"' in page


def test_a_place_that_is_only_compared_with_has_no_page_and_this_is_said(saltmarch: Site) -> None:
    assert "England (E92000001) has no page of its own here" in text(saltmarch, "E92000001")


def test_a_code_of_elsewhere_is_said_to_be_unknown(saltmarch: Site) -> None:
    assert "Saltmarch has no area of the code E01000001." in text(saltmarch, "e01000001")


def test_without_a_list_of_postcodes_this_is_said(saltmarch: Site) -> None:
    assert postcodes_of(saltmarch) == {}
    for typed in ("CO15", "co15 2hl"):
        assert "Postcodes are not in this evidence" in text(saltmarch, typed)


@pytest.mark.parametrize("typed", ['<script>alert("x")</script>', "'; drop table--", "\x00\x1b[31m", "%00", "a" * 5000])
def test_what_is_typed_is_only_ever_text(saltmarch: Site, typed: str) -> None:
    page = text(saltmarch, typed)
    assert "<script>alert" not in page
    assert "\x00" not in page
    assert "a" * 101 not in page


def test_the_page_lists_every_district_with_its_wider_neighbourhoods(saltmarch: Site) -> None:
    page = text(saltmarch, "")
    for area in (*saltmarch.of_type("lad"), *saltmarch.of_type("msoa21")):
        assert f'href="/saltmarch/areas/{area.code}"' in page


def test_the_list_for_scripts_holds_every_area_and_indicator(saltmarch: Site) -> None:
    listed = json.loads(answer(saltmarch, "search.json", {}, StaticLinks("search.json")).body)
    codes = {one["code"] for one in listed}
    with_pages = {code for code, area in saltmarch.areas.items() if area.type in ("lsoa21", "msoa21", "wd", "lad")}
    assert codes == with_pages | saltmarch.indicators.keys() | saltmarch.retired.keys()
    assert set(listed[0]) == {"name", "kind", "code", "path", "also"}
    assert listed[0]["path"] == f"areas/{listed[0]['code']}.html"


@pytest.mark.parametrize(
    ("typed", "same"), [("Café—King’s", "cafe kings"), ("St. Osyth & Point", "st osyth and point")]
)
def test_words_are_compared_without_their_signs(typed: str, same: str) -> None:
    assert plain(typed) == same


# --- Essex -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["jaywick", "Jaywik", "st osyth", "Jaywick & St. Osyth"])
def test_jaywick_is_found_in_essex(essex: Site, typed: str) -> None:
    assert "Jaywick & St Osyth (Tendring 018)" in [entry.name for entry in found(essex, typed).entries]


def test_a_question_is_answered_in_a_few_milliseconds(essex: Site) -> None:
    index = index_of(essex)
    search(index, "qqqq")  # the words are put in order once
    start = time.process_time()
    for typed in ("jaywick", "colchstr", "tendrng crime jaywik", "e0102", "young people"):
        search(index, typed)
    assert (time.process_time() - start) / 5 < 0.005


def test_a_postcode_leads_to_the_wider_neighbourhoods_of_essex_or_says_that_it_cannot(essex: Site) -> None:
    page = text(essex, "CO15 2HL")
    # SOURCE: ONS, Postcode to OA (2021) to LSOA to MSOA to LAD lookup: CO15 is Clacton-on-Sea, in Tendring.
    if postcodes_of(essex):
        assert "Jaywick &amp; St Osyth (Tendring 018)" in page.split("Every district")[0]
    else:
        assert "Postcodes are not in this evidence" in page
