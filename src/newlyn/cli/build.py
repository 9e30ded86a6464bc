"""`newlyn build`: the evidence and the picture of a place."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newlyn.cli.progress import file_progress
from newlyn.cli.root import mirror_option, with_mirror
from newlyn.foundation.settings import Settings
from newlyn.workflows.build import build_place
from newlyn.workflows.places import all_districts, choose


@click.command()
@click.argument("places", nargs=-1, metavar="PLACE...")
@click.option("--all-districts", "everywhere", is_flag=True, help="Every district of England, one picture each.")
@click.option(
    "--england-map", is_flag=True, help="Also all neighbourhoods of England, for a page with a map (half a minute)."
)
@mirror_option
@click.pass_obj
def command(
    settings: Settings, places: tuple[str, ...], everywhere: bool, england_map: bool, mirror: Path | None
) -> None:
    """Build the evidence, then the picture of each PLACE (a pack, or PACK/SELECTION).

    What has not changed is not built again. The old evidence stays in use until the new is whole.
    """
    if not places and not everywhere:
        raise click.UsageError("name a place, such as `newlyn build essex`; `newlyn places` lists them.")
    settings = with_mirror(settings, mirror)
    chosen = [choose(name, settings) for name in places]
    with file_progress() as report:
        result = build_place(
            settings,
            chosen,
            report=report,
            tell=_tell,
            everywhere=all_districts if everywhere else None,
            england_map=england_map,
        )
    made = f"{result.made} of {result.parts} parts made" if result.made else "nothing had changed"
    click.echo(f"Evidence {result.build[:12]}: {result.tables} tables, {made}, {result.seconds:.1f} s.")
    for outage in result.outages:
        click.echo(f"Not had: {outage}", err=True)
    if result.absent:
        click.echo(f"No file at hand for: {', '.join(result.absent)}.")
    for line in result.pictures:
        click.echo(line)


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)
