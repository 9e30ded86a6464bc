"""The small drawings of an area's page: editions, series, strips and the map."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from newlyn.foundation.period import Period
from newlyn.publish.site.area_change import EditionShare, EditionTenth, draw_shares, draw_tenths
from newlyn.publish.site.area_locator import CLOSE, RING, Shape, draw_ground, draw_locator, letter_of
from newlyn.publish.site.area_profile import STRIP, DomainStanding, spread_of
from newlyn.publish.site.area_trend import HEIGHT, WIDTH, Point, draw_trend, trend_words


def point(year: int, value: float) -> Point:
    return Point(Period.year(year), value, f"{value:g}%")


# --- editions --------------------------------------------------------------------------------------------------------


def test_a_more_deprived_tenth_is_drawn_lower() -> None:
    drawing = draw_tenths((EditionTenth(2004, 9), EditionTenth(2010, None), EditionTenth(2019, 1, 0.3)))
    assert drawing is not None
    first, last = drawing.marks
    assert (first.x < last.x, first.y < last.y) == (True, True)
    assert (first.estimated, last.estimated) == (False, True)
    assert [text for _, text in drawing.scale] == [str(tenth) for tenth in range(10, 0, -1)]


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_shares_are_drawn_inside_and_in_proportion(shares: list[float]) -> None:
    drawing = draw_shares(tuple(EditionShare(2004 + 3 * at, share) for at, share in enumerate(shares)))
    assert drawing is not None
    ground, top = drawing.scale[-1][0], drawing.scale[0][0]
    for mark, share in zip(drawing.marks, shares, strict=True):
        assert top <= mark.y <= ground
        assert mark.y == pytest.approx(ground, abs=0.1) or share > 0


def test_one_edition_is_not_drawn() -> None:
    assert draw_tenths((EditionTenth(2019, 3), EditionTenth(2025, None))) is None
    assert draw_shares((EditionShare(2025, 0.3),)) is None


# --- series ----------------------------------------------------------------------------------------------------------


def test_a_series_is_a_line_with_its_ends_in_words() -> None:
    trend = draw_trend(
        [point(2019, 1), point(2020, 3), point(2021, 2)], [point(2019, 2), point(2020, 2), point(2021, 2)]
    )
    assert trend is not None
    assert trend.words == "1% in 2019, 2% in 2021; the grey line is England"
    assert trend.line.count("L") == 2
    assert trend.other


def test_a_line_is_broken_where_years_are_missing_and_one_alone_is_a_dot() -> None:
    trend = draw_trend([point(2018, 1), point(2021, 3), point(2022, 2), point(2023, 2)])
    assert trend is not None
    assert trend.line.count("M") == 2
    assert "h0" in trend.line
    assert trend.other == ""


def test_an_amount_of_england_does_not_press_the_line_of_an_area_flat() -> None:
    series = [point(2019, 1), point(2020, 3), point(2021, 2)]
    trend = draw_trend(series, [point(year, 500) for year in (2019, 2020, 2021)])
    assert trend is not None
    assert trend.other == ""
    assert trend == draw_trend(series)


def test_two_figures_are_no_trend() -> None:
    assert draw_trend([point(2019, 1), point(2020, 2)]) is None
    assert trend_words([point(2019, 1), point(2020, 2)]) == "1% in 2019, 2% in 2020"


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=30))
def test_every_point_of_a_series_is_inside_the_drawing(values: list[float]) -> None:
    trend = draw_trend([point(1990 + at, value) for at, value in enumerate(values)])
    assert trend is not None
    numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", trend.line.replace("h0", ""))]
    assert all(0 <= x <= WIDTH for x in numbers[::2])
    assert all(0 <= y <= HEIGHT for y in numbers[1::2])


# --- strips ----------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.integers(1, 10), min_size=1, max_size=200))
def test_the_bars_of_a_strip_fill_it_in_order(tenths: list[int]) -> None:
    spread = spread_of("Crime", tenths)
    assert spread.areas == len(tenths)
    assert [tenth for tenth, _, _ in spread.bars] == sorted(set(tenths))
    assert sum(width for _, _, width in spread.bars) == pytest.approx(STRIP, abs=0.6)
    assert spread.worst == sum(tenth <= 2 for tenth in tenths)


def test_a_rank_stands_in_its_own_tenth_of_the_strip() -> None:
    for rank, tenth in ((1, 1), (100, 1), (101, 2), (1000, 10)):
        x = DomainStanding("Crime", rank, tenth, 1000, "").x
        assert (tenth - 1) * STRIP / 10 <= x <= tenth * STRIP / 10


# --- the map ---------------------------------------------------------------------------------------------------------

HERE = Shape("E01", "Here", box(0, 51, 0.1, 51.1), 1, (0.05, 51.05))
BESIDE = Shape("E02", "Beside", box(0.1, 51, 0.2, 51.1), 4, (0.15, 51.05))
DISTRICT = box(-1, 50, 1, 52)


def test_an_area_is_drawn_among_its_lettered_neighbours() -> None:
    drawn = draw_locator(HERE, [BESIDE], [DISTRICT, box(5, 50, 6, 52)], draw_ground(Shape("E07", "District", DISTRICT)))
    assert max(drawn.width, drawn.height) == CLOSE
    assert [(piece.letter, piece.tenth) for piece in drawn.pieces] == [("A", 4)]
    assert 0 < drawn.pieces[0].x < drawn.width
    assert (drawn.tenth, drawn.filled) == (1, True)
    assert len(drawn.beyond) == 1  # the far district is not in view
    assert drawn.inset is not None
    assert drawn.inset.ring  # a tenth of a degree in two is small


def test_a_larger_area_is_drawn_by_its_parts_which_have_no_letters() -> None:
    drawn = draw_locator(BESIDE, [], [], None, [HERE])
    assert [piece.letter for piece in drawn.pieces] == [""]
    assert not drawn.filled
    assert drawn.inset is None
    assert not drawn.lettered


def test_a_large_area_needs_no_ring() -> None:
    inset = draw_locator(Shape("W", "Wide", box(-1, 50, 0.5, 52)), [], [], draw_ground(Shape("D", "D", DISTRICT))).inset
    assert inset is not None
    assert not inset.ring
    assert RING < 150


def test_letters_go_on_after_z() -> None:
    assert [letter_of(at) for at in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
