from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.factory import make_place

from newlyn.indices.picture import BANDS, Band, Change, DeprivationPicture, EditionPoint, Group, Summary
from newlyn.publish.deprivation import sentence

PICTURE = make_place(areas=40, districts=3).picture
NOTHING_KNOWN = Summary(None, None, None, None, 0.0)


def group(
    name: str, *, areas: int, inside: int, residents: float | None, there: float | None, kind: str = "district"
) -> Group:
    bands = tuple(Band(top, inside, there) for top in BANDS)
    return Group(f"X{name}", name, kind, areas, residents, bands, NOTHING_KNOWN, {})


def place(**values: object) -> DeprivationPicture:
    return replace(PICTURE, place=group("Saltmarch", kind="place", **values))  # type: ignore[arg-type]


def edition(year: int, residents: float | None, areas: int = 5, estimated: float = 0.0) -> EditionPoint:
    bands = tuple(Band(top, areas, residents) for top in BANDS)
    return EditionPoint(f"imd{year}", year, 40, 100_000.0, bands, estimated)


def change(*points: EditionPoint, **moved: int) -> Change:
    return Change("lsoa11", "a made-up count", points, (), moved)


def test_the_answer_says_residents_share_and_neighbourhoods() -> None:
    picture = place(areas=872, inside=75, residents=1_445_044.0, there=123_640.0)
    assert sentence.answer(picture) == (
        "123,640 of 1,445,044 residents of Saltmarch (8.6%) live in the 75 neighbourhoods that are among the most "
        "deprived fifth of England."
    )


def test_the_answer_counts_neighbourhoods_where_residents_are_not_known() -> None:
    picture = place(areas=872, inside=75, residents=None, there=None)
    assert sentence.answer(picture) == (
        "75 of the 872 neighbourhoods of Saltmarch (8.6%) are among the most deprived fifth of England."
    )


def test_one_neighbourhood_is_singular() -> None:
    assert "in the 1 neighbourhood that is among" in sentence.answer(
        place(areas=30, inside=1, residents=45_000.0, there=1_500.0)
    )
    assert sentence.answer(place(areas=1, inside=0, residents=1_500.0, there=0.0)) == (
        "The one neighbourhood of Saltmarch is not among the most deprived fifth of England."
    )


def test_a_place_without_deprived_neighbourhoods_has_none() -> None:
    picture = place(areas=30, inside=0, residents=45_000.0, there=0.0)
    assert sentence.answer(picture).startswith("None of the 30 neighbourhoods of Saltmarch is")
    assert sentence.scale(picture) == "If deprivation were spread evenly over England, it would be 1 in 5."


@given(st.integers(1, 3_000), st.integers(1, 3_000), st.integers(1, 10**7), st.integers(0, 10**7))
def test_every_number_of_the_answer_is_a_number_of_the_picture(
    areas: int, inside: int, residents: int, there: int
) -> None:
    inside, there = min(areas, inside), min(residents, there)
    said = sentence.answer(place(areas=areas, inside=inside, residents=float(residents), there=float(there)))
    numbers = [int(text.replace(",", "")) for text in re.findall(r"(?<![\d.])\d[\d,]*(?![\d.%])", said)]
    assert numbers == [there, residents, inside]


def test_the_district_with_the_largest_share_leads_and_those_without_are_named() -> None:
    groups = (
        group("Ash", areas=10, inside=0, residents=100.0, there=0.0),
        group("Birch", areas=10, inside=2, residents=100.0, there=30.0),
        group("Cedar", areas=10, inside=5, residents=400.0, there=80.0),
    )
    picture = replace(PICTURE, districts=groups)
    assert sentence.districts(picture) == (
        "Birch has the largest share of its residents in the most deprived fifth of England: 30.0%. Ash has none."
    )
    assert [one.name for one in sentence.most_deprived_first(groups)] == ["Birch", "Cedar", "Ash"]


def test_like_is_compared_with_like_when_one_population_is_unknown() -> None:
    groups = (
        group("Ash", areas=10, inside=1, residents=None, there=None),
        group("Birch", areas=10, inside=2, residents=100.0, there=90.0),
        group("Cedar", areas=10, inside=5, residents=400.0, there=80.0),
    )
    said = sentence.districts(replace(PICTURE, districts=groups))
    assert said == (
        "Cedar has the largest share of its neighbourhoods in the most deprived fifth of England: 50.0%. "
        "Every district has some."
    )


def test_many_districts_without_any_are_counted_and_not_listed() -> None:
    groups = tuple(group(f"D{at}", areas=10, inside=0, residents=100.0, there=0.0) for at in range(6))
    some = group("Elm", areas=10, inside=1, residents=100.0, there=9.0)
    assert sentence.districts(replace(PICTURE, districts=(*groups, some))).endswith("6 districts have none.")
    assert sentence.districts(replace(PICTURE, districts=groups)).startswith("No district has")


def test_comparators_are_sorted_into_higher_same_and_lower() -> None:
    own = group("Saltmarch", areas=10, inside=2, residents=1_000.0, there=100.0, kind="place")
    others = (
        group("South of Nowhere", areas=10, inside=2, residents=1_000.0, there=200.0, kind="region"),
        group("England", areas=10, inside=2, residents=1_000.0, there=100.0, kind="country"),
        group("Its neighbours", areas=10, inside=2, residents=1_000.0, there=50.0, kind="neighbours"),
    )
    assert sentence.comparison(replace(PICTURE, place=own, comparators=others)) == (
        "The share of residents in the most deprived fifth (10.0%) is higher than among its nearest neighbours (5.0%); "
        "the same as in England (10.0%); lower than in the South of Nowhere (20.0%)."
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (10_000.0, 12_000.0, "rose from 10,000 (10.0%) to 12,000 (12.0%) between the 2015 and 2019 editions."),
        (12_000.0, 10_000.0, "fell from 12,000 (12.0%) to 10,000 (10.0%) between the 2015 and 2019 editions."),
        (120.2, 119.9, "numbered 120 (0.1%) in the 2015 and 2019 editions alike."),
    ],
)
def test_change_is_said_as_it_is(before: float, after: float, said: str) -> None:
    spoken = sentence.change(change(edition(2010, 1.0), edition(2015, before), edition(2019, after)))
    assert spoken == f"Residents in the most deprived fifth of England {said}"


def test_change_counts_neighbourhoods_where_residents_are_not_known() -> None:
    spoken = sentence.change(change(edition(2015, None, areas=4), edition(2019, None, areas=7)))
    assert spoken.startswith("Neighbourhoods in the most deprived fifth of England rose from 4 (10.0%) to 7 (17.5%)")


def test_one_edition_is_no_change() -> None:
    assert sentence.change(change(edition(2019, 1.0))) == "Only one edition can be shown on these boundaries."


def test_moves_are_counted_only_where_there_are_any() -> None:
    points = edition(2015, 1.0), edition(2019, 1.0)
    assert sentence.moved(change(*points)) == ""
    assert sentence.moved(change(*points, worse=2, same=1_000, better=3)) == (
        "Of 1,005 neighbourhoods, 2 moved to a more deprived tenth of England between the last two editions, 3 to a "
        "less deprived one, and 1,000 stayed in the same tenth."
    )


def test_the_estimated_share_is_said_for_each_edition_that_has_one() -> None:
    assert sentence.estimated(change(edition(2004, 1.0, estimated=0.031), edition(2019, 1.0))) == (
        "Where small areas were redrawn, ranks are estimates; they cover this share of residents: 3.1% in 2004."
    )
    assert sentence.estimated(change(edition(2015, 1.0), edition(2019, 1.0))).startswith("No rank had to be estimated")


def test_the_most_deprived_of_england_is_called_so() -> None:
    first = PICTURE.neighbourhoods[0]
    top = replace(first, domains={**first.domains, "imd": replace(first.domains["imd"], rank=1)})
    said = sentence.most_deprived_neighbourhood(replace(PICTURE, neighbourhoods=(top,)))
    assert said.endswith(f"{first.msoa_name} ({first.name}): the most deprived of 32,844 in England.")
    assert "No neighbourhood" in sentence.most_deprived_neighbourhood(replace(PICTURE, neighbourhoods=()))


def test_domains_with_most_and_fewest_are_named() -> None:
    profiles = {one.domain: one for one in PICTURE.profile}
    crime = replace(profiles["crime"], bands=tuple(Band(top, 30, None) for top in BANDS))
    income = replace(profiles["income"], bands=tuple(Band(top, 3, None) for top in BANDS))
    picture = replace(PICTURE, place=replace(PICTURE.place, areas=40), profile=(profiles["imd"], income, crime))
    assert sentence.domains(picture) == (
        "The domain with most neighbourhoods in England’s most deprived fifth is crime: 30 of 40 (75.0%). The one with "
        "fewest is income deprivation: 3 (7.5%)."
    )
    assert sentence.domains(replace(picture, profile=(profiles["imd"], crime))).startswith("In each domain 30 neighb")
    assert sentence.domains(replace(picture, profile=())) == "No domain is published for this edition."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            10_000.0,
            12_000.0,
            "is more deprived in the edition of 2019 than in that of 2015: the change is for the worse.",
        ),
        (
            12_000.0,
            10_000.0,
            "is less deprived in the edition of 2019 than in that of 2015: the change is for the better.",
        ),
        (10_000.0, 10_010.0, "is about as deprived in the edition of 2019 as in that of 2015."),
    ],
)
def test_the_direction_is_judged_in_words(before: float, after: float, said: str) -> None:
    told = sentence.direction(change(edition(2015, before), edition(2019, after)), "Saltmarch")
    assert told == f"Relative to the rest of England, Saltmarch {said}"


def test_the_direction_goes_by_neighbourhoods_where_residents_are_not_known() -> None:
    told = sentence.direction(change(edition(2015, None, areas=5), edition(2019, None, areas=4)), "Saltmarch")
    assert "for the better" in told
