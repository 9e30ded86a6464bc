"""`newlyn lineage`: a figure traced back to the published row."""

from __future__ import annotations

import click

from newlyn.evidence.warehouse.lineage import Lineage
from newlyn.foundation.period import Period
from newlyn.foundation.provenance import Origin
from newlyn.foundation.settings import Settings
from newlyn.workflows.lineage import PictureFigure, area_name, explain_figure

MOST = 10
"""Neighbourhoods that are listed one by one."""


@click.command()
@click.argument("figure", metavar="ID")
@click.pass_obj
def command(settings: Settings, figure: str) -> None:
    """Trace the figure of this ID back to the published file, its checksum and its row.

    \b
    INDICATOR:AREA:PERIOD[:GROUP]     deprivation.imd.rank:E01021988:2019
    picture:PLACE:INDEX:FIGURE        picture:essex:imd2019:residents-0.2
    """  # noqa: D301 - Click wants the backspace itself, to leave the lines as they stand
    found = explain_figure(settings, figure)
    click.echo(
        "\n".join(
            _observation(found, area_name(settings, found.area)) if isinstance(found, Lineage) else _picture(found)
        )
    )


def _observation(found: Lineage, name: str) -> list[str]:
    item = found.indicator
    value = "no value" if found.value is None else f"{found.value:,.{item.decimals}f}"
    lines = [
        found.id,
        f"  value       {value} ({item.unit}), {found.status}",
        f"  indicator   {item.label}",
        f"  area        {' '.join(filter(None, (found.area, name)))} ({found.area_type})",
        f"  period      {Period.parse(found.id.split(':')[2]).label}",
        f"  method      {found.method}",
    ]
    if found.lower is not None and found.upper is not None:
        lines.append(f"  95% limits  {found.lower:,.{item.decimals}f} to {found.upper:,.{item.decimals}f}")
    if found.numerator is not None:
        lines.append(
            f"  count       {found.numerator:,.0f}" + (f" of {found.denominator:,.0f}" if found.denominator else "")
        )
    lines.append(f"  table       {found.table}: {found.rows_in_all:,} row{'s' * (found.rows_in_all != 1)}")
    lines += [f"              row {row.row} of {row.origin.file}: {_values(row.values)}" for row in found.rows]
    if found.rows_in_all > len(found.rows):
        lines.append(f"              and {found.rows_in_all - len(found.rows):,} more")
    for origin in found.files:
        lines += _file(origin)
    return [*lines, f"  evidence    {found.build}"]


def _values(values: object) -> str:
    assert hasattr(values, "items")  # noqa: S101 - a mapping, by its type
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _file(origin: Origin) -> list[str]:
    came = f"retrieved {origin.retrieved}" if origin.retrieved else f"copied from {origin.copied_from}"
    return [
        f"  file        {origin.file} ({origin.size:,} bytes)",
        f"              {origin.publisher}: {origin.title}; {origin.licence}",
        f"              {origin.url or 'no address at the publisher is known'}",
        f"              {came}",
        f"              SHA-256 {origin.sha256}",
    ]


def _picture(found: PictureFigure) -> list[str]:
    value = "not known" if found.value is None else f"{found.value:,.0f}"
    lines = [found.id, f"  value       {value} {found.words}", f"  method      {found.method}"]
    lines.append(f"  counted     {len(found.counted):,} neighbourhoods")
    for one in found.counted[:MOST]:
        people = "" if one.residents is None else f", {one.residents:,.0f} residents"
        lines.append(f"              {one.code} {one.name}: rank {one.domains['imd'].rank:,}{people}; {one.lineage}")
    if len(found.counted) > MOST:
        lines.append(f"              and {len(found.counted) - MOST:,} more")
    for note in found.sources:
        lines += [
            f"  file        {note.title}",
            f"              {note.publisher}; {note.licence}",
            f"              SHA-256 {note.sha256}",
        ]
    return [*lines, f"  evidence    {found.build}"]
