"""Where a figure comes from, as the API tells it. How it is traced is `newlyn.workflows.lineage`."""

from __future__ import annotations

from collections.abc import Iterable

from newlyn.evidence.warehouse.lineage import FigureId, Lineage, trace
from newlyn.foundation.errors import NotFoundError
from newlyn.foundation.provenance import Origin
from newlyn.indices.picture import SourceNote
from newlyn.workflows.api.answer import FigureAnswer, RowAnswer, SourceAnswer
from newlyn.workflows.lineage import PICTURE, explain_counted, find_counted, picture_figures, split_picture_id
from newlyn.workflows.site.lineage_evidence import evidence_of
from newlyn.workflows.site.opened import Site


def tell_figure(site: Site, figure: str) -> FigureAnswer:
    """A figure of a place and what it rests on.

    Raises
    ------
    InputError
        If the text is not the ID of a figure.
    NotFoundError
        If there is no such figure.
    WarehouseError
        If the evidence was taken away.
    """
    if figure.startswith(PICTURE):
        return _counted(site, figure)
    parsed = FigureId.parse(figure)
    return _observed(site, trace(evidence_of(site), parsed))


def _observed(site: Site, found: Lineage) -> FigureAnswer:
    area = site.areas.get(found.area)
    return FigureAnswer(
        figure=found.id,
        words=f"{found.indicator.label}, {area.title if area else found.area}",
        value=found.value,
        indicator=found.indicator.code,
        area=found.area,
        status=found.status,  # type: ignore[arg-type]  # one of four words, as the evidence has them
        lower=found.lower,
        upper=found.upper,
        numerator=found.numerator,
        denominator=found.denominator,
        method=found.method,
        rows=[RowAnswer(one.origin.sha256, one.row, _plain(one.values.items())) for one in found.rows],
        rows_in_all=found.rows_in_all,
        counted=[],
        sources=[_file(one) for one in found.files],
        build=found.build,
    )


def _counted(site: Site, figure: str) -> FigureAnswer:
    place, index, name = split_picture_id(figure)
    if place != site.place_id:
        raise NotFoundError(f"the figure {figure!r} is one of the place {place!r}. Ask with place={place}.")
    picture = site.picture(index)
    found = explain_counted(picture, figure, find_counted(picture_figures(picture), name), site.evidence)
    return FigureAnswer(
        figure=found.id,
        words=found.words,
        value=found.value,
        indicator=None,
        area=None,
        status=None,
        lower=None,
        upper=None,
        numerator=None,
        denominator=None,
        method=found.method,
        rows=[],
        rows_in_all=0,
        counted=[one.code for one in found.counted],
        sources=[_note(one) for one in found.sources],
        build=found.build,
    )


def _plain(values: Iterable[tuple[str, object]]) -> dict[str, str | int | float | bool | None]:
    """Values as JSON has them; whatever else a file may hold, such as a date, as text."""
    return {
        name: value if value is None or isinstance(value, str | int | float | bool) else str(value)
        for name, value in values
    }


def _file(one: Origin) -> SourceAnswer:
    return SourceAnswer(one.publisher, one.title, one.licence, one.file, one.sha256, one.url, one.retrieved)


def _note(one: SourceNote) -> SourceAnswer:
    return SourceAnswer(one.publisher, one.title, one.licence, None, one.sha256, one.url, one.retrieved)
