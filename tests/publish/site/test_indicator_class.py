from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newlyn.publish.site.indicator_class import STEPS, class_words, classed
from newlyn.publish.site.indicator_measure import Measure, Measured

WORSE = Measure("made.up", "Out of work", "%", "higher is worse")
BETTER = Measure("made.up", "In work", "%", "higher is better")
TENTH = Measure("made.decile", "Tenth", "decile, 1 is most deprived", "higher is better", 0)


def areas(*values: float | None) -> list[Measured]:
    return [Measured(f"E{at:03d}", f"Hood {at}", value) for at, value in enumerate(values)]


def test_the_worst_fifth_is_the_darkest_whichever_direction_is_worse() -> None:
    found = areas(*range(10))
    high, low = (classed(found, measure, level="lsoa21", place="Saltmarch") for measure in (WORSE, BETTER))
    assert [high.of["E009"], high.of["E000"]] == [1, 5]
    assert [low.of["E000"], low.of["E009"]] == [1, 5]
    assert [one.step for one in high.classes] == list(STEPS)
    assert [one.areas for one in high.classes] == [2, 2, 2, 2, 2]
    assert [one.label for one in high.classes][:2] == ["8.0% to 9.0%", "6.0% to 7.0%"]


@given(st.lists(st.integers(0, 6).map(float), min_size=1, max_size=60))
def test_equal_figures_are_never_put_into_different_classes(values: list[float]) -> None:
    found = areas(*values)
    classing = classed(found, WORSE, level="lsoa21", place="Saltmarch")
    of = {one.value: classing.of[one.code] for one in found}
    assert all(classing.of[one.code] == of[one.value] for one in found)
    order = sorted(of, reverse=True)
    assert [of[value] for value in order] == sorted(of[value] for value in order)
    assert sum(one.areas for one in classing.classes) == len(values)


def test_an_area_without_a_figure_is_in_no_class_and_an_empty_class_says_so() -> None:
    classing = classed(areas(1.0, None), WORSE, level="lsoa21", place="Saltmarch")
    assert classing.of == {"E000": 3}
    assert [one.label for one in classing.classes] == ["no area", "no area", "1.0%", "no area", "no area"]


def test_tenths_of_england_are_classes_by_themselves() -> None:
    classing = classed(areas(1.0, 1.0, 10.0), TENTH, level="lsoa21", place="Saltmarch")
    assert len(classing.classes) == 10
    assert classing.classes[0].areas == 2
    assert class_words(classing, 1) == "tenth 1 of England, most deprived"
    assert class_words(classing, 4) == "tenth 4 of England"


def test_the_legend_states_how_classes_came_about() -> None:
    classing = classed(areas(*range(10)), WORSE, level="wd", place="Saltmarch")
    assert "about a fifth of the wards of Saltmarch" in classing.note
    assert "the darkest is the highest fifth, which is the worst" in classing.note
    assert class_words(classing, 2) == "second fifth, 6.0% to 7.0%"
