"""An indicator that contradicts itself or its table cannot be written."""

from __future__ import annotations

from typing import Any

import pytest

from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure, Ratio, Sum
from newlyn.evidence.catalogue.table import Column, Table, area
from newlyn.foundation.errors import DefinitionError
from newlyn.foundation.period import Period

ROOMS = Table(
    "rooms",
    "Rooms",
    (
        area("lsoa21"),
        Column("period", "period", "When"),
        Column("kind", "text", "Kind", accepted=("crowded", "roomy")),
        Column("households", "count", "Households", least=0),
        Column("score", "number", "Score"),
    ),
    ("area", "period", "kind"),
)
YEAR = Period.year(2021)
COUNTED = Ratio(ROOMS, Sum("households", {"kind": ("crowded",)}), YEAR, Sum("households"))
PUBLISHED = Measure(ROOMS, "score", "period", "score", "score")
EXAMPLE = Example(({"area": "E01000001", "households": 1},), "E01000001", 1, "one")


def indicator(**changes: Any) -> Indicator:
    facts: dict[str, Any] = {"code": "rooms.crowded", "label": "Crowded", "unit": "%", "polarity": "higher is worse",
                             "feeds": (COUNTED,), "example": EXAMPLE}  # fmt: skip
    return Indicator(**facts | changes)


def test_an_indicator_belongs_to_the_theme_its_code_begins_with() -> None:
    assert indicator(code="rooms.crowded.by_age").theme == "rooms"


def test_indicators_are_values() -> None:
    assert indicator() == indicator()
    assert indicator(label="Other") != indicator()
    with pytest.raises(AttributeError, match="cannot assign"):
        indicator().label = "Other"  # type: ignore[misc]


@pytest.mark.parametrize("code", ["crowded", "Rooms.crowded", "rooms.", "rooms..crowded", "rooms.crowded homes", ""])
def test_a_code_without_a_theme_is_refused(code: str) -> None:
    with pytest.raises(DefinitionError, match="an indicator's code is lower case words joined by dots, theme first"):
        indicator(code=code)


def test_an_indicator_without_a_feed_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.crowded: an indicator needs at least one feed"):
        indicator(feeds=())


def test_a_goal_that_is_none_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.crowded: 'lug-1' is not a goal\. Did you mean 'lug-1\d'"):
        indicator(goals=("lug-1",))


@pytest.mark.parametrize("interval", ["wilson", "byar"])
def test_limits_of_counts_need_counts(interval: str) -> None:
    with pytest.raises(DefinitionError, match=f"{interval} limits need a numerator; its feeds are published values"):
        indicator(feeds=(PUBLISHED,), interval=interval)
    assert indicator(interval=interval).interval == interval


def test_published_limits_need_their_columns() -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.crowded: no feed names the published limits"):
        indicator(interval="published")
    assert indicator(feeds=(PUBLISHED,), interval="published").interval == "published"


def test_limits_of_a_share_need_a_share() -> None:
    plain = Ratio(ROOMS, Sum("households"), YEAR)
    with pytest.raises(DefinitionError, match=r"rooms\.crowded: wilson limits need a denominator"):
        indicator(feeds=(plain,), interval="wilson")
    assert indicator(feeds=(plain,), interval="byar").interval == "byar"


# --- feeds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"area": "kind"}, r"rooms\.kind: not a column of area codes"),
        ({"area": "place"}, r"rooms: 'place' is not a column"),
        ({"period": "kind"}, r"rooms\.kind: not a column of periods"),
        ({"group": "knid"}, r"rooms: 'knid' is not a column .* Did you mean 'kind'"),
        ({"where": {"kin": ("crowded",)}}, r"rooms: 'kin' is not a column .* Did you mean 'kind'"),
        ({"where": {"kind": ("crowdd",)}}, r"rooms\.kind: 'crowdd' does not occur in it\. Did you mean 'crowded'"),
        ({"where": {"kind": ()}}, r"rooms\.kind: name at least one value to look for"),
    ],
)
def test_a_feed_that_its_table_cannot_give_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Ratio(**{"table": ROOMS, "numerator": Sum("households"), "period": YEAR} | change)
    with pytest.raises(DefinitionError, match=message):
        Measure(**{"table": ROOMS, "value": "score", "period": YEAR} | change)


@pytest.mark.parametrize("part", ["value", "lower", "upper"])
def test_a_value_that_is_no_number_is_refused(part: str) -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.kind: not a number, so it cannot be observed"):
        Measure(**{"table": ROOMS, "value": "score", "period": YEAR, part: "kind"})  # type: ignore[arg-type]


def test_only_counts_can_be_summed() -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.score: only counts can be summed"):
        Ratio(ROOMS, Sum("score"), YEAR)
    with pytest.raises(DefinitionError, match=r"rooms\.score: only counts can be summed"):
        Ratio(ROOMS, Sum("households"), YEAR, Sum("score"))


def test_a_condition_on_a_part_is_checked_too() -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.kind: 'huge' does not occur in it"):
        Ratio(ROOMS, Sum("households", {"kind": ("huge",)}), YEAR)
    with pytest.raises(DefinitionError, match=r"rooms\.kind: 'huge' does not occur in it"):
        Ratio(ROOMS, Sum("households"), YEAR, Sum("households", {"kind": ("huge",)}))


def test_a_level_that_is_no_kind_of_area_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms: the level 'ladd': 'ladd' is not an area type\. Did you mean"):
        Ratio(ROOMS, Sum("households"), YEAR, levels=("ladd",))


@pytest.mark.parametrize("per", [0, -100])
def test_a_value_is_counted_in_something(per: float) -> None:
    with pytest.raises(DefinitionError, match=r"rooms: per is what the value is counted in, more than 0, such as 100"):
        Ratio(ROOMS, Sum("households"), YEAR, Sum("households"), per=per)
