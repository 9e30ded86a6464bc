"""Find place packs: those that come with Newlyn and those in the user's own folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newlyn.definitions.document import line_of, load_definition
from newlyn.foundation.errors import DefinitionError, NotFoundError, did_you_mean
from newlyn.packs.place import Areas, Place

OWN = Path(__file__).parent
FILE = "place.yaml"


@dataclass(frozen=True)
class Chosen:
    """A place as it was asked for: a pack, or one of its selections."""

    id: str
    """`essex`, or `essex/greater-essex` for a selection."""
    name: str
    areas: Areas
    pack: Place
    folder: Path


def pack_folders(folders: Sequence[Path]) -> Iterator[Path]:
    """Folders that hold a `place.yaml`: the user's first, so that a pack of one's own may replace one of ours."""
    seen = set()
    for folder in (*folders, OWN):
        for file in sorted(folder.glob(f"*/{FILE}")):
            if file.parent.name not in seen:
                seen.add(file.parent.name)
                yield file.parent


def load_pack(folder: Path) -> Place:
    """Read a pack; a `DefinitionError` names file, line and what is accepted."""
    place = load_definition(folder / FILE, Place)
    if place.id != folder.name:
        line = line_of(folder / FILE, "id")
        raise DefinitionError(
            f"{folder / FILE}, line {line}: the id is {place.id!r} and the folder is named {folder.name!r}. "
            "Give both one name."
        )
    return place


def find_place(name: str, folders: Sequence[Path]) -> Chosen:
    """The pack or selection of that name.

    Raises
    ------
    NotFoundError
        If there is none; the nearest names are proposed.
    DefinitionError
        If its `place.yaml` is wrong.
    """
    pack_id, _, selection_id = name.partition("/")
    found = {folder.name: folder for folder in pack_folders(folders)}
    if pack_id not in found:
        hint = did_you_mean(pack_id, found)
        raise NotFoundError(f"there is no place {pack_id!r}. {hint} `newlyn new` makes one.".replace("  ", " "))
    folder = found[pack_id]
    pack = load_pack(folder)
    if not selection_id:
        return Chosen(pack.id, pack.name, pack.areas, pack, folder)
    for selection in pack.selections:
        if selection.id == selection_id:
            return Chosen(f"{pack.id}/{selection.id}", selection.name, pack.areas.plus(selection.also), pack, folder)
    hint = did_you_mean(selection_id, [selection.id for selection in pack.selections])
    raise NotFoundError(f"{pack_id} has no selection {selection_id!r}. {hint}".rstrip())
