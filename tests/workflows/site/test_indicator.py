from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.support.html_reader import Reader, check_page
from tests.support.made_site import COUNTED, GROUPED, YEARLY, write_site

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.foundation.period import Period
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site.indicator import addresses
from newlyn.workflows.site.indicator_held import held, held_of, read_choice
from newlyn.workflows.site.indicator_rank import standings, whole_of
from newlyn.workflows.site.indicator_series import series
from newlyn.workflows.site.indicator_small import ground, small_areas
from newlyn.workflows.site.indicator_source import definition
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer

CLAIMANTS = "outcomes.work.claimant_count"
EMPLOYMENT = "outcomes.work.employment_rate"


def html(site: Site, code: str, **query: str) -> str:
    return answer(site, f"indicators/{code}", query, ServedLinks(f"/{site.slug}/")).body.decode()


def test_every_indicator_has_a_sound_page(saltmarch: Site) -> None:
    assert list(addresses(saltmarch)) == [f"indicators/{code}" for code in saltmarch.indicators]
    for code in saltmarch.indicators:
        found = check_page(html(saltmarch, code))
        assert saltmarch.indicators[code].label in found.text
        assert "Where it comes from" in found.text or "where it comes from" in found.text


def test_the_page_answers_with_the_district_that_is_worst(saltmarch: Site) -> None:
    code = COUNTED[0]  # no qualifications: higher is worse
    column = saltmarch.column(code, "lad", held_of(saltmarch, code).periods["lad"][0])
    worst = max(column, key=lambda one: one.value or 0.0)
    text = check_page(html(saltmarch, code)).text
    assert f"{saltmarch.areas[worst.area].name} had the highest figure" in text
    assert f"{worst.value:.1f}%" in text
    assert "A higher figure is worse." in text


def test_every_figure_leads_to_how_it_is_known(saltmarch: Site) -> None:
    links = set(Reader(html(saltmarch, COUNTED[0])).values("href"))
    for area in (*saltmarch.of_type("lad"), *(saltmarch.areas[code] for code in saltmarch.comparators)):
        assert f"/saltmarch/lineage/{COUNTED[0]}:{area.code}:2021-03-21" in links


def test_what_is_withheld_is_said_and_not_shown_as_nought(saltmarch: Site) -> None:
    text = check_page(html(saltmarch, YEARLY[0], period="2020")).text
    assert "withheld by the publisher, because the count is small" in text


def test_groups_are_broken_down_and_one_is_shown(saltmarch: Site) -> None:
    text = check_page(html(saltmarch, GROUPED[0])).text
    assert "For 0-15:" in text
    assert all(group in text for group in GROUPED[1])
    assert "For 65+:" in check_page(html(saltmarch, GROUPED[0], group="65+")).text


def test_small_areas_are_mapped_and_listed_at_both_ends(saltmarch: Site) -> None:
    text = html(saltmarch, COUNTED[1])
    found = small_areas(saltmarch, COUNTED[1], "lsoa21")
    assert found is not None
    assert text.count("<path class=") >= len(saltmarch.of_type("lsoa21"))
    assert found.areas[0].name in Reader(text).text
    assert "Fifths of Saltmarch" in text
    wards = html(saltmarch, COUNTED[1], level="wd")
    assert "Saltmarch’s wards" in wards


def test_ranks_are_told_as_deprivation_and_drawn_without_a_line(saltmarch: Site) -> None:
    text = check_page(html(saltmarch, "deprivation.imd.rank")).text
    assert re.search(r"was the most deprived of Saltmarch’s 60 neighbourhoods, at rank \d", text)
    assert "Through time" not in text
    tenth = check_page(html(saltmarch, "deprivation.imd.decile")).text
    assert "in the most deprived tenth of England" in tenth
    assert "their ranks" in tenth


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"period": "1066"}, r"no figures for the period '1066'. Accepted: 2024, 2023"),
        ({"period": "<b>"}, r"no figures for the period '<b>'"),
        ({"group": "sailors"}, r"has no group 'sailors'. Accepted: all\."),
        ({"level": "parish"}, r"no figures for the level 'parish'. Accepted: .*lad"),
    ],
)
def test_what_an_indicator_does_not_have_is_refused_with_what_it_has(
    saltmarch: Site, query: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        html(saltmarch, YEARLY[0], **query)


def test_an_unknown_indicator_is_refused_with_the_nearest(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"Did you mean 'census.disabled'"):
        html(saltmarch, "census.disable")


def test_a_static_page_shows_no_form_and_keeps_every_period(saltmarch: Site) -> None:
    code = YEARLY[1]
    body = answer(saltmarch, f"indicators/{code}", {}, StaticLinks(f"indicators/{code}")).body.decode()
    check_page(body)
    assert '<form class="filters"' not in body
    assert all(str(year) in body for year in range(2019, 2025))
    assert "../data/indicator-" in body


def test_the_page_stands_without_the_evidence_behind_it(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    shutil.rmtree(tmp_path / "warehouse", ignore_errors=True)
    assert definition(site, COUNTED[0]).sources[0].files == ()
    assert "its files cannot be named" in check_page(html(site, COUNTED[0])).text


def test_a_place_is_a_whole_where_it_is_one_authority(saltmarch: Site) -> None:
    assert whole_of(saltmarch) == "E10999999"


def test_a_level_that_was_chosen_stays_and_a_period_finds_the_level_that_has_it(saltmarch: Site) -> None:
    code = COUNTED[0]
    assert read_choice(code, held_of(saltmarch, code), {}).level == "lsoa21"
    assert read_choice(code, held_of(saltmarch, code), {"level": "msoa21"}).level == "msoa21"
    assert read_choice(code, held_of(saltmarch, code), {"level": "lad"}).level == "lsoa21"


def test_a_series_of_the_made_up_county_has_a_line_for_each_district(saltmarch: Site) -> None:
    found = series(saltmarch, YEARLY[1])
    assert found is not None
    assert [one.label for one in found.moments] == [str(year) for year in range(2019, 2025)]
    kinds = [line.kind for line in found.lines]
    assert kinds.count("district") == len(saltmarch.of_type("lad"))
    assert {"place", "country"} <= set(kinds)


# --- on the published files ---------------------------------------------------------------------------------------


def test_essex_is_ranked_as_the_published_figures_rank_it(essex: Site) -> None:
    found = standings(essex, CLAIMANTS)
    assert found is not None
    period = essex.latest(CLAIMANTS, "lad")
    assert period is not None
    column = {one.area: one.value for one in essex.column(CLAIMANTS, "lad", period)}
    everywhere = np.array([value for value in column.values() if value is not None])
    for row in found.known:
        value = column[row.measured.code]
        assert value == row.measured.value
        assert row.england == 1 + int((everywhere > value).sum())
    assert found.pool == len(everywhere)
    assert found.whole is not None
    assert found.whole.name == "Essex"
    county = next(one for one in essex.column(CLAIMANTS, "cty", period) if one.area == "E10000012")
    assert found.whole.value == county.value


def test_the_sentence_of_employment_is_that_of_the_published_figures(essex: Site) -> None:
    period = Period.year(2023)
    column = {one.area: one for one in essex.column(EMPLOYMENT, "lad", period)}
    lowest = min(essex.of_type("lad"), key=lambda area: column[area.code].value or 101.0)
    england = next(iter(essex.column(EMPLOYMENT, "ctry", period)))
    text = check_page(html(essex, EMPLOYMENT, period="2023")).text
    assert (
        f"In 2023, {lowest.name} had the lowest figure of Essex’s 12 districts: {column[lowest.code].value:.1f}%"
        in text
    )
    assert f"{england.value:.1f}% in England" in text
    assert "A higher figure is better." in text


def test_districts_without_a_figure_leave_the_county_to_speak(essex: Site) -> None:
    text = check_page(html(essex, "outcomes.school.persistent_absence")).text
    assert re.search(r"In 20\d\d/\d\d, the figure for Essex was \d+\.\d%, against \d+\.\d% in England", text)
    assert "published for counties and unitary authorities alone" in text


def test_what_is_published_for_no_part_of_essex_is_said(essex: Site) -> None:
    text = check_page(html(essex, "outcomes.school.good_or_outstanding")).text
    assert "Nothing is published of this for Essex or its districts." in text


def test_another_table_is_a_break_in_the_series(essex: Site) -> None:
    found = series(essex, "outcomes.digital.gigabit")
    assert found is not None
    assert [at for at, _ in found.breaks] == [1]
    assert "Explore Local Statistics" in found.breaks[0][1]
    assert "break in the series" in html(essex, "outcomes.digital.gigabit")


def test_small_areas_of_an_older_census_lead_to_those_of_today(essex: Site) -> None:
    found = small_areas(essex, "deprivation.indicator.gp_km", "lsoa11")
    assert found is not None
    paths = {one.path.removeprefix("areas/") for one in found.areas}
    assert paths <= set(essex.areas)
    drawn = ground(essex, "lsoa11")
    assert drawn is not None
    assert {one.code for one in found.areas} <= set(drawn.paths)


def test_source_and_licence_are_those_of_the_dataset(essex: Site) -> None:
    text = check_page(html(essex, EMPLOYMENT)).text
    assert "Office for National Statistics" in text
    assert "Explore Local Statistics" in text
    assert "Worked example" in text
    assert definition(essex, EMPLOYMENT).sources[0].files


def test_what_is_held_is_what_the_cut_has_for_the_place(essex: Site) -> None:
    found = held(essex)
    assert set(found) <= set(essex.indicators)
    for code in (EMPLOYMENT, "census.no_qualifications"):
        for level in ("lad", "ctry"):
            assert found[code].periods[level][0] == essex.latest(code, level)
