"""Every dataset is defined once, fills declared tables with declared columns, and is found by its id."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.sources.made_up import CSV, ROOMS

from newlyn.evidence.catalogue.library import tables
from newlyn.evidence.sources import library
from newlyn.evidence.sources.dataset import PAGE, Dataset, File, Layout
from newlyn.evidence.sources.library import filling_of, find_offer, offers
from newlyn.foundation.errors import DefinitionError, NotFoundError

PUBLISHER = """\
id: office
name: Office
home: https://example.org
datasets:
  - &rooms
    id: rooms_2011
    title: Rooms
    licence: none needed
    page: https://example.org/rooms
    cadence: once
    vintage: LSOA 2011
    tables:
      - table: rooms
        layouts:
          - name: published
            files: [{path: rooms.csv, format: csv, columns: {area: LSOA code}}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of definitions that stands for our own."""
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    monkeypatch.setattr(library, "tables", lambda: {"rooms": ROOMS})
    return tmp_path


def define(folder: Path, text: str, name: str = "office") -> object:
    (folder / f"{name}.yaml").write_text(text)
    return offers.__wrapped__()


# --- our own definitions -----------------------------------------------------------------------------------------


def test_every_declared_table_is_filled_by_one_dataset() -> None:
    for table in tables().values():
        offer, filling = filling_of(table)
        assert filling in offer.dataset.tables


def test_every_dataset_can_be_found_and_traced() -> None:
    for name, offer in offers().items():
        assert find_offer(name) is offer
        assert offer.dataset.licence
        assert offer.dataset.title


def test_every_transform_that_a_file_names_is_there() -> None:
    for offer in offers().values():
        for filling in offer.dataset.tables:
            for layout in filling.layouts:
                for file in layout.files:
                    assert (offer.transform(file) is None) == (file.transform is None)


def test_a_dataset_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match=r"there is no dataset 'iod_2109'\. Did you mean 'iod_2019"):
        find_offer("iod_2109")


# --- definitions that contradict themselves ----------------------------------------------------------------------


def test_a_definition_becomes_an_offer(folder: Path) -> None:
    assert list(define(folder, PUBLISHER)) == ["rooms_2011"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: office", "id: bureau", r"office\.yaml, line 1: the id is 'bureau' and the file is named 'office'\."),
        ("table: rooms", "table: romos", r"rooms_2011: 'romos' is not a table of the catalogue\. Did you mean 'rooms'"),
        ("area: LSOA", "aera: LSOA", r"rooms: 'aera' is not a column \(grain area, kind\)\. Did you mean 'area'\?"),
        ("format: csv", "format: cvs", r"office\.yaml, line 16: .*format: Input should be 'csv', 'parquet'.*got 'cvs'"),
        ("format: csv", "format: csv, encoding: utf-9", r"line 16: .*encoding: write the name of an encoding"),
        ("path: rooms.csv", "member: x", r"line 16: .*a file needs a url at its publisher, a path in a mirror"),
        ("path: rooms.csv", "url: 'https://x.org/a.csv?from={offset}'", r"line 16: .*served in pages needs its number"),
        ("path: rooms.csv", "url: 'ftp://x.org/a.csv'", r"line 16: .*url: String should match pattern"),
        ("[{path", "[] #", r"line 16: .*files: Tuple should have at least 1 item"),
        ("id: rooms_2011", "id: Rooms", r"line 6: datasets\.1\.id: String should match pattern"),
    ],
)  # fmt: skip
def test_a_definition_that_contradicts_itself_is_told(folder: Path, old: str, new: str, message: str) -> None:
    assert old in PUBLISHER
    with pytest.raises(DefinitionError, match=message):
        define(folder, PUBLISHER.replace(old, new, 1))


def test_a_dataset_defined_twice_is_told(folder: Path) -> None:
    with pytest.raises(DefinitionError, match=r"^the dataset 'rooms_2011' is defined twice\."):
        define(folder, PUBLISHER + "  - *rooms\n")


def test_a_table_filled_twice_is_told(folder: Path) -> None:
    with pytest.raises(DefinitionError, match=r"^other: the table 'rooms' is already filled by 'rooms_2011'\."):
        define(folder, PUBLISHER + "  - {<<: *rooms, id: other}\n")


def test_a_table_that_nobody_fills_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "offers", dict)
    with pytest.raises(DefinitionError, match=r"no dataset fills the table 'rooms'\. Add it to a YAML file"):
        filling_of(ROOMS)


def test_a_transform_that_is_not_there_is_told() -> None:
    offer = next(iter(offers().values()))
    with pytest.raises(DefinitionError, match=rf"no function 'nothing' in {offer.publisher.id}\.py\. Write it beside"):
        offer.transform(CSV.file(transform="nothing"))


# --- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"path": "a/b/x.csv"}, "x.csv"),
        ({"url": "https://x.org/a/x.csv?download=1"}, "x.csv"),
        ({"url": "https://x.org/query", "name": "rooms.csv"}, "rooms.csv"),
        ({"url": "https://x.org/a/"}, "a"),
    ],
)
def test_a_file_is_kept_under_the_last_part_of_its_place(facts: dict[str, str], name: str) -> None:
    assert File(format="csv", **facts).kept_as == name  # type: ignore[arg-type]


def test_a_file_served_in_pages_is_as_many_files() -> None:
    file = File(format="geojson", url="https://x.org/q?from={offset}", name="areas.geojson", rows=2 * PAGE + 5)
    pages = Layout(name="published", files=(file,)).files
    assert [page.kept_as for page in pages] == ["areas-01.geojson", "areas-02.geojson", "areas-03.geojson"]
    assert [page.rows for page in pages] == [PAGE, PAGE, 5]
    assert pages[2].url == f"https://x.org/q?from={2 * PAGE}"
    assert pages[0].pages() == (pages[0],)


def test_a_layout_is_at_its_publisher_or_in_a_mirror_only_with_all_its_files() -> None:
    both = File(format="csv", url="https://x.org/x.csv", path="x.csv")
    here, there = both.model_copy(update={"url": None}), both.model_copy(update={"path": None})
    assert (Layout(name="a", files=(both,)).in_mirror, Layout(name="a", files=(both,)).at_publisher) == (True, True)
    mixed = Layout(name="a", files=(both, here, there))
    assert (mixed.in_mirror, mixed.at_publisher) == (False, False)


def test_the_headers_of_columns_that_became_rows_are_known() -> None:
    file = CSV.file(unpivot={"names_to": "kind", "values_to": "households", "columns": {"crowded": "Crowded homes"}})
    assert file.header_of("households", "crowded") == "Crowded homes"
    assert file.header_of("households") == "Households"
    assert file.header_of("status") == "status"


def test_a_dataset_has_a_page_at_its_publisher() -> None:
    facts = {"id": "x", "title": "X", "licence": "none", "page": "x.org", "cadence": "once", "vintage": "none"}
    with pytest.raises(ValueError, match="page"):
        Dataset(**facts, tables=())  # type: ignore[arg-type]
