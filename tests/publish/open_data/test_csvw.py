from __future__ import annotations

import json

import pytest
from tests.publish.open_data.tables import describe_hamlets, hamlets
from tests.publish.open_data.vocabulary import check_description, check_rows

from newlyn.publish.open_data.csv_file import render_csv
from newlyn.publish.open_data.csvw import describe, render_csvw


def test_the_description_keeps_to_the_recommendation() -> None:
    check_description(describe(describe_hamlets()))


def test_the_file_keeps_to_its_description() -> None:
    told = json.loads(render_csvw(describe_hamlets()))
    assert check_rows(told, render_csv(hamlets())) == 3


def test_a_file_that_breaks_its_description_is_found_out() -> None:
    told = describe(describe_hamlets())
    twice = render_csv(hamlets().take([0, 0]))
    with pytest.raises(AssertionError, match="names each row once"):
        check_rows(told, twice)
    nameless = render_csv(hamlets()).replace(b'"H1"', b'""')
    with pytest.raises(AssertionError, match="code is empty"):
        check_rows(told, nameless)
    odd = render_csv(hamlets()).replace(b'"missing (yet)"', b'"lost"')
    with pytest.raises(AssertionError, match="'lost' is not"):
        check_rows(told, odd)


def test_it_stands_beside_its_file_and_names_it() -> None:
    assert describe(describe_hamlets())["url"] == "hamlets.csv"


def test_each_source_is_told_with_its_digest_publisher_and_licence() -> None:
    (source,) = describe(describe_hamlets())["prov:wasDerivedFrom"]
    assert source["schema:sha256"] == "ab" * 32
    assert source["dc:publisher"] == "Office for Made-up Statistics"
    assert source["dc:rights"] == "OGL v3.0"
    assert source["schema:url"] == {"@id": "https://example.org/hamlets"}


def test_the_licence_is_an_address() -> None:
    (licence,) = describe(describe_hamlets())["dc:license"]
    assert licence["@id"].startswith("https://www.nationalarchives.gov.uk/")


def test_what_is_made_up_has_no_source_and_claims_none() -> None:
    told = describe(describe_hamlets(sources=()))
    check_description(told)
    assert "prov:wasDerivedFrom" not in told
    assert "dc:license" not in told
