"""`newlyn deprivation`: where a place stands on the Indices of Deprivation, as text, data or a page."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from newlyn.foundation.files import write_atomically
from newlyn.foundation.settings import Settings
from newlyn.publish.deprivation.export import render_deprivation_csv, render_deprivation_json
from newlyn.publish.deprivation.text import render_deprivation_text
from newlyn.workflows.deprivation import draw_deprivation
from newlyn.workflows.evidence import open_evidence
from newlyn.workflows.places import choose

NARROWEST = 60


@click.command()
@click.argument("place")
@click.option("--index", "index_id", help="Edition, such as imd2019; the pack's own if not given.")
@click.option("--json", "form", flag_value="json", help="Print the whole picture as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print one line for each neighbourhood as CSV.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page that works offline."
)
@click.pass_obj
def command(settings: Settings, place: str, index_id: str | None, form: str | None, page: Path | None) -> None:
    """Show where PLACE (a pack, or PACK/SELECTION) stands on the Indices of Deprivation."""
    chosen = choose(place, settings)
    warehouse = open_evidence(settings)
    picture = draw_deprivation(warehouse, chosen, index_id or chosen.pack.vintages.index)
    if page is not None:
        # Drawing needs libraries that take half a second to load, and the other forms do without them.
        from newlyn.workflows.page import render_page

        write_atomically(page, render_page(warehouse, chosen, picture).encode())
        click.echo(f"Wrote {page}: open it in a browser; it needs no network.")
    elif form == "json":
        click.echo(render_deprivation_json(picture), nl=False)
    elif form == "csv":
        click.echo(render_deprivation_csv(picture), nl=False)
    else:
        width = max(NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, 120))
        click.echo(render_deprivation_text(picture, width=width), nl=False)
