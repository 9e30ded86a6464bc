"""What an indicator is and where it comes from, in words: method, source, licence, goals, worked example.

The evidence may have been taken away since the pages were prepared: what is said then is what the catalogue knows.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.sources.library import filling_of
from newlyn.evidence.warehouse.lineage import describe
from newlyn.foundation.period import Period
from newlyn.publish.number import day
from newlyn.publish.site.indicator import Definition, GoalLink, Method, Source
from newlyn.workflows.site.indicator_evidence import at_hand, digest_at_hand
from newlyn.workflows.site.opened import Site

_PROXY = re.compile(r"Proxy for (lug-\d\d), [^:]+: (.+?)\.(?= Proxy for lug-|$)")
"""How the catalogue writes into a caveat that an indicator bears on a goal only indirectly."""

_INTERVALS = {
    "published": "95% limits are those of the publisher.",
    "wilson": "95% limits are worked out from the counts by Wilson’s method.",
    "byar": "95% limits are worked out from the counts by Byar’s method, below ten events exactly.",
    "none": "No 95% limits are published.",
}


def definition(site: Site, code: str) -> Definition:
    """Everything that a page says of an indicator besides its figures."""
    return _definition(site, code, digest_at_hand(site))


@lru_cache(maxsize=1024)
def _definition(site: Site, code: str, build: str) -> Definition:
    del build  # another build has other files
    indicator = site.indicators[code]
    example = indicator.example
    columns = tuple(name for name in example.rows[0] if any(row.get(name) is not None for row in example.rows))
    return Definition(
        caveat=plain_caveat(indicator),
        reviewed=indicator.reviewed,
        interval=_INTERVALS[indicator.interval],
        goals=tuple(GoalLink(goal, GOALS[goal], proxies(indicator).get(goal, "")) for goal in indicator.goals),
        methods=tuple(_methods(indicator)),
        sources=tuple(_sources(site, indicator)),
        example_columns=columns,
        example_rows=tuple(tuple(_text(row.get(name)) for name in columns) for row in example.rows),
        example_words=example.words,
    )


def proxies(indicator: Indicator) -> dict[str, str]:
    """Goals that an indicator bears on only indirectly, each with the reason."""
    return dict(_PROXY.findall(indicator.caveat))


def plain_caveat(indicator: Indicator) -> str:
    """The caveat without what it says of goals."""
    return _PROXY.sub("", indicator.caveat).strip()


def _methods(indicator: Indicator) -> list[Method]:
    return [
        Method(describe(indicator, feed), feed.period.label if isinstance(feed.period, Period) else "")
        for feed in indicator.feeds
    ]


def _sources(site: Site, indicator: Indicator) -> list[Source]:
    found: dict[str, Source] = {}
    for feed in indicator.feeds:
        offer, _ = filling_of(feed.table)
        dataset = offer.dataset
        known = found.get(dataset.id)
        files = _files(site, feed.table.id)
        if known is not None:
            files = (*known.files, *(file for file in files if file not in known.files))
        found[dataset.id] = Source(
            publisher=offer.publisher.name,
            title=dataset.title,
            page=dataset.page,
            licence=dataset.licence,
            published=_month_or_day(dataset.published or ""),
            vintage=dataset.vintage,
            files=files,
        )
    return list(found.values())


def _files(site: Site, table: str) -> tuple[tuple[str, str, str], ...]:
    evidence = at_hand(site)
    if evidence is None or not evidence.has_table(table):
        return ()
    files = evidence.manifest.entry(table).files
    return tuple((one.file, day(one.retrieved), one.sha256[:12]) for one in files)


def _month_or_day(moment: str) -> str:
    """A date as far as it is known: a day, a month or a year."""
    parts = moment.split("-")
    if len(parts) == 2:
        return Period(date(int(parts[0]), int(parts[1]), 1), 1).label
    return day(moment) if moment else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    return Period.parse(value).label if isinstance(value, str) and "/P" in value else str(value)
