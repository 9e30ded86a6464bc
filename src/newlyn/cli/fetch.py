"""`newlyn fetch`: bring publishers' files into the raw store."""

from __future__ import annotations

from pathlib import Path

import click

from newlyn.cli.progress import file_progress
from newlyn.cli.root import mirror_option, with_mirror
from newlyn.foundation.settings import Settings
from newlyn.workflows.evidence import Fetched, fetch_datasets


@click.command()
@click.argument("datasets", nargs=-1, metavar="[DATASET]...")
@mirror_option
@click.pass_obj
def command(settings: Settings, datasets: tuple[str, ...], mirror: Path | None) -> None:
    """Bring DATASETs into the raw store, all of them when none is named.

    Files come from the mirror if there is one, else from their publishers. Each is checked before it takes the
    place of the last good copy.
    """
    with file_progress() as report:
        fetch_datasets(with_mirror(settings, mirror), datasets, report=report, tell=_tell)


def _tell(fetched: Fetched) -> None:
    news = f"{fetched.new} new" if fetched.new else "nothing new"
    click.echo(f"{fetched.dataset}: {fetched.files} files of {fetched.tables} tables, {news}")
    for table in fetched.missing:
        click.echo(f"  {table}: not offered here", err=True)
