"""`newlyn map`: the areas of a place as GeoJSON or vector tiles."""

from __future__ import annotations

from pathlib import Path

import click

from newlyn.foundation.settings import Settings
from newlyn.workflows.evidence import open_evidence
from newlyn.workflows.maps import BOUNDARIES, write_map
from newlyn.workflows.places import choose_drawn


@click.command()
@click.argument("place")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--areas", type=click.Choice(list(BOUNDARIES)), default="lsoa21", show_default=True, help="Which areas.")
@click.pass_obj
def command(settings: Settings, place: str, file: Path, areas: str) -> None:
    """Write the areas of PLACE, or of all of `england`, to FILE, which ends in .geojson or .pmtiles."""
    warehouse = open_evidence(settings)
    count = write_map(warehouse, choose_drawn(place, settings, warehouse), areas, file)
    click.echo(f"Wrote {count:,} areas to {file}.")
