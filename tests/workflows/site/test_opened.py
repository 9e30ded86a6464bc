from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.made_site import CENSUS, COUNTED, DIGEST, GROUPED, RETIRED_SPLIT, YEARLY, write_site

from newlyn.foundation.errors import NotFoundError, WarehouseError
from newlyn.foundation.period import Period
from newlyn.foundation.settings import Settings
from newlyn.workflows.site.folder import MANIFEST, slug_of
from newlyn.workflows.site.opened import Site, Sites, open_site


def test_what_was_written_is_read_back(saltmarch: Site) -> None:
    hood = saltmarch.of_type("lsoa21")[0]
    found = {one.id: one for one in saltmarch.observed(hood.code)}
    one = found[f"{COUNTED[0]}:{hood.code}:2021-03-21"]
    assert one.value is not None
    assert one.lower == one.value - 1
    assert one.denominator == hood.residents
    assert one.area_type == "lsoa21"
    assert one.status == "computed"


def test_a_withheld_value_is_none_and_says_so(saltmarch: Site) -> None:
    district = saltmarch.of_type("lad")[0]
    series = {one.period: one for one in saltmarch.series(YEARLY[0], district.code)}
    assert series[Period.year(2020)].value is None
    assert series[Period.year(2020)].status == "suppressed"
    assert series[Period.year(2021)].value is not None


def test_an_indicator_is_a_column_over_areas_of_one_type(saltmarch: Site) -> None:
    column = saltmarch.column(COUNTED[1], "wd", CENSUS)
    assert [one.area for one in column] == [area.code for area in saltmarch.of_type("wd")]


def test_groups_are_read_only_when_asked_for(saltmarch: Site) -> None:
    county = saltmarch.comparators[0]
    assert saltmarch.series(GROUPED[0], county) == ()
    assert [one.group for one in saltmarch.series(GROUPED[0], county, group=None)] == list(GROUPED[1])


def test_the_latest_period_is_the_newest_with_a_value(saltmarch: Site) -> None:
    assert saltmarch.latest(YEARLY[0], "lad") == Period.year(2024)
    assert saltmarch.latest(YEARLY[0], "lsoa21") is None


def test_nothing_is_observed_of_a_code_that_nobody_knows(saltmarch: Site) -> None:
    assert saltmarch.observed("E01000001") == ()
    assert saltmarch.column("no.such_indicator", "lad", CENSUS) == ()
    assert saltmarch.tenths("E01000001") == ()


def test_a_retired_code_knows_its_successors(saltmarch: Site) -> None:
    assert saltmarch.retired[RETIRED_SPLIT].words == "split into parts in 2021"
    assert len(saltmarch.retired[RETIRED_SPLIT].successors) == 2


def test_an_estimated_tenth_says_for_how_much_of_the_area(saltmarch: Site) -> None:
    hood = saltmarch.of_type("lsoa21")[3]
    assert [tenth.estimated for tenth in saltmarch.tenths(hood.code)] == [0.25, 0.0]


def test_an_unknown_area_is_refused_with_the_nearest_codes(saltmarch: Site) -> None:
    code = saltmarch.of_type("lsoa21")[0].code
    with pytest.raises(NotFoundError, match=f"Saltmarch has no area '{code}0'. Did you mean .*'{code}'"):
        saltmarch.find_area(f"{code}0")
    with pytest.raises(NotFoundError, match=r"has no area 'E92000001'"):
        saltmarch.find_area("E92000001")  # compared with, but without a page of its own


def test_an_unknown_indicator_and_edition_are_refused_with_the_nearest(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"Did you mean 'census.disabled'"):
        saltmarch.find_indicator("census.disable")
    with pytest.raises(NotFoundError, match=r"no picture of 'imd2018'. Did you mean 'imd2019'"):
        saltmarch.picture("imd2018")


def test_a_selection_has_a_name_without_strokes() -> None:
    assert slug_of("essex/greater-essex") == "essex.greater-essex"


# --- opening -------------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environ({"NEWLYN_HOME": str(tmp_path)})


def test_a_rebuilt_place_is_opened_anew_and_the_old_one_stays_readable(tmp_path: Path, settings: Settings) -> None:
    write_site(tmp_path)
    sites = Sites(settings)
    before = sites.open("saltmarch")
    assert sites.open("saltmarch") is before
    write_site(tmp_path, digest="a" * 64, seed=8)
    after = sites.open("saltmarch")
    assert (before.digest, after.digest) == (DIGEST, "a" * 64)
    assert before.cut is not after.cut
    assert len(before.cut) == len(after.cut)


def test_an_unknown_place_is_not_found_and_an_unbuilt_one_is_not_ready(tmp_path: Path, settings: Settings) -> None:
    write_site(tmp_path)
    with pytest.raises(NotFoundError, match=r"no place 'saltmash'. Did you mean 'saltmarch'"):
        Sites(settings).open("saltmash")
    with pytest.raises(WarehouseError, match=r"'essex' are not built yet. Run `newlyn build essex`"):
        Sites(settings).open("essex")
    with pytest.raises(WarehouseError, match=r"Run `newlyn build essex/greater-essex`"):
        Sites(settings).open("essex.greater-essex")


@pytest.mark.parametrize("slug", ["../pictures/saltmarch", "..", "", "saltmarch/..", "a\0b"])
def test_no_name_of_a_place_leads_out_of_its_folder(tmp_path: Path, settings: Settings, slug: str) -> None:
    write_site(tmp_path)
    with pytest.raises(NotFoundError, match="there is no place"):
        Sites(settings).open(slug)


def test_a_place_that_was_taken_away_is_not_ready_rather_than_unknown(tmp_path: Path, settings: Settings) -> None:
    site = write_site(tmp_path)
    sites = Sites(settings)
    sites.open("saltmarch")
    (site.folder.parent / "current").unlink()
    with pytest.raises(WarehouseError, match="'saltmarch' are not built yet"):
        sites.open("saltmarch")


def test_a_half_built_place_is_not_opened(tmp_path: Path, settings: Settings) -> None:
    site = write_site(tmp_path)
    (site.folder / MANIFEST).unlink()
    with pytest.raises(WarehouseError, match=r"not built yet. Run `newlyn build PLACE`"):
        open_site(site.folder.parent, settings)


def test_a_damaged_place_is_not_opened(tmp_path: Path, settings: Settings) -> None:
    site = write_site(tmp_path)
    (site.folder / MANIFEST).write_text("{")
    with pytest.raises(WarehouseError, match=r"damaged. Run `newlyn build PLACE` again"):
        open_site(site.folder.parent, settings)


def test_a_place_of_another_version_is_not_opened(tmp_path: Path, settings: Settings) -> None:
    site = write_site(tmp_path)
    for content in ('{"format": 0}', "[]"):
        (site.folder / MANIFEST).write_text(content)
        with pytest.raises(WarehouseError, match=r"another version"):
            open_site(site.folder.parent, settings)


def test_observations_that_are_cut_off_are_not_read(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    whole = (site.folder / "observations.arrow").read_bytes()
    (site.folder / "observations.arrow").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WarehouseError, match=r"observations.arrow of the place cannot be read"):
        site.cut  # noqa: B018 - opening is what fails


def test_a_picture_that_is_damaged_is_not_shown(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site.folder / "imd2019.json").write_text("[]")
    with pytest.raises(WarehouseError, match=r"the picture imd2019 cannot be read"):
        site.picture("imd2019")


def test_no_place_is_listed_before_one_is_built(settings: Settings) -> None:
    assert Sites(settings).slugs() == ()


# --- the real county -------------------------------------------------------------------------------------------------


def test_essex_has_its_areas_of_every_kind(essex: Site) -> None:
    counted = {kind: len(essex.of_type(kind)) for kind in ("lsoa21", "msoa21", "lad", "cty", "rgn", "ctry")}
    assert counted == {"lsoa21": 903, "msoa21": 178, "lad": 12, "cty": 1, "rgn": 1, "ctry": 1}
    assert len(essex.of_type("wd")) > 200


def test_neighbours_in_essex_are_neighbours_of_each_other(essex: Site) -> None:
    beside = {area.code: set(area.adjoining) for area in essex.of_type("lsoa21")}
    assert all(code in beside[other] for code, others in beside.items() for other in others)
    assert all(beside.values())


def test_the_cut_of_essex_says_what_the_warehouse_says(essex: Site) -> None:
    """Walked from the page's data to the evidence: every observation of one neighbourhood."""
    from_evidence = essex.warehouse.observations(indicators=essex.content["indicators"], areas=["E01021988"])
    ours = [(one.indicator, str(one.period), one.group, one.value) for one in essex.observed("E01021988")]
    theirs = zip(*(from_evidence[name].to_pylist() for name in ("indicator", "period", "group", "value")), strict=True)
    assert ours == list(theirs)


def test_residents_of_essex_add_up_at_every_level(essex: Site) -> None:
    sums = {kind: sum(area.residents or 0 for area in essex.of_type(kind)) for kind in ("lsoa21", "msoa21", "lad")}
    assert len(set(sums.values())) == 1
