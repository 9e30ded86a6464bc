"""The page of all the figures of one area, with the published rows that they rest on.

A static copy has no other page for tracing. Which rows these are is `workflows.site.lineage_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from newlyn.evidence.catalogue.library import find_indicator
from newlyn.evidence.warehouse.lineage import describe, fit_of
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.errors import NotFoundError, did_you_mean
from newlyn.foundation.period import Period
from newlyn.foundation.provenance import Origin
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.lineage import count_words, with_unit
from newlyn.publish.site.lineage_all import AreaFigures, FigureLine, TableFigures, render_area_figures, row_words
from newlyn.publish.site.lineage_file import list_files
from newlyn.publish.site.link import anchor
from newlyn.publish.site.reading import read_figure, unit_words
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.cut import Observation
from newlyn.workflows.site.lineage_evidence import PlaceEvidence, evidence_of, kind_words, rebuilt
from newlyn.workflows.site.lineage_rows import AreaRows, HeldFeed, Runs
from newlyn.workflows.site.opened import Site


def show(asked: Asked, code: str) -> Answer:
    """All the figures of one area; a `NotFoundError` where nothing was observed of it."""
    site = asked.site
    observed = site.observed(code)
    if not observed:
        raise NotFoundError(f"{site.name} has no figures of {code!r}. {did_you_mean(code, site.areas)}".rstrip())
    evidence = evidence_of(site)
    # A static copy has a page for every area, so its tables are read for all at once; a server reads for one.
    together = not asked.links.served and code in evidence.codes
    rows = rows_of_place(evidence) if together else _rows_of_area(evidence, code)
    area, path = site.areas.get(code), path_of(site, code)
    name = area.title if area else getattr(site.retired.get(code), "name", "") or code
    tables, files = _tables(evidence, rows, observed)
    values = AreaFigures(
        name=name,
        kind=area.kind if area else kind_words(observed[0].area_type),
        code=code,
        path=path,
        tables=tables,
        files=list_files(files),
        build=evidence.digest,
        notice=rebuilt(site, evidence),
    )
    steps = [Crumb("Overview", ""), *([Crumb(name, path)] if path else []), Crumb("How we know")]
    return page(render_area_figures(values, asked.at("lineage", *steps).frame, asked.links))


def path_of(site: Site, code: str) -> str | None:
    """The page of an area, where it has one."""
    area = site.areas.get(code)
    return f"areas/{code}" if area and area.type not in ("cty", "rgn", "ctry") else None


@lru_cache(maxsize=2)
def rows_of_place(evidence: PlaceEvidence) -> AreaRows:
    """The rows behind the figures of every area of a place."""
    return AreaRows(evidence, evidence.codes)


@lru_cache(maxsize=64)
def _rows_of_area(evidence: PlaceEvidence, code: str) -> AreaRows:
    return AreaRows(evidence, [code])


def _tables(
    evidence: PlaceEvidence, rows: AreaRows, observed: Iterable[Observation]
) -> tuple[tuple[TableFigures, ...], tuple[Origin, ...]]:
    """The figures under the tables that they come from, and the files of these."""
    lines: dict[str, list[FigureLine]] = {}
    origins: dict[str, int] = {}
    files: list[Origin] = []
    used: dict[str, dict[int, None]] = {}
    titles: dict[str, str] = {}
    for one in observed:
        behind = rows.behind(one)
        if behind is None:
            continue
        held, found = behind
        table = held.feed.table.id
        titles[table] = held.feed.table.title
        entry = evidence.manifest.entry(table)
        numbers = []
        for runs in found:
            origin = entry.files[runs.file]
            if origin.sha256 not in origins:
                files.append(origin)
                origins[origin.sha256] = len(files)
            numbers.append(origins[origin.sha256])
        used.setdefault(table, {}).update(dict.fromkeys(numbers))
        lines.setdefault(table, []).append(_line(one, held, found, numbers))
    figures = (TableFigures(table, titles[table], tuple(used[table]), tuple(some)) for table, some in lines.items())
    return tuple(figures), tuple(files)


def _line(one: Observation, held: HeldFeed, found: tuple[Runs, ...], numbers: list[int]) -> FigureLine:
    item = find_indicator(one.indicator)
    figure = one.id
    reading = read_figure(
        one.value, unit=item.unit, decimals=item.decimals, status=one.status, lower=one.lower, upper=one.upper
    )
    count = count_words(one.numerator, one.denominator)
    several = len(found) > 1
    return FigureLine(
        key=anchor(figure),
        label=item.label if one.group == EVERYONE else f"{item.label}: {one.group}",
        period=_label(one.period),
        value=reading.text if one.value is None else with_unit(reading.text, _unit(item.unit)),
        more="; ".join(filter(None, (f"95% limits {reading.limits}" if reading.limits else "", count))),
        method=_method(item.code, held, one.area_type),
        rows="; ".join(
            f"{row_words(runs.runs, runs.rows)}{f' of file {at}' if several else ''}"
            for runs, at in zip(found, numbers, strict=True)
        ),
    )


_unit = lru_cache(maxsize=512)(unit_words)


@lru_cache(maxsize=1024)
def _label(period: Period) -> str:
    return period.label


@lru_cache(maxsize=4096)
def _method(code: str, held: HeldFeed, area_type: str) -> str:
    """How the value came about; the table stands above the figures and is not named again."""
    words = describe(find_indicator(code), held.feed)
    title = held.feed.table.title
    for linked in (f" of {title}", f", in {title}", f" in {title}"):
        words = words.replace(linked, "")
    return " ".join(filter(None, (words, fit_of(held.feed, area_type))))
