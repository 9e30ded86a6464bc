"""The raw store: publishers' files as they came, dated and never changed, with a pointer to the one in use.

A new file becomes the one in use only after its caller has accepted it. How files come is `sources.download`;
what makes one acceptable is `sources.check`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from newlyn.evidence.sources.download import Download, NotModified
from newlyn.evidence.sources.kept import Checked, Kept, beside, check_whole, damaged, read_record, recall
from newlyn.foundation.digest import canonical_json, digest_file
from newlyn.foundation.errors import DefinitionError, SourceError, StorageError
from newlyn.foundation.files import only_one, storage_errors, write_atomically
from newlyn.foundation.provenance import Origin

_LONGEST_NAME = 200  # bytes; file systems take 255, and the names beside it carry a date, a digest and an ending
_UNDATED = "undated"  # a copy from a mirror: any date would be a claim, and today's would differ from run to run


@dataclass
class Proposal:
    """A new file in a temporary place, under its own name, for its caller to check."""

    path: Path
    origin: Origin
    kept: Kept | None = None
    """The file in the store, once it has been accepted."""


class RawStore:
    """The raw store in one folder: `<dataset>/<file>/<date>-<digest><suffix>`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def downloads(self) -> Path:
        """Folder for files on their way: on the same disk, so that keeping one is a rename."""
        return self.folder / ".downloads"

    @contextmanager
    def propose(self, source: Path | Download, origin: Origin) -> Iterator[Proposal]:
        """Offer a new file; it becomes the one in use when the block ends without an error.

        A `Download` is moved in; a path, such as a file of a mirror, is copied. Inside the block `path` is the
        new file, to be checked. If the block raises, the file is dropped and what was in use stays so.

        Raises
        ------
        DefinitionError
            If the name of the dataset or the file could lead out of the store.
        SourceError
            If the file is empty, cannot be read, or is not the one that `origin` tells of.
        StorageError
            If the disk refuses to take it.
        BusyError
            If another process is keeping the same file.
        """
        place = self._place(origin.dataset, origin.file)
        waiting = self.folder / ".incoming" / origin.dataset / origin.file
        # The lock keeps another process from putting its own file between our check and our acceptance.
        with only_one(waiting, work=f"keeping {origin.dataset}/{origin.file}"):
            proposal = Proposal(waiting / origin.file, origin)
            try:
                with storage_errors(proposal.path):
                    _bring(source, proposal.path)
                _check_identity(proposal.path, origin)
                yield proposal
                checked = Checked.of(source)
                with storage_errors(place):
                    proposal.kept = _accept(proposal, place, checked)
            finally:
                proposal.path.unlink(missing_ok=True)

    def keep(self, source: Path | Download, origin: Origin, check: Callable[[Path], object] | None = None) -> Kept:
        """Keep a file and make it the one in use, provided that `check` (which raises) lets it pass."""
        with self.propose(source, origin) as proposal:
            if check:
                check(proposal.path)
        assert proposal.kept is not None  # noqa: S101 - the block ended without an error
        return proposal.kept

    def put_back(self, dataset: str, file: str, kept: Kept | None) -> None:
        """Make `kept`, or nothing, the version in use again: the new one proved bad beside its fellows."""
        place = self._place(dataset, file)
        with storage_errors(place):
            if kept is None:
                (place / "current.json").unlink(missing_ok=True)
            else:
                _point_to(kept.path, kept.origin)

    def confirm(self, dataset: str, file: str, answer: NotModified) -> Kept:
        """Note that the publisher still has the version in use."""
        kept = self.current(dataset, file)
        if kept is None:
            raise StorageError(f"{self._place(dataset, file)}: nothing is kept here. Fetch {dataset} again.")
        checked = Checked(answer.checked, answer.validators)
        checked.write(beside(kept.path, "checked"))
        return replace(kept, checked=checked.time, validators=checked.validators)

    def current(self, dataset: str, file: str, *, verify: bool = False) -> Kept | None:
        """The file in use, or None where none has been kept; `verify` reads it through and compares its SHA-256.

        Raises
        ------
        StorageError
            If the file or its record is missing or damaged.
        """
        place = self._place(dataset, file)
        pointer = place / "current.json"
        if not pointer.exists():
            return None
        record = read_record(pointer, dataset)
        name = record.get("name")
        if not isinstance(name, str) or Path(name).name != name:
            raise damaged(pointer, dataset, "it names no file")
        kept = recall(place / name, dataset)
        if record.get("sha256") != kept.origin.sha256:
            raise damaged(pointer, dataset, f"it tells of other bytes than the record of {name}")
        check_whole(kept, verify=verify)
        return kept

    def intact(self, dataset: str, file: str) -> Kept | None:
        """The file in use after reading it through, or None where it is missing or damaged and must come anew."""
        try:
            return self.current(dataset, file, verify=True)
        except StorageError:
            return None

    def history(self, dataset: str, file: str) -> tuple[Kept, ...]:
        """Every version that was ever accepted, oldest first; copies without a date come before all others."""
        records = self._place(dataset, file).glob("*.origin.json")
        found = (recall(record.with_name(record.name.removesuffix(".origin.json")), dataset) for record in records)
        return tuple(sorted(found, key=lambda kept: (kept.origin.retrieved or "", kept.path.name)))

    def _place(self, dataset: str, file: str) -> Path:
        return self.folder / _safe(dataset, "dataset") / _safe(file, "file")


def _bring(source: Path | Download, path: Path) -> None:
    if isinstance(source, Download):
        shutil.move(source.path, path)
        return
    try:
        source.open("rb").close()
    except OSError as error:
        raise SourceError(f"{source}: cannot be read ({error.strerror}). Check the mirror's folder.") from None
    shutil.copyfile(source, path)
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _check_identity(path: Path, origin: Origin) -> None:
    """The bytes must be those that the origin tells of: a mirror's file may change while it is copied."""
    what = f"{origin.dataset}/{origin.file} from {origin.copied_from or origin.url or 'an unknown place'}"
    if path.stat().st_size == 0:
        raise SourceError(f"{what}: the file is empty. Try again later, or read a copy with --mirror DIR.")
    if path.stat().st_size != origin.size or digest_file(path) != origin.sha256:
        raise SourceError(f"{what}: the file changed while it was being copied. Run this again.")


def _accept(proposal: Proposal, place: Path, checked: Checked) -> Kept:
    """Move the file in and point to it: the pointer goes last, so a kill before it leaves the old one in use."""
    place.mkdir(parents=True, exist_ok=True)
    known = _same_bytes(place, proposal.origin)
    path = known.path if known else place / _name(proposal.origin)
    origin = known.origin if known else proposal.origin
    proposal.path.replace(path)
    if known is None:
        write_atomically(beside(path, "origin"), canonical_json(origin.to_dict(), indent=1).encode())
    if checked.time:
        checked.write(beside(path, "checked"))
    _point_to(path, origin)
    seen = Checked.read(beside(path, "checked"))
    return Kept(path, origin, seen.time, seen.validators)


def _point_to(path: Path, origin: Origin) -> None:
    pointer = {"name": path.name, "sha256": origin.sha256, "size": origin.size}
    write_atomically(path.with_name("current.json"), canonical_json(pointer, indent=1).encode())


def _same_bytes(place: Path, origin: Origin) -> Kept | None:
    """The version already kept with the same SHA-256; a damaged record is passed over and written anew."""
    for record in sorted(place.glob(f"*-{origin.sha256[:12]}*.origin.json")):
        try:
            kept = recall(record.with_name(record.name.removesuffix(".origin.json")), origin.dataset)
        except StorageError:
            continue
        if kept.origin.sha256 == origin.sha256:
            return kept
    return None


def _name(origin: Origin) -> str:
    day = datetime.fromisoformat(origin.retrieved).date().isoformat() if origin.retrieved else _UNDATED
    return f"{day}-{origin.sha256[:12]}{Path(origin.file).suffix}"


def _safe(name: str, kind: str) -> str:
    """Names come from definitions, which anyone may write: one plain name, never a path."""
    plain = name.isprintable() and not name.startswith(".") and not set(name) & set("/\\:")
    if not name or not plain or len(name.encode()) > _LONGEST_NAME:
        raise DefinitionError(
            f"{name!r} is not a name for a {kind} in the raw store. Give one plain name such as 'File_7.csv': "
            f"no folders, no leading dot, at most {_LONGEST_NAME} bytes."
        )
    return name
