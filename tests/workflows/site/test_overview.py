from __future__ import annotations

import gzip

from tests.support.html_reader import Reader, check_page

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.publish.deprivation import sentence
from newlyn.publish.site.link import ServedLinks
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.overview import addresses, goal_links, index_of
from newlyn.workflows.site.pages import answer

HEADLINE = (
    "123,640 of 1,445,044 residents of Essex (8.6%) live in the 75 neighbourhoods that are among the most deprived "
    "fifth of England."
)


def html(site: Site) -> str:
    return answer(site, "", {}, ServedLinks(f"/{site.slug}/")).body.decode()


def test_the_overview_of_a_place_is_sound_and_answers_first(saltmarch: Site) -> None:
    found = check_page(html(saltmarch))
    said = sentence.answer(saltmarch.picture("imd2019"))
    assert said in found.text
    assert found.text.index(said) < found.text.index("On this page")
    assert list(addresses(saltmarch)) == [""]


def test_the_edition_that_the_pack_has_chosen_tells_the_story(saltmarch: Site) -> None:
    assert index_of(saltmarch) == saltmarch.pack.vintages.index == "imd2019"
    links = Reader(html(saltmarch)).values("href")
    assert "/saltmarch/deprivation/imd2025" in links


def test_every_goal_has_a_link_with_the_number_of_its_indicators(saltmarch: Site) -> None:
    goals = goal_links(saltmarch)
    assert [goal.id for goal in goals] == list(GOALS)
    held = saltmarch.indicators.values()
    assert [goal.indicators for goal in goals] == [sum(goal.id in one.goals for one in held) for goal in goals]
    assert {f"/saltmarch/goals/{goal}" for goal in GOALS} <= set(Reader(html(saltmarch)).values("href"))


def test_essex_is_told_in_the_published_numbers(essex: Site) -> None:
    found = check_page(html(essex))
    assert HEADLINE in found.text
    assert "about 1 in 12 residents" in found.text
    assert "The most deprived neighbourhood of Essex is Jaywick & St Osyth (Tendring 018A)" in found.text
    assert "rose from 126,656 (8.4%) to 146,943 (9.8%) between the 2019 and 2025 editions" in found.text
    assert "lower than in the East of England (10.1%), among its nearest neighbours (9.3%) and in England" in found.text


def test_the_numbers_at_the_head_lead_to_how_they_are_known(essex: Site) -> None:
    links = set(Reader(html(essex)).values("href"))
    for name in ("residents-0.1", "residents-0.2", "residents-0.3", "residents-0.2-E07000076"):
        assert f"/essex/lineage/picture:essex:imd2019:{name}" in links
    assert "/essex/lineage/deprivation.imd.rank:E01021988:2019" in links
    assert "/essex/lineage/deprivation.imd.average_score:E07000076:2019" in links


def test_the_overview_with_its_drawn_map_is_light(essex: Site) -> None:
    assert len(gzip.compress(html(essex).encode(), 6)) < 120_000
