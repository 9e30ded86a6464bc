"""`newlyn new`: write a place pack."""

from __future__ import annotations

import click

from newlyn.foundation.settings import Settings
from newlyn.workflows.places import new_place


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("name")
@click.option(
    "--areas", "areas", multiple=True, required=True, metavar="CODE", help="GSS code; may be given many times."
)
@click.argument("more", nargs=-1, metavar="[CODE]...")
@click.option(
    "--small-areas",
    type=click.Choice(["lsoa21", "lsoa11"]),
    default="lsoa21",
    show_default=True,
    help="Vintage of the LSOAs among the codes.",
)
@click.pass_obj
def command(settings: Settings, name: str, areas: tuple[str, ...], more: tuple[str, ...], small_areas: str) -> None:
    """Write a pack for NAME from counties, districts, unitary authorities, MSOAs or LSOAs.

    Example: newlyn new Hertfordshire --areas E10000015
    """
    codes = [code for given in (*areas, *more) for code in given.replace(",", " ").split()]
    folder = new_place(settings, name, codes, small_areas=small_areas)
    click.echo(f"Wrote {folder / 'place.yaml'}. Build it with: newlyn build {folder.name}")
