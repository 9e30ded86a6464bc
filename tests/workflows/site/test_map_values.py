from __future__ import annotations

import json

import pytest

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.site.link import ServedLinks
from newlyn.workflows.site.indicator_small import small_areas
from newlyn.workflows.site.map_values import addresses
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer

LINKS = ServedLinks("/place/")


def test_a_place_without_tiles_has_no_such_files(saltmarch: Site) -> None:
    assert list(addresses(saltmarch)) == []
    with pytest.raises(NotFoundError, match=r"census.disabled has no map of 'lsoa21'. It has no map."):
        answer(saltmarch, "values/census.disabled/lsoa21.json", {}, LINKS)


def test_an_unknown_indicator_has_no_map(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"no indicator 'census.disable'"):
        answer(saltmarch, "values/census.disable/lsoa21.json", {}, LINKS)


def test_every_neighbourhood_has_its_class_and_its_figure(essex: Site) -> None:
    found = answer(essex, "values/census.no_qualifications/lsoa21.json", {}, LINKS)
    assert found.content_type == "application/json"
    values = json.loads(found.body)
    small = small_areas(essex, "census.no_qualifications", "lsoa21")
    assert small is not None
    assert len(values) == len(small.areas) == 903
    first = small.areas[0]
    assert values[first.code] == [1, f"{first.value:.1f}%"]
    assert {one for one, _ in values.values()} == {1, 2, 3, 4, 5}


def test_only_types_with_tiles_have_values(essex: Site) -> None:
    with pytest.raises(NotFoundError, match=r"no map of 'msoa21'. Accepted: lsoa21"):
        answer(essex, "values/census.no_qualifications/msoa21.json", {}, LINKS)
    found = set(addresses(essex))
    assert "values/census.no_qualifications/lsoa21.json" in found
    assert "values/deprivation.indicator.gp_km/lsoa11.json" in found
    assert not any("claimant_count" in one for one in found)
