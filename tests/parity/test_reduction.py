"""DuckDB and plain Python give the same observations, whatever the table holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.parity import engine, oracle
from tests.parity.oracle import Ancestor, Answer, Row

from newlyn.evidence.catalogue.indicator import EVERYONE, Example, Feed, Indicator, Measure, Ratio, Sum
from newlyn.evidence.catalogue.table import Column, Table, area, status
from newlyn.foundation.period import Period

AREAS = ("E01000001", "E01000002", "E01000003", "E01000004")
PERIODS = ("2011-03-27", "2021-03-21")
KINDS = ("crowded", "even", "roomy")
TENURES = ("owned", "rented")

COUNTS = Table(
    "counts",
    "Made-up households by kind, tenure and census",
    (
        area("lsoa21"),
        Column("period", "period", "Census"),
        Column("kind", "text", "Kind", accepted=KINDS),
        Column("tenure", "text", "Tenure", accepted=TENURES),
        Column("households", "count", "Households", least=0, required=False),
        Column("people", "count", "People in them", least=0, required=False),
        status(),
    ),
    ("area", "period", "kind", "tenure"),
)
PLAIN = Table("plain", "The same without a status", COUNTS.columns[:-1], COUNTS.grain)
LADDER = (
    Ancestor("lsoa21", AREAS[0], "msoa21", "E02000001"),
    Ancestor("lsoa21", AREAS[1], "msoa21", "E02000001"),
    Ancestor("lsoa21", AREAS[2], "msoa21", "E02000002"),
    *(Ancestor("lsoa21", one, "lad", "E07000001") for one in AREAS[:3]),
    *(Ancestor("lsoa21", one, "ctry", "E92000001") for one in AREAS),
    # Of the same code at another vintage, which must not be counted.
    *(Ancestor("lsoa11", one, "lad", "E07000009") for one in AREAS),
    Ancestor("lsoa21", AREAS[0], "rgn", "E12000001"),
)


@st.composite
def rows_of(draw: st.DrawFn) -> list[Row]:
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(AREAS), st.sampled_from(PERIODS), st.sampled_from(KINDS), st.sampled_from(TENURES)
            ),
            unique=True,
            max_size=24,
        )
    )
    rows: list[Row] = []
    for key in keys:
        why = draw(st.sampled_from(("published", "published", "published", "suppressed", "missing")))
        counts = (None, None) if why != "published" else (draw(COUNT), draw(COUNT))
        rows.append(dict(zip(COUNTS.names, (*key, *counts, why), strict=True)))
    return rows


COUNT = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 10**6))
CONDITIONS = st.one_of(
    st.just(EVERYONE),
    st.fixed_dictionaries({"kind": st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map(tuple)}),
    st.fixed_dictionaries(
        {
            "kind": st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map(tuple),
            "tenure": st.lists(st.sampled_from(TENURES), min_size=1, unique=True).map(tuple),
        }
    ),
)
TABLES = st.sampled_from((COUNTS, PLAIN))


@st.composite
def ratios(draw: st.DrawFn) -> Ratio:
    counted = draw(CONDITIONS)
    return Ratio(
        draw(TABLES),
        Sum("households", counted),
        draw(st.sampled_from((Period.day(2021, 3, 21), "period"))),
        draw(st.one_of(st.none(), st.just(Sum("households")), st.just(Sum("people", {"kind": KINDS[:2]})))),
        draw(st.sampled_from((1.0, 100.0, 1000.0))),
        draw(st.sampled_from(((), ("msoa21",), ("msoa21", "lad", "ctry")))),
        draw(st.sampled_from((EVERYONE, {"tenure": ("rented",)}))),
        draw(st.sampled_from((None, "tenure", "kind"))),
    )


def indicator(feed: Feed, interval: str = "none") -> Indicator:
    example = Example((), AREAS[0], 0, "made up")
    return Indicator("made.up", "Made up", "%", "neither", (feed,), example, interval=interval)  # type: ignore[arg-type]


def assert_alike(one: Indicator, feed: Feed, rows: list[Row]) -> None:
    plain, fast = oracle.observe(one, feed, rows, LADDER), engine.observe(one, feed, rows, LADDER)
    assert fast.keys() == plain.keys()
    for key, answer in plain.items():
        assert fast[key].status == answer.status, key
        for found, expected in zip(fast[key][:-1], answer[:-1], strict=True):
            assert found == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12)), key


@settings(max_examples=30, deadline=None)
@given(ratios(), rows_of())
def test_counts_add_up_alike(feed: Ratio, rows: list[Row]) -> None:
    assert_alike(indicator(feed), feed, rows)


@settings(max_examples=15, deadline=None)
@given(rows_of(), st.sampled_from(((), ("lad",))))
def test_limits_of_shares_are_alike(rows: list[Row], levels: tuple[str, ...]) -> None:
    feed = Ratio(COUNTS, Sum("households", {"kind": ("crowded",)}), "period", Sum("households"), levels=levels)
    assert_alike(indicator(feed, "wilson"), feed, rows)


@settings(max_examples=25, deadline=None)
@given(rows_of(), TABLES, st.sampled_from((None, "people")), st.booleans())
def test_published_values_are_picked_alike(rows: list[Row], table: Table, limit: str | None, fixed: bool) -> None:
    where = {"kind": ("crowded",), "period": PERIODS[:1]} if fixed else {"kind": ("crowded",)}
    feed = Measure(table, "households", Period.year(2021) if fixed else "period", limit, limit, where, group="tenure")
    assert_alike(indicator(feed), feed, rows)


@settings(max_examples=8, deadline=None)
@given(ratios(), rows_of(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(feed: Ratio, rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = indicator(feed)
    assert engine.observe(one, feed, shuffled, LADDER) == engine.observe(one, feed, rows, LADDER)


@pytest.mark.parametrize(("denominator", "per"), [(None, 1.0), (Sum("people"), 1.0), (Sum("people"), 1000.0)])
def test_limits_of_events_are_counted_in_what_their_value_is_counted_in(denominator: Sum | None, per: float) -> None:
    feed = Ratio(COUNTS, Sum("households"), "period", denominator, per)
    row = dict(zip(COUNTS.names, (AREAS[0], PERIODS[0], "even", "owned", 10, 200, "published"), strict=True))
    (answer,) = engine.observe(indicator(feed, "byar"), feed, [row]).values()
    # Byar's limits of 10 events are 4.79 and 18.39 (Breslow and Day 1987, p. 69).
    scale = per / 200 if denominator else 1
    assert (answer.lower, answer.upper) == pytest.approx((4.79 * scale, 18.39 * scale), rel=1e-3)


# --- what the rules mean, told by small tables -------------------------------------------------------------------

HOUSEHOLDS = Ratio(COUNTS, Sum("households", {"kind": ("crowded",)}), "period", Sum("households"))
BOTH = pytest.mark.parametrize("observe", [oracle.observe, engine.observe], ids=["plain Python", "DuckDB"])


def _rows(*lines: tuple[str, str, int | None, str]) -> list[Row]:
    return [
        {"area": code, "period": PERIODS[1], "kind": kind, "tenure": "owned", "households": count, "status": why,
         "people": None}
        for code, kind, count, why in lines
    ]  # fmt: skip


@BOTH
@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        # area 1: 10 of 40
        ([("crowded", 10, "published"), ("roomy", 30, "published")], Answer(25.0, 10, 40, None, None, "computed")),
        ([("crowded", 0, "published"), ("roomy", 30, "published")], Answer(0.0, 0, 30, None, None, "computed")),
        ([("roomy", 30, "published")], Answer(0.0, 0, 30, None, None, "computed")),
        ([("crowded", 0, "published")], Answer(None, 0, 0, None, None, "missing")),
        # a withheld count is not a zero, be it above or below the line
        ([("crowded", None, "suppressed"), ("roomy", 30, "published")],
         Answer(None, None, None, None, None, "suppressed")),
        ([("crowded", 10, "published"), ("roomy", None, "suppressed")],
         Answer(None, 10, None, None, None, "suppressed")),
        ([("crowded", 10, "published"), ("roomy", None, "missing")], Answer(None, 10, None, None, None, "missing")),
    ],
)  # fmt: skip
def test_one_absent_part_makes_a_sum_unknown_and_nobody_is_not_nought(
    observe: object, lines: list[tuple[str, int | None, str]], answer: Answer
) -> None:
    rows = _rows(*((AREAS[0], *line) for line in lines))
    found = observe(indicator(HOUSEHOLDS), HOUSEHOLDS, rows)  # type: ignore[operator]
    assert found == {(AREAS[0], PERIODS[1], "all"): answer}


@BOTH
def test_larger_areas_are_the_sums_of_their_small_areas(observe: object) -> None:
    feed = replace(HOUSEHOLDS, levels=("msoa21", "lad"))
    rows = _rows(
        (AREAS[0], "crowded", 10, "published"), (AREAS[0], "roomy", 30, "published"),
        (AREAS[1], "crowded", 5, "published"), (AREAS[1], "roomy", 5, "published"),
        (AREAS[2], "crowded", None, "suppressed"), (AREAS[3], "crowded", 1, "published"),
    )  # fmt: skip
    found = observe(indicator(feed), feed, rows, LADDER)  # type: ignore[operator]
    values = {key[0]: (answer.value, answer.status) for key, answer in found.items()}
    assert values == {
        AREAS[0]: (25.0, "computed"),
        AREAS[1]: (50.0, "computed"),
        AREAS[2]: (None, "suppressed"),
        AREAS[3]: (100.0, "computed"),
        "E02000001": (30.0, "computed"),
        "E02000002": (None, "suppressed"),
        "E07000001": (None, "suppressed"),
    }


@BOTH
def test_a_group_is_counted_out_of_everyone_in_its_area(observe: object) -> None:
    feed = Ratio(COUNTS, Sum("households"), "period", Sum("households"), group="kind")
    rows = _rows((AREAS[0], "crowded", 10, "published"), (AREAS[0], "roomy", 30, "published"))
    found = observe(indicator(feed), feed, rows)  # type: ignore[operator]
    assert {key[2]: answer.value for key, answer in found.items()} == {"crowded": 25.0, "roomy": 75.0}
