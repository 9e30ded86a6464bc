from __future__ import annotations

import html
import re
import time

import pytest

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.publish.site.compare import judge_pair
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site import compare, compare_pair
from newlyn.workflows.site.asked import Answer
from newlyn.workflows.site.compare import resolve
from newlyn.workflows.site.compare_pair import held
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer

TENDRING, UTTLESFORD, COUNTY, ENGLAND = "E07000076", "E07000077", "E10000012", "E92000001"
JAYWICK = "E01021988"


def ask(site: Site, path: str = "compare", **query: str) -> Answer:
    return answer(site, path, query, ServedLinks(f"/{site.slug}/"))


def text(site: Site, path: str = "compare", **query: str) -> str:
    return html.unescape(ask(site, path, **query).body.decode())


# --- choosing ----------------------------------------------------------------------------------------------------


def test_two_areas_by_name_or_code_lead_to_the_page_of_the_pair(saltmarch: Site) -> None:
    one, other = saltmarch.of_type("lad")[:2]
    for a, b in ((one.name, other.name), (one.code.lower(), other.name.upper()), (f" {one.name} ", other.code)):
        done = ask(saltmarch, a=a, b=b)
        assert (done.status, done.location) == (302, f"/saltmarch/compare/{one.code}-{other.code}")


def test_what_a_place_is_compared_with_can_be_named_too(saltmarch: Site) -> None:
    district = saltmarch.of_type("lad")[0]
    assert ask(saltmarch, a=district.name, b="england").location.endswith(f"{district.code}-{ENGLAND}")


def test_a_name_of_several_areas_lets_the_reader_choose_and_keeps_the_other(saltmarch: Site) -> None:
    district = saltmarch.of_type("lad")[0]
    page = text(saltmarch, a="green common", b=district.name)
    assert "“green common” fits several areas. Choose one, or type more." in page
    codes = re.findall(r"/saltmarch/compare\?a=(\w+)&b=" + district.name.replace(" ", r"\+"), page)
    assert len(codes) > 1
    assert set(codes) <= saltmarch.areas.keys()


def test_a_slip_is_answered_with_the_nearest(saltmarch: Site) -> None:
    found = resolve(saltmarch, "wrackam")
    assert found.area is None
    assert "these come nearest" in found.problem
    assert "Wrackham" in [area.name for area in found.choices]


def test_nothing_of_that_name_is_said_to_be_nothing(saltmarch: Site) -> None:
    page = text(saltmarch, a="qqqq", b="<script>alert(1)</script>")
    assert "Nothing here is called “qqqq”." in page
    assert "<script>alert" not in ask(saltmarch, a="<script>alert(1)</script>").body.decode()


def test_the_same_area_twice_is_refused_in_the_form(saltmarch: Site) -> None:
    one = saltmarch.of_type("lad")[0]
    assert f"Both are {one.name}. Choose two different areas." in text(saltmarch, a=one.name, b=one.code)


def test_a_code_of_the_past_stands_for_what_followed_it(saltmarch: Site) -> None:
    for code, one in saltmarch.retired.items():
        found = resolve(saltmarch, code)
        if len(one.successors) == 1:
            assert found.area == saltmarch.areas[one.successors[0]]
        else:
            assert "Choose one that followed it." in found.problem
            assert [area.code for area in found.choices] == list(one.successors)


def test_a_static_copy_has_no_form_but_every_pair_of_districts(saltmarch: Site) -> None:
    page = answer(saltmarch, "compare", {}, StaticLinks("compare")).body.decode()
    assert 'name="a"' not in page
    paths = list(compare_pair.addresses(saltmarch))
    districts = len(saltmarch.of_type("lad"))
    assert len(paths) == len(set(paths)) == districts * (districts - 1) / 2
    assert {f'href="{path}.html"' for path in paths} <= set(re.findall(r'href="[^"]+"', page))
    assert list(compare.addresses(saltmarch)) == ["compare"]


# --- the page of a pair ------------------------------------------------------------------------------------------


def test_every_two_districts_have_a_page(saltmarch: Site) -> None:
    for path in compare_pair.addresses(saltmarch):
        assert ask(saltmarch, path).status == 200


def test_verdicts_are_those_of_the_limits(saltmarch: Site) -> None:
    one, other = saltmarch.of_type("lad")[:2]
    page = text(saltmarch, f"compare/{one.code}-{other.code}")
    mine, theirs = held(saltmarch, one), held(saltmarch, other)
    for code in ("census.no_qualifications", "census.disabled"):
        (period,) = mine[code]
        a, b = mine[code][period]["all"], theirs[code][period]["all"]
        limits = ((a.value, a.lower, a.upper), (b.value, b.lower, b.upper))
        verdict = judge_pair(*limits, saltmarch.indicators[code].polarity)
        line = next(part for part in page.split("<tr>") if f"/indicators/{code}" in part)
        assert f"{verdict} {'to' if verdict == 'similar' else 'than'} {other.name}" in line
        assert f"/lineage/{a.id}" in line
        assert f"/lineage/{b.id}" in line


def test_a_withheld_figure_sends_the_pair_to_the_newest_period_that_both_have(saltmarch: Site) -> None:
    one, other = saltmarch.of_type("lad")[:2]
    page = text(saltmarch, f"compare/{one.code}-{other.code}")
    line = next(part for part in page.split("<tr>") if "/indicators/outcomes.school.persistent_absence" in part)
    assert "2024" in line
    assert "not tested: no limits" in line


def test_groups_of_people_are_folded(saltmarch: Site) -> None:
    one, other = saltmarch.of_type("lad")[:2]
    page = text(saltmarch, f"compare/{one.code}-{other.code}")
    folded = page.split("<details")[1]
    assert "by group" in folded
    for group in ("0-15", "16-64", "65+"):
        assert f'<th scope="row">{group}</th>' in folded


def test_areas_of_different_types_are_compared_and_one_inside_the_other_is_said(saltmarch: Site) -> None:
    hood = saltmarch.of_type("lsoa21")[0]
    page = text(saltmarch, f"compare/{hood.code}-{hood.district}")
    assert f"{hood.title} lies in {saltmarch.areas[hood.district].name}, so its people are part of both" in page
    assert text(saltmarch, f"compare/{hood.district}-{hood.code}").count("so its people are part of both") == 1


@pytest.mark.parametrize("pair", ["E92000001", "E92000001-E92000001-E92000001", "x"])
def test_a_path_that_is_not_a_pair_is_not_found(saltmarch: Site, pair: str) -> None:
    with pytest.raises(NotFoundError, match="are not two codes joined by a hyphen"):
        ask(saltmarch, f"compare/{pair}")


def test_an_unknown_code_is_not_found(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match="Saltmarch has no area 'E01000001' to compare"):
        ask(saltmarch, "compare/E01000001-E92000001")


def test_the_same_code_twice_is_refused(saltmarch: Site) -> None:
    with pytest.raises(InputError, match=r"England is the same as England\. Choose two different areas"):
        ask(saltmarch, "compare/E92000001-E92000001")


def test_small_letters_and_codes_of_the_past_lead_to_the_pair_of_today(saltmarch: Site) -> None:
    (old,) = (code for code, one in saltmarch.retired.items() if len(one.successors) == 1)
    (now,) = saltmarch.retired[old].successors
    assert ask(saltmarch, f"compare/{old.lower()}-e92000001").location == f"/saltmarch/compare/{now}-{ENGLAND}"


# --- Essex -------------------------------------------------------------------------------------------------------


def test_tendring_is_told_apart_from_uttlesford(essex: Site) -> None:
    page = text(essex, f"compare/{TENDRING}-{UTTLESFORD}")
    assert "all are worse in Tendring." in page
    # SOURCE: ONS, Census 2021, TS011: 61.7% of households of Tendring are deprived in at least one dimension.
    assert "61.7% against 42.0%" in page
    # SOURCE: MHCLG, English Indices of Deprivation 2025, File 1: 31 of the 89 small areas are in the first two tenths.
    assert "31 of 89 (35%)" in page


@pytest.mark.parametrize("pair", [f"{JAYWICK}-{ENGLAND}", f"{JAYWICK}-{TENDRING}", f"{TENDRING}-{COUNTY}"])
def test_a_pair_is_compared_in_a_few_hundredths_of_a_second(essex: Site, pair: str) -> None:
    ask(essex, f"compare/{pair}")
    start = time.process_time()
    for _ in range(3):
        assert ask(essex, f"compare/{pair}").status == 200
    assert (time.process_time() - start) / 3 < 0.1


def test_indicators_of_one_name_stand_in_order_of_code(essex: Site) -> None:
    page = text(essex, f"compare/{TENDRING}-{UTTLESFORD}")
    rows = re.findall(r'<th scope="row"><a class="govuk-link" href="[^"]*/indicators/([^"]+)">([^<]+)</a>', page)
    older = [code for code, label in rows if label == "Residents aged 65 and over"]
    assert older == ["census.older", "population.older"]
