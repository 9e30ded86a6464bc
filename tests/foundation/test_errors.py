"""Each family has an exit code and a status of its own; hints name what is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation import errors
from newlyn.foundation.errors import FAMILIES, NewlynError, SourceError, did_you_mean


def test_every_family_is_listed() -> None:
    declared = {
        one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, NewlynError)
    } - {NewlynError}  # fmt: skip
    assert set(FAMILIES) == declared


def test_no_two_families_share_an_exit_code() -> None:
    codes = [family.exit_code for family in FAMILIES]
    assert len(set(codes)) == len(codes)
    # 1 is Python's own for a fault of the program, and 126 and above are the shell's.
    assert all(1 < code < 126 for code in codes)


def test_every_family_has_a_status_of_an_error() -> None:
    assert all(400 <= family.http_status <= 599 for family in FAMILIES)


def test_a_family_is_known_by_its_name() -> None:
    assert SourceError("x").family == "SourceError"


@pytest.mark.parametrize(
    ("given", "options", "hint"),
    [
        ("esex", ["essex", "kent"], "Did you mean 'essex'?"),
        ("lsoa", ["lsoa11", "lsoa21"], "Did you mean 'lsoa21' or 'lsoa11'?"),
        ("zz", ["essex", "kent"], "Accepted: 'essex', 'kent'."),
        ("zz", [], ""),
        ("zz", [f"name {n}" for n in range(13)], ""),
        ("", ["essex"], "Accepted: 'essex'."),
    ],
)
def test_a_hint_names_the_nearest_or_the_few_there_are(given: str, options: list[str], hint: str) -> None:
    assert did_you_mean(given, options) == hint


@given(st.text(max_size=10), st.lists(st.text("abc ", max_size=8), max_size=20))
def test_a_hint_is_one_line_and_does_not_depend_on_order(given: str, options: list[str]) -> None:
    hint = did_you_mean(given, options)
    assert hint == did_you_mean(given, reversed(options))
    assert "\n" not in hint


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=20))
def test_a_name_that_is_there_is_its_own_nearest(options: list[str]) -> None:
    assert repr(options[0]) in did_you_mean(options[0], options)
