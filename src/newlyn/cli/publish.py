"""`newlyn publish`: the pages of a place as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newlyn.foundation.settings import Settings
from newlyn.workflows.site.static import WORKERS, publish_place


@click.command()
@click.argument("place")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--address", default="", help="Where they will be found, such as https://example.org/essex/.")
@click.option("--workers", default=WORKERS, show_default=True, type=click.IntRange(1, 64), help="Processes at work.")
@click.pass_obj
def command(settings: Settings, place: str, folder: Path, address: str, workers: int) -> None:
    """Write the pages of PLACE as files that any plain host can serve.

    What has not changed is not written again. Other files in the folder are left alone.
    """
    done = publish_place(settings, place, folder, address=address, workers=workers, tell=_tell)
    _tell("")
    size = f"{done.files:,} files, {done.size / 1e6:,.1f} MB"
    if done.unchanged:
        click.echo(f"{done.place}: nothing had changed; {size} in {folder}, {done.seconds:.1f} s.")
    else:
        gone = f", {done.gone:,} taken away" if done.gone else ""
        click.echo(f"{done.place}: {done.fresh:,} files written{gone}; {size} in {folder}, {done.seconds:.1f} s.")
    for note in done.notes:
        click.echo(note, err=True)


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)
