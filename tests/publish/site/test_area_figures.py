"""Rows of figures: places in an order, what the limits leave open, tallies, and which of two twins is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.publish.site.area_figures import (
    Against,
    Figure,
    Figures,
    Standing,
    blocks_of,
    flags_of,
    goal_tallies,
    newest_of_twins,
    place_words,
    span_words,
    tally_words,
)
from newlyn.publish.site.area_subject import SUBJECTS, subject_of
from newlyn.publish.site.reading import Reading, Verdict

PLAIN = Figure(
    code="census.flats", label="Flats", unit="", polarity="neither", period="2021", ended=date(2021, 3, 21),
    reading=Reading("12.3%", 12.3), others=(None, None), verdict="not compared", standings=(None,),
)  # fmt: skip


def figures(*found: Figure) -> Figures:
    return Figures((Against("E92000001", "England"),), "England", (), blocks_of(found), ())


@pytest.mark.parametrize(
    ("standing", "polarity", "said"),
    [
        (Standing(1, 89, 1, 0, 0), "higher is worse", "worst of 89"),
        (Standing(1, 89, 1, 0, 0), "higher is better", "best of 89"),
        (Standing(89, 89, 1, 0, 0), "higher is better", "worst of 89"),
        (Standing(45, 89, 1, 0, 0), "neither", "45th highest of 89"),
        (Standing(46, 89, 1, 0, 0), "neither", "44th lowest of 89"),
        (Standing(88, 89, 2, 0, 0), "neither", "joint lowest of 89"),
        (Standing(1, 4, 4, 0, 0), "neither", "all 4 equal"),
        (Standing(1, 1, 1, 0, 0), "neither", "the only one"),
        (Standing(3, 1_204, 1, 0, 0), "higher is worse", "3rd worst of 1,204"),
    ],
)
def test_a_place_counts_from_the_nearer_end_and_names_it(standing: Standing, polarity: str, said: str) -> None:
    assert place_words(standing, polarity).replace("\xa0", " ") == said  # type: ignore[arg-type]  # one of the three of the table


def test_no_rank_without_its_interval_where_there_are_limits() -> None:
    assert span_words(Standing(3, 89, 1, 1, 9)) == "1st to 9th by its limits"
    assert span_words(Standing(89, 89, 1, 89, 89)) == "certain by its limits"
    assert span_words(Standing(3, 89, 1, 0, 0)) == ""


@settings(deadline=None)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))))
def test_both_ends_count_the_same_areas(given: tuple[int, int]) -> None:
    of, high = given
    said = place_words(Standing(high, of, 1, 0, 0), "neither")
    if of == 1:
        return
    nth = int("".join(letter for letter in said.split()[0] if letter.isdigit()) or 1)
    assert nth == (high if "highest" in said else of + 1 - high)


def test_a_figure_of_few_people_is_marked() -> None:
    assert flags_of(modelled=False, numerator=9.0, denominator=900.0) == ("small number",)
    assert flags_of(modelled=False, numerator=10.0, denominator=900.0) == ()
    assert flags_of(modelled=False, numerator=3.0, denominator=None) == ()  # a count is what it is


def test_of_two_that_count_the_same_the_one_with_limits_is_shown() -> None:
    older = replace(PLAIN, code="population.x", ended=date(2022, 6, 30))
    limited = replace(PLAIN, reading=Reading("12.3%", 12.3, "11% to 13%"))
    assert newest_of_twins([older, limited]) == (limited,)
    assert newest_of_twins([PLAIN, older]) == (older,)
    assert newest_of_twins([PLAIN, replace(PLAIN, unit="of homes")]) == (PLAIN, replace(PLAIN, unit="of homes"))


def test_a_row_says_when_in_what_unit_and_which_way_is_good() -> None:
    assert replace(PLAIN, unit="of homes", polarity="higher is worse").under == "2021 · of homes · higher is worse"
    assert PLAIN.under == "2021"
    assert PLAIN.alone
    assert not replace(PLAIN, others=(Reading("1%", 1.0),)).alone


VERDICTS = st.lists(st.sampled_from(("better", "worse", "higher", "lower", "similar", "not compared")))


@settings(deadline=None)
@given(VERDICTS)
def test_a_tally_counts_every_verdict_once(verdicts: list[Verdict]) -> None:
    said = tally_words(verdicts)
    assert sum(int(word) for word in said.replace(",", "").split() if word.isdigit()) == len(verdicts)


@settings(deadline=None)
@given(VERDICTS)
def test_the_sentence_counts_what_was_tested_and_what_was_not(verdicts: list[Verdict]) -> None:
    found = figures(*(replace(PLAIN, label=f"F{at}", verdict=verdict) for at, verdict in enumerate(verdicts)))
    tested = [verdict for verdict in verdicts if verdict != "not compared"]
    if not tested:
        assert found.sentence.startswith("None of these figures can be compared with England")
    else:
        assert found.sentence.startswith(f"Of {len(tested)} figure")
        assert ("cannot be tested" in found.sentence) == (len(tested) < len(verdicts))


def test_figures_stand_under_their_subjects_in_order_of_label() -> None:
    crime = replace(PLAIN, code="outcomes.crime.severity", label="Severity")
    burglary = replace(PLAIN, code="deprivation.indicator.burglary", label="Burglary")
    blocks = figures(crime, PLAIN, burglary).blocks
    assert [(block.subject.id, [one.label for one in block.figures]) for block in blocks] == [
        ("homes", ["Flats"]),
        ("safety", ["Burglary", "Severity"]),
    ]


def test_a_figure_stands_under_each_goal_that_it_bears_on() -> None:
    both = replace(PLAIN, goals=("lug-11", "lug-12"), verdict="worse")
    tallies = goal_tallies([both, PLAIN], {"lug-12": "Homes", "lug-11": "Ways", "lug-13": "Energy"})
    assert [(one.goal, one.words) for one in tallies] == [("lug-12", "1 is worse"), ("lug-11", "1 is worse")]


def test_every_subject_can_be_reached_and_an_unknown_code_has_one() -> None:
    assert all(subject_of(code) is subject for subject in SUBJECTS for code in subject.codes)
    assert subject_of("nobody.knows").id == "other"
