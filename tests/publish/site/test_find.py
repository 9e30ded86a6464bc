from __future__ import annotations

import pytest
from tests.support.html_reader import check_page

from newlyn.publish.site.find import District, FindPage, Found, FoundGroup, answer, render_find
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks, StaticLinks

GROUPS = (FoundGroup("ward", (Found("Quay", "areas/E05000001", "Ash", "E05000001"),), 1),)
DISTRICTS = (District("Ash", "areas/E07000001", (Found("Ash 001", "areas/E02000001"),)),)


def test_results_are_counted_by_kind() -> None:
    groups = [*GROUPS, FoundGroup("county", (), 2)]
    assert answer("quay", groups, near=False) == "“quay” leads to 1 ward and 2 counties."


def test_results_that_only_resemble_are_called_so() -> None:
    assert answer("qay", GROUPS, near=True) == "Nothing here is called “qay”. These come nearest: 1 ward."


def test_no_results_are_said_unless_a_note_says_why() -> None:
    assert FindPage("q", (), False, (), DISTRICTS).answer == "Nothing here is called “q”."
    assert FindPage("q", (), False, ("Why.",), DISTRICTS).answer == ""


@pytest.mark.parametrize(("in_all", "rest"), [(1, ""), (31, "And 30 more: add a word to find fewer.")])
def test_results_that_are_not_listed_are_counted(in_all: int, rest: str) -> None:
    assert FoundGroup("ward", GROUPS[0].found, in_all).rest == rest


def test_a_served_page_asks_the_server_and_a_file_asks_a_script() -> None:
    page = FindPage("quay", GROUPS, False, (), DISTRICTS)
    served = check_page(render_find(page, Frame("Ash", "Ash", Frame.neutral().brand, ""), ServedLinks("/ash/")))
    assert "/ash/find" in served.values("action")
    assert served.values("data-find") == []
    links = StaticLinks("find")
    still = check_page(render_find(page, Frame("Ash", "Ash", Frame.neutral().brand, "", served=False), links))
    assert still.values("data-find") == ["search.json"]
    assert "Without it, choose from the list" in still.text
