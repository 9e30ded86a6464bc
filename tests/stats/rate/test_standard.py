"""Standard populations are those that were published, and their bands can be taken together."""

from __future__ import annotations

import numpy as np
import pytest

from newlyn.foundation.errors import InputError
from newlyn.stats.rate.direct import directly_standardised_rate
from newlyn.stats.rate.standard import standard_population

NAMES = ("esp2013", "esp1976", "who2000")


@pytest.mark.parametrize(
    ("name", "bands", "last", "people"),
    [("esp2013", 19, "90+", 100_000), ("esp1976", 18, "85+", 100_000), ("who2000", 21, "100+", 100_035)],
)
def test_a_standard_has_its_bands_and_its_total(name: str, bands: int, last: str, people: int) -> None:
    # SOURCE: the totals of Eurostat (2013), Waterhouse and others (1976) and Ahmad and others (2001, table 4, where the
    # rounded percentages add up to 100.035).
    found = standard_population(name)
    assert len(found.bands) == len(found.from_age) == len(found.people) == bands
    assert (found.bands[0], found.bands[-1]) == ("0–4", last)
    assert found.people.sum() == people
    assert found.name == name
    assert len(found.source) > 60


def test_who_gives_a_wider_last_band_as_published() -> None:
    # SOURCE: Ahmad and others (2001), GPE Discussion Paper 31, table 4: 0.44, 0.15, 0.04 and 0.005% from 85 upwards.
    found = standard_population("who2000").merged(range(0, 90, 5))
    assert found.bands[-1] == "85+"
    assert found.people[-1] == 635


@pytest.mark.parametrize("name", NAMES)
def test_bands_taken_together_hold_as_many_people(name: str) -> None:
    found = standard_population(name)
    wider = found.merged([0, 15, 65, 75])
    assert wider.bands == ("0–14", "15–64", "65–74", "75+")
    assert wider.people.sum() == found.people.sum()
    assert wider.people[0] == found.people[:3].sum()
    assert wider.source == found.source
    assert found.merged(found.from_age).people.tolist() == found.people.tolist()
    assert found.merged([0]).people.tolist() == [found.people.sum()]


def test_equal_rates_in_all_ages_are_the_same_in_wide_bands_and_narrow() -> None:
    standard = standard_population("esp2013")
    narrow = directly_standardised_rate(np.full(19, 3), np.full(19, 100), standard.people)
    wide = directly_standardised_rate([9, 30, 18], [300, 1000, 600], standard.merged([0, 15, 65]).people)
    assert narrow.value == pytest.approx(float(wide.value))


def test_what_is_done_to_one_copy_does_not_reach_the_next() -> None:
    standard_population("esp2013").people[0] = -1
    assert standard_population("esp2013").people[0] == 5000


def test_an_unknown_standard_is_refused() -> None:
    with pytest.raises(InputError, match=r"name must be one of esp2013, esp1976, who2000; got 'esp2020'\."):
        standard_population("esp2020")


@pytest.mark.parametrize("ages", [[], [5, 10], [0, 18], [0, 10, 10], [0, 10, 5]])
def test_bands_that_would_be_cut_or_do_not_rise_from_the_first_are_refused(ages: list[int]) -> None:
    message = r"bands of esp2013 can begin at 0, 5, 10, .* from the first upwards; got "
    with pytest.raises(InputError, match=message + (", ".join(map(str, ages)) or "none")):
        standard_population("esp2013").merged(ages)
