"""About the data of a place: the files of its evidence, read from the manifest of the build its pages were made from.

What the page says is `publish.site.about`.
"""

from __future__ import annotations

from collections.abc import Iterator

import newlyn
from newlyn.evidence.catalogue.library import tables
from newlyn.evidence.warehouse.manifest import NAME, Manifest
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import WarehouseError
from newlyn.foundation.provenance import Origin
from newlyn.publish import number
from newlyn.publish.site.about import (
    About,
    Evidence,
    FileNote,
    LeftOut,
    by_publisher,
    had_words,
    render_about,
    size_words,
)
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.overview import index_of

_WEB = ("https://", "http://")
"""Only these become links: anything else from a file could run as script when it is followed."""


def show(asked: Asked) -> Answer:
    """The page; where the evidence has gone it says so, and what else it says stands."""
    site = asked.site
    asked = asked.at("about", Crumb("Overview", ""), Crumb("About the data"))
    hidden = site.pack.disclosure
    about = About(
        place=site.name,
        place_id=site.place_id,
        evidence=_evidence(site),
        build=site.evidence,
        version=newlyn.__version__,
        example=_example(site),
        threshold=hidden.threshold,
        rounding=hidden.rounding,
    )
    return page(render_about(about, asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one page."""
    del site
    yield "about"


def _evidence(site: Site) -> Evidence | None:
    """The evidence that the pages were made from, which is not always the one in use; None where it has gone."""
    warehouse = Warehouse(site.settings.warehouse, site.evidence)
    if not (warehouse.root / NAME).is_file():
        return None
    try:
        return _described(warehouse.manifest)
    except (OSError, WarehouseError):  # it was cleared away a moment ago, or is damaged
        return None


def _described(manifest: Manifest) -> Evidence:
    declared = tables()
    files = [(one.publisher, one.licence, _note(one)) for entry in manifest.tables for one in entry.files]
    left_out = [
        LeftOut(
            table=declared[entry.table].title if entry.table in declared else entry.table,
            file=out.file,
            reason=out.reason,
            rows=number.count(out.rows),
            of=number.count(out.of),
            share=number.percent(out.rows / out.of if out.of else None),
        )
        for entry in manifest.tables
        for out in entry.left_out
    ]
    absent = tuple(declared[table].title if table in declared else table for table in manifest.absent)
    return Evidence(by_publisher(files), tuple(left_out), absent)


def _note(origin: Origin) -> FileNote:
    return FileNote(
        name=origin.file,
        dataset=origin.title,
        href=origin.url if origin.url and origin.url.startswith(_WEB) else "",
        had=had_words(origin.retrieved, origin.copied_from),
        copied_from=origin.copied_from or "",
        size=size_words(origin.size),
        sha256=origin.sha256,
    )


def _example(site: Site) -> str:
    """The rank of the most deprived neighbourhood, to show how a figure is traced."""
    index = index_of(site)
    found = site.picture(index).neighbourhoods if index else ()
    return found[0].lineage if found else ""
