"""Reference pages of the evidence: datasets and their licences, tables and their columns, indicators and their feeds.

Other pages, and the writing of all of them, are `docs.reference`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from docs.markup import code, codes, facts, page, prose, table

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Feed, Indicator, Ratio
from newlyn.evidence.catalogue.library import indicators, tables
from newlyn.evidence.catalogue.table import Column, Table
from newlyn.evidence.sources.dataset import Filling
from newlyn.evidence.sources.library import Offer, offers
from newlyn.evidence.warehouse.lineage import describe
from newlyn.foundation.period import Period


def datasets_page() -> str:
    """Every dataset by publisher, with licence, note and where its tables come from."""
    by_publisher: dict[str, list[Offer]] = {}
    for offer in offers().values():
        by_publisher.setdefault(offer.publisher.name, []).append(offer)
    return page(
        "Datasets and licences",
        "What `newlyn fetch` can bring. *Publisher* in the last column means that a table's files can be had from the "
        "publisher, *mirror* that they are read from copies in a mirror; with *mirror* alone they cannot be fetched.",
        *(part for name in sorted(by_publisher) for part in (f"## {name}", *map(_dataset, by_publisher[name]))),
    )


def _dataset(offer: Offer) -> str:
    one = offer.dataset
    about = facts(
        [
            ("licence", prose(one.licence)),
            ("page", f"<{one.page}>"),
            ("published", one.published),
            ("cadence", one.cadence),
            ("areas", one.vintage),
        ]
    )
    rows = [(f"[`{f.table}`](tables.md#{f.table})", tables()[f.table].title, _whence(f)) for f in one.tables]
    return "\n\n".join(
        part
        for part in (
            f"### {one.id}",
            prose(one.title) + ".",
            about,
            prose(one.note),
            table(("table", "holds", "from"), rows),
        )
        if part
    )


def _whence(filling: Filling) -> str:
    places = [
        name
        for name, there in (
            ("publisher", any(layout.at_publisher for layout in filling.layouts)),
            ("mirror", any(layout.in_mirror for layout in filling.layouts)),
        )
        if there
    ]
    return ", ".join(places)


def tables_page() -> str:
    """Every declared table with its columns."""
    return page(
        "Tables",
        "What the warehouse holds when every file is at hand. Each table also has the columns `source_row`, the row in "
        "the publisher's file as a spreadsheet counts it, and `source_file`, the position of the file among the files "
        "of its table.",
        *(_table(one) for one in tables().values()),
    )


def _table(one: Table) -> str:
    about = facts([("unique by", codes(one.grain)), ("rows when whole", f"{one.rows:,}" if one.rows else None)])
    rows = [(code(c.name), c.kind, prose(c.meaning), _accepts(c), "" if c.required else "yes") for c in one.columns]
    return "\n\n".join(
        [f"## {one.id}", one.title + ".", about, table(("column", "kind", "meaning", "accepts", "may be absent"), rows)]
    )


def _accepts(column: Column) -> str:
    limits = [
        f"{word} {limit:,g}" for word, limit in (("from", column.least), ("to", column.most)) if limit is not None
    ]
    return codes(column.area_types or column.accepted) or " ".join(limits)


def indicators_page() -> str:
    """Every theme, and which indicators bear on each goal."""
    themes = [
        (f"[{theme}](indicators-{theme}.md)", len(found), prose(_labels(found))) for theme, found in by_theme().items()
    ]
    goals = [
        (f"{code(goal)} {name}", ", ".join(_link(one) for one in indicators().values() if goal in one.goals))
        for goal, name in GOALS.items()
    ]
    return page(
        "Indicators",
        table(("theme", "indicators", "such as"), themes),
        "## By goal",
        "Which of the 14 Levelling Up Goals each indicator bears on; why, and what nobody measures, is told in "
        "[Which outcomes speak for which goal](../explanation/goal-indicators.md).",
        table(("goal", "indicators"), goals),
    )


def by_theme() -> Mapping[str, list[Indicator]]:
    """The indicators of each theme, in order of code."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators().values():
        found.setdefault(one.theme, []).append(one)
    return found


def _labels(found: list[Indicator], most: int = 3) -> str:
    return "; ".join(one.label for one in found[:: max(1, len(found) // most)][:most])


def _link(one: Indicator) -> str:
    return f"[`{one.code}`](indicators-{one.theme}.md#{anchor(one.code)})"


def anchor(title: str) -> str:
    """The anchor that the manual gives to a title."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower())


def theme_page(theme: str) -> str:
    """Every indicator of a theme."""
    return page(
        f"Indicators: {theme}",
        "The rows of the worked examples are made up; each example is also a test.",
        *(_indicator(one) for one in by_theme()[theme]),
    )


def _indicator(one: Indicator) -> str:
    about = facts(
        [
            ("unit", one.unit),
            ("polarity", one.polarity),
            ("limits", {"none": "", "published": "as published"}.get(one.interval, f"{one.interval.title()}, 95%")),
            ("goals", "; ".join(f"{code(goal)} {GOALS[goal]}" for goal in one.goals)),
            ("values of different periods", "" if one.comparable else "may not be compared"),
            ("modelled", "an estimate from a model" if one.modelled else ""),
            ("owner", f"{one.owner}, last reviewed {one.reviewed}"),
        ]
    )
    feeds = "Observed:\n\n" + "\n".join(f"- {_feed(one, feed)}" for feed in one.feeds)
    caveat = f"**Caveat.** {prose(one.caveat)}" if one.caveat else ""
    return "\n\n".join(
        part for part in (f"## {one.code}", prose(one.label) + ".", about, feeds, caveat, _example(one)) if part
    )


def _feed(one: Indicator, feed: Feed) -> str:
    when = feed.period.label if isinstance(feed.period, Period) else "period by period"
    areas = [*feed.table.column(feed.area).area_types, *(feed.levels if isinstance(feed, Ratio) else ())]
    groups = f"; by {code(feed.group)}" if feed.group else ""
    source = f"[`{feed.table.id}`](tables.md#{feed.table.id})"
    return f"{when}, for {codes(areas)}{groups}, from {source}. {prose(describe(one, feed))}"


def _example(one: Indicator) -> str:
    rows = one.example.rows
    headers = list(dict.fromkeys(name for row in rows for name in row))
    shown = table([code(name) for name in headers], [[_shown(row.get(name)) for name in headers] for row in rows])
    return f"Example, for {one.example.area}: {prose(one.example.words).rstrip('.')}.\n\n{shown}"


def _shown(value: object) -> str:
    return "" if value is None else str(value)
