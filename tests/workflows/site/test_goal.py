from __future__ import annotations

import re

import pytest
from tests.support.html_reader import Reader, check_page

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.library import indicators
from newlyn.foundation.errors import NotFoundError
from newlyn.publish.site.link import ServedLinks
from newlyn.workflows.site.goal import addresses, goal_page
from newlyn.workflows.site.goal_list import goal_line
from newlyn.workflows.site.goal_neighbour import nearest, neighbours_mean
from newlyn.workflows.site.indicator_source import plain_caveat, proxies
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer


def html(site: Site, path: str) -> str:
    return answer(site, path, {}, ServedLinks(f"/{site.slug}/")).body.decode()


def test_every_goal_has_a_sound_page(saltmarch: Site) -> None:
    assert list(addresses(saltmarch)) == [f"goals/{goal}" for goal in GOALS]
    for goal, title in GOALS.items():
        assert title in check_page(html(saltmarch, f"goals/{goal}")).text


def test_the_list_has_one_sentence_for_each_goal(saltmarch: Site) -> None:
    found = check_page(html(saltmarch, "goals"))
    for goal in GOALS:
        assert goal_line(saltmarch, goal).sentence in found.text
    assert {f"/saltmarch/goals/{goal}" for goal in GOALS} <= set(Reader(html(saltmarch, "goals")).values("href"))


def test_an_unknown_goal_is_refused_with_the_nearest(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"no goal 'lug-15'. Did you mean"):
        html(saltmarch, "goals/lug-15")


def test_every_proxy_of_the_catalogue_is_told_apart_from_its_caveat() -> None:
    written = [item for item in indicators().values() if "Proxy for" in item.caveat]
    assert written
    for item in written:
        found = proxies(item)
        assert set(found) <= set(item.goals)
        assert len(found) == item.caveat.count("Proxy for lug-")
        assert "Proxy" not in plain_caveat(item)
        assert all(not reason.endswith(".") for reason in found.values())


# --- on the published files ---------------------------------------------------------------------------------------


def test_the_gaps_of_essex_are_the_differences_of_the_published_figures(essex: Site) -> None:
    page = goal_page(essex, "lug-05")
    gap = next(one for one in page.gaps if one.measure.code == "outcomes.work.claimant_count")
    period = essex.latest(gap.measure.code, "lad")
    assert period is not None
    county = next(one for one in essex.column(gap.measure.code, "cty", period) if one.area == "E10000012").value
    england = next(iter(essex.column(gap.measure.code, "ctry", period))).value
    assert county is not None
    assert england is not None
    assert gap.side == ("worse" if county > england else "better")
    text = check_page(html(essex, "goals/lug-05")).text
    assert f"{abs(county - england):.1f} percentage points {gap.side}; not tested" in text


def test_a_district_stands_where_the_published_figures_put_it(essex: Site) -> None:
    page = goal_page(essex, "lug-05")
    gap = next(one for one in page.gaps if one.measure.code == "outcomes.work.claimant_count")
    period = essex.latest(gap.measure.code, "lad")
    assert period is not None
    column = {one.area: one.value for one in essex.column(gap.measure.code, "lad", period) if one.value is not None}
    names = {area.name: area.code for area in essex.of_type("lad")}
    first = gap.positions[0]
    value = column[names[first.name]]
    others = [one for area, one in column.items() if area != names[first.name]]
    worse = sum(one > value for one in others) + sum(one == value for one in others) / 2
    assert first.share == pytest.approx(worse / len(others))
    assert gap.positions == tuple(sorted(gap.positions, key=lambda one: (one.share, one.name)))


def test_proxies_are_named_as_such_and_goals_of_differences_are_shown_by_group(essex: Site) -> None:
    for goal in ("lug-04", "lug-06", "lug-14"):
        page = goal_page(essex, goal)
        assert page.chosen
        assert all(gap.proxy for gap in page.chosen)
        assert "Such a proxy may move while the goal does not" in re.sub(r"\s+", " ", check_page(
            html(essex, f"goals/{goal}")).text)  # fmt: skip
    groups = {gap.group for gap in goal_page(essex, "lug-14").chosen}
    assert {"female", "male"} <= groups


def test_the_neighbours_of_essex_are_those_of_the_model_that_it_names(essex: Site) -> None:
    near = nearest(essex)
    assert near[:2] == ("E10000024", "E10000015")
    period = essex.latest("outcomes.work.claimant_count", "lad")
    assert period is not None
    found = neighbours_mean(essex, "outcomes.work.claimant_count", period)
    assert found is not None
    column = {
        one.area: one.value
        for kind in ("lad", "cty")
        for one in essex.column("outcomes.work.claimant_count", kind, period)
    }
    values = [column[code] for code in near if column.get(code) is not None][:10]
    assert found == (pytest.approx(sum(filter(None, values)) / len(values)), len(values))


def test_small_areas_furthest_behind_are_the_extremes_of_their_column(essex: Site) -> None:
    page = goal_page(essex, "lug-05")
    small = next(one for one in page.small if one.measure.code == "deprivation.employment.rank")
    period = essex.latest(small.measure.code, "lsoa21")
    assert period is not None
    column = essex.column(small.measure.code, "lsoa21", period)
    assert small.first.value == min(one.value for one in column if one.value is not None)
    assert small.areas == len(column)
    assert "deprivation.employment.decile" not in {one.measure.code for one in page.small}
