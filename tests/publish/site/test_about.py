from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.html_reader import check_page

from newlyn.publish.site.about import About, Evidence, FileNote, LeftOut, by_publisher, licence_of, render_about
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks

NOTE = FileNote(
    "file_7.csv", "Indices 2019", "https://example.org/7", "retrieved on 4 March 2026", "", "2 MB", "5f" * 32
)
NOTES = (
    ("Ministry of Figures", "OGL v3.0", NOTE),
    ("Ministry of Figures", "OGL v3.0", NOTE),
    ("Ministry of Figures", "OGL v3.0", replace(NOTE, name="file_8.csv", href="")),
    ("House of Names", "Open Parliament Licence v3.0", replace(NOTE, name="names.csv", sha256="09" * 32)),
)
EVIDENCE = Evidence(
    by_publisher(NOTES),
    (LeftOut("Ranks", "file_7.csv", "the area is not in England", "1,909", "34,753", "5.5%"),),
    ("Postcodes",),
)
ABOUT = About("Saltmarch", "saltmarch", EVIDENCE, "c0" * 32, "9.9.9", "deprivation.imd.rank:X01000001:2019", 5, 5)


def page(about: About = ABOUT) -> str:
    return render_about(about, replace(Frame.neutral(), place_name="Saltmarch"), ServedLinks("/saltmarch/"))


def test_a_file_is_named_once_under_its_publisher_with_its_checksum() -> None:
    found = check_page(page())
    assert "rest on 3 files of 2 publishers" in found.text
    assert found.text.count("file_7.csv") == 2  # once as a file, once for what was left out of it
    assert NOTE.sha256 in found.text
    assert [one.name for one in EVIDENCE.publishers] == ["House of Names", "Ministry of Figures"]
    assert EVIDENCE.publishers[1].summary == "2 files of 1 dataset"


def test_what_was_left_out_and_what_was_not_at_hand_is_told() -> None:
    text = check_page(page()).text
    assert "the area is not in England 1,909 34,753 5.5%" in text
    assert "no file of them was at hand when the evidence was built: Postcodes" in text


def test_evidence_that_has_gone_is_told_and_the_rest_stands() -> None:
    text = check_page(page(replace(ABOUT, evidence=None))).text
    assert "the evidence they were made from is no longer on this machine" in text
    assert "newlyn build saltmarch" in text
    assert "95% confidence limits" in text


def test_a_figure_shows_how_tracing_works() -> None:
    html = page()
    assert 'href="/saltmarch/lineage/deprivation.imd.rank:X01000001:2019"' in html
    assert "newlyn lineage deprivation.imd.rank:X01000001:2019" in html
    assert "newlyn lineage" not in page(replace(ABOUT, example=""))


def test_build_and_version_are_named() -> None:
    text = check_page(page()).text
    assert "c0" * 32 in text
    assert "Newlyn 9.9.9" in text


@pytest.mark.parametrize(
    ("written", "name", "statement"),
    [
        (
            "OGL v3.0",
            "Open Government Licence v3.0",
            "Contains public sector information licensed under the Open Government Licence v3.0. Source: Ofcom.",
        ),
        (
            "Open Government Licence v3.0. Source: ONS licensed under it.",
            "Open Government Licence v3.0",
            "Source: ONS licensed under it.",
        ),
        (
            "Open Parliament Licence v3.0",
            "Open Parliament Licence v3.0",
            "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.",
        ),
        ("Creative Commons Attribution 4.0. Source: X.", "Creative Commons Attribution 4.0", "Source: X."),
        ("Ask first", "Ask first", ""),
    ],
)
def test_each_licence_is_named_with_the_words_it_asks_for(written: str, name: str, statement: str) -> None:
    found = licence_of("Ofcom", written)
    assert (found.name, found.statement) == (name, statement)
