from __future__ import annotations

import re
from dataclasses import replace

from tests.support.html_reader import check_page

from newlyn.publish.site.accessibility import Accessibility, render_accessibility
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks

STATEMENT = Accessibility(place="Saltmarch", organisation="Saltmarch County Council", version="9.9.9")


def page(statement: Accessibility = STATEMENT) -> str:
    frame = replace(Frame.neutral(), place_name="Saltmarch")
    return render_accessibility(statement, frame, ServedLinks("/saltmarch/"))


def test_the_statement_names_standard_organisation_and_version_and_no_date() -> None:
    text = check_page(page()).text
    assert "Web Content Accessibility Guidelines (WCAG) 2.2, level AA" in text
    assert "under the name Saltmarch County Council" in text
    assert "Newlyn 9.9.9" in text
    assert not re.search(
        r"\b(January|February|March|April|June|July|August|September|October|November|December)\b", text
    )


def test_the_statement_says_what_falls_short_and_what_was_not_tried() -> None:
    text = check_page(page()).text
    assert "The map that can be moved is a picture that a screen reader cannot look into." in text
    assert "have not been tried with screen readers" in text


def test_no_address_is_invented() -> None:
    links = [link for link in check_page(page()).values("href") if link.startswith(("http", "mailto"))]
    assert links == ["https://mcmw.abilitynet.org.uk/", "https://www.equalityadvisoryservice.com/"]


def test_the_name_of_an_organisation_stays_text() -> None:
    html = page(replace(STATEMENT, organisation="<script>alert(1)</script>"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
