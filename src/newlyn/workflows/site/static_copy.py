"""The folder of a static copy: which files are Newlyn's own, whether they are whole, and how they are put in place.

A list of the files, `newlyn.json`, says what belongs to the copy. It is written before the first file and again after
the last, so that a copy that was broken off is known for one and is made whole by the next run. Whatever else
lies in the folder is left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from newlyn.foundation.digest import canonical_json
from newlyn.foundation.errors import InputError, StorageError
from newlyn.foundation.files import storage_errors, write_atomically

NAME = "newlyn.json"
FORMAT = 1
PARTIAL = ".partial"
"""End of the name of a file that is being written."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a copy."""

    path: str
    """Inside the folder, with strokes."""
    sha256: str
    size: int
    fresh: bool = field(default=True, compare=False)
    """Whether its bytes had changed."""


@dataclass(frozen=True)
class CopyList:
    """What belongs to a copy, and what it was made from."""

    place: str
    recipe: str
    """Digest of everything that the files are made from."""
    made_from: Mapping[str, str]
    """For people: version of Newlyn, digests of evidence and pages, address."""
    files: Mapping[str, tuple[str, int]]
    """By path: SHA-256 and size; of a copy that was not finished only the paths count."""
    finished: bool = True

    def to_json(self) -> str:
        """The list as it is written; equal copies give equal bytes."""
        content = {
            "format": FORMAT,
            "place": self.place,
            "recipe": self.recipe,
            "made from": dict(self.made_from),
            "finished": self.finished,
            "files": {path: {"sha256": sha256, "bytes": size} for path, (sha256, size) in self.files.items()},
        }
        return canonical_json(content, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> CopyList:
        """Read a list; a `ValueError` if it is not one."""
        content: Any = json.loads(text)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError("not a list of this format")
        files = {path: (str(one["sha256"]), int(one["bytes"])) for path, one in content["files"].items()}
        if any(_leads_out(path) for path in files):
            raise ValueError("a path leads out of the folder")
        return cls(
            content["place"],
            content["recipe"],
            MappingProxyType(content["made from"]),
            MappingProxyType(files),
            bool(content["finished"]),
        )


def _leads_out(path: str) -> bool:
    return path.startswith("/") or ".." in path.split("/")


def read_copy(folder: Path, place: str) -> CopyList | None:
    """The list of the copy in a folder; None where the folder is empty or is not there yet.

    Raises
    ------
    InputError
        If it is not a folder, holds other things, or the copy of another place.
    StorageError
        If its list is damaged.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file. Name a folder for the copy.")
    with storage_errors(folder):
        listed = folder / NAME
        if not listed.is_file():
            if folder.is_dir() and any(folder.iterdir()):
                raise InputError(
                    f"{folder} holds other things and no copy made by Newlyn. Name an empty folder or a new one; "
                    "nothing was changed."
                )
            return None
        text = listed.read_text(encoding="utf-8", errors="replace")
    try:
        found = CopyList.from_json(text)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StorageError(
            f"{listed} is damaged, so it cannot be told which files are Newlyn’s. Empty the folder, or name another."
        ) from None
    if found.place != place:
        raise InputError(f"{folder} holds the copy of {found.place!r}. Name another folder for {place!r}.")
    return found


def is_whole(folder: Path, copy: CopyList) -> bool:
    """Whether a finished copy has all its files in their right sizes."""
    if not copy.finished:
        return False
    try:
        return all(os.stat(folder / path).st_size == size for path, (_, size) in copy.files.items())  # noqa: PTH116
    except OSError:
        return False


def refuse_strangers(folder: Path, paths: Iterable[str], before: CopyList | None) -> None:
    """Raise an `InputError` if a file of the copy would take the place of one that is not Newlyn's own."""
    own = before.files if before else {}
    for path in paths:
        if path not in own and (folder / path).exists():
            raise InputError(
                f"{folder / path} is not one of Newlyn’s files, and the copy has one of that name. Move it away, or "
                "name another folder."
            )


def put(folder: Path, path: str, data: bytes) -> Written:
    """Put one file in place, whole or not at all; one that has these bytes already is not touched."""
    target = folder / path
    written = Written(path, hashlib.sha256(data).hexdigest(), len(data))
    with storage_errors(target):
        try:
            if target.stat().st_size == len(data) and target.read_bytes() == data:
                return Written(path, written.sha256, written.size, fresh=False)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
        # No wait for the disk after each of thousands of files: the list, which is written last, is waited for, and
        # the next run finds a file that has not its size.
        partial = target.with_name(f".{target.name}.{os.getpid()}{PARTIAL}")
        try:
            partial.write_bytes(data)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return written


def begin(folder: Path, copy: CopyList) -> None:
    """Write down which files are going to be Newlyn's, before the first is written."""
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for inside in {(folder / path).parent for path in copy.files}:
            for partial in inside.glob(f".*{PARTIAL}"):  # what a run that was killed was writing
                partial.unlink(missing_ok=True)
    write_atomically(folder / NAME, copy.to_json().encode())


def finish(folder: Path, copy: CopyList, before: Iterable[str]) -> int:
    """Take away the files of the copy before that are no longer part of it, then write the list; how many went."""
    gone = sorted(set(before) - copy.files.keys())
    with storage_errors(folder):
        for path in gone:
            (folder / path).unlink(missing_ok=True)
            _clear_empty(folder, (folder / path).parent)
    write_atomically(folder / NAME, copy.to_json().encode())
    return len(gone)


def _clear_empty(folder: Path, inside: Path) -> None:
    while inside != folder and inside.is_dir() and not any(inside.iterdir()):
        inside.rmdir()
        inside = inside.parent
