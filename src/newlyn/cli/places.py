"""`newlyn places`: the places that can be built."""

from __future__ import annotations

import click

from newlyn.foundation.settings import Settings
from newlyn.workflows.places import list_places


@click.command()
@click.pass_obj
def command(settings: Settings) -> None:
    """List the places that can be built: packs, and selections as PACK/SELECTION."""
    for place in list_places(settings):
        click.echo(f"{place.id:<27} {place.name if place.fault is None else _faulty(place.fault)}")


def _faulty(fault: str) -> str:
    first, *more = fault.splitlines()
    return f"faulty: {first}" + (f" (and {len(more)} more)" if more else "")
