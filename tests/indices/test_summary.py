"""The summary measures of larger areas: sums done by hand, and what must hold for all inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.indices.summary import (
    average_rank,
    average_score,
    extent,
    local_concentration,
    mean_ranks,
    share_worst_tenth,
    summarise,
)

AREAS = 200


@st.composite
def england(draw):
    """Every small area of a small England: its district, score, rank and people."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    groups = np.array([f"E0700000{number}" for number in rng.integers(0, 5, AREAS)])
    return groups, rng.uniform(0, 80, AREAS), rng.permutation(AREAS) + 1.0, rng.integers(1, 3000, AREAS).astype(float)


def test_the_average_score_weighs_by_people():
    assert average_score([40.0, 10.0], [1000, 3000]) == 17.5


def test_the_average_rank_counts_the_most_deprived_highest():
    assert average_rank([1], [500], areas=AREAS) == AREAS
    assert average_rank([AREAS], [500], areas=AREAS) == 1


@pytest.mark.parametrize(
    ("rank", "share"),
    [(1, 1.0), (20, 1.0), (21, 0.95), (22, 0.95), (23, 0.95 - 0.9 / 19), (60, 0.05), (61, 0.0), (200, 0.0)],
)
def test_extent_fades_from_all_people_in_the_tenth_to_none_past_the_thirtieth_hundredth(rank, share):
    assert extent([rank], [1000], areas=AREAS) == pytest.approx(share)


def test_local_concentration_takes_only_as_many_people_of_the_last_area_as_make_a_tenth():
    # 10% of 20,000 is 2,000: 1,500 at reversed rank 198 and 500 at 191.
    expected = (1500 * 198 + 500 * 191) / 2000
    assert local_concentration([60, 3, 10], [14_000, 1_500, 4_500], areas=AREAS) == pytest.approx(expected)


def test_local_concentration_of_one_area_is_its_reversed_rank():
    assert local_concentration([7], [1234], areas=AREAS) == pytest.approx(AREAS + 1 - 7)


def test_the_share_in_the_worst_tenth_counts_areas_and_not_people():
    assert share_worst_tenth([20, 21], areas=AREAS) == 0.5


@pytest.mark.parametrize(("rank", "worst"), [(3_284, 1.0), (3_285, 0.0)])
def test_the_worst_tenth_of_32_844_areas_ends_with_the_last_whole_rank_below_a_tenth(rank, worst):
    assert share_worst_tenth([rank], areas=32_844) == worst


def test_tied_areas_share_the_mean_of_their_places():
    assert mean_ranks([3, 1, 1, 3, 3]).tolist() == [4.0, 1.5, 1.5, 4.0, 4.0]


def test_ranks_that_are_means_already_stay_as_they_are():
    assert mean_ranks([1.5, 1.5, 3]).tolist() == [1.5, 1.5, 3.0]


@given(england())
def test_all_groups_at_once_agree_with_each_group_alone(areas):
    groups, score, rank, people = areas
    found = summarise(groups, score, rank, people, AREAS)
    assert found.groups.tolist() == sorted(set(groups))
    for position, label in enumerate(found.groups):
        mine = groups == label
        alone = (
            average_score(score[mine], people[mine]),
            average_rank(rank[mine], people[mine], AREAS),
            extent(rank[mine], people[mine], AREAS),
            local_concentration(rank[mine], people[mine], AREAS),
            share_worst_tenth(rank[mine], AREAS),
        )
        together = (
            found.average_score, found.average_rank, found.extent, found.local_concentration, found.share_worst_tenth,
        )  # fmt: skip
        assert [measure[position] for measure in together] == pytest.approx(alone)


@given(england(), st.floats(0.01, 1000))
def test_counting_every_person_as_many_times_changes_nothing(areas, times):
    groups, score, rank, people = areas
    once, often = (summarise(groups, score, rank, people * factor, AREAS) for factor in (1, times))
    for name in ("average_score", "average_rank", "extent", "local_concentration", "share_worst_tenth"):
        np.testing.assert_allclose(getattr(once, name), getattr(often, name), rtol=1e-9)


@given(england())
def test_the_order_of_the_small_areas_does_not_matter(areas):
    groups, score, rank, people = areas
    turned = np.random.default_rng(1).permutation(AREAS)
    straight = summarise(groups, score, rank, people, AREAS)
    shuffled = summarise(groups[turned], score[turned], rank[turned], people[turned], AREAS)
    np.testing.assert_allclose(straight.local_concentration, shuffled.local_concentration, rtol=1e-12)
    np.testing.assert_allclose(straight.average_rank, shuffled.average_rank, rtol=1e-12)


@given(england())
def test_local_concentration_is_never_below_the_average_rank(areas):
    groups, score, rank, people = areas
    found = summarise(groups, score, rank, people, AREAS)
    assert np.all(found.local_concentration >= found.average_rank - 1e-9)
    assert np.all((found.extent >= 0) & (found.extent <= 1 + 1e-12))


@given(england())
def test_people_of_all_groups_make_the_average_rank_of_england(areas):
    groups, _, rank, people = areas
    found = summarise(groups, None, rank, people, AREAS)
    in_group = np.array([people[groups == label].sum() for label in found.groups])
    whole = average_rank(rank, people, AREAS)
    assert np.average(found.average_rank, weights=in_group) == pytest.approx(whole)


def test_without_people_only_the_share_of_areas_is_known():
    found = summarise(["a", "a"], [1.0, 2.0], [1, 200], None, AREAS)
    assert found.share_worst_tenth.tolist() == [0.5]
    for unknown in (found.average_score, found.average_rank, found.extent, found.local_concentration):
        assert np.isnan(unknown).all()


def test_a_missing_value_makes_missing_its_own_group_only():
    found = summarise(["a", "a", "b"], [1.0, 2.0, 3.0], [1, np.nan, 5], [10, 10, 10], AREAS)
    for measure in (found.average_rank, found.extent, found.local_concentration, found.share_worst_tenth):
        assert np.isnan(measure).tolist() == [True, False]
    assert found.average_score.tolist() == [1.5, 3.0]


def test_a_group_without_people_has_no_weighted_measure():
    found = summarise(["a"], [1.0], [1], [0], AREAS)
    assert np.isnan([found.average_score[0], found.average_rank[0], found.local_concentration[0]]).all()


def test_a_rank_beyond_the_areas_of_england_is_refused():
    with pytest.raises(InputError, match=r"rank must be 1 to 200, the small areas in England; got 201"):
        average_rank([201], [10], areas=200)


def test_a_negative_population_is_refused():
    with pytest.raises(InputError, match=r"population must be zero or more; got -5"):
        extent([1], [-5], areas=AREAS)


def test_arrays_of_different_lengths_are_refused():
    with pytest.raises(InputError, match=r"population must have one value for each small area, 2 of them; got shape"):
        average_rank([1, 2], [10], areas=AREAS)


def test_a_larger_area_without_small_areas_is_refused():
    with pytest.raises(InputError, match=r"at least one small area; got none"):
        share_worst_tenth([], areas=AREAS)


@pytest.mark.parametrize("some", [[1, 5], [1, np.nan]])
def test_ties_are_not_told_from_some_of_the_areas(some):
    with pytest.raises(InputError, match=r"ties can only be told among all small areas .* got 2 areas"):
        mean_ranks(some)
