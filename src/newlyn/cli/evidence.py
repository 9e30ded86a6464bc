"""`newlyn evidence`: past builds, tables, and what was left out of them."""

from __future__ import annotations

import click

from newlyn.foundation.settings import Settings
from newlyn.workflows.evidence import all_datasets, open_evidence, past_builds


@click.group()
def command() -> None:
    """Look at the evidence: builds, tables, what was left out."""


@command.command()
@click.pass_obj
def log(settings: Settings) -> None:
    """List past builds, newest last."""
    for entry in past_builds(settings):
        made = f"{entry.made} of {entry.parts} parts made"
        click.echo(f"{entry.time}  {entry.build[:12]}  {entry.tables} tables, {made}, {entry.seconds:.1f} s")


@command.command()
@click.pass_obj
def tables(settings: Settings) -> None:
    """List the tables in use: rows, dataset, layout."""
    warehouse = open_evidence(settings)
    for entry in warehouse.manifest.tables:
        part = warehouse.manifest.part(f"tables/{entry.table}.parquet")
        rows = part.rows if part else 0
        click.echo(f"{entry.table:<33} {rows:>10,}  {entry.dataset} ({entry.layout})")


@command.command()
def datasets() -> None:
    """List the datasets that can be fetched: id, publisher, title."""
    for offer in all_datasets():
        click.echo(f"{offer.dataset.id:<33} {offer.publisher.name}: {offer.dataset.title}")


@command.command(name="left-out")
@click.pass_obj
def left_out(settings: Settings) -> None:
    """List rows of files that did not enter a table, why, and what share of the file they are."""
    for entry in open_evidence(settings).manifest.tables:
        for out in entry.left_out:
            share = f"{out.rows:>8,} of {out.of:,} ({out.rows / out.of:.1%})"
            click.echo(f"{entry.table:<33} {share}  {out.reason}: {out.file}")
