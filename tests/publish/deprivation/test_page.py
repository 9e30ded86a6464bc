from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from tests.publish.factory import MadeUpPlace, make_place, with_names
from tests.support.html_reader import Reader

from newlyn.publish.brand import Brand
from newlyn.publish.deprivation.page import render_deprivation_page

BRAND = Brand("Saltmarch County Council", "#0b3d5c", "#00703c")
UNTRUSTED = "<script>alert('1')</script><img src=x onerror=\"a()\">&amp; {{ 7 * 7 }}"


def render(made: MadeUpPlace) -> str:
    return render_deprivation_page(
        made.picture, shapes=made.shapes, outlines=made.outlines, brand=BRAND, newlyn_version="0.0.1"
    )


@cache
def page(**arguments: bool | int) -> str:
    return render(make_place(**{"areas": 60, "districts": 4, **arguments}))  # type: ignore[arg-type]


VARIANTS = [
    {},
    {"population": False},
    {"districts": 1, "change": False},
    {"areas": 260, "districts": 7},
]


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_tags_nest_ids_are_unique_and_every_reference_leads_somewhere(variant: dict[str, bool | int]) -> None:
    found = Reader(page(**variant))
    ids = Counter(found.values("id"))
    assert [one for one, times in ids.items() if times > 1] == []
    named = {name for value in found.values("aria-labelledby") for name in value.split()}
    anchors = {link[1:] for link in found.values("href") if link.startswith("#")}
    assert named | anchors <= set(ids)


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_nothing_is_loaded_from_anywhere(variant: dict[str, bool | int]) -> None:
    html = page(**variant)
    found = Reader(html)
    tags = {tag for tag, _ in found.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "video", "audio", "use", "image", "base", "form"}
    assert [link for tag, link in found.elements if tag == "link"] == [{"rel": "icon", "href": "data:,"}]
    assert found.values("src") == []
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", html)
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]


def test_the_policy_allows_inline_style_and_nothing_else() -> None:
    policy = Reader(page()).elements[3][1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_headings_step_down_one_at_a_time(variant: dict[str, bool | int]) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(page(**variant)).elements if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_what_is_unknown_is_not_published_and_never_none_or_nan(variant: dict[str, bool | int]) -> None:
    text = Reader(page(**variant)).text
    assert not re.search(r"\b(None|NaN|nan|null|undefined)\b", text.replace("None of", ""))
    assert ("residents not published" in text) == (variant.get("population") is False)


def test_the_answer_and_every_neighbourhood_are_there() -> None:
    made = make_place(areas=60, districts=4)
    found = Reader(page())
    place = made.picture.place
    assert f"{place.bands[1].residents:,.0f} of {place.residents:,.0f} residents of Saltmarch" in found.text
    assert {area.code for area in made.picture.neighbourhoods} <= set(found.values("id"))
    assert all(f"newlyn lineage {area.lineage}" in found.text for area in made.picture.neighbourhoods)


def test_each_table_has_a_caption_and_heads_with_a_scope() -> None:
    found = Reader(page())
    counts = Counter(tag for tag, _ in found.elements)
    assert counts["table"] == counts["caption"] >= 7
    assert all("scope" in attributes for tag, attributes in found.elements if tag == "th")
    regions = [attributes for _, attributes in found.elements if attributes.get("role") == "region"]
    assert all(region["tabindex"] == "0" for region in regions)


def test_a_long_list_shows_fifty_and_opens_to_the_rest() -> None:
    html = page(areas=260, districts=7)
    first, rest = html.split('<details class="more">')
    assert first.count('<tr id="X0100') == 50
    assert rest.count('<tr id="X0100') == 210
    assert "Show the other 210 neighbourhoods" in rest


def test_the_map_draws_every_area_and_links_those_in_the_worst_tenth() -> None:
    made = make_place(areas=260, districts=7)
    worst = [area.code for area in made.picture.neighbourhoods if area.domains["imd"].decile == 1]
    svg = page(areas=260, districts=7).split('<svg class="map"')[1].split("</svg>")[0]
    assert re.findall(r'<a href="#([^"]+)"', svg) == worst
    assert len(worst) > 0
    assert svg.count("<title>") == 260
    first = made.picture.neighbourhoods[0]
    rank = f"{first.domains['imd'].rank:,}"
    assert f"{first.msoa_name.replace('&', '&amp;')} ({first.name}): rank {rank} of 32,844, tenth 1" in svg


def test_names_from_data_never_become_markup_or_template() -> None:
    made = make_place(areas=60, districts=4)
    html = render(replace(made, picture=with_names(made.picture, UNTRUSTED)))
    found = Reader(html)
    assert not {tag for tag, _ in found.elements} & {"script", "img"}
    assert "49" not in re.findall(r"amp; ([^ ]+)", html)
    assert found.text.count(UNTRUSTED) > 20


def test_only_web_addresses_become_links() -> None:
    made = make_place(areas=60, districts=4)
    source = replace(made.picture.sources[0], url="javascript:alert(1)")
    html = render(replace(made, picture=replace(made.picture, sources=(source,))))
    assert "javascript:" not in html
    assert source.title in html


def test_a_place_without_boundaries_says_so() -> None:
    made = make_place(areas=60, districts=4)
    html = render(replace(made, shapes={}, outlines={}))
    assert "No boundaries are at hand" in html
    assert '<svg class="map"' not in html


def test_areas_without_a_boundary_are_counted_and_strange_ones_left_out() -> None:
    made = make_place(areas=60, districts=4)
    shapes = dict(list(made.shapes.items())[:57]) | {"X09999999": next(iter(made.shapes.values()))}
    html = render(replace(made, shapes=shapes))
    assert "3 of the neighbourhoods have no boundary here" in html
    assert "X09999999" not in html


def test_parts_without_data_are_left_out_with_their_links() -> None:
    made = make_place(areas=60, districts=4)
    bare = replace(made.picture, comparators=(), change=None, districts=(), profile=(), caveats=(), sources=())
    text = Reader(render(replace(made, picture=bare, outlines={}))).text
    absent = ("Beside other places", "Change between editions", "Kinds of deprivation", "Read with care")
    assert not [words for words in absent if words in text]


@pytest.mark.parametrize("shown", ["Ranks are relative.", "3.1% in 2004", "a made-up count of residents"])
def test_change_is_shown_with_its_warning_and_its_estimated_share(shown: str) -> None:
    assert shown in page()


def test_sources_are_shown_with_licence_checksum_and_day() -> None:
    text = Reader(page()).text
    assert "Ministry of Made-up Figures Licence: Open Government Licence v3.0." in text
    assert "file 7 , retrieved on 4 March 2026" in text
    assert "5f3a" * 16 in text
    assert "newlyn deprivation saltmarch --index imd2019 --csv" in text


def test_files_stand_under_their_publisher_and_licence() -> None:
    made = make_place(areas=60, districts=4)
    one, other = made.picture.sources
    notes = (one, replace(other, licence=other.licence + "."), replace(one, title="File 8"), other)
    html = render(replace(made, picture=replace(made.picture, sources=notes)))
    assert html.count("<h4>") == 2
    assert html.index("File 8") < html.index("House of Invented Names")


def test_the_same_picture_is_the_same_bytes_in_any_process() -> None:
    program = (
        "import sys; from tests.publish.deprivation.test_page import page; sys.stdout.buffer.write(page().encode())"
    )
    environ = {
        **os.environ,
        "PYTHONHASHSEED": "123",
        "LC_ALL": "C",
        "TZ": "Asia/Tokyo",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    other = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, check=True)
    assert other.stdout.decode() == page() == render(make_place(areas=60, districts=4))
