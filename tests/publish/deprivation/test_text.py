from __future__ import annotations

import pytest
from tests.publish.factory import make_place, with_names

from newlyn.publish.deprivation.text import render_deprivation_text

PICTURE = make_place(areas=120, districts=6).picture


def test_the_text_opens_with_title_and_answer_and_holds_every_district() -> None:
    text = render_deprivation_text(PICTURE, width=100)
    assert text.startswith("Saltmarch: English Indices of Deprivation 2019\n\n")
    assert "residents of Saltmarch" in text.splitlines()[2]
    assert all(group.name in text for group in PICTURE.districts)


def test_only_the_ten_most_deprived_neighbourhoods_are_listed() -> None:
    text = render_deprivation_text(PICTURE, width=100)
    assert all(area.name in text for area in PICTURE.neighbourhoods[:10])
    assert PICTURE.neighbourhoods[10].name not in text


@pytest.mark.parametrize("width", [64, 72, 80, 100, 200])
def test_no_line_is_longer_than_the_terminal(width: int) -> None:
    assert max(map(len, render_deprivation_text(PICTURE, width=width).splitlines())) <= width


def test_a_narrow_terminal_cuts_names_and_never_numbers() -> None:
    text = render_deprivation_text(PICTURE, width=1)
    assert all(f"{area.residents:,.0f}" in text for area in PICTURE.neighbourhoods[:10])


def test_numbers_stand_below_each_other() -> None:
    lines = render_deprivation_text(PICTURE, width=100).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Most deprived …"))
    assert len({len(line) for line in lines[start : start + 4]}) == 1


def test_unknown_residents_are_a_dash_that_is_explained() -> None:
    text = render_deprivation_text(make_place(areas=60, districts=3, population=False).picture, width=80)
    assert "–  not published" in text
    assert "None" not in text


def test_a_name_cannot_steer_the_terminal() -> None:
    text = render_deprivation_text(with_names(PICTURE, "Ash\x1b[2J\x07"), width=80)
    assert "\x1b" not in text
    assert "Ash�[2J�" in text
