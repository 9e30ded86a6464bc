"""The method as small tables: what goes in on the left, what comes out on the right.

Each table names the pieces of land that an old and a new area share, the people of both, and a value on the
old areas; the answer stands beside the new areas, with the share that had to be estimated.
"""

import numpy as np
import pytest

from newlyn.geography.vintage import ChangeOfVintage


def rows(text):
    """The cells of a table drawn with bars, without its header."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()[1:]]


def change(pairs, old, new):
    return ChangeOfVintage.from_pairs(
        [row[0] for row in rows(pairs)],
        [row[1] for row in rows(pairs)],
        indicator=[row[2] for row in rows(pairs)],
        old_population={code: float(people) for code, people, *_ in rows(old)},
        new_population={code: float(people) for code, people, *_ in rows(new)},
    )


def agrees(carried, expected, value, estimated):
    assert carried.areas.tolist() == [row[0] for row in rows(expected)]
    wanted = [np.nan if row[value] == "-" else float(row[value]) for row in rows(expected)]
    assert carried.values == pytest.approx(wanted, nan_ok=True)
    assert carried.estimated_share == pytest.approx([float(row[estimated]) for row in rows(expected)], abs=1e-9)


CASES = {
    "an unchanged area keeps its value": (
        """
        old | new | indicator
        A   | A   | U
        """,
        """
        old | people | count | rate
        A   | 100    | 12    | 0.12
        """,
        """
        new | people | count | rate | estimated
        A   | 140    | 12    | 0.12 | 0
        """,
    ),
    "a merger adds counts and averages rates by people, and nothing is estimated": (
        """
        old | new | indicator
        A   | C   | M
        B   | C   | M
        """,
        """
        old | people | count | rate
        A   | 100    | 12    | 0.12
        B   | 300    | 12    | 0.04
        """,
        """
        new | people | count | rate | estimated
        C   | 390    | 24    | 0.06 | 0
        """,
    ),
    "a split shares a count by the people of the parts; each part keeps the rate": (
        """
        old | new | indicator
        A   | C   | S
        A   | D   | S
        """,
        """
        old | people | count | rate
        A   | 100    | 12    | 0.12
        """,
        """
        new | people | count | rate | estimated
        C   | 30     | 3     | 0.12 | 1
        D   | 90     | 9     | 0.12 | 1
        """,
    ),
    # A holds 100 people and reaches into C and D; B holds 200 and lies in D alone. C must have 60 of A's people
    # to reach its total, so 40 are left for D.
    "an irregular change is fitted to the people on both sides": (
        """
        old | new | indicator
        A   | C   | X
        A   | D   | X
        B   | D   | X
        """,
        """
        old | people | count | rate
        A   | 100    | 10    | 0.10
        B   | 200    | 80    | 0.40
        """,
        """
        new | people | count | rate | estimated
        C   | 60     | 6     | 0.10 | 1
        D   | 240    | 84    | 0.35 | 1
        """,
    ),
    # The new total of 150 people is scaled to the 100 of the old: C had 40 of them then, D 60.
    "people at two dates need not agree: the old side is kept": (
        """
        old | new | indicator
        A   | C   | X
        A   | D   | X
        B   | D   | X
        """,
        """
        old | people | count | rate
        A   | 80     | 8     | 0.10
        B   | 20     | 4     | 0.20
        """,
        """
        new | people | count | rate               | estimated
        C   | 60     | 4     | 0.10               | 1
        D   | 90     | 8     | 0.1333333333333333 | 1
        """,
    ),
    "an area that is missing stays missing in every part": (
        """
        old | new | indicator
        A   | C   | S
        A   | D   | S
        B   | E   | M
        F   | E   | M
        G   | G   | U
        """,
        """
        old | people | count | rate
        A   | 100    | -     | -
        B   | 50     | -     | -
        F   | 50     | 6     | 0.12
        G   | 10     | 1     | 0.10
        """,
        """
        new | people | count | rate | estimated
        C   | 30     | -     | -    | 1
        D   | 90     | -     | -    | 1
        E   | 100    | -     | -    | 0
        G   | 10     | 1     | 0.10 | 0
        """,
    ),
    "an area where nobody lives shares its counts by its parts and leaves rates alone": (
        """
        old | new | indicator
        A   | C   | S
        A   | D   | S
        """,
        """
        old | people | count | rate
        A   | 0      | 4     | 0.50
        """,
        """
        new | people | count | rate | estimated
        C   | 0      | 2     | 0.50 | 1
        D   | 0      | 2     | 0.50 | 1
        """,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_counts(case):
    pairs, old, new = case
    counts = [np.nan if row[2] == "-" else float(row[2]) for row in rows(old)]
    agrees(change(pairs, old, new).apportion(counts, areas=[row[0] for row in rows(old)]), new, value=2, estimated=4)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_rates(case):
    pairs, old, new = case
    rates = [np.nan if row[3] == "-" else float(row[3]) for row in rows(old)]
    agrees(change(pairs, old, new).average(rates, areas=[row[0] for row in rows(old)]), new, value=3, estimated=4)
