"""A place of four pages that stands where `newlyn build` would have put it, and answers as the real pages do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newlyn.foundation.errors import NotFoundError
from newlyn.packs.place import Place
from newlyn.publish.site.frame import render_page
from newlyn.publish.site.link import Links
from newlyn.publish.site.message import Message
from newlyn.workflows.site.asked import Answer
from newlyn.workflows.site.folder import CURRENT, FORMAT, MANIFEST
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import frame_of

TILES = bytes(range(256)) * 300
ADDRESSES = ("", "about", "areas/E01000001")


@dataclass
class SmallPlace:
    """One prepared place in a home of its own; `calls` counts how often a page was really made."""

    home: Path
    slug: str = "small"
    calls: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Where the build of the place lies."""
        return self.home / "pictures" / self.slug

    def build(self, digest: str = "d" * 64, name: str = "Smallshire") -> None:
        """Put a build in place and in use, as `newlyn build` does: the folder first, the pointer last."""
        folder = self.folder / digest
        folder.mkdir(parents=True)
        content = {
            "format": FORMAT,
            "place": self.slug.replace(".", "/"),
            "name": name,
            "digest": digest,
            "evidence": "e" * 64,
            "pack": Place(
                id=self.slug.rpartition(".")[2],
                name=name,
                areas={"lad": ["E07000076"]},
                brand={"name": f"{name} in figures"},
            ).model_dump(mode="json"),
            "tiles": ["lsoa21"],
        }
        (folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
        (folder / "lsoa21.pmtiles").write_bytes(TILES)
        (self.folder / CURRENT).write_text(digest, encoding="utf-8")

    def build_half(self, digest: str = "h" * 64) -> None:
        """Point to a build whose folder was never filled."""
        (self.folder / digest).mkdir(parents=True)
        (self.folder / CURRENT).write_text(digest, encoding="utf-8")

    def take_away(self) -> None:
        """Take the evidence away under whoever reads it."""
        shutil.rmtree(self.home / "pictures")

    def answer(self, site: Site, path: str, query: Mapping[str, str], links: Links) -> Answer:
        """What the pages of a real place answer, in small."""
        self.calls.append(path)
        if path in ADDRESSES:
            said = (
                f"This is {path or 'the overview'} of {site.name}.",
                f"You asked for {dict(query)}.",
                "Words. " * 200,
            )
            frame = frame_of(site, links)
            return Answer(render_page("message.html", frame, links, Message("A page", said)).encode())
        if path == "data/table.csv":
            return Answer(b"code,value\nE01000001,1\n" * 100, "text/csv; charset=utf-8", download="table – of.csv")
        if path == "areas/E01000000":
            return Answer(b"", status=302, location=links.page("areas/E01000001"))
        if path == "fault":
            raise ValueError(f"the reader typed {query.get('q')}")
        if path == "gone":
            (self.folder / "nothing").read_text()
        raise NotFoundError(f"{site.name} has no page {path!r}. Its pages are listed on the overview.")
