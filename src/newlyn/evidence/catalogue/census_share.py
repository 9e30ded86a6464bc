"""Indicators of a census: a share of those counted, everyone broken down by category, or a published percentage.

A census counts nearly everyone, yet shares have limits here (Wilson's). They do not speak of sampling. They say
how far a share of so few people could differ by chance alone if the same causes had worked again, which is the
question when one neighbourhood is set beside another; and they are wide just where the perturbation of single cells
by ONS weighs most. They do not cover people whom the census missed. Percentages that are published without counts
have no limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newlyn.evidence.catalogue.census_topic import DAY_2021, EVERYONE, LEVELS, Topic
from newlyn.evidence.catalogue.indicator import Condition, Example, Feed, Indicator, Measure, Polarity, Ratio, Sum

NEITHER: Polarity = "neither"
WORSE: Polarity = "higher is worse"
BETTER: Polarity = "higher is better"

PERTURBED = (
    "Sums of small areas, each of them perturbed by ONS, so larger areas differ by a few from what it publishes."
)
ROUNDED = "Rounded to one decimal by the publisher, without a count behind it: it cannot be summed, and has no limits."

_AREA = {
    "lsoa21": "E01000001", "lsoa11": "E01000001", "msoa21": "E02000001", "msoa11": "E02000001",
    "lad": "E06000001", "lad|rgn|ctry": "E06000001",
}  # fmt: skip
"""Codes for worked examples; the figures beside them are made up."""


def share(
    code: str,
    label: str,
    topic: Topic,
    categories: Iterable[str],
    *,
    earlier: Mapping[Topic, tuple[str, ...]] | None = None,
    polarity: Polarity = NEITHER,
    goals: tuple[str, ...] = (),
    caveat: str = "",
    comparable: bool = True,
) -> Indicator:
    """The percentage of those counted who are in any of `categories`, in small areas and all above them.

    Parameters
    ----------
    code : words after `census.`
    earlier : topics of an earlier census, and the categories that stand for the same there
    caveat : what to know; that larger areas are sums is added to it
    comparable : whether the censuses may be set side by side
    """
    chosen = tuple(categories)
    return Indicator(
        code=f"census.{code}",
        label=label,
        unit="%",
        polarity=polarity,
        feeds=(_ratio(topic, chosen), *(_ratio(before, same) for before, same in (earlier or {}).items())),
        example=_share_example(topic, chosen),
        goals=goals,
        interval="wilson",
        caveat=_joined(caveat, topic),
        comparable=comparable,
    )


def breakdown(code: str, label: str, topic: Topic, *, caveat: str = "") -> Indicator:
    """The percentage of those counted who are in each category; the category is the observation's group."""
    return Indicator(
        code=f"census.{code}",
        label=label,
        unit="%",
        polarity=NEITHER,
        feeds=(_ratio(topic, None),),
        example=_breakdown_example(topic),
        interval="wilson",
        caveat=_joined(caveat, topic),
    )


def percentage(
    code: str,
    label: str,
    feeds: Mapping[Topic, str],
    *,
    polarity: Polarity = NEITHER,
    goals: tuple[str, ...] = (),
    caveat: str = ROUNDED,
    modelled: bool = False,
) -> Indicator:
    """A percentage as it is published; `feeds` names the category in each topic that tells it."""
    topic, category = next(iter(feeds.items()))
    row = {"area": _AREA[topic.area_type], "category": category, "percent": 12.5}
    return Indicator(
        code=f"census.{code}",
        label=label,
        unit="%",
        polarity=polarity,
        feeds=tuple(Measure(one.table, "percent", one.day, where={"category": (word,)}) for one, word in feeds.items()),
        example=Example((row,), _AREA[topic.area_type], 12.5, "12.5% is published and stands as it is"),
        goals=goals,
        caveat=caveat,
        modelled=modelled,
    )


def published_breakdown(code: str, label: str, topic: Topic) -> Indicator:
    """Every percentage of a topic as it is published; the category is the observation's group."""
    row = {"area": _AREA[topic.area_type], "category": topic.categories[0], "percent": 12.5}
    return Indicator(
        code=f"census.{code}",
        label=label,
        unit="%",
        polarity=NEITHER,
        feeds=(Measure(topic.table, "percent", topic.day, group="category"),),
        example=Example((row,), _AREA[topic.area_type], 12.5, "12.5% is published and stands as it is"),
        caveat=ROUNDED,
    )


def _ratio(topic: Topic, categories: tuple[str, ...] | None) -> Feed:
    """Without categories, one observation for each of them."""
    everyone: Condition = {"category": (EVERYONE,)} if topic.has_everyone else {}
    return Ratio(
        topic.table,
        Sum("count", {"category": categories} if categories else {}),
        topic.day,
        Sum("count", everyone),
        levels=LEVELS.get(topic.area_type, ()),
        group=None if categories else "category",
    )


def _share_example(topic: Topic, categories: tuple[str, ...]) -> Example:
    """Ten in each category that counts, and three times as many elsewhere: a quarter."""
    part = 10 * len(categories)
    other = next(word for word in topic.categories if word not in categories)
    rows = [_row(topic, word, 10) for word in categories] + [_row(topic, other, 3 * part)]
    words = f"{part} of {4 * part} {topic.counted} are 25%"
    return Example(tuple(rows), _AREA[topic.area_type], 25.0, words)


def _breakdown_example(topic: Topic) -> Example:
    rows = tuple(_row(topic, word, 30) for word in topic.categories[:2])
    words = f"30 of 60 {topic.counted} in each of two categories are 50% in each"
    return Example(rows, _AREA[topic.area_type], 50.0, words)


def _row(topic: Topic, category: str, count: int) -> Mapping[str, object]:
    return {"area": _AREA[topic.area_type], "category": category, "count": count}


def _joined(caveat: str, topic: Topic) -> str:
    summed = topic.day == DAY_2021 and topic.area_type in LEVELS
    return f"{caveat} {PERTURBED}".strip() if summed else caveat
