from __future__ import annotations

from dataclasses import replace

import pytest
from tests.publish.factory import make_place
from tests.support.html_reader import check_page

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish.deprivation import sentence
from newlyn.publish.site.deprivation import EditionLink
from newlyn.publish.site.deprivation_map import make_map
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks
from newlyn.publish.site.overview import GoalLink, Overview, Story, made_of, render_overview, tell_story

LINK = ServedLinks("/saltmarch/")
FRAME = replace(Frame.neutral(), place_name="Saltmarch")
MADE = make_place(areas=60, districts=4)
EDITIONS = (EditionLink("imd2019", 2019), EditionLink("imd2025", 2025))


def story(picture: DeprivationPicture = MADE.picture) -> Story:
    drawn = make_map(picture, MADE.shapes, MADE.outlines, LINK, tiles="tiles/lsoa11.pmtiles")
    return tell_story(picture, map=drawn, editions=EDITIONS)


def page(told: Story | None) -> str:
    overview = Overview(
        name="Saltmarch",
        summary="A county of mud.",
        made_of=made_of("Saltmarch", {"lad": 4, "lsoa21": 60}, 120_000),
        story=told,
        goals=(GoalLink("lug-01", "Strong foundations in early years", 3), GoalLink("lug-02", "School", 0)),
        editions=EDITIONS,
        indicators=1_212,
    )
    return render_overview(overview, FRAME, LINK)


def test_the_story_says_how_many_where_which_way_and_compared_with_whom_in_that_order() -> None:
    text = check_page(page(story())).text
    assert MADE.picture.change is not None
    told = [
        sentence.answer(MADE.picture),
        sentence.most_deprived_neighbourhood(MADE.picture),
        sentence.districts(MADE.picture),
        sentence.direction(MADE.picture.change, "Saltmarch"),
        sentence.comparison(MADE.picture),
    ]
    places = [text.index(words) for words in told]
    assert places == sorted(places)


def test_a_newer_edition_than_the_one_shown_is_told() -> None:
    assert "There is a newer edition" in page(story())
    assert "There is a newer edition" not in page(story(replace(MADE.picture, edition=2025)))


def test_the_ten_most_deprived_neighbourhoods_are_listed() -> None:
    listed = story().listed
    assert listed.caption == "The 10 most deprived neighbourhoods"
    assert [row.head.note for row in listed.rows] == [one.name for one in MADE.picture.neighbourhoods[:10]]


def test_goals_lead_to_their_pages_and_one_without_indicators_says_so() -> None:
    html = page(story())
    assert '<a class="govuk-link" href="/saltmarch/goals/lug-01">1. Strong foundations in early years</a>' in html
    assert "<p>3 indicators</p>" in html
    assert "<p>No indicator yet</p>" in html


def test_a_place_without_an_edition_still_has_an_overview() -> None:
    text = check_page(page(None)).text
    assert "No edition of the Index of Multiple Deprivation is at hand for Saltmarch." in text
    assert "Saltmarch is made of 4 districts and 60 neighbourhoods, with 120,000 usual residents" in text


@pytest.mark.parametrize("without", ["map", "districts", "change", "comparison"])
def test_a_part_that_is_not_known_is_left_out_with_its_link(without: str) -> None:
    check_page(page(replace(story(), **{without: None})))


def test_what_a_place_is_made_of_leaves_out_what_is_not_known() -> None:
    assert made_of("Ash", {"lsoa21": 1}, None) == "Ash is made of 1 neighbourhood."
    assert made_of("Ash", {}, None) == ""
