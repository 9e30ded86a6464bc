"""`newlyn serve`: the pages of the places that are built, in a browser."""

from __future__ import annotations

import click

from newlyn.foundation.settings import Settings
from newlyn.web.server import serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 is every one.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 is any free one.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.pass_obj
def command(settings: Settings, host: str, port: int, workers: int) -> None:
    """Show the places that are built as web pages, until stopped by Ctrl+C."""
    serve(host, port, workers, tell=lambda address: click.echo(f"Newlyn is at {address} (stop it with Ctrl+C)."))
    del settings
