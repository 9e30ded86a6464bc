"""The examples of the how-tos work: what a reader copies is read, checked, fetched from a folder and observed."""

import pytest
import yaml
from tests.docs.example import observe_example
from tests.docs.pages import ROOT, blocks

from newlyn.definitions.document import load_definition
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Table
from newlyn.evidence.sources.dataset import Publisher
from newlyn.evidence.sources.ingest import read_file
from newlyn.evidence.sources.library import Offer
from newlyn.packs.place import Place

HOW_TO = ROOT / "docs" / "how-to"
ESSEX = yaml.safe_load((ROOT / "src/newlyn/packs/essex/place.yaml").read_text(encoding="utf-8"))


def run(name):
    """What the Python blocks of a page define, one after another."""
    defined = {}
    for block in blocks(HOW_TO / name, "python"):
        exec(compile(block, name, "exec"), defined)  # noqa: S102 - the manual's own examples
    return defined


@pytest.fixture
def library(tmp_path):
    """The dataset of the how-to, its table and its made-up file."""
    page = HOW_TO / "add-a-source.md"
    definition = tmp_path / "library_council.yaml"
    definition.write_text("\n".join(blocks(page, "yaml")), encoding="utf-8")
    publisher = load_definition(definition, Publisher)
    (table,) = run("add-a-source.md")["TABLES"]
    path = tmp_path / "2025.csv"
    path.write_text("\n".join(blocks(page, "csv")), encoding="utf-8")
    return publisher, table, path


def test_the_source_of_the_how_to_is_read_as_its_last_paragraph_says(library):
    publisher, table, path = library
    (dataset,) = publisher.datasets
    (layout,) = dataset.tables[0].layouts
    assert (dataset.tables[0].table, layout.in_mirror, layout.at_publisher) == (table.id, True, True)
    reading = read_file(path, layout.files[0], table, Offer(publisher, dataset))
    north, south = reading.table.to_pylist()
    assert (north["libraries"], north["hours"], north["status"]) == (3, 96.5, "published")
    assert (south["hours"], south["status"]) == (None, "suppressed")
    (left_out,) = reading.left_out
    assert (left_out.rows, left_out.of, left_out.reason) == (1, 3, "the area is not in England")


@pytest.mark.parametrize("name", ["CHILD_MEMBERS", "VISITS"])
def test_an_indicator_of_the_how_to_gives_the_value_that_its_example_states(name):
    one = run("add-an-indicator.md")[name]
    assert isinstance(one, Indicator)
    assert observe_example(one)["value"] == one.example.value


def test_the_share_of_the_how_to_has_limits_around_it():
    row = observe_example(run("add-an-indicator.md")["CHILD_MEMBERS"])
    assert row["lower"] < row["value"] < row["upper"]


def test_tables_of_the_how_tos_are_tables():
    found = [value for name in ("add-a-source.md", "add-an-indicator.md") for value in run(name).values()]
    assert sum(isinstance(value, Table) for value in found) == 3


@pytest.mark.parametrize("block", blocks(HOW_TO / "add-a-place.md", "yaml"))
def test_a_part_of_a_place_pack_in_the_how_to_is_accepted(block):
    Place.model_validate({**ESSEX, **yaml.safe_load(block)})
