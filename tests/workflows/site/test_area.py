"""The page of one area: on a made-up county, and on Essex against what was published."""

from __future__ import annotations

import re

import pytest
from tests.support.made_site import RETIRED_ONE, RETIRED_SPLIT

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site.area import addresses
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
    for code in saltmarch.retired[RETIRED_SPLIT].successors:
        assert f'href="/saltmarch/areas/{code}"' in found.body.decode()


def test_a_static_copy_has_a_page_for_every_code_of_the_past(saltmarch: Site) -> None:
    found = answer(saltmarch, f"areas/{RETIRED_ONE}", {}, StaticLinks(f"areas/{RETIRED_ONE}"))
    assert found.status == 200
    assert "One area stands in its place today:" in text_of(found)
