"""`newlyn publish`: the pages of a place as files that any plain host can serve, made again only where they changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import newlyn
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.digest import digest_file, digest_value
from newlyn.foundation.errors import StorageError, WarehouseError
from newlyn.foundation.files import only_one
from newlyn.foundation.settings import Settings
from newlyn.publish.asset import Assets
from newlyn.workflows.site import pages
from newlyn.workflows.site.folder import slug_of
from newlyn.workflows.site.opened import Site, Sites
from newlyn.workflows.site.static_copy import (
    NAME,
    CopyList,
    Written,
    begin,
    finish,
    is_whole,
    put,
    read_copy,
    refuse_strangers,
)
from newlyn.workflows.site.static_extra import extra_files, read_address
from newlyn.workflows.site.static_render import Job, file_of, render_all

WORKERS = 2

_ENDS = (".json", ".css", ".csv", ".parquet", ".geojson", ".xlsx", ".zip", ".txt")
"""Ends of the paths that are files and not pages."""


@dataclass(frozen=True)
class Published:
    """What a run of `newlyn publish` did."""

    place: str
    files: int
    size: int
    """In bytes."""
    fresh: int
    """Files whose bytes had changed."""
    gone: int
    """Files that are no longer part of the copy."""
    seconds: float
    notes: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing had to be rendered."""
        return not (self.fresh or self.gone)


def publish_place(
    settings: Settings,
    name: str,
    folder: Path,
    *,
    address: str = "",
    workers: int = WORKERS,
    tell: Callable[[str], None] = lambda _: None,
) -> Published:
    """Write the pages of a place to a folder.

    Raises
    ------
    InputError
        If the folder holds other things, or the address is none.
    NotFoundError
        If there is no place of that name.
    WarehouseError
        If its pages are not built.
    BusyError
        If another process writes to the folder.
    """
    began = time.monotonic()
    address = read_address(address) if address else ""
    site = Sites(settings).open(slug_of(name))
    assets = _assets()
    folder = folder.expanduser()
    lock = settings.home / "publishing" / digest_value(str(folder.resolve()))[:16]
    with only_one(lock, work=f"publishes to {folder}"):
        before = read_copy(folder, site.place_id)
        written: tuple[Written, ...]
        recipe = _recipe(site, assets, address)
        after, written, gone = before, (), 0
        if after is None or after.recipe != recipe or not is_whole(folder, after):
            after, written, gone = _publish(site, folder, before, recipe, (assets, address, workers), tell)
    return Published(
        place=site.name,
        files=len(after.files) + 1,
        size=sum(size for _, size in after.files.values()),
        fresh=sum(one.fresh for one in written),
        gone=gone,
        seconds=time.monotonic() - began,
        notes=tuple(_notes(site, assets, address)),
    )


def _publish(
    site: Site,
    folder: Path,
    before: CopyList | None,
    recipe: str,
    how: tuple[Assets | None, str, int],
    tell: Callable[[str], None],
) -> tuple[CopyList, tuple[Written, ...], int]:
    assets, address, workers = how
    paths = list(pages.addresses(site, public=False))
    beside = dict(extra_files(site, assets, address))
    planned = [*(_file_of(path) for path in paths), *beside]
    refuse_strangers(folder, planned, before)
    known = dict.fromkeys([*planned, *(before.files if before else ())], ("", 0))
    made_from = MappingProxyType(_made_from(site, address))
    begin(folder, CopyList(site.place_id, recipe, made_from, known, finished=False))
    job = Job(site, folder, assets.names if assets else {})
    written: list[Written] = []
    linked: set[str] = set()
    for rendered in render_all(job, paths, workers=workers, tell=lambda done: tell(_progress(site, done, len(paths)))):
        written += rendered.written
        linked |= rendered.linked
    # Areas elsewhere, such as the districts of a ranking of England, are traced where a page leads to their figures.
    further = sorted(f"lineage/{code}" for code in linked if f"lineage/{code}" not in set(paths))
    for rendered in render_all(job, further, workers=1, tell=lambda _: None):
        written += rendered.written
    written += [put(folder, path, data) for path, data in beside.items()]
    files = {one.path: (one.sha256, one.size) for one in sorted(written, key=lambda one: one.path)}
    after = CopyList(site.place_id, recipe, made_from, MappingProxyType(files))
    return after, tuple(written), finish(folder, after, known)


def _file_of(path: str) -> str:
    return file_of(path, "") if path.endswith(_ENDS) else file_of(path)


def _progress(site: Site, done: int, of: int) -> str:
    return f"publishing {site.name}: {done:,} of {of:,} pages"


def _assets() -> Assets | None:
    """Style sheets and scripts; pages can be read without them where they were not put together."""
    try:
        return Assets.open()
    except StorageError:
        return None


def _recipe(site: Site, assets: Assets | None, address: str) -> str:
    """Digest of everything that the files are made from; assets are named after their content."""
    names = dict(assets.names) if assets else {}
    return digest_value([_made_from(site, address), _newest(site), names, _code()])


def _made_from(site: Site, address: str) -> dict[str, str]:
    return {"newlyn": newlyn.__version__, "pages": site.digest, "evidence": site.evidence, "address": address}


def _newest(site: Site) -> str:
    """The evidence in use, which pages that trace compare with their own."""
    try:
        return Warehouse.open(site.settings.warehouse).digest
    except WarehouseError:
        return ""


@cache
def _code() -> str:
    """Digest of the code and the templates that make pages."""
    root = Path(newlyn.__file__).parent
    rooms = [root / room for room in ("indices", "publish", "workflows")]
    kinds = (".py", ".html")
    files = sorted(path for room in rooms for path in room.rglob("*") if path.suffix in kinds)
    return digest_value([digest_file(path) for path in files])


def _notes(site: Site, assets: Assets | None, address: str) -> Iterable[str]:
    """What whoever publishes has to know."""
    if not address:
        yield "No sitemap was written, because a sitemap needs whole addresses: give --address."
    if assets is None:
        yield "The pages have no styles and scripts, because these are not put together: run make, then publish again."
    if _newest(site) != site.evidence:
        yield "The evidence was built again since these pages were prepared: run `newlyn build` for the place."


__all__ = ["NAME", "Published", "publish_place"]
