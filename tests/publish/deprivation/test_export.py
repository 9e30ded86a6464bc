from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from tests.publish.factory import make_place, with_names

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish.deprivation.export import render_deprivation_csv, render_deprivation_json

PICTURE = make_place(areas=40, districts=3).picture


def read(picture: DeprivationPicture) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_deprivation_csv(picture))))


def test_each_neighbourhood_is_one_row_with_its_numbers() -> None:
    rows = read(PICTURE)
    assert [row["code"] for row in rows] == [area.code for area in PICTURE.neighbourhoods]
    first, area = rows[0], PICTURE.neighbourhoods[0]
    assert int(first["imd_rank"]) == area.domains["imd"].rank
    assert int(first["crime_decile"]) == area.domains["crime"].decile
    assert float(first["health_score"]) == area.domains["health"].score
    assert (int(first["residents"]), first["lineage"]) == (area.residents, area.lineage)


def test_headings_are_stable() -> None:
    heads = render_deprivation_csv(PICTURE).splitlines()[0].split(",")
    assert heads[:8] == ["code", "name", "msoa", "msoa_name", "district", "district_name", "residents", "local_rank"]
    assert heads[8:11] == ["imd_rank", "imd_decile", "imd_score"]
    assert heads[-1] == "lineage"
    assert len(heads) == 9 + 3 * 8


def test_unknown_values_are_empty_cells() -> None:
    first = PICTURE.neighbourhoods[0]
    domains = {"imd": replace(first.domains["imd"], score=None)}
    rows = read(replace(PICTURE, neighbourhoods=(replace(first, residents=None, domains=domains),)))
    assert (rows[0]["residents"], rows[0]["imd_score"], rows[0]["crime_rank"]) == ("", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_text_is_never_a_formula(name: str) -> None:
    assert {row["name"] for row in read(with_names(PICTURE, name))} == {f"'{name.strip()}"}


def test_a_negative_number_stays_a_number() -> None:
    first = PICTURE.neighbourhoods[0]
    domains = {"imd": replace(first.domains["imd"], score=-1.25)}
    assert read(replace(PICTURE, neighbourhoods=(replace(first, domains=domains),)))[0]["imd_score"] == "-1.25"


def test_commas_and_quotes_in_names_survive() -> None:
    name = 'Ash, "Birch" and; Cedar'
    assert {row["msoa_name"] for row in read(with_names(PICTURE, name))} == {name}


def test_one_neighbourhood_is_one_line_whatever_its_name_holds() -> None:
    text = render_deprivation_csv(with_names(PICTURE, "Ash\r\nBirch\x00\u2028Cedar"))
    assert len(text.splitlines()) == 41
    assert "Ash Birch Cedar" in text


def test_json_holds_the_whole_picture_and_equal_pictures_are_equal_bytes() -> None:
    text = render_deprivation_json(PICTURE)
    value = json.loads(text)
    assert value["place"]["areas"] == 40
    assert value["neighbourhoods"][0]["domains"]["imd"]["rank"] == PICTURE.neighbourhoods[0].domains["imd"].rank
    assert value["comparators"][0]["summary"]["extent"] is None
    shuffled = tuple(
        replace(one, domains=MappingProxyType(dict(reversed(one.domains.items())))) for one in PICTURE.neighbourhoods
    )
    assert render_deprivation_json(replace(PICTURE, neighbourhoods=shuffled)) == text
