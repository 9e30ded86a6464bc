"""Write the reference pages of the manual from the registries of the code; nothing in them is copied by hand.

Run by `make docs`. Evidence is told in `docs.evidence_pages`, the keys of YAML files in `docs.keys`. Pages that people
write are beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import click
from docs.evidence_pages import by_theme, datasets_page, indicators_page, tables_page, theme_page
from docs.keys import keys_of
from docs.markup import block, code, codes, page, prose, table
from docs.statistics_pages import families, family_page, page_name, statistics_page

from newlyn.cli.root import root
from newlyn.evidence.sources.dataset import Publisher
from newlyn.foundation.errors import FAMILIES
from newlyn.foundation.settings import SETTINGS
from newlyn.geography.code import AREA_TYPES
from newlyn.packs.place import Place

HERE = Path(__file__).parent
FOLDER = HERE / "reference"

OUTSIDE = ("GLOSSARY.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
"""Pages at the root of the repository that the manual shows too."""


def commands_page() -> str:
    """Every command with its arguments and options."""
    return page(
        "Commands",
        "Options that are words begin with two hyphens and may stand anywhere after their command. "
        "Every command knows `--help`, or `-h`.",
        *(_command(path, command) for path, command in walk_commands()),
    )


def walk_commands() -> Iterator[tuple[str, click.Command]]:
    """Each command that can be typed, with its full name, groups before what they hold."""
    waiting: list[tuple[str, click.Command]] = [("newlyn", root)]
    while waiting:
        path, command = waiting.pop(0)
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            known = ((name, command.get_command(context, name)) for name in command.list_commands(context))
            waiting = [(f"{path} {name}", found) for name, found in known if found is not None] + waiting


def _command(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = block(" ".join(command.get_usage(context).removeprefix("Usage: ").split()))
    records = (one.get_help_record(context) for one in command.get_params(context) if isinstance(one, click.Option))
    options = table(("option", "meaning"), [(code(names), prose(text)) for names, text in filter(None, records)])
    return "\n\n".join(part for part in (f"## {path}", _help(command), usage, options) if part)


def _help(command: click.Command) -> str:
    parts = (command.help or "").split("\n\n")
    # Click sets a paragraph that begins with a backspace as it stands.
    return "\n\n".join(block(part[1:].strip("\n")) if part.startswith("\b") else prose(part) for part in parts)


def settings_page() -> str:
    """Every environment variable."""
    return page(
        "Settings",
        "Settings are environment variables. A name that begins with `NEWLYN_` and is not among them is an error, so "
        "that a slip of the pen is not passed over.",
        table(("variable", "meaning", "if not set"), [(code(s.variable), s.meaning, s.default) for s in SETTINGS]),
    )


def errors_page() -> str:
    """Every family of errors with its exit code and status."""
    rows = [(code(f.__name__), prose(f.__doc__ or ""), f.exit_code, f.http_status) for f in FAMILIES]
    return page(
        "Errors",
        "An error that a user can cause or mend is one line on standard error: its family, then what was given, what "
        "is accepted and what to do. Several faults at once are one line each. The status is what the web service "
        "answers; a fault of the machine (502, 507) is told to readers as 500.",
        table(("family", "meaning", "exit code", "status"), rows),
        "Beside these a command ends with 0 when all is well, with 2 when the command line itself cannot be "
        "read, and with 130 when it was stopped by Ctrl+C. Anything else is a fault of Newlyn: please report it.",
        "What each message means and what to do: [Handle a bad file](../how-to/handle-a-bad-file.md).",
    )


def area_types_page() -> str:
    """Every kind of area, its vintages and the codes that name it."""
    by_kind: dict[str, list[str]] = {}
    for type_id, one in AREA_TYPES.items():
        by_kind.setdefault(one.kind, []).append(type_id)
    rows = [
        (
            code(kind),
            AREA_TYPES[kind].singular,
            _vintages(ids, kind),
            codes(AREA_TYPES[kind].prefixes),
        )
        for kind, ids in by_kind.items()
    ]
    return page(
        "Area types",
        "Census areas are named with their vintage (`lsoa21`), administrative areas by their kind alone (`lad`), "
        "because their codes change when their boundaries do ([why](../decisions/0008-area-types.md)).",
        table(("kind", "area", "with a vintage", "codes begin with"), rows),
    )


def _vintages(ids: list[str], kind: str) -> str:
    """The types of one kind with a vintage; a run of years in short."""
    dated = [one for one in ids if one != kind]
    years = [AREA_TYPES[one].vintage for one in dated]
    if years and len(years) > 3 and years == list(range(years[0], years[0] + len(years))):
        return f"{code(dated[0])} to {code(dated[-1])}, each year"
    return codes(dated)


def place_page() -> str:
    """Every key of `place.yaml`."""
    return page(
        "Place packs",
        "The keys of `place.yaml`, from the outermost inwards. A key that is not here is an error, with its line. "
        "How to write one: [Add a place](../how-to/add-a-place.md).",
        keys_of(Place),
    )


def dataset_keys_page() -> str:
    """Every key of the YAML files in `evidence/sources`."""
    return page(
        "Definitions of datasets",
        "The keys of the YAML files in `src/newlyn/evidence/sources`, one file for each publisher. "
        "How to write one: [Add a source](../how-to/add-a-source.md).",
        keys_of(Publisher),
    )


def outside_page(name: str) -> str:
    """A page of the repository that stands outside the manual, with its links as they are seen from within."""
    text = (HERE.parent / name).read_text(encoding="utf-8").replace("](docs/", "](../")
    for other in OUTSIDE:
        text = text.replace(f"]({other})", f"]({other.lower()})")
    return text


def pages() -> Mapping[str, Callable[[], str]]:
    """Each page by the name of its file."""
    fixed: dict[str, Callable[[], str]] = {
        "commands.md": commands_page,
        "settings.md": settings_page,
        "errors.md": errors_page,
        "place-yaml.md": place_page,
        "dataset-yaml.md": dataset_keys_page,
        "datasets.md": datasets_page,
        "tables.md": tables_page,
        "area-types.md": area_types_page,
        "indicators.md": indicators_page,
        "statistics.md": statistics_page,
    }
    outside = {name.lower(): partial(outside_page, name) for name in OUTSIDE}
    themes = {f"indicators-{theme}.md": partial(theme_page, theme) for theme in by_theme()}
    methods = {page_name(family): partial(family_page, family) for family in families()}
    return fixed | outside | themes | methods


def write_reference(folder: Path) -> list[Path]:
    """Write every page into `folder`, and take away pages of things that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, render in pages().items():
        path = folder / name
        path.write_text(render(), encoding="utf-8")
        written.append(path)
    for path in set(folder.glob("*.md")) - set(written):
        path.unlink()
    return written


if __name__ == "__main__":
    print(f"{len(write_reference(FOLDER))} pages written into {FOLDER}")
