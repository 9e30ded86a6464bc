from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.html_reader import check_page

from newlyn.foundation.provenance import Origin
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.lineage import FigurePage, SourceLine, count_words, render_figure, shell_word, with_unit
from newlyn.publish.site.lineage_all import AreaFigures, FigureLine, TableFigures, render_area_figures, row_words
from newlyn.publish.site.lineage_file import came_words, list_files
from newlyn.publish.site.link import ServedLinks

FILE = Origin(
    dataset="made_up",
    file="File <1>.csv",
    publisher="Office of Made-up Figures",
    title="Made-up figures",
    licence="OGL v3.0",
    url="https://example.org/file?a=1&b=2",
    retrieved="2026-03-04T09:30:00Z",
    copied_from=None,
    sha256="ab" * 32,
    size=1234,
)
PAGE = FigurePage(
    id="census.sex:E07000001:2021-03-21:all usual",
    label="Residents by sex",
    indicator="census.sex",
    area="Ash",
    area_kind="district",
    area_code="E07000001",
    area_path="areas/E07000001",
    period="21 March 2021",
    group="all usual",
    value="51.0%",
    unit="of residents",
    status="worked out by Newlyn from published counts",
    limits="50.0% to 52.0%",
    limits_method="by Wilson’s method, from the counts",
    count="51 of 100",
    direction="Neither direction is good or bad.",
    caveat="",
    modelled=True,
    method="100 × the sum.",
    table="made_up",
    lines=(SourceLine(1, 1234, (("area", "E07000001"), ("count", "51"))),),
    rows_in_all=3,
    files=list_files([FILE]),
    build="cd" * 32,
)
FRAME = Frame("Ash", "Ash", Frame.neutral().brand, "")


def test_every_step_from_the_figure_to_the_file_is_on_the_page() -> None:
    found = check_page(render_figure(PAGE, FRAME, ServedLinks("/ash/")))
    for words in (
        "51.0% of residents: worked out by Newlyn from published counts. It rests on 3 rows published by Office of",
        "50.0% to 52.0%, by Wilson’s method",
        "an estimate from a model",
        "1,234",
        "And 2 more.",
        "File <1>.csv (1,234 bytes)",
        "retrieved on 4 March 2026",
        FILE.sha256,
        "newlyn lineage 'census.sex:E07000001:2021-03-21:all usual'",
    ):
        assert words in found.text
    assert FILE.url in found.values("href")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", None])
def test_an_address_that_is_none_of_the_web_is_no_link(address: str | None) -> None:
    page = replace(PAGE, files=list_files([replace(FILE, url=address)]))
    found = check_page(render_figure(page, FRAME, ServedLinks("/ash/")))
    assert address not in found.values("href")
    assert (address or "no address at the publisher is known") in found.text


def test_an_area_without_a_page_is_named_and_not_linked() -> None:
    page = check_page(render_figure(replace(PAGE, area_path=None), FRAME, ServedLinks("/ash/")))
    assert "/ash/areas/E07000001" not in page.values("href")
    assert "Ash (district E07000001)" in page.text


def test_all_the_figures_of_an_area_stand_under_their_tables() -> None:
    line = FigureLine(
        "a-E07000001-2019", "Rank", "2019", "3", "95% limits 2 to 4", "As published: column rank.", "row 9"
    )
    table = TableFigures("made_up", "Made-up figures", (1,), (line,))
    page = AreaFigures("Ash", "district", "E07000001", None, (table,), list_files([FILE]), "cd" * 32, "Built again.")
    found = check_page(render_area_figures(page, FRAME, ServedLinks("/ash/")))
    assert "1 figure of Ash, and the rows of 1 published file that they come from." in found.text
    assert "a-E07000001-2019" in found.values("id")
    assert "Built again." in found.text


@pytest.mark.parametrize(
    ("text", "word"), [("a:b:2019", "a:b:2019"), ("a:b:it's", "'a:b:it'\\''s'"), ("a;rm -r", "'a;rm -r'")]
)
def test_an_id_is_one_word_of_a_command(text: str, word: str) -> None:
    assert shell_word(text) == word


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [("3", "", "3"), ("3", "people", "3 people"), ("3", "rank, 1 is most", "3 (rank, 1 is most)")],
)
def test_a_unit_stands_behind_its_value(value: str, unit: str, words: str) -> None:
    assert with_unit(value, unit) == words


def test_a_count_is_said_of_its_whole_where_that_is_known() -> None:
    assert [count_words(12, 40), count_words(12, None), count_words(None, 40)] == ["12 of 40", "12", ""]


def test_a_file_says_when_it_came_or_from_where() -> None:
    assert came_words(None, None) == "the day of retrieval is not known"
    assert came_words(None, "a/b.csv") == "copied from a/b.csv; the day of retrieval is not known"


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(2, 9)), min_size=1, max_size=8), st.integers(0, 50))
def test_rows_that_are_listed_and_rows_that_are_counted_are_all_of_them(
    steps: list[tuple[int, int]], more: int
) -> None:
    runs, at = [], 0
    for length, gap in steps:
        runs.append((at + gap, at + gap + length - 1))
        at += gap + length
    listed = sum(last - first + 1 for first, last in runs)
    words = row_words(runs, listed + more)
    assert words.startswith("row " if listed + more == 1 else "rows ")
    assert (f"{more} more" in words) == (more > 0)
