"""Kept answers: the ones asked for last, within a number of bytes, and each made by one thread."""

from __future__ import annotations

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.web.page_cache import SMALLEST_WORTH_COMPRESSING, Kept, PageCache, keepable


def kept(size: int) -> Kept:
    return Kept("text/html", b"x" * size, None)


def test_the_one_that_was_not_asked_for_longest_goes_first() -> None:
    cache = PageCache(40)
    for key in "abcd":
        cache.get_or_make(key, lambda: kept(10))
    assert cache.get("a")
    cache.get_or_make("e", lambda: kept(10))
    assert [key for key in "abcde" if cache.get(key)] == ["a", "c", "d", "e"]
    assert cache.bytes == 40


def test_one_that_would_drive_out_a_quarter_is_sent_and_not_kept() -> None:
    cache = PageCache(40)
    assert cache.get_or_make("a", lambda: kept(11)) == kept(11)
    assert (cache.get("a"), cache.bytes) == (None, 0)


def test_what_is_not_to_be_kept_is_made_each_time() -> None:
    cache, made = PageCache(40), []
    for _ in range(2):
        assert cache.get_or_make("a", lambda: made.append(1)) is None
    assert len(made) == 2


def test_an_answer_that_fails_is_not_kept_and_blocks_nobody() -> None:
    cache = PageCache(40)

    def fail() -> Kept:
        raise ValueError("broken")

    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            cache.get_or_make("a", fail)
    assert cache.get_or_make("a", lambda: kept(1)) == kept(1)


def test_of_many_threads_one_makes_it() -> None:
    cache, made, together = PageCache(1000), [], threading.Barrier(8)

    def make() -> Kept:
        made.append(1)
        time.sleep(0.02)
        return kept(10)

    def ask(_: int) -> Kept | None:
        together.wait()
        return cache.get_or_make("a", make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [kept(10)] * 8
    assert made == [1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=60))
def test_there_are_never_more_bytes_than_allowed_and_they_are_counted_right(asked: list[tuple[int, int]]) -> None:
    cache = PageCache(100)
    for key, size in asked:
        cache.get_or_make(str(key), lambda size=size: kept(size))
        present = [found for name in range(10) if (found := cache._kept.get(str(name)))]
        assert cache.bytes == sum(one.size for one in present) <= 100


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/csv", "application/json", "image/svg+xml"])
def test_what_shrinks_is_compressed_once_and_always_to_the_same_bytes(content_type: str) -> None:
    one = keepable(content_type, b"word " * 200)
    assert one.gzipped is not None
    assert gzip.decompress(one.gzipped) == one.body
    assert one.size == len(one.body) + len(one.gzipped)
    assert keepable(content_type, b"word " * 200) == one


@pytest.mark.parametrize(
    ("content_type", "size"),
    [("text/html", SMALLEST_WORTH_COMPRESSING - 1), ("application/vnd.apache.parquet", 5000), ("image/png", 5000)],
)
def test_what_does_not_shrink_is_sent_as_it_is(content_type: str, size: int) -> None:
    assert keepable(content_type, b"a" * size).gzipped is None
