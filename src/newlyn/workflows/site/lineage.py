"""The pages that trace: which page answers which ID, and the page of one observation.

How an observation is traced is `evidence.warehouse.lineage`. All figures of an area at once are
`workflows.site.lineage_area`, figures of pictures `workflows.site.lineage_counted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newlyn.evidence.warehouse.lineage import FigureId, Lineage, trace
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.publish import number
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.lineage import (
    LIMIT_WORDS,
    STATUS_WORDS,
    FigurePage,
    SourceLine,
    count_words,
    render_figure,
)
from newlyn.publish.site.lineage_file import list_files
from newlyn.publish.site.reading import direction_words, read_figure, unit_words
from newlyn.workflows.lineage import PICTURE
from newlyn.workflows.site import lineage_area, lineage_counted
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.lineage_evidence import evidence_of, kind_words, near_codes, rebuilt
from newlyn.workflows.site.opened import Site

_AREA = re.compile(r"[A-Z]\d{8}")


def show(asked: Asked, figure: str) -> Answer:
    """Answer `lineage/{figure}`, where a figure may also be an area or a picture: then all of its figures.

    Raises
    ------
    InputError
        If it is not the ID of a figure.
    NotFoundError
        If there is no such figure.
    WarehouseError
        If the evidence was taken away.
    """
    if figure.startswith(PICTURE):
        return lineage_counted.show_one(asked, figure)
    if figure == lineage_counted.ALL or figure.startswith(lineage_counted.EDITION):
        return lineage_counted.show_all(asked, figure)
    if _AREA.fullmatch(figure):
        return lineage_area.show(asked, figure)
    parsed = FigureId.parse(figure)
    evidence = evidence_of(asked.site)
    values = _figure(asked.site, trace(evidence, parsed), rebuilt(asked.site, evidence))
    steps = [Crumb("Overview", "")]
    if values.area_path:
        steps.append(Crumb(values.area, values.area_path))
    return page(render_figure(values, asked.at("lineage", *steps, Crumb("How we know")).frame, asked.links))


def _figure(site: Site, found: Lineage, notice: str) -> FigurePage:
    item, area, parsed = found.indicator, site.areas.get(found.area), FigureId.parse(found.id)
    reading = read_figure(
        found.value,
        unit=item.unit,
        decimals=item.decimals,
        status=found.status,
        lower=found.lower,
        upper=found.upper,
    )
    files = list_files(found.files)
    at = {one.sha256: one.number for one in files}
    return FigurePage(
        id=found.id,
        label=item.label,
        indicator=item.code,
        area=area.title if area else found.area,
        area_kind=kind_words(found.area_type),
        area_code=found.area,
        area_path=lineage_area.path_of(site, found.area),
        period=parsed.period.label,
        group="" if parsed.group == EVERYONE else parsed.group,
        value=reading.text,
        unit=unit_words(item.unit) if found.value is not None else "",
        status=STATUS_WORDS.get(found.status, found.status),
        limits=reading.limits,
        limits_method=LIMIT_WORDS[item.interval],
        count=count_words(found.numerator, found.denominator),
        direction=direction_words(item.polarity),
        caveat=item.caveat,
        modelled=item.modelled,
        method=found.method,
        table=found.table,
        lines=tuple(
            SourceLine(at[row.origin.sha256], row.row, tuple((name, _cell(one)) for name, one in row.values.items()))
            for row in found.rows
        ),
        rows_in_all=found.rows_in_all,
        files=files,
        build=found.build,
        notice=notice,
    )


def _cell(value: object) -> str:
    if value is None:
        return number.NOT_PUBLISHED
    return f"{value:,}" if isinstance(value, int) else str(value)


def addresses(site: Site) -> Iterator[str]:
    """One page for each area near enough that figures of it are shown, and those of the pictures."""
    yield from (f"lineage/{code}" for code in near_codes(site))
    yield f"lineage/{lineage_counted.ALL}"
    yield from (f"lineage/{lineage_counted.EDITION}{index}" for index in site.editions)
