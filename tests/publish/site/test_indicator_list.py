from __future__ import annotations

from newlyn.evidence.catalogue.library import indicators
from newlyn.publish.site.goal_list import GoalLine
from newlyn.publish.site.goal_list import answer as answer_for_goals
from newlyn.publish.site.indicator_list import SUBJECTS, Catalogue, Entry, answer, sections, subject_of
from newlyn.publish.site.indicator_measure import Measure


def entry(code: str) -> Entry:
    return Entry(Measure(code, "Ships", "%", "neither"), "2024", ("lad", "cty", "ctry"), ())


def catalogue(*codes: str, of: int, query: str = "") -> Catalogue:
    return Catalogue("Saltmarch", tuple(entry(code) for code in codes), of, query, (), (), ())


def test_every_indicator_of_the_catalogue_stands_under_a_subject_of_its_own() -> None:
    assert "other" not in {subject_of(code) for code in indicators()}
    assert len({name for name, _, _ in SUBJECTS}) == len(SUBJECTS)


def test_sections_keep_the_order_of_subjects_and_leave_out_empty_ones() -> None:
    found = sections([entry("census.disabled"), entry("outcomes.work.pay"), entry("outcomes.school.absence")])
    assert [one.title for one in found] == ["School", "Work and pay", "Census 2021 and 2011"]


def test_areas_are_listed_without_what_only_serves_comparison() -> None:
    assert entry("a.b").areas == "districts and counties"
    assert Entry(Measure("a.b", "Ships", "%", "neither"), "", (), ()).areas == ""


def test_the_answer_counts_what_fits() -> None:
    assert answer(catalogue("a.b", "a.c", of=2)) == "2 things are measured of Saltmarch, each from a published file."
    assert answer(catalogue("a.b", of=1)) == "1 thing is measured of Saltmarch, each from a published file."
    assert answer(catalogue("a.b", of=9, query="ships")) == "1 of the 9 indicators of Saltmarch fits “ships”."
    assert answer(catalogue("a.b", "a.c", of=9)) == "2 of the 9 indicators of Saltmarch fit what you chose."


def test_goals_are_named_only_where_most_of_what_is_measured_is_worse() -> None:
    lines = [
        GoalLine("lug-01", "Strong foundations", "", "good", worse=1, compared=4),
        GoalLine("lug-02", "School years", "", "fair", worse=2, compared=4),
        GoalLine("lug-03", "Destination", "", "thin", worse=0, compared=0),
    ]
    assert answer_for_goals("Saltmarch", lines).startswith("In none of the 14 goals does Saltmarch do worse")
    behind = GoalLine("lug-04", "Advice", "", "thin", worse=2, compared=3)
    assert answer_for_goals("Saltmarch", [*lines, behind]).endswith("in one of the 14 goals: Advice.")
