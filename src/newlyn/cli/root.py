"""The root command: which subcommands there are, and how an error becomes one line and an exit code."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from newlyn import __version__
from newlyn.foundation.errors import InputError, NewlynError, did_you_mean
from newlyn.foundation.settings import Settings

COMMANDS: dict[str, tuple[str, str]] = {
    # command: (module of this package, one line of help)
    "build": ("build", "Build the evidence and the picture of a place."),
    "deprivation": ("deprivation", "Show where a place stands on the Indices of Deprivation."),
    "evidence": ("evidence", "Look at the evidence: builds, tables, what was left out."),
    "fetch": ("fetch", "Bring publishers' files into the raw store."),
    "indicators": ("indicators", "List the indicators, or explain one."),
    "lineage": ("lineage", "Trace a figure back to the published row."),
    "map": ("map", "Write the areas of a place as GeoJSON or vector tiles."),
    "new": ("new", "Write a new place pack."),
    "places": ("places", "List the places that can be built."),
    "publish": ("publish", "Write the pages of a place as files for any host."),
    "serve": ("serve", "Show the places that are built as web pages."),
}


class _Lazy(click.Group):
    """A group that imports a command when it is called; its help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            raise click.UsageError(f"there is no command {cmd_name!r}. {did_you_mean(cmd_name, COMMANDS)}", ctx)
        module = import_module(f"newlyn.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of our output (`| head`) has gone, which is no fault; Python would complain once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newlyn")
@click.pass_context
def root(ctx: click.Context) -> None:
    """One level from which a place measures opportunity."""
    ctx.obj = Settings.from_environ(os.environ)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a Newlyn error becomes one line on standard error and its family's exit code."""
    try:
        root.main(args=arguments, prog_name="newlyn", standalone_mode=False)
    except NewlynError as error:
        click.echo(f"{error.family}: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(_one_line(error), err=True)
        sys.exit(InputError.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; what was there before is untouched.", err=True)
        sys.exit(130)


def _one_line(error: click.ClickException) -> str:
    """A fault of what was typed, in the shape of all our errors."""
    told = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f" Try `{context.command_path} --help`." if context else ""
    return f"{InputError.__name__}: {told[:1].lower()}{told[1:]}{hint}"


def mirror_option(function: Any) -> Any:
    """The option `--mirror DIR`, which stands for NEWLYN_MIRROR in this call."""
    return click.option(
        "--mirror", type=click.Path(path_type=Path), help="Folder with copies of the files; the network is left alone."
    )(function)


def with_mirror(settings: Settings, mirror: Path | None) -> Settings:
    """The settings with the mirror of this call, if one was given."""
    return replace(settings, mirror=mirror) if mirror else settings
