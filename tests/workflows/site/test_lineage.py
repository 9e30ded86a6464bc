from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from newlyn.evidence.warehouse.lineage import FigureId, trace
from newlyn.foundation.errors import InputError, NotFoundError, WarehouseError
from newlyn.foundation.settings import Settings
from newlyn.publish.site.link import ServedLinks, StaticLinks, anchor
from newlyn.workflows.site.lineage import addresses
from newlyn.workflows.site.lineage_area import rows_of_place
from newlyn.workflows.site.lineage_counted import counted_figures
from newlyn.workflows.site.lineage_evidence import evidence_of
from newlyn.workflows.site.lineage_rows import AreaRows
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer

JAYWICK = "E01021988"  # Tendring 018A, the most deprived of England in 2019; its code is that of 2011 too
TENDRING, COUNTY, ENGLAND = "E07000076", "E10000012", "E92000001"


def trace_page(site: Site, figure: str) -> str:
    return answer(site, f"lineage/{figure}", {}, ServedLinks(f"/{site.slug}/")).body.decode()


T = TypeVar("T")


def some(items: Sequence[T], count: int, seed: int) -> list[T]:
    """A few of them, the same in each run."""
    return [items[at] for at in np.random.default_rng(seed).choice(len(items), count, replace=False)]


def static_page(site: Site, name: str) -> str:
    return answer(site, f"lineage/{name}", {}, StaticLinks(f"lineage/{name}")).body.decode()


# --- what is asked -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["x", "a:b", "a:b:c:d:e", "deprivation.imd.rank::2019"])
def test_what_is_not_the_id_of_a_figure_is_refused(saltmarch: Site, typed: str) -> None:
    with pytest.raises(InputError, match=r"is not the ID of a figure\. Write INDICATOR:AREA:PERIOD"):
        trace_page(saltmarch, typed)


def test_what_is_not_the_id_of_a_figure_of_a_picture_is_refused(saltmarch: Site) -> None:
    for typed in ("picture:saltmarch:imd2019", "picture:::"):
        with pytest.raises(InputError, match="Write picture:PLACE:INDEX:FIGURE"):
            trace_page(saltmarch, typed)


def test_a_picture_of_another_place_is_not_found_here(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"these pages hold no picture of 'kent'\. They are of 'saltmarch'"):
        trace_page(saltmarch, "picture:kent:imd2019:areas")


def test_an_unknown_figure_of_a_picture_is_answered_with_the_nearest(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match=r"the picture has no figure 'ares'\. Did you mean 'areas'"):
        trace_page(saltmarch, "picture:saltmarch:imd2019:ares")


@pytest.mark.parametrize("name", ["picture:saltmarch:imd1999:areas", "picture-imd1999"])
def test_an_unknown_edition_is_not_found(saltmarch: Site, name: str) -> None:
    with pytest.raises(NotFoundError, match="Saltmarch has no picture of 'imd1999'"):
        trace_page(saltmarch, name)


def test_an_area_without_figures_is_not_found(saltmarch: Site) -> None:
    with pytest.raises(NotFoundError, match="Saltmarch has no figures of 'E01000001'"):
        trace_page(saltmarch, "E01000001")


def test_without_evidence_a_figure_is_not_traced(saltmarch: Site) -> None:
    area = saltmarch.of_type("lsoa21")[0].code
    for name in (f"deprivation.imd.rank:{area}:2025", area):
        with pytest.raises(WarehouseError, match="there is no evidence in"):
            trace_page(saltmarch, name)


# --- pictures ----------------------------------------------------------------------------------------------------


def test_a_figure_of_a_picture_lists_the_neighbourhoods_that_are_counted(saltmarch: Site) -> None:
    found = counted_figures(saltmarch, "imd2025")["areas-0.2"]
    page = trace_page(saltmarch, "picture:saltmarch:imd2025:areas-0.2")
    assert f"{found.value:,.0f} neighbourhoods among the most deprived 20% of England." in page
    for one in found.neighbourhoods:
        assert f'href="/saltmarch/areas/{one.code}"' in page
        assert f'href="/saltmarch/lineage/{one.lineage}"' in page
    assert page.count('class="figure-link"') == len(found.neighbourhoods) == found.value


def test_every_figure_of_a_picture_is_on_the_page_that_a_static_copy_links_to(saltmarch: Site) -> None:
    page = static_page(saltmarch, "picture")
    for index in saltmarch.editions:
        for name in counted_figures(saltmarch, index):
            figure = f"picture:saltmarch:{index}:{name}"
            assert StaticLinks("lineage/x").figure(figure) == f"picture.html#{anchor(figure)}"
            assert f'id="{anchor(figure)}"' in page
        assert f'href="picture-{index}.html"' in page
        assert static_page(saltmarch, f"picture-{index}").count('class="figure-link"') == len(
            saltmarch.picture(index).neighbourhoods
        )


# --- figures of Essex --------------------------------------------------------------------------------------------


def test_a_figure_is_traced_to_the_published_row(essex: Site) -> None:
    page = trace_page(essex, f"deprivation.imd.rank:{JAYWICK}:2019")
    assert "Jaywick &amp; St Osyth (Tendring 018A)" in page
    assert "1 (rank, 1 is most deprived): published as it stands." in page
    origin = evidence_of(essex).manifest.entry("iod2019").files[0]
    assert origin.sha256 in page
    assert f"newlyn lineage deprivation.imd.rank:{JAYWICK}:2019" in page
    assert essex.evidence in page


def test_a_sum_shows_its_count_its_method_and_how_many_rows_it_rests_on(essex: Site) -> None:
    page = trace_page(essex, f"population.children:{TENDRING}:2020-06-30")
    # SOURCE: ONS, LSOA mid-year population estimates, mid-2020: 24,124 of the 147,353 residents are under 16.
    assert "24,124 of 147,353" in page
    assert "100 × the sum of residents where band is 0-15 ÷ the sum of residents" in page
    assert "445 rows and the columns that were used" in page
    assert "And 425 more." in page


def test_limits_say_by_which_method_they_were_worked_out(essex: Site) -> None:
    assert "by Wilson’s method, from the counts" in trace_page(essex, f"census.disabled:{JAYWICK}:2021-03-21")


def test_a_figure_that_was_not_observed_is_not_found(essex: Site) -> None:
    with pytest.raises(NotFoundError, match=r"in 2018\. Did you mean '2019'"):
        trace_page(essex, f"deprivation.imd.rank:{JAYWICK}:2018")
    with pytest.raises(NotFoundError, match="there is no indicator"):
        trace_page(essex, f"deprivation.imd.rnk:{JAYWICK}:2019")


def test_a_figure_traced_from_memory_is_the_figure_traced_from_the_files(essex: Site) -> None:
    near = evidence_of(essex)
    plain = type(near).__base__.open(near.folder)  # type: ignore[union-attr]
    for code in (JAYWICK, "E02004590", TENDRING, COUNTY, ENGLAND):
        for one in some(essex.observed(code), 8, seed=5):
            assert trace(near, FigureId.parse(one.id)) == trace(plain, FigureId.parse(one.id))


def test_a_figure_of_elsewhere_in_england_is_traced_too(essex: Site) -> None:
    assert "deprivation.imd.rank:E01000001:2019" in trace_page(essex, "deprivation.imd.rank:E01000001:2019")


def test_the_rows_of_all_figures_at_once_are_those_of_each_alone(essex: Site) -> None:
    evidence = evidence_of(essex)
    rows = rows_of_place(evidence)
    areas = [*(area.code for area in some(essex.of_type("lsoa21"), 4, seed=11)), JAYWICK, "E02004590", TENDRING]
    areas.append(essex.of_type("wd")[7].code)
    for code in areas:
        alone = AreaRows(evidence, [code])
        for one in some(essex.observed(code), 20, seed=3):
            traced = trace(evidence, FigureId.parse(one.id))
            behind = rows.behind(one)
            assert behind is not None
            held, found = behind
            in_one = alone.behind(one)
            assert in_one is not None
            assert in_one[1] == found
            assert held.feed.table.id == traced.table
            files = evidence.manifest.entry(traced.table).files
            assert {files[runs.file] for runs in found} == set(traced.files)
            if traced.rows_in_all == len(traced.rows):
                inside = {
                    (files[one.file].sha256, row) for one in found for a, b in one.runs for row in range(a, b + 1)
                }
                assert inside == {(row.origin.sha256, row.row) for row in traced.rows}


def test_every_figure_of_an_area_has_its_anchor_row_and_file(essex: Site) -> None:
    page = static_page(essex, JAYWICK)
    observed = essex.observed(JAYWICK)
    keys = set(re.findall(r'<tr id="([^"]+)"', page))
    assert keys == {anchor(one.id) for one in observed}
    assert all(
        StaticLinks("areas/x").figure(one.id) == f"../lineage/{JAYWICK}.html#{anchor(one.id)}" for one in observed
    )
    numbers = set(re.findall(r'href="#file-(\d+)"', page))
    assert numbers == set(re.findall(r'id="file-(\d+)"', page))
    row = trace(evidence_of(essex), FigureId.parse(f"deprivation.imd.rank:{JAYWICK}:2019")).rows[0].row
    line = page.split(f'<tr id="{anchor(f"deprivation.imd.rank:{JAYWICK}:2019")}"')[1].split("</tr>")[0]
    assert f"row {row:,}" in line
    assert "column imd_rank" in line


def test_every_area_and_edition_has_its_page(essex: Site) -> None:
    listed = list(addresses(essex))
    assert {f"lineage/{code}" for code in essex.areas} < set(listed)
    assert {f"lineage/picture-{index}" for index in essex.editions} < set(listed)
    older = {path.split("/")[1] for path in listed} - essex.areas.keys() - {"picture"}
    assert "E01021278" in older  # of 2011, split in 2021; the edition of 2019 ranks it
    assert len(listed) == len(set(listed))


def test_a_figure_is_traced_in_a_tenth_of_a_second(essex: Site) -> None:
    codes = (JAYWICK, "E02004590", TENDRING, COUNTY, ENGLAND)
    figures = some([one.id for code in codes for one in essex.observed(code)], 60, seed=2)
    taken = []
    for _ in ("cold", "warm"):
        taken = []
        for figure in figures:
            start = time.process_time()
            trace_page(essex, figure)
            taken.append(time.process_time() - start)
    assert sorted(taken)[int(0.95 * len(taken))] < 0.1


# --- evidence that was built again -------------------------------------------------------------------------------


@pytest.fixture
def moved(essex: Site, tmp_path: Path) -> Site:
    """The pages of Essex beside evidence that was built again under another name."""
    builds = tmp_path / "warehouse" / "builds"
    builds.mkdir(parents=True)
    real = essex.settings.warehouse / "builds" / essex.evidence
    (builds / essex.evidence).symlink_to(real)
    (builds / ("0" * 64)).symlink_to(real)
    (tmp_path / "warehouse" / "current").write_text("0" * 64)
    return Site(essex.folder, essex.content, Settings.from_environ({"NEWLYN_HOME": str(tmp_path)}))


def test_evidence_that_was_built_again_is_said_and_the_old_build_is_used_while_it_is_kept(moved: Site) -> None:
    page = trace_page(moved, f"deprivation.imd.rank:{JAYWICK}:2019")
    assert "so the numbers are those on the pages" in page
    assert moved.evidence in page


def test_evidence_whose_old_build_is_gone_is_said_and_the_new_build_is_used(moved: Site) -> None:
    (moved.settings.warehouse / "builds" / moved.evidence).unlink()
    page = trace_page(moved, f"deprivation.imd.rank:{JAYWICK}:2019")
    assert "which is no longer kept" in page
    assert "0" * 64 in page


def test_evidence_in_use_is_not_remarked_upon(essex: Site) -> None:
    assert "was built again" not in trace_page(essex, f"deprivation.imd.rank:{JAYWICK}:2019")
