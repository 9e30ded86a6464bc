from __future__ import annotations

import pytest
from tests.support.html_reader import Reader, check_page

from newlyn.foundation.errors import InputError
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site.indicator_list import addresses
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer


def html(site: Site, **query: str) -> str:
    return answer(site, "indicators", query, ServedLinks(f"/{site.slug}/")).body.decode()


def listed(text: str, site: Site) -> set[str]:
    start = f"/{site.slug}/indicators/"
    return {link.removeprefix(start) for link in Reader(text).values("href") if link.startswith(start)}


def test_the_catalogue_lists_every_indicator_once(saltmarch: Site) -> None:
    text = html(saltmarch)
    found = check_page(text)
    assert listed(text, saltmarch) == set(saltmarch.indicators)
    assert f"{len(saltmarch.indicators)} things are measured of Saltmarch" in found.text
    assert list(addresses(saltmarch)) == ["indicators"]


def test_words_of_a_search_are_all_found_in_any_order(saltmarch: Site) -> None:
    assert listed(html(saltmarch, q="QUALIFICATIONS without"), saltmarch) == {"census.no_qualifications"}
    assert "None of the" in html(saltmarch, q="dragons")


def test_filters_keep_a_theme_a_goal_and_a_level(saltmarch: Site) -> None:
    assert listed(html(saltmarch, theme="digital"), saltmarch) == {"outcomes.digital.gigabit"}
    assert "outcomes.digital.gigabit" in listed(html(saltmarch, goal="lug-10"), saltmarch)
    small = listed(html(saltmarch, level="lsoa21"), saltmarch)
    assert "census.disabled" in small
    assert "outcomes.digital.gigabit" not in small


@pytest.mark.parametrize("name", ["theme", "goal", "level"])
def test_a_filter_that_does_not_exist_is_refused_with_those_that_do(saltmarch: Site, name: str) -> None:
    with pytest.raises(InputError, match=rf"{name}='dragons' is not known. Accepted: "):
        html(saltmarch, **{name: "dragons"})


def test_a_hostile_search_is_only_text(saltmarch: Site) -> None:
    text = html(saltmarch, q='"><script>alert(1)</script>' + "x" * 5000)
    check_page(text)
    assert "<script>alert" not in text


def test_a_static_catalogue_has_no_form_and_shows_all(saltmarch: Site) -> None:
    text = answer(saltmarch, "indicators", {}, StaticLinks("indicators")).body.decode()
    assert '<form class="filters"' not in text
    assert text.count('href="indicators/') == len(saltmarch.indicators)
