"""What is said of an area is true of its numbers, whichever they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.publish.site.area_change import EditionShare, EditionTenth
from newlyn.publish.site.area_profile import DomainStanding, spread_of
from newlyn.publish.site.area_sentence import (
    among_neighbours,
    band_of,
    district,
    domains_of_larger,
    domains_of_small,
    estimates,
    larger_area,
    shares_moved,
    small_area,
    tenths_moved,
)

TENTHS = st.integers(1, 10)
YEARS = (2004, 2007, 2010, 2015, 2019)


def editions(*tenths: int | None, estimated: float = 0.0) -> tuple[EditionTenth, ...]:
    return tuple(
        EditionTenth(year, tenth, estimated) for year, tenth in zip(YEARS[-len(tenths) :], tenths, strict=True)
    )


def test_jaywick_has_been_the_most_deprived_since_2004() -> None:
    """The example of the brief, to the letter."""
    said = small_area("Jaywick & St Osyth (Tendring 018A)", 1, 1, 33_755, 2025, editions(1, 1, 1, 1, 1))
    assert said == (
        "Jaywick & St Osyth (Tendring 018A) is among the most deprived tenth of England: rank 1 of 33,755 in 2025, and "
        "has been since 2004."
    )


@settings(deadline=None)
@given(TENTHS)
def test_a_band_holds_its_tenth_and_is_the_narrowest_that_is_named(tenth: int) -> None:
    held, words = band_of(tenth)
    assert tenth in held
    assert ("most deprived" in words or "more deprived" in words) == (tenth <= 5)
    assert ("tenth" in words.split()) == (tenth in (1, 10))


@settings(deadline=None)
@given(TENTHS, st.lists(TENTHS, min_size=1, max_size=5))
def test_since_is_said_of_exactly_the_editions_in_a_row(now: int, before: list[int]) -> None:
    known = editions(*before)
    said = small_area("Ash", 1, now, 10, 2025, known)
    held, _ = band_of(now)
    if known[-1].tenth in held:
        since = int(said.split("has been since ")[1][:4])
        assert all(one.tenth in held for one in known if one.year >= since)
        earlier = [one for one in known if one.year < since]
        assert not earlier or earlier[-1].tenth not in held
    else:
        assert "has been since" not in said
        assert f"In {known[-1].year} it was {band_of(known[-1].tenth or 0)[1]}." in said


def test_an_estimate_in_the_past_is_said_to_be_one() -> None:
    assert "earlier places are estimates" in small_area("Ash", 5, 1, 10, 2025, editions(1, 1, estimated=0.4))
    assert "In 2019 it was, by estimate, among the least" in small_area(
        "Ash", 5, 1, 10, 2025, editions(9, estimated=0.1)
    )


def test_without_earlier_editions_nothing_is_said_of_the_past() -> None:
    assert small_area("Ash", 9, 9, 10, 2025, ()) == (
        "Ash is among the least deprived fifth of England: rank 9 of 10 in 2025."
    )
    assert small_area("Ash", 9, 9, 10, 2025, editions(None)).endswith("in 2025.")


@pytest.mark.parametrize(
    ("worst", "areas", "said"),
    [
        (0, 5, "None of the 5 neighbourhoods of Elm is among the most deprived fifth of England in 2025."),
        (1, 5, "1 of the 5 neighbourhoods of Elm is among the most deprived fifth of England in 2025."),
        (3, 5, "3 of the 5 neighbourhoods of Elm are among the most deprived fifth of England in 2025."),
        (5, 5, "All 5 neighbourhoods of Elm are among the most deprived fifth of England in 2025."),
        (1, 1, "The one neighbourhood of Elm is among the most deprived fifth of England in 2025."),
        (0, 1, "The one neighbourhood of Elm is not among the most deprived fifth of England in 2025."),
    ],
)
def test_a_ward_says_how_many_of_its_neighbourhoods(worst: int, areas: int, said: str) -> None:
    assert larger_area("Elm", worst, areas, 2025) == said


def test_a_district_says_a_share_and_a_rank() -> None:
    assert district("Oakshire", 0.41, 30, 89, 2025, rank=9, of=296) == (
        "41.0% of the residents of Oakshire live in neighbourhoods among the most deprived fifth of England in 2025. "
        "By average score it is the 9th most deprived of 296 districts."
    )
    assert "it is the most deprived of 296 districts" in district("Oakshire", 0.41, 30, 89, 2025, rank=1, of=296)
    assert district("Oakshire", 0.0, 0, 89, 2025, rank=None, of=None) == (
        "None of the 89 neighbourhoods of Oakshire is among the most deprived fifth of England in 2025."
    )
    assert district("Oakshire", None, 2, 9, 2025, rank=3, of=None) == (
        "2 of the 9 neighbourhoods of Oakshire are among the most deprived fifth of England in 2025. By average score "
        "it is the 3rd most deprived of England’s districts."
    )


@pytest.mark.parametrize(
    ("tenths", "said"),
    [
        ((1, 1), "It was in the most deprived tenth in all two editions from 2015 to 2019."),
        ((3, 2, 2), "It stayed in the second most deprived tenth from 2015 to 2019."),
        ((3, 1), "It moved to a more deprived tenth of England between 2015 and 2019: from the third most deprived "
                 "tenth to the most deprived tenth."),
        ((8, 10), "It moved to a less deprived tenth of England between 2015 and 2019: from the eighth most deprived "
                  "tenth to the least deprived tenth."),
        ((4,), "Only one edition can be shown for it."),
    ],
)  # fmt: skip
def test_a_move_between_tenths_has_a_direction(tenths: tuple[int, ...], said: str) -> None:
    assert tenths_moved(editions(*tenths)) == said


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (0.301, 0.36, "rose from 30.1% in 2019 to 36.0% in 2025"),
        (0.36, 0.301, "fell from 36.0% in 2019 to 30.1% in 2025"),
        (0.36, 0.36, "was 36.0% in 2019 and in 2025"),
    ],
)
def test_a_share_rises_falls_or_stays(before: float, now: float, said: str) -> None:
    assert said in shares_moved("Elm", (EditionShare(2019, before), EditionShare(2025, now)))


def test_one_edition_moves_nowhere() -> None:
    assert shares_moved("Elm", (EditionShare(2019, None), EditionShare(2025, 0.2))) == (
        "Only one edition can be shown for it."
    )


def test_estimates_are_told_by_edition() -> None:
    assert estimates((EditionShare(2004, 0.2, 0.125), EditionShare(2025, 0.2))) == (
        "Where areas were redrawn, their earlier places are estimates; share of residents: 12.5% in 2004."
    )
    assert estimates((EditionShare(2025, 0.2),)) == "Nothing here is an estimate: no part of it was redrawn."


@pytest.mark.parametrize(
    ("rank", "of", "said"),
    [
        (1, 4, "It is the most deprived of the four here: it and the three that adjoin it."),
        (4, 4, "It is the least deprived of the four here: it and the three that adjoin it."),
        (2, 12, "It is the second most deprived of the 12 here: it and the 11 that adjoin it."),
        (2, 2, "It is the least deprived of the two here: it and the one that adjoins it."),
        (1, 1, "No neighbourhood of this place adjoins it."),
    ],
)
def test_the_place_among_neighbours_counts_itself(rank: int, of: int, said: str) -> None:
    assert among_neighbours(rank, of) == said


def standing(label: str, rank: int, tenth: int, *, part: bool = False, whole: bool = False) -> DomainStanding:
    return DomainStanding(label, rank, tenth, 100, "", part=part, whole=whole)


def test_the_worst_and_the_best_domain_are_named_and_parts_are_not() -> None:
    whole, part = standing("All", 1, 1, whole=True), standing("Part", 100, 10, part=True)
    said = domains_of_small((whole, standing("Crime", 5, 1), standing("Health", 60, 6), part))
    assert said == "It is among the most deprived tenth of England in crime. It stands best in health (rank 60)."
    said = domains_of_small((whole, standing("Crime", 25, 3), standing("Health", 60, 6)))
    assert "in no domain among the most deprived tenth of England; it stands worst in crime (rank 25)" in said
    assert "in all two domains" in domains_of_small((whole, standing("Crime", 5, 1), standing("Health", 6, 1)))
    assert domains_of_small((whole,)) == "No domain is published for this edition."


def test_the_domains_with_most_and_fewest_worst_neighbourhoods_are_named() -> None:
    crime, health = spread_of("Crime", [1, 2, 9]), spread_of("Health", [3, 4, 5])
    assert domains_of_larger((spread_of("All", [1, 1, 1], whole=True), crime, health)) == (
        "No domain has more neighbourhoods in the most deprived fifth of England than crime: 2 of 3. None has fewer "
        "than health: 0."
    )
    assert (
        domains_of_larger((health,))
        == "In each domain 0 of 3 neighbourhoods are in the most deprived fifth of England."
    )
    assert domains_of_larger(()) == "No domain is published for this edition."
