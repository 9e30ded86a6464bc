"""Bring the files of a table into the raw store, from a mirror or from the publisher, and accept only good ones.

A new file is read and checked before it takes the place of the last good one, and files that fill one table are
checked together. Bytes on the wire are
`sources.download`; keeping them is `sources.store`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from newlyn.evidence.catalogue.table import Table
from newlyn.evidence.sources.connection import Connections
from newlyn.evidence.sources.dataset import File, Layout
from newlyn.evidence.sources.download import Download, NotModified, download
from newlyn.evidence.sources.ingest import Ingested, join_readings, mirror_layout, read_file
from newlyn.evidence.sources.kept import Kept
from newlyn.evidence.sources.layout import Reading
from newlyn.evidence.sources.library import Offer, filling_of
from newlyn.evidence.sources.mirror import Mirror
from newlyn.evidence.sources.patience import Patience
from newlyn.evidence.sources.store import RawStore
from newlyn.foundation.errors import SourceError
from newlyn.foundation.provenance import Origin

Report = Callable[[str, int, int | None], None]
"""Told of a file's name, the bytes that have come and the bytes there will be, or None."""


ENOUGH_OUTAGES = 3
"""Failures in a row, with no success, after which the network is taken to be away."""


@dataclass(frozen=True)
class Obtained:
    """The files of one table, all of them good."""

    table: Table
    offer: Offer
    layout: Layout
    files: tuple[Kept, ...]
    new: int
    """How many of them were not in the store before."""
    _checked: list[Ingested] = field(default_factory=list, repr=False, compare=False)

    def ingest(self) -> Ingested:
        """The table that the files hold. What had to be read to be checked is not read again."""
        if self._checked:
            return self._checked.pop()
        pairs = zip(self.layout.files, self.files, strict=True)
        readings = [read_file(kept.path, file, self.table, self.offer) for file, kept in pairs]
        return join_readings(self.table, self.layout, readings)


@dataclass
class _Arrivals:
    """The files of one table on their way into the store, and what was in use before each."""

    table: Table
    offer: Offer
    layout: Layout
    kept: list[Kept] = field(default_factory=list)
    replaced: list[tuple[File, Kept | None]] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    whole: list[Ingested] = field(default_factory=list)

    def check(self, path: Path, position: int) -> None:
        """Refuse a file that is bad by itself; one that fills the table alone, also if the table is not whole."""
        self.readings[position] = read_file(path, self.layout.files[position], self.table, self.offer)
        if len(self.layout.files) == 1:
            self.whole.append(join_readings(self.table, self.layout, [self.readings[position]]))

    def check_together(self) -> None:
        """Refuse files that are good one by one and do not make a table, such as pages that overlap."""
        pairs = enumerate(zip(self.layout.files, self.kept, strict=True))
        readings = [
            self.readings.get(position) or read_file(kept.path, file, self.table, self.offer)
            for position, (file, kept) in pairs
        ]
        self.whole.append(join_readings(self.table, self.layout, readings))


@dataclass(frozen=True)
class Supply:
    """Where evidence comes from: a mirror if there is one, else the publishers, by way of the raw store."""

    store: RawStore
    mirror: Mirror | None = None
    connections: Connections | None = None
    patience: Patience | None = None
    report: Report | None = None
    outages: list[str] = field(default_factory=list, init=False, compare=False)
    """What could not be had from a publisher, table by table, and why."""
    reached: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    """Tables that came from a publisher."""
    _turns: dict[tuple[str, str], Lock] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Two tables may be filled by one file: while it is brought for the first, the second waits."""

    def obtain(self, table: Table) -> Obtained | None:
        """The table's files: the mirror's, else those in the store, else the publisher's; None if nobody has them."""
        offer, filling = filling_of(table)
        if self.mirror is not None:
            layout = mirror_layout(filling.layouts, self.mirror)
            if layout is not None:
                return self._bring(table, offer, layout)
            return self.on_hand(table)
        return self.on_hand(table) or self._if_reachable(table)

    def _if_reachable(self, table: Table) -> Obtained | None:
        """The table as its publisher has it; one publisher's outage does not keep the others' evidence from use.

        The fault is told. When the first few all fail the network is away, and nothing more is tried.
        """
        try:
            found = self.fetch(table)
        except SourceError as error:
            self.outages.append(f"{table.id}: {error}")
            if len(self.outages) >= ENOUGH_OUTAGES and not self.reached:
                first = self.outages[0]
                raise SourceError(
                    f"no publisher can be reached ({first}) Connect to the network, or set NEWLYN_MIRROR or --mirror "
                    "to a folder with copies of the files."
                ) from None
            return None
        if found is not None:
            self.reached.append(table.id)
        return found

    def on_hand(self, table: Table) -> Obtained | None:
        """The table's files as the store has them, or None where one is missing."""
        offer, filling = filling_of(table)
        for layout in filling.layouts:
            kept = [self.store.current(offer.dataset.id, file.kept_as) for file in layout.files]
            whole = tuple(one for one in kept if one is not None)
            if len(whole) == len(layout.files):
                return Obtained(table, offer, layout, whole, new=0)
        return None

    def fetch(self, table: Table) -> Obtained | None:
        """The table's files as the mirror or else the publisher has them now; None if nobody offers them."""
        offer, filling = filling_of(table)
        layout = self._best(filling.layouts)
        return None if layout is None else self._bring(table, offer, layout)

    def _best(self, layouts: Sequence[Layout]) -> Layout | None:
        if self.mirror is not None:
            return mirror_layout(layouts, self.mirror)
        return next((layout for layout in layouts if layout.at_publisher), None)

    def _bring(self, table: Table, offer: Offer, layout: Layout) -> Obtained:
        arrivals = _Arrivals(table, offer, layout)
        bring = self._copy if self.mirror else self._download
        for position, file in enumerate(layout.files):
            with self._turns.setdefault((offer.dataset.id, file.kept_as), Lock()):
                before = self.store.intact(offer.dataset.id, file.kept_as)
                kept = bring(offer, file, before, partial(arrivals.check, position=position))
            arrivals.kept.append(kept)
            if before is None or before.origin.sha256 != kept.origin.sha256:
                arrivals.replaced.append((file, before))
        if arrivals.replaced and not arrivals.whole:
            self._accept_together(arrivals)
        return Obtained(table, offer, layout, tuple(arrivals.kept), len(arrivals.replaced), arrivals.whole)

    def _accept_together(self, arrivals: _Arrivals) -> None:
        try:
            arrivals.check_together()
        except SourceError as error:
            for file, before in arrivals.replaced:
                self.store.put_back(arrivals.offer.dataset.id, file.kept_as, before)
            raise _with_consolation(error, arrivals.replaced[0][1]) from None

    def _copy(self, offer: Offer, file: File, before: Kept | None, check: Callable[[Path], None]) -> Kept:
        assert self.mirror is not None  # noqa: S101 - the only caller has just asked
        place = str(file.path)
        sha256, size = self.mirror.measure(place)
        if before is not None and before.origin.sha256 == sha256:
            return before
        source = self.mirror.note(place).copied_from
        origin = _origin(offer, file, sha256, size, copied_from=f"{place} ({source})" if source else place)
        return self._keep(self.mirror.path(place), origin, before, check)

    def _download(self, offer: Offer, file: File, before: Kept | None, check: Callable[[Path], None]) -> Kept:
        answer = download(
            str(file.url),
            self.store.downloads,
            connections=self.connections,
            patience=self.patience,
            progress=_told(self.report, file.kept_as),
            known=before.validators if before else None,
            named_in=f"{offer.publisher.id}.yaml",
        )
        if isinstance(answer, NotModified):
            return self.store.confirm(offer.dataset.id, file.kept_as, answer)
        origin = _origin(offer, file, answer.sha256, answer.size, retrieved=answer.retrieved)
        try:
            return self._keep(answer, origin, before, check)
        finally:
            answer.discard()

    def _keep(
        self, source: Path | Download, origin: Origin, before: Kept | None, check: Callable[[Path], None]
    ) -> Kept:
        try:
            return self.store.keep(source, origin, check)
        except SourceError as error:
            raise _with_consolation(error, before) from None


def _with_consolation(error: SourceError, before: Kept | None) -> SourceError:
    return SourceError(f"{error} {'The last good copy is still in use.' if before else 'Nothing was kept.'}")


def _told(report: Report | None, name: str) -> Callable[[int, int | None], None] | None:
    return None if report is None else lambda come, all_: report(name, come, all_)


def _origin(
    offer: Offer, file: File, sha256: str, size: int, *, retrieved: str | None = None, copied_from: str | None = None
) -> Origin:
    return Origin(
        dataset=offer.dataset.id,
        file=file.kept_as,
        publisher=offer.publisher.name,
        title=offer.dataset.title,
        licence=offer.dataset.licence,
        url=file.url or offer.dataset.page,
        retrieved=retrieved,
        copied_from=copied_from,
        sha256=sha256,
        size=size,
    )
