"""The catalogue of a place's indicators: searched and filtered as the query asks.

What the page says is `publish.site.indicator_list`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.foundation.errors import InputError
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.indicator_list import SUBJECTS, Catalogue, Choice, Entry, render_indicator_list, subject_of
from newlyn.publish.site.indicator_measure import LEVELS
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.indicator_held import held_of, measure_of
from newlyn.workflows.site.opened import Site

LONGEST = 100
"""Letters of a search that are read; no label is longer."""

_LEVELS = ("lad", "cty", "wd", "msoa21", "lsoa21", "lsoa11", "msoa11", "lsoa01")


def show(asked: Asked) -> Answer:
    """The indicators that fit the query: `q`, `theme`, `goal` and `level` are read.

    Raises
    ------
    InputError
        If a filter names what does not exist.
    """
    site = asked.site
    query = " ".join(asked.query.get("q", "")[:LONGEST].split())
    entries = _entries(site)
    themes = {subject_of(code) for code in site.indicators}
    subjects = {name: label for name, label, _ in SUBJECTS if name in themes}
    levels = {
        level: LEVELS[level][1].capitalize() for level in _LEVELS if any(level in entry.levels for entry in entries)
    }
    theme, goal, level = (
        _chosen(asked.query, name, known) for name, known in (("theme", subjects), ("goal", GOALS), ("level", levels))
    )
    fitting = tuple(
        entry
        for entry in entries
        if (not theme or subject_of(entry.measure.code) == theme)
        and (not goal or GOALS[goal] in entry.goals)
        and (not level or level in entry.levels)
        and _fits(entry, query)
    )
    catalogue = Catalogue(
        place=site.name,
        entries=fitting,
        of=len(entries),
        query=query,
        subjects=_choices(subjects, theme),
        goals=_choices(GOALS, goal),
        levels=_choices(levels, level),
    )
    asked = asked.at("indicators", Crumb("Indicators"))
    return page(render_indicator_list(catalogue, asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one catalogue."""
    del site
    yield "indicators"


@lru_cache(maxsize=8)
def _entries(site: Site) -> tuple[Entry, ...]:
    """Every indicator of the site, by label within its subject."""
    found = []
    for code, indicator in site.indicators.items():
        held = held_of(site, code)
        newest = held.all_periods[0].label if held.all_periods else ""
        goals = tuple(GOALS[goal] for goal in indicator.goals)
        levels = tuple(level for level in LEVELS if level in held.periods)
        found.append(Entry(measure_of(indicator), newest, levels, goals))
    return tuple(sorted(found, key=lambda entry: (entry.measure.label, entry.measure.code)))


def _fits(entry: Entry, query: str) -> bool:
    """Whether each word of a search occurs in the label, the code, the unit or a goal."""
    text = " ".join((entry.measure.label, entry.measure.code, entry.measure.unit, *entry.goals)).casefold()
    return all(word in text for word in query.casefold().split())


def _chosen(query: Mapping[str, str], name: str, known: Mapping[str, str]) -> str:
    given = query.get(name, "")
    if given and given not in known:
        raise InputError(f"{name}={given[:60]!r} is not known. Accepted: {', '.join(known)}.")
    return given


def _choices(known: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return (Choice("", "All", not chosen), *(Choice(value, label, value == chosen) for value, label in known.items()))
