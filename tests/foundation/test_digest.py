"""Equal values have equal bytes and equal digests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.digest import canonical_json, digest_file, digest_value

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text('aé£"\\\n,'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abé", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_json_is_json_of_the_same_value(value: object) -> None:
    assert json.loads(canonical_json(value)) == value
    assert json.loads(canonical_json(value, indent=1)) == value


@given(st.dictionaries(st.text("abc", max_size=3), PLAIN, max_size=5), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, object], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert digest_value({key: value[key] for key in keys}) == digest_value(value)


@given(PLAIN, PLAIN)
def test_other_text_has_another_digest(one: object, other: object) -> None:
    assert (digest_value(one) == digest_value(other)) == (canonical_json(one) == canonical_json(other))


def test_words_stand_as_they_are_written() -> None:
    assert canonical_json({"b": "£5 – é", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"£5 – é"}'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": number})


def test_a_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x" * 1_000_000)
    assert digest_file(path) == hashlib.sha256(b"x" * 1_000_000).hexdigest()
