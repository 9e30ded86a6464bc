"""Fetching end to end, from a server that misbehaves and from a mirror: only a good file takes the last one's place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.evidence.sources.made_up import CSV, HEADER, ROOMS, ROWS, comma_separated, offer_of
from tests.support.misbehaving_server import (
    Misbehaviour,
    Server,
    cut_off,
    empty,
    instead,
    misbehaving_server,
    only_rows,
    redirect,
    renamed_column,
    status,
)

from newlyn.evidence.catalogue.table import Table
from newlyn.evidence.sources.connection import Connections
from newlyn.evidence.sources.dataset import Dataset, File, Filling, Layout
from newlyn.evidence.sources.fetch import Obtained, Supply
from newlyn.evidence.sources.library import Offer
from newlyn.evidence.sources.mirror import Mirror
from newlyn.evidence.sources.patience import Patience
from newlyn.evidence.sources.store import RawStore
from newlyn.foundation.errors import SourceError, StorageError

GOOD = comma_separated([HEADER, *ROWS]).encode()
NEWER = GOOD.replace(b"12.5", b"13.5")
SOUTH = comma_separated([HEADER, ("E01000009", "roomy", "1", "1")]).encode()


@dataclass
class Place:
    """A machine with a raw store, a publisher on loopback, and one dataset that this publisher offers."""

    folder: Path
    server: Server
    links: Connections
    offers: dict[str, Offer] = field(default_factory=dict)
    told: list[tuple[str, int, int | None]] = field(default_factory=list)

    def offer(self, *files: File, table: Table = ROOMS) -> None:
        self.offers["made_up"] = offer_of(*files, table=table)

    @property
    def store(self) -> RawStore:
        return RawStore(self.folder / "raw")

    @property
    def mirror(self) -> Path:
        return self.folder / "mirror"

    def supply(self, *, mirror: bool = False) -> Supply:
        return Supply(
            self.store,
            Mirror(self.mirror) if mirror else None,
            None if mirror else self.links,
            Patience(tries=2, back_off=0, sleep=lambda _: None),
            lambda name, come, all_: self.told.append((name, come, all_)),
        )

    def copy(self, name: str, data: bytes) -> None:
        self.mirror.mkdir(exist_ok=True)
        (self.mirror / name).write_bytes(data)

    def in_use(self, name: str = "rooms.csv") -> bytes | None:
        kept = self.store.current("made_up", name, verify=True)
        return kept.path.read_bytes() if kept else None


@pytest.fixture(scope="module")
def links() -> Iterator[Connections]:
    """Straight to the server, whatever proxies this machine may have."""
    with Connections(proxies={}) as opened:
        yield opened


@pytest.fixture
def place(tmp_path: Path, links: Connections, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with misbehaving_server({"rooms.csv": GOOD, "south.csv": SOUTH}) as server:
        here = Place(tmp_path, server, links)
        here.offer(CSV.file(url=server.url("rooms.csv")))
        monkeypatch.setattr("newlyn.evidence.sources.library.offers", lambda: here.offers)
        yield here


def fetch(place: Place, *, mirror: bool = False, table: Table = ROOMS) -> Obtained:
    found = place.supply(mirror=mirror).fetch(table)
    assert found is not None
    return found


# --- from the publisher ------------------------------------------------------------------------------------------


def test_a_good_file_is_kept_with_where_it_came_from(place: Place) -> None:
    found = fetch(place)
    origin = found.files[0].origin
    assert (found.new, place.in_use()) == (1, GOOD)
    assert (origin.dataset, origin.file, origin.publisher) == ("made_up", "rooms.csv", "Office")
    assert (origin.url, origin.sha256) == (place.server.url("rooms.csv"), hashlib.sha256(GOOD).hexdigest())
    assert origin.retrieved is not None
    assert origin.copied_from is None
    assert found.ingest().table.num_rows == found.ingest().table.num_rows == 4


def test_the_bytes_that_come_are_told(place: Place) -> None:
    fetch(place)
    assert place.told[-1] == ("rooms.csv", len(GOOD), len(GOOD))


def test_a_file_that_has_not_changed_is_not_sent_again(place: Place) -> None:
    first, second = fetch(place), fetch(place)
    assert (second.new, second.files[0].path) == (0, first.files[0].path)
    assert second.files[0].checked is not None
    assert "if-none-match" in place.server.requests[-1].headers
    assert second.ingest().table.num_rows == 4


def test_a_server_that_knows_no_conditions_brings_nothing_new_either(place: Place) -> None:
    place.server.describe("rooms.csv", etag=None, last_modified=None)
    fetch(place)
    assert fetch(place).new == 0


def test_a_new_good_version_takes_over(place: Place) -> None:
    fetch(place)
    place.server.replace("rooms.csv", NEWER)
    assert fetch(place).new == 1
    assert place.in_use() == NEWER
    assert len(place.store.history("made_up", "rooms.csv")) == 2


BAD: list[tuple[Misbehaviour, str]] = [
    (status(404), r"the server answered 404 \(Not Found\)\. Check the address in made\.yaml"),
    (status(429, retry_after=1), r"429"),
    (status(429, retry_after=86_400), r"the server asks to be left alone for"),
    (status(503), r"503"),
    (cut_off(after=40), r"80 of 137 bytes arrived, then the connection broke"),
    (empty(), r"rooms\.csv"),
    (instead(b"<!doctype html><p>Sorry"), r"rooms\.csv: a web page came in place of the csv file\."),
    (instead(b'{"error": "query"}'), r"rooms\.csv: an answer in JSON came in place of the csv file: {\"error\""),
    (renamed_column(b"Households", b"Homes"), r"rooms\.csv: there is no column 'Households'\."),
    (only_rows(2), r"rooms\.csv: 2 rows arrived and 4 were expected; the file is cut off\."),
    (
        instead(GOOD.replace(b"10", b"ten"), "text/csv"),
        r"csv, row 2, column 'Households': 'ten' is not a number",
    ),
    (
        instead(GOOD.replace(b"E01000002", b"W01000002"), "text/csv"),
        r"row 4, column 'LSOA code': 'W01000002' \(the",
    ),
    (instead(GOOD.replace(b"E01000002", b"E01034999"), "text/csv"), r"row 4, .*'E01034999' was first used in 2021"),
    (instead(GOOD.replace(b"E01000002", b"E01000001"), "text/csv"), r"row 4: .* stands in an earlier row too"),
]


@pytest.mark.parametrize(("how", "message"), BAD)
def test_a_bad_new_version_leaves_the_last_good_copy_in_use(place: Place, how: Misbehaviour, message: str) -> None:
    place.offer(CSV.file(url=place.server.url("rooms.csv"), rows=4))
    fetch(place)
    place.server.replace("rooms.csv", NEWER)
    place.server.misbehave("rooms.csv", how)
    with pytest.raises(SourceError, match=message) as error:
        fetch(place)
    assert "\n" not in str(error.value)
    assert place.in_use() == GOOD
    assert place.supply().obtain(ROOMS).ingest().table.num_rows == 4  # type: ignore[union-attr]
    place.server.behave("rooms.csv")
    assert fetch(place).new == 1
    assert place.in_use() == NEWER


@pytest.mark.parametrize(("how", "message"), BAD)
def test_a_bad_first_version_leaves_nothing_behind(place: Place, how: Misbehaviour, message: str) -> None:
    place.offer(CSV.file(url=place.server.url("rooms.csv"), rows=4))
    place.server.misbehave("rooms.csv", how)
    with pytest.raises(SourceError, match=message):
        fetch(place)
    assert place.in_use() is None
    assert place.supply().on_hand(ROOMS) is None


def test_what_is_still_in_use_is_told(place: Place) -> None:
    place.server.misbehave("rooms.csv", renamed_column(b"Households", b"Homes"), times=1)
    with pytest.raises(SourceError, match=r"Nothing was kept\.$"):
        fetch(place)
    fetch(place)
    place.server.replace("rooms.csv", b"")
    place.server.misbehave("rooms.csv", renamed_column(b"", b"x"))
    place.server.behave("rooms.csv")
    place.server.replace("rooms.csv", GOOD.replace(b"Households", b"Homes"))
    with pytest.raises(SourceError, match=r"The last good copy is still in use\.$"):
        fetch(place)


def test_a_circle_of_redirects_is_told(place: Place) -> None:
    place.server.misbehave("rooms.csv", redirect(place.server.url("rooms.csv")))
    with pytest.raises(SourceError, match="redirected in a circle"):
        fetch(place)


def test_a_fault_that_passes_is_waited_for(place: Place) -> None:
    place.server.misbehave("rooms.csv", status(503), times=1)
    assert fetch(place).new == 1


def test_a_kept_file_that_was_damaged_is_fetched_anew(place: Place) -> None:
    kept = fetch(place).files[0]
    kept.path.write_bytes(GOOD[:20])
    with pytest.raises(StorageError, match=r"damaged: 20 bytes where .* Fetch it again: newlyn fetch made_up\."):
        place.supply().on_hand(ROOMS)
    assert fetch(place).new == 1
    assert place.in_use() == GOOD


def test_what_is_at_hand_is_not_asked_for(place: Place) -> None:
    fetch(place)
    asked = len(place.server.requests)
    assert place.supply().obtain(ROOMS).new == 0  # type: ignore[union-attr]
    assert len(place.server.requests) == asked


def test_what_is_not_at_hand_is_fetched(place: Place) -> None:
    assert place.supply().obtain(ROOMS).new == 1  # type: ignore[union-attr]


def test_a_table_that_only_a_mirror_has_is_not_offered_here(place: Place) -> None:
    place.offer(CSV.file())
    assert place.supply().fetch(ROOMS) is None
    assert place.supply().obtain(ROOMS) is None


# --- a table that more than one file fills -----------------------------------------------------------------------


@pytest.fixture
def two(place: Place) -> Place:
    files = [CSV.file(path=name, url=place.server.url(name)) for name in ("rooms.csv", "south.csv")]
    place.offer(*files)
    return place


def test_all_files_of_a_table_are_brought(two: Place) -> None:
    found = fetch(two)
    assert (found.new, found.ingest().table.num_rows) == (2, 5)
    assert fetch(two).new == 0


@pytest.mark.parametrize("changed", ["rooms.csv", "south.csv"])
def test_files_that_are_good_alone_and_bad_together_are_put_back(two: Place, changed: str) -> None:
    fetch(two)
    overlap = comma_separated(
        [HEADER, ROWS[0] if changed == "south.csv" else ("E01000009", "roomy", "2", "2")]
    ).encode()
    two.server.replace(changed, overlap)
    with pytest.raises(SourceError, match=r"stands in an earlier row too; .* The last good copy is still in use\.$"):
        fetch(two)
    assert (two.in_use("rooms.csv"), two.in_use("south.csv")) == (GOOD, SOUTH)
    assert two.supply().on_hand(ROOMS).ingest().table.num_rows == 5  # type: ignore[union-attr]


def test_files_that_are_bad_together_at_first_are_not_kept(two: Place) -> None:
    two.server.replace("south.csv", GOOD)
    with pytest.raises(SourceError, match=r"stands in an earlier row too; .* Nothing was kept\.$"):
        fetch(two)
    assert two.supply().on_hand(ROOMS) is None


@pytest.mark.parametrize("rows", [4, 6])
def test_a_table_that_is_not_whole_is_put_back(two: Place, rows: int) -> None:
    table = Table(ROOMS.id, ROOMS.title, ROOMS.columns, ROOMS.grain, rows=rows)
    with pytest.raises(SourceError, match=rf"^rooms: 5 rows arrived and {rows} were expected"):
        fetch(two, table=table)
    assert two.in_use() is None


def test_a_single_file_that_does_not_fill_its_table_is_not_kept(place: Place) -> None:
    table = Table(ROOMS.id, ROOMS.title, ROOMS.columns, ROOMS.grain, rows=4)
    fetch(place, table=table)
    place.server.replace("rooms.csv", b"".join(GOOD.splitlines(keepends=True)[:3]))
    with pytest.raises(SourceError, match=r"^rooms: 2 rows arrived and 4 were expected"):
        fetch(place, table=table)
    assert place.in_use() == GOOD


# --- from a mirror -----------------------------------------------------------------------------------------------


@pytest.fixture
def mirrored(place: Place) -> Place:
    place.offer(CSV.file())
    place.copy("rooms.csv", GOOD)
    return place


def test_a_copy_from_a_mirror_says_so_and_has_no_date(mirrored: Place) -> None:
    origin = fetch(mirrored, mirror=True).files[0].origin
    assert (origin.copied_from, origin.retrieved) == ("rooms.csv", None)
    assert origin.url == "https://example.org/made-up"  # the publisher's page, where no address of the file is known
    assert mirrored.server.requests == []


def test_what_the_index_of_a_mirror_knows_is_kept(mirrored: Place) -> None:
    digest = hashlib.sha256(GOOD).hexdigest().upper()
    mirrored.copy("index.yaml", f"- file: rooms.csv\n  copied_from: the Office\n  sha256: {digest}\n".encode())
    assert fetch(mirrored, mirror=True).files[0].origin.copied_from == "rooms.csv (the Office)"


def test_a_copy_that_is_not_the_one_its_index_tells_of_is_refused(mirrored: Place) -> None:
    fetch(mirrored, mirror=True)
    mirrored.copy("index.yaml", f"- file: rooms.csv\n  sha256: {'ab' * 32}\n".encode())
    mirrored.copy("rooms.csv", NEWER)
    with pytest.raises(SourceError, match=r"^rooms\.csv: the copy has checksum .* states abababababab….* Copy it"):
        fetch(mirrored, mirror=True)
    assert mirrored.in_use() == GOOD


def test_the_same_copy_is_not_new(mirrored: Place) -> None:
    fetch(mirrored, mirror=True)
    again = fetch(mirrored, mirror=True)
    assert (again.new, again.ingest().table.num_rows) == (0, 4)


def test_a_bad_copy_leaves_the_last_good_one_in_use(mirrored: Place) -> None:
    fetch(mirrored, mirror=True)
    mirrored.copy("rooms.csv", GOOD[:-20])
    with pytest.raises(SourceError, match=r"rooms\.csv, row 5: .* cells, .* The last good copy is still in use\.$"):
        fetch(mirrored, mirror=True)
    assert mirrored.in_use() == GOOD


def test_a_kept_copy_that_was_damaged_is_copied_anew(mirrored: Place) -> None:
    fetch(mirrored, mirror=True).files[0].path.write_bytes(b"")
    assert fetch(mirrored, mirror=True).new == 1
    assert mirrored.in_use() == GOOD


def test_a_file_that_the_mirror_lacks_is_taken_from_the_store_or_not_at_all(mirrored: Place) -> None:
    (mirrored.mirror / "rooms.csv").unlink()
    assert mirrored.supply(mirror=True).fetch(ROOMS) is None
    assert mirrored.supply(mirror=True).obtain(ROOMS) is None
    mirrored.copy("rooms.csv", GOOD)
    fetch(mirrored, mirror=True)
    (mirrored.mirror / "rooms.csv").unlink()
    assert mirrored.supply(mirror=True).obtain(ROOMS).ingest().table.num_rows == 4  # type: ignore[union-attr]


def test_a_copy_that_the_disk_does_not_give_is_told(mirrored: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("newlyn.evidence.sources.mirror.digest_file", refuse)
    with pytest.raises(SourceError, match=r"rooms\.csv: cannot be read \(Permission denied\)\. Check the mirror"):
        fetch(mirrored, mirror=True)


# --- outages -----------------------------------------------------------------------------------------------------


def _tables(place: Place, count: int, url: Callable[[int], str]) -> list[Table]:
    tables = [Table(f"rooms{n}", ROOMS.title, ROOMS.columns, ROOMS.grain) for n in range(count)]
    fillings = tuple(
        Filling(
            table=table.id, layouts=(Layout(name="only", files=(CSV.file(path=None, url=url(n), name=f"{n}.csv"),)),)
        )
        for n, table in enumerate(tables)
    )
    dataset = place.offers["made_up"].dataset.model_copy(update={"tables": fillings})
    place.offers["made_up"] = Offer(place.offers["made_up"].publisher, Dataset.model_validate(dataset.model_dump()))
    return tables


def test_one_outage_costs_one_table(place: Place) -> None:
    first, second = _tables(place, 2, lambda n: place.server.url("gone.csv" if n else "rooms.csv"))
    supply = place.supply()
    assert supply.obtain(first) is not None
    assert supply.obtain(second) is None
    assert supply.outages[0].startswith("rooms1: ")


def test_when_nothing_can_be_reached_nothing_more_is_tried(place: Place) -> None:
    tables = _tables(place, 4, lambda n: place.server.url(f"gone{n}.csv"))
    supply = place.supply()
    assert [supply.obtain(table) for table in tables[:2]] == [None, None]
    with pytest.raises(SourceError, match=r"no publisher can be reached \(rooms0: .*set NEWLYN_MIRROR or --mirror"):
        supply.obtain(tables[2])
