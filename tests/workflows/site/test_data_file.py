"""The files to download: every one of a made-up county, and the large ones of Essex against what its pages say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pyarrow.parquet as pq
import pytest
from tests.publish.open_data.vocabulary import check_description, check_rows

from newlyn.evidence.warehouse.lineage import FigureId
from newlyn.foundation.errors import NotFoundError
from newlyn.publish.deprivation.export import render_deprivation_csv
from newlyn.publish.open_data import csvw
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site import data_file
from newlyn.workflows.site.asked import Answer, Asked
from newlyn.workflows.site.data_set import find_data_set, place_sets
from newlyn.workflows.site.opened import Site

SMALL = "lsoa21"


def get(site: Site, name: str, *, served: bool = True) -> Answer:
    links = ServedLinks(f"/{site.slug}/") if served else StaticLinks("data")
    return data_file.show(Asked(site, links, {}, Frame.neutral()), name)


def rows(site: Site, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(site, name).body.decode(), newline="")))


def number(text: str) -> float | None:
    return float(text) if text else None


def check_all(site: Site, names: list[str]) -> None:
    for name in names:
        told = json.loads(get(site, f"{name}{csvw.ENDING}").body)
        check_description(told)
        count = check_rows(told, get(site, f"{name}.csv").body)
        parquet = pq.read_table(io.BytesIO(get(site, f"{name}.parquet").body))
        assert parquet.num_rows == count
        assert parquet.column_names == [column["name"] for column in told["tableSchema"]["columns"]]


def test_every_table_of_a_place_keeps_to_its_description(saltmarch: Site) -> None:
    names = [one.about.name for one in place_sets(saltmarch) if ".csv" in one.endings]
    hood = saltmarch.of_type(SMALL)[0].code
    check_all(saltmarch, [*names, f"area-{hood}", *(f"indicator-{code}" for code in saltmarch.indicators)])


def test_every_address_of_a_static_copy_is_answered(saltmarch: Site) -> None:
    paths = list(data_file.addresses(saltmarch))
    assert len(paths) == len(set(paths))
    for path in paths:
        assert get(saltmarch, path.removeprefix("data/"), served=False).body


def test_equal_sites_give_equal_bytes(saltmarch: Site) -> None:
    for name in ("neighbourhoods.csv", "observations.parquet", "catalogue.json"):
        assert get(saltmarch, name).body == get(saltmarch, name).body


def test_an_area_file_has_every_figure_of_the_area_as_its_page_reads_it(saltmarch: Site) -> None:
    hood = saltmarch.of_type(SMALL)[3].code
    found = rows(saltmarch, f"area-{hood}.csv")
    for row, one in zip(found, saltmarch.observed(hood), strict=True):
        assert row["figure"] == one.id
        assert (row["indicator"], row["period"], row["group"]) == (one.indicator, one.period.brief, one.group)
        assert [number(row[name]) for name in ("value", "lower", "upper")] == [one.value, one.lower, one.upper]
        assert row["period_start"] == one.period.start.isoformat()
        assert row["period_end"] == one.period.end.isoformat()
        assert row["label"] == saltmarch.indicators[one.indicator].label
        assert row["status"] == one.status


def test_a_figure_in_a_file_can_be_asked_for_by_its_id(saltmarch: Site) -> None:
    for row in rows(saltmarch, "observations-census.csv"):
        parsed = FigureId.parse(row["figure"])
        assert (parsed.indicator, parsed.area, parsed.group) == (row["indicator"], row["area"], row["group"])


def test_a_withheld_value_is_an_empty_cell_that_says_so(saltmarch: Site) -> None:
    district = saltmarch.of_type("lad")[0].code
    withheld = [row for row in rows(saltmarch, f"area-{district}.csv") if row["status"] == "suppressed"]
    assert [row["value"] for row in withheld] == [""]


def test_the_parts_by_theme_make_up_the_whole(saltmarch: Site) -> None:
    whole = pq.read_table(io.BytesIO(get(saltmarch, "observations.parquet").body)).num_rows
    themes = {one.about.name for one in place_sets(saltmarch) if one.about.name.startswith("observations-")}
    assert themes == {"observations-census", "observations-deprivation", "observations-outcomes"}
    assert whole == sum(len(rows(saltmarch, f"{name}.csv")) for name in themes) == len(saltmarch.cut)


def test_a_neighbourhood_has_its_rank_and_tenth_in_each_edition(saltmarch: Site) -> None:
    found = {row["code"]: row for row in rows(saltmarch, "neighbourhoods.csv")}
    for area in saltmarch.of_type(SMALL):
        row = found[area.code]
        assert row["name"] == area.name
        assert number(row["residents"]) == area.residents
        for tenth in saltmarch.tenths(area.code):
            assert number(row[f"{tenth.edition}_tenth"]) == tenth.tenth
            assert number(row[f"{tenth.edition}_estimated"]) == tenth.estimated


def test_the_picture_is_the_same_as_the_command_line_writes_it(saltmarch: Site) -> None:
    written = csv.DictReader(io.StringIO(render_deprivation_csv(saltmarch.picture("imd2025"))))
    for ours, theirs in zip(rows(saltmarch, "deprivation-imd2025.csv"), written, strict=True):
        assert set(ours) == set(theirs)
        for name, text in theirs.items():
            same = ours[name] == text or float(ours[name]) == float(text)
            assert same, (name, ours[name], text)


def test_a_made_up_place_names_no_sources(saltmarch: Site) -> None:
    assert find_data_set(saltmarch, "areas").about.sources == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("neighborhoods.csv", "no table 'neighborhoods' to download. Did you mean 'neighbourhoods'"),
        ("observations-censsus.csv", "no observations of the theme 'censsus'. Did you mean 'census'"),
        ("indicator-census.disabld.csv", "no indicator 'census.disabld'. Did you mean 'census.disabled'"),
        ("area-E99999999.csv", "no area 'E99999999'"),
        ("deprivation-imd2018.csv", "no picture of 'imd2018'. Did you mean"),
        ("neighbourhoods.xlsx", "no file 'neighbourhoods.xlsx' to download. Files end in .csv, .parquet or"),
        ("observations.csv", r"the table observations is not offered as \.csv. Accepted: \.parquet"),
        ("observations.csv-metadata.json", r"not offered as \.csv-metadata\.json. Accepted: \.parquet"),
        ("", "no file ''"),
        ("../../etc/passwd.csv", "no table '../../etc/passwd'"),
    ],
)
def test_a_file_that_is_not_there_is_told_with_what_is(saltmarch: Site, name: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=hint):
        get(saltmarch, name)


def test_the_catalogue_lists_every_file_that_is_there(saltmarch: Site) -> None:
    told = json.loads(get(saltmarch, "catalogue.json").body)
    files = {form["dcat:downloadURL"]["@id"] for one in told["dcat:dataset"] for form in one["dcat:distribution"]}
    listed = {path.removeprefix("data/") for path in data_file.addresses(saltmarch)}
    assert {name for name in listed if name.endswith((".csv", ".parquet")) and not name.startswith("area-")} == files
    assert "dcat:service" in told
    assert "dcat:service" not in json.loads(get(saltmarch, "catalogue.json", served=False).body)


def published(site: Site, name: str) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads(get(site, f"{name}{csvw.ENDING}").body)
    return found


def test_the_tables_of_essex_keep_to_their_descriptions(essex: Site) -> None:
    names = ["neighbourhoods", "areas", "indicators", "deprivation-imd2019", "observations-census", "area-E01021988"]
    check_all(essex, [*names, "indicator-census.age", "indicator-deprivation.imd.rank"])


def test_the_files_of_essex_name_the_published_files_they_come_from(essex: Site) -> None:
    told = published(essex, "indicator-deprivation.imd.rank")
    sources = told["prov:wasDerivedFrom"]
    assert isinstance(sources, list)
    assert {one["dc:publisher"] for one in sources} == {"Ministry of Housing, Communities and Local Government"}
    assert all(len(one["schema:sha256"]) == 64 for one in sources)
    assert told["dc:license"] == [{"@id": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}]


def test_jaywick_is_the_most_deprived_small_area_of_england_in_its_file(essex: Site) -> None:
    # SOURCE: English Indices of Deprivation 2019, File 7, MHCLG: rank 1 is Tendring 018A (E01021988).
    row = next(row for row in rows(essex, "neighbourhoods.csv") if row["code"] == "E01021988")
    assert (row["name"], row["imd2019_rank"], row["imd2019_tenth"]) == ("Tendring 018A", "1", "1")


def test_an_indicator_of_districts_has_every_district_of_england_and_others_do_not(essex: Site) -> None:
    everywhere = {row["area"] for row in rows(essex, "indicator-outcomes.school.persistent_absence.csv")}
    here = {row["area"] for row in rows(essex, "indicator-census.age.csv") if row["area_type"] == "lad"}
    assert len([code for code in everywhere if code.startswith("E0")]) > 100
    assert here == {area.code for area in essex.of_type("lad")}
