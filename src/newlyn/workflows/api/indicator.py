"""The indicators of a place, as the API tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.warehouse.lineage import describe
from newlyn.foundation.errors import NotFoundError, did_you_mean
from newlyn.publish.open_data.table import SourceFile
from newlyn.workflows.api.answer import IndicatorAnswer, IndicatorDetail, SourceAnswer
from newlyn.workflows.site.data_source import sources_of_indicators
from newlyn.workflows.site.opened import Site


def find_indicators(site: Site, *, theme: str = "", goal: str = "", words: str = "") -> list[Indicator]:
    """The indicators that meet every condition given, in order of code.

    Raises
    ------
    NotFoundError
        If there is no such theme or goal.
    """
    themes = {one.theme for one in site.indicators.values()}
    if theme and theme not in themes:
        raise NotFoundError(f"{site.name} has no indicators of the theme {theme!r}. {did_you_mean(theme, themes)}")
    if goal and goal not in GOALS:
        raise NotFoundError(f"there is no goal {goal!r}. {did_you_mean(goal, GOALS)}".rstrip())
    sought = words.casefold().strip()
    return [
        one
        for one in site.indicators.values()
        if (not theme or one.theme == theme)
        and (not goal or goal in one.goals)
        and (not sought or sought in f"{one.code} {one.label}".casefold())
    ]


def tell_indicators(several: Sequence[Indicator]) -> list[IndicatorAnswer]:
    """Indicators, each in short."""
    return [IndicatorAnswer(**_fields(one)) for one in several]


def tell_indicator(site: Site, code: str) -> IndicatorDetail:
    """One indicator in full; a `NotFoundError` with the nearest codes if it is not known here."""
    one = site.find_indicator(code)
    cut = site.cut
    rows = cut.of_indicator(code, group=None)
    periods = [cut.periods[at] for at in np.unique(cut.at["period"][rows]).tolist()]
    return IndicatorDetail(
        **_fields(one),
        area_types=sorted({cut.words["area_type"][at] for at in np.unique(cut.at["area_type"][rows]).tolist()}),
        periods=[period.brief for period in sorted(periods, key=lambda period: (period.end, period.start))],
        groups=sorted({cut.words["group"][at] for at in np.unique(cut.at["group"][rows]).tolist()}),
        observations=len(rows),
        methods=list(dict.fromkeys(describe(one, feed) for feed in one.feeds)),
        example=one.example.words,
        sources=tell_sources(sources_of_indicators(site, [code])),
    )


def tell_sources(files: Sequence[SourceFile]) -> list[SourceAnswer]:
    """Published files."""
    return [SourceAnswer(**asdict(one)) for one in files]


def _fields(one: Indicator) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "theme": one.theme,
        "unit": one.unit,
        "decimals": one.decimals,
        "polarity": one.polarity,
        "goals": list(one.goals),
        "interval": one.interval,
        "comparable": one.comparable,
        "modelled": one.modelled,
        "caveat": one.caveat or None,
    }
