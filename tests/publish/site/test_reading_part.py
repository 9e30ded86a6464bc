"""The macros by which every page places a figure and its judgement."""

from __future__ import annotations

import pytest

from newlyn.publish.site.link import ServedLinks
from newlyn.publish.site.reading import SYMBOLS, Reading, Verdict, read_figure
from newlyn.publish.template import _environment

LINK = ServedLinks("/essex/")


def _placed(source: str, **values: object) -> str:
    lead = '{% from "site/parts/reading.html" import reading, verdict %}'
    return _environment().from_string(lead + source).render(link=LINK, **values)


def _reading(item: Reading) -> str:
    return _placed("{{ reading(item, link) }}", item=item)


def test_a_number_leads_to_how_we_know_it() -> None:
    item = read_figure(12.34, unit="%", decimals=1, figure="census.flats:E07000076:2021-03-21")
    assert 'href="/essex/lineage/census.flats:E07000076:2021-03-21">12.3%<' in _reading(item)


def test_limits_stand_on_a_line_of_their_own_and_flags_beside_them() -> None:
    item = read_figure(12.34, unit="%", decimals=1, lower=11.2, upper=13.5, flags=("estimated", "a model"))
    shown = _reading(item)
    assert "<small>11.2% to 13.5%</small>" in shown
    assert '<span class="flag">estimated</span> <span class="flag">a model</span>' in shown


def test_what_is_not_published_is_said_and_leads_nowhere() -> None:
    item = read_figure(None, unit="%", decimals=1, status="suppressed", figure="census.flats:E07000076:2021-03-21")
    shown = _reading(item)
    assert "withheld by the publisher" in shown
    assert "href" not in shown


def test_a_hostile_figure_is_only_text() -> None:
    shown = _reading(Reading("<script>1</script>", 1.0, figure='a"><b>', flags=("<i>",)))
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown


@pytest.mark.parametrize("word", SYMBOLS)
def test_every_judgement_is_words_and_names_what_it_is_held_against(word: Verdict) -> None:
    shown = _placed("{{ verdict(word, 'England') }}", word=word)
    assert word in shown
    assert ("England" in shown) == (word != "not compared")


@pytest.mark.parametrize("word", ["higher", "lower"])
def test_a_direction_that_is_neither_good_nor_bad_has_its_own_sign(word: Verdict) -> None:
    assert SYMBOLS[word] in _placed("{{ verdict(word, 'England') }}", word=word)
