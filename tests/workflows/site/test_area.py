"""The page of one area: on a made-up county, and on Essex against what was published."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tests.support.made_site import CENSUS, COUNTED, COUNTY, ENGLAND, GROUPED, RETIRED_ONE, RETIRED_SPLIT, YEARLY

from newlyn.foundation.errors import NotFoundError
from newlyn.foundation.period import Period
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.publish.site.reading import judge
from newlyn.workflows.site.area import addresses
from newlyn.workflows.site.area_beside import within_of
from newlyn.workflows.site.area_profile import shares_of, tenths_of
from newlyn.workflows.site.area_rank import order_of
from newlyn.workflows.site.area_within import adjoining, inside
from newlyn.workflows.site.asked import Answer
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer

LINK = ServedLinks("/saltmarch/")


def ask(site: Site, path: str, **query: str) -> Answer:
    return answer(site, path, {name.rstrip("_"): value for name, value in query.items()}, LINK)


def text_of(found: Answer) -> str:
    """The words of a page, without its marks, in one line."""
    body = re.sub(r"<(script|svg|title)\b.*?</\1>", " ", found.body.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", "", body).split())


def row_of(found: Answer, indicator: str) -> str:
    """The row of one indicator, with its marks."""
    row = re.search(rf'<tr id="{re.escape(indicator)}">.*?</tr>', found.body.decode(), re.S)
    assert row is not None
    return row[0]


def test_every_address_has_a_page(saltmarch: Site) -> None:
    for path in addresses(saltmarch):
        found = ask(saltmarch, path)
        assert found.status in (200, 302), path


def test_a_code_in_small_letters_leads_to_the_page(saltmarch: Site) -> None:
    code = saltmarch.of_type("lsoa21")[0].code
    found = ask(saltmarch, f"areas/{code.lower()}")
    assert (found.status, found.location) == (302, f"/saltmarch/areas/{code}")


def test_an_unknown_code_is_told_with_the_nearest(saltmarch: Site) -> None:
    code = saltmarch.of_type("wd")[0].code
    with pytest.raises(NotFoundError, match=f"no area '{code}X'. Did you mean"):
        ask(saltmarch, f"areas/{code}X")


def test_a_code_with_one_successor_leads_there_with_a_note(saltmarch: Site) -> None:
    found = ask(saltmarch, f"areas/{RETIRED_ONE}")
    new = saltmarch.retired[RETIRED_ONE].successors[0]
    assert (found.status, found.location) == (302, f"/saltmarch/areas/{new}?from={RETIRED_ONE}")
    assert f"{RETIRED_ONE} was given a new code in 2021." in text_of(ask(saltmarch, f"areas/{new}", from_=RETIRED_ONE))


@pytest.mark.parametrize("given", [RETIRED_SPLIT, "E01000001", "<script>", ""])
def test_a_note_is_shown_only_for_a_code_that_did_lead_here(saltmarch: Site, given: str) -> None:
    new = saltmarch.retired[RETIRED_ONE].successors[0]
    shown = ask(saltmarch, f"areas/{new}", from_=given).body.decode()
    assert "Please note" not in shown


def test_a_code_that_was_split_lists_the_areas_of_today(saltmarch: Site) -> None:
    found = ask(saltmarch, f"areas/{RETIRED_SPLIT}")
    shown = text_of(found)
    assert found.status == 200
    assert f"The neighbourhood {RETIRED_SPLIT} was split into parts in 2021." in shown
    assert "Two areas stand in its place today:" in shown
    assert "whose boundaries were other ones" in shown
    for code in saltmarch.retired[RETIRED_SPLIT].successors:
        assert f'href="/saltmarch/areas/{code}"' in found.body.decode()


def test_a_static_copy_has_a_page_for_every_code_of_the_past(saltmarch: Site) -> None:
    found = answer(saltmarch, f"areas/{RETIRED_ONE}", {}, StaticLinks(f"areas/{RETIRED_ONE}"))
    assert found.status == 200
    assert "One area stands in its place today:" in text_of(found)
    assert "boundaries" not in text_of(found)  # it was only given another code


# --- what the page says ----------------------------------------------------------------------------------------------


def test_the_sentence_at_the_top_has_the_rank_of_the_newest_edition(saltmarch: Site) -> None:
    hood = saltmarch.picture("imd2025").neighbourhoods[0]
    shown = text_of(ask(saltmarch, f"areas/{hood.code}"))
    england = saltmarch.picture("imd2025").england_areas
    assert f"rank {hood.domains['imd'].rank:,} of {england:,} in 2025" in shown


def test_every_number_of_a_row_leads_to_how_we_know_it(saltmarch: Site) -> None:
    area = saltmarch.of_type("lsoa21")[4]
    row = row_of(ask(saltmarch, f"areas/{area.code}"), COUNTED[0])
    for code in (area.code, area.district, COUNTY, ENGLAND):
        assert f'href="/saltmarch/lineage/{COUNTED[0]}:{code}:2021-03-21"' in row


def test_a_figure_is_judged_against_england_by_its_limits(saltmarch: Site) -> None:
    for area in saltmarch.of_type("wd"):
        shown = ask(saltmarch, f"areas/{area.code}")
        for code in COUNTED:
            own = saltmarch.series(code, area.code)[0]
            england = saltmarch.series(code, ENGLAND)[0].value
            verdict = judge(own.value, own.lower, own.upper, england, saltmarch.indicators[code].polarity)
            assert (f"{verdict} to England" if verdict == "similar" else f"{verdict} than England") in row_of(
                shown, code
            )


def test_the_places_are_those_of_the_values(saltmarch: Site) -> None:
    code = COUNTED[0]
    order = order_of(saltmarch, code, "lsoa21", CENSUS)
    column = {one.area: one.value or 0.0 for one in saltmarch.column(code, "lsoa21", CENSUS)}
    for area in saltmarch.of_type("lsoa21"):
        beside = {other.code for other in saltmarch.of_type("lsoa21") if other.district == area.district}
        above = sum(column[other] > column[area.code] for other in beside)
        assert order.district[area.code][:2] == (above + 1, len(beside))
        assert order.place[area.code].high == 1 + sum(value > column[area.code] for value in column.values())


def test_the_limits_leave_the_own_place_open(saltmarch: Site) -> None:
    for one in order_of(saltmarch, COUNTED[0], "lsoa21", CENSUS).place.values():
        assert one.first <= one.high <= one.last <= one.of


def test_a_figure_without_limits_has_a_place_and_no_span(saltmarch: Site) -> None:
    order = order_of(saltmarch, YEARLY[2], "lad", Period.year(2024))
    assert order.district == {}
    assert {one.first for one in order.place.values()} == {0}
    assert sorted(one.high for one in order.place.values()) == [1, 2, 3, 4]


def test_a_district_has_the_line_of_its_series_in_words(saltmarch: Site) -> None:
    district = saltmarch.of_type("lad")[0]
    row = row_of(ask(saltmarch, f"areas/{district.code}"), YEARLY[1])
    assert re.search(r'aria-label="[\d.]+ in 2019, [\d.]+ in 2024; the grey line is England"', row)


def test_groups_of_people_are_folded_away_under_their_figure(saltmarch: Site) -> None:
    area = saltmarch.of_type("msoa21")[0]
    shown = ask(saltmarch, f"areas/{area.code}").body.decode()
    details = re.search(rf'<details class="govuk-details" id="{re.escape(GROUPED[0])}">.*?</details>', shown, re.S)
    assert details is not None
    assert [f'<th scope="row">{group}</th>' in details[0] for group in GROUPED[1]] == [True, True, True]


def test_the_index_is_not_repeated_among_the_figures(saltmarch: Site) -> None:
    area = saltmarch.of_type("lsoa21")[0]
    assert 'id="deprivation.imd.rank"' not in ask(saltmarch, f"areas/{area.code}").body.decode()


def test_an_estimated_tenth_is_marked_where_it_stands(saltmarch: Site) -> None:
    area = saltmarch.of_type("lsoa21")[3]
    shown = text_of(ask(saltmarch, f"areas/{area.code}"))
    assert "estimate for 25.0% of residents" in shown


def test_a_larger_area_lists_its_neighbourhoods_most_deprived_first(saltmarch: Site) -> None:
    for kind in ("wd", "msoa21", "lad"):
        area = saltmarch.of_type(kind)[0]
        ranks = [row.rank or 0 for row in within_of(saltmarch, area)]
        assert ranks == sorted(ranks)
        assert len(ranks) == len(inside(saltmarch)[area.code]) > 0


def test_the_share_of_a_district_is_what_its_picture_says(saltmarch: Site) -> None:
    for group in saltmarch.picture("imd2025").districts:
        shown = text_of(ask(saltmarch, f"areas/{group.code}"))
        worst = next(band for band in group.bands if band.top == 0.2)
        assert f"{worst.areas} of {group.areas}" in shown


def test_larger_areas_adjoin_where_their_neighbourhoods_do(saltmarch: Site) -> None:
    for kind in ("wd", "msoa21", "lad"):
        for area in saltmarch.of_type(kind):
            for other in adjoining(saltmarch, area):
                assert area in adjoining(saltmarch, other)
                assert other is not area


def test_links_of_a_static_copy_are_relative(saltmarch: Site) -> None:
    code = saltmarch.of_type("lsoa21")[0].code
    shown = answer(saltmarch, f"areas/{code}", {}, StaticLinks(f"areas/{code}")).body.decode()
    assert 'href="/' not in shown
    assert f'href="../data/area-{code}.csv"' in shown


def test_a_page_carries_no_style_and_no_script_of_its_own(saltmarch: Site) -> None:
    for kind in ("lsoa21", "wd", "lad"):
        shown = ask(saltmarch, f"areas/{saltmarch.of_type(kind)[0].code}").body.decode()
        assert " style=" not in shown
        assert "<style" not in shown
        ids = re.findall(r' id="([^"]+)"', shown)
        assert len(ids) == len(set(ids))


# --- the real county -------------------------------------------------------------------------------------------------

ESSEX = ServedLinks("/essex/")


def test_jaywick_is_the_most_deprived_of_england(essex: Site) -> None:
    """Rank 1 in the Indices of Deprivation 2025, 2019, 2015 and 2010: MHCLG, file 1 of each edition."""
    shown = text_of(answer(essex, "areas/E01021988", {}, ESSEX))
    assert (
        "Jaywick & St Osyth (Tendring 018A) is among the most deprived tenth of England: rank 1 of 33,755 in 2025, and "
        "has been since 2004."
    ) in unescape(shown)


def test_the_share_of_a_district_is_the_same_in_picture_and_in_change(essex: Site) -> None:
    picture = essex.picture("imd2025")
    assert picture.change is not None
    last = {one.code: one.shares for one in picture.change.districts}
    for area in essex.of_type("lad"):
        ours = [one.share for one in shares_of(essex, inside(essex)[area.code])]
        assert ours == pytest.approx(list(last[area.code]))


def test_the_tenths_of_a_page_are_those_of_the_picture(essex: Site) -> None:
    for hood in essex.picture("imd2025").neighbourhoods:
        assert tenths_of(essex, essex.areas[hood.code])[-1].tenth == hood.domains["imd"].decile


def test_tendring_is_told_by_share_and_rank(essex: Site) -> None:
    group = next(one for one in essex.picture("imd2025").districts if one.code == "E07000076")
    shown = text_of(answer(essex, "areas/E07000076", {}, ESSEX))
    share = next(band.residents or 0 for band in group.bands if band.top == 0.2) / (group.residents or 1)
    assert f"{share:.1%} of the residents of Tendring live in neighbourhoods among the most deprived fifth" in shown
    assert f"By average score it is the {group.standing['average_score']}th most deprived of 296 districts." in shown


def test_a_hundred_pages_of_essex_have_no_number_without_a_way_back(essex: Site) -> None:
    """Every number in the cells of a figure's own value leads to its lineage."""
    for area in essex.of_type("lsoa21")[::9]:
        shown = answer(essex, f"areas/{area.code}", {}, ESSEX).body.decode()
        rows = re.findall(r'<tr id="[a-z][^"]*"><th scope="row">.*?</th><td>(.*?)</td>', shown)
        assert rows
        assert all("/essex/lineage/" in row or "missing" in row for row in rows)


def test_a_ward_of_essex_says_that_it_is_fitted(essex: Site) -> None:
    shown = text_of(answer(essex, f"areas/{essex.of_type('wd')[0].code}", {}, ESSEX))
    assert (
        "Figures of a ward are those of the neighbourhoods that the Office for National Statistics fits to it" in shown
    )
