import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from newlyn.foundation.errors import InputError
from newlyn.geography.vintage import ChangeOfVintage

SPLIT = {"old": ["A", "A", "B"], "new": ["C", "D", "B"], "indicator": ["S", "S", "U"]}
PEOPLE = {"old_population": {"A": 100, "B": 50}, "new_population": {"B": 60, "C": 30, "D": 90}}


def split(**others):
    return ChangeOfVintage.from_pairs(**{**SPLIT, **PEOPLE, **others})


# --- what holds for every change of vintage


@st.composite
def changes(draw, old="O", new="N", size=None):
    """A change between two made-up vintages, each pair of areas with some people or none."""
    count = size or draw(st.integers(1, 6))
    width = draw(st.integers(1, 6))
    cells = {
        (i, draw(st.integers(0, width - 1))): draw(st.integers(0, 5_000))
        for i in range(count)
        for _ in range(draw(st.integers(1, 3)))
    }
    later = {j: draw(st.integers(0, 5_000)) for _, j in cells}
    return ChangeOfVintage.from_pairs(
        [f"{old}{i}" for i, _ in cells],
        [f"{new}{j}" for _, j in cells],
        old_population={f"{old}{i}": sum(p for (k, _), p in cells.items() if k == i) for i in range(count)},
        new_population={f"{new}{j}": people for j, people in later.items()},
    )


@st.composite
def chains(draw):
    """Two changes, the second of which starts from what the first comes to."""
    first = draw(changes(new="M"))
    middle = len(first.new)
    second = draw(changes(old="M", size=middle))
    renamed = dict(zip(second.old.tolist(), first.new.tolist(), strict=True))
    order = np.argsort([renamed[code] for code in second.old.tolist()])
    return first, ChangeOfVintage(
        first.new, second.new, second.shares[:, order], second.mixing[:, order], second.exact[:, order],
        second.exact_back[:, order], second.old_weight[order], second.new_weight,
    )  # fmt: skip


def values(change, low=-1e6):
    return arrays(np.float64, len(change.old), elements=st.floats(low, 1e6, allow_nan=False))


@given(st.data())
def test_a_total_is_conserved(data):
    change = data.draw(changes())
    counts = data.draw(values(change, low=0))
    carried = change.apportion(counts)
    assert carried.values.sum() == pytest.approx(counts.sum(), rel=1e-9, abs=1e-6)
    assert carried.held_back == 0


@given(st.data())
def test_what_is_not_carried_is_held_back(data):
    change = data.draw(changes())
    counts = data.draw(values(change, low=0))
    counts[data.draw(st.integers(0, len(counts) - 1))] = np.nan
    carried = change.apportion(counts)
    assert np.nansum(carried.values) + carried.held_back == pytest.approx(np.nansum(counts), rel=1e-9, abs=1e-6)
    assert len(carried.missing) == 1
    assert np.isnan(carried.values).any()


@given(changes(), st.floats(-1e6, 1e6))
def test_a_constant_field_stays_constant(change, value):
    assert change.average(np.full(len(change.old), value)).values == pytest.approx(value, rel=1e-12, abs=1e-9)


@given(st.data())
def test_an_average_stays_between_the_values_it_is_made_of(data):
    change = data.draw(changes())
    rates = data.draw(values(change))
    carried = change.average(rates).values
    assert carried.min() >= rates.min() - 1e-6
    assert carried.max() <= rates.max() + 1e-6


@given(st.data())
def test_the_order_in_which_values_are_given_does_not_matter(data):
    change = data.draw(changes())
    counts = data.draw(values(change))
    order = data.draw(st.permutations(range(len(counts))))
    shuffled = change.apportion(counts[order], areas=change.old[order])
    assert shuffled.values.tolist() == change.apportion(counts).values.tolist()


@given(chains(), st.data())
def test_a_chain_is_one_change_after_the_other(pair, data):
    first, second = pair
    given = data.draw(values(first))
    for carry in ("apportion", "average"):
        middle = getattr(first, carry)(given).values
        assert getattr(first.then(second), carry)(given).values == pytest.approx(
            getattr(second, carry)(middle).values, rel=1e-9, abs=1e-6
        )


@given(chains())
def test_the_way_back_through_a_chain_is_the_chain_of_the_ways_back(pair):
    first, second = pair
    back, also = first.then(second).reversed(), second.reversed().then(first.reversed())
    assert abs(back.shares - also.shares).max() == pytest.approx(0, abs=1e-12)
    assert abs(back.exact - also.exact).max() == pytest.approx(0, abs=1e-12)


@given(changes())
def test_there_and_back_is_the_same_change(change):
    again = change.reversed().reversed()
    assert abs(again.shares - change.shares).max() == 0
    assert again.total_estimated_share == change.total_estimated_share


@given(changes())
def test_an_estimated_share_is_a_share(change):
    assert ((change.estimated_share >= 0) & (change.estimated_share <= 1)).all()
    assert 0 <= change.total_estimated_share <= 1


@given(changes())
def test_the_people_of_the_old_areas_are_never_changed(change):
    assert change.shares.sum(axis=0) == pytest.approx(1)
    assert change.new_weight.sum() == pytest.approx(change.old_weight.sum())


# --- particular cases


def test_several_columns_are_carried_at_once():
    carried = split().apportion([[40, 4], [7, 1]], areas=["A", "B"])
    assert carried.values.tolist() == [[7, 1], [10, 1], [30, 3]]
    assert carried.held_back.tolist() == [0, 0]


@pytest.mark.parametrize("column", [pa.array([None, 7]), pa.chunked_array([[None, 7]], pa.int64()), [None, 7]])
def test_a_null_is_missing_and_not_zero(column):
    carried = split().apportion(column, areas=pa.array(["A", "B"]))
    assert carried.values == pytest.approx([7, np.nan, np.nan], nan_ok=True)
    assert carried.missing.tolist() == ["A"]


def test_an_area_left_out_is_missing():
    assert split().apportion([7], areas=["B"]).missing.tolist() == ["A"]


def test_a_count_held_in_a_missing_area_is_reported():
    merged = ChangeOfVintage.from_pairs(["A", "B"], ["C", "C"], old_population={"A": 1, "B": 1})
    carried = merged.apportion([np.nan, 5])
    assert (np.isnan(carried.values).all(), float(carried.held_back)) == (True, 5)


def test_the_total_estimated_share_is_weighed_by_people():
    assert split().total_estimated_share == pytest.approx(100 / 150)


def test_a_split_read_backwards_is_exact():
    back = split().reversed()
    assert back.apportion([7, 10, 30]).values.tolist() == [40, 7]
    assert back.total_estimated_share == 0


def test_without_an_indicator_it_is_told_from_the_pairs():
    told, published = split(indicator=None), split()
    assert told.estimated_share.tolist() == published.estimated_share.tolist()


def test_an_area_redrawn_alone_counts_as_estimated():
    redrawn = ChangeOfVintage.from_pairs(["A"], ["B"], indicator=["X"], old_population={"A": 10})
    assert redrawn.total_estimated_share == 1


def test_without_new_people_a_split_is_shared_equally():
    assert split(new_population=None).apportion([40, 7]).values.tolist() == [7, 20, 20]


def test_without_old_people_they_are_those_of_the_new_areas():
    assert split(old_population=None).old_weight.tolist() == [120, 60]


def test_an_irregular_group_whose_totals_cannot_both_be_met_keeps_the_old_one():
    # B lies in D alone and has more people than D: A's people must all be in C, and D still gets all of B's.
    change = ChangeOfVintage.from_pairs(
        ["A", "A", "B"], ["C", "D", "D"], old_population={"A": 100, "B": 300}, new_population={"C": 300, "D": 100}
    )
    assert change.apportion([100, 300]).values == pytest.approx([100, 300], abs=0.5)


def test_a_middle_area_that_nothing_leads_to_leaves_its_successors_missing():
    first = ChangeOfVintage.from_pairs(["A"], ["B"], old_population={"A": 10})
    second = ChangeOfVintage.from_pairs(["B", "N"], ["C", "D"], old_population={"B": 10, "N": 5})
    chain = first.then(second)
    assert chain.unreached.tolist() == ["D"]
    assert chain.apportion([10]).values == pytest.approx([10, np.nan], nan_ok=True)
    assert chain.estimated_share == pytest.approx([0, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"old": ["A", "A"]}, r"2 old and 3 new codes are given. Give one of each"),
        ({"old": [], "new": []}, r"no pairs are given"),
        ({"new": ["C", "C", "B"]}, r"the pair A to C is given twice"),
        ({"indicator": ["S", "S"]}, r"2 change indicators are given for 3 pairs"),
        ({"indicator": ["S", "S", "Z"]}, r"change indicator 'Z' is not known. Accepted: U, S, M, X"),
        ({"indicator": ["U", "U", "U"]}, r"A to C is marked U \(unchanged\), but the pairs make it S \(split\)"),
        ({"old_population": None, "new_population": None}, r"no population is given"),
        ({"old_population": {"A": 100}}, r"population of the old area B: none is given \(1 such\)"),
        ({"new_population": {"B": 60, "C": -1, "D": 9}}, r"population of the new area C: -1 is given"),
        ({"new_population": {"B": 60, "C": float("nan"), "D": 9}}, r"population of the new area C: nan is given"),
    ],
)
def test_pairs_that_contradict_themselves_are_refused(faulty, message):
    with pytest.raises(InputError, match=message):
        split(**faulty)


@pytest.mark.parametrize(
    ("counts", "areas", "message"),
    [
        ([1, 2, 3], None, r"3 values stand beside 2 areas"),
        ([1], ["A", "B"], r"1 values stand beside 2 areas"),
        ([1, 2], ["A", "Z"], r"Z is not among the 2 areas of this change of vintage \(1 such\)"),
        ([1, 2], ["A", "A"], r"A is given twice"),
        ([1, float("inf")], None, r"a value is infinite"),
    ],
)
def test_values_that_do_not_fit_are_refused(counts, areas, message):
    with pytest.raises(InputError, match=message):
        split().apportion(counts, areas=areas)


def test_changes_that_do_not_meet_are_not_chained():
    with pytest.raises(InputError, match=r"C comes out of the first change but is not among the 2 areas"):
        split().then(split())


# --- the published lookups


@pytest.fixture(scope="module")
def people11(mirror):
    table = pq.read_table(mirror / "census/population_mid2020_single_year_lsoa11.parquet")
    return dict(zip(table["lsoa11_code"].to_pylist(), table["total_population"].to_pylist(), strict=True))


@pytest.fixture(scope="module")
def to_lsoa21(mirror, people11):
    pairs = pacsv.read_csv(mirror / "geography/ons_lsoa11_lsoa21_lad22_exact_fit_EW.csv.gz")
    small = pq.read_table(mirror / "geography/oa21_lsoa21_with_population.parquet")
    people = small.group_by("LSOA21CD").aggregate([("usual_residents_2021", "sum")])
    return ChangeOfVintage.from_pairs(
        pairs["LSOA11CD"],
        pairs["LSOA21CD"],
        indicator=pairs["CHGIND"],
        old_population=people11,
        new_population=dict(
            zip(people["LSOA21CD"].to_pylist(), people["usual_residents_2021_sum"].to_pylist(), strict=True)
        ),
    )


@pytest.fixture(scope="module")
def to_lsoa11(mirror, people11):
    pairs = pq.read_table(mirror / "geography/lookup_lsoa01_lsoa11.parquet")
    return ChangeOfVintage.from_pairs(
        pairs["lsoa01_code"], pairs["lsoa11_code"], indicator=pairs["change_code"], new_population=people11
    )


def test_the_people_of_2020_are_all_there_on_the_areas_of_2021(to_lsoa21, people11):
    carried = to_lsoa21.apportion(list(people11.values()), areas=list(people11))
    assert len(carried.areas) == 35_672
    assert carried.values.sum() == pytest.approx(sum(people11.values()), rel=1e-9)
    assert carried.total_estimated_share == pytest.approx(0.0473, abs=0.0001)
    assert len(to_lsoa21.unreached) == 0


def test_the_chain_from_2001_to_2021_loses_nothing(to_lsoa11, to_lsoa21):
    chain = to_lsoa11.then(to_lsoa21)
    counts = np.random.default_rng(2001).poisson(1_500, len(chain.old))
    carried = chain.apportion(counts)
    assert np.nansum(carried.values) == pytest.approx(counts.sum(), rel=1e-9)
    assert carried.held_back == 0
    assert len(chain.old) == 34_378
    # The published lookup from 2001 is a best fit: four areas of 2011, and so five of 2021, are nobody's best.
    assert len(chain.unreached) == 5
    assert np.nanmax(np.abs(chain.average(np.ones(len(chain.old))).values - 1)) < 1e-12


def test_the_way_back_from_2021_loses_nothing(to_lsoa21):
    back = to_lsoa21.reversed()
    counts = np.random.default_rng(2021).poisson(1_500, len(back.old))
    assert back.apportion(counts).values.sum() == pytest.approx(counts.sum(), rel=1e-9)
