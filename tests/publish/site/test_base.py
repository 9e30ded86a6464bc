from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from jinja2 import BaseLoader, ChoiceLoader, DictLoader
from tests.publish.factory import make_place

from newlyn.publish import template
from newlyn.publish.brand import Brand
from newlyn.publish.deprivation.map import draw_map
from newlyn.publish.site.frame import Crumb, Frame
from newlyn.publish.site.link import Links, ServedLinks, StaticLinks
from newlyn.publish.table import Cell, Column, Row, Table

ASSETS = {"site.css": "site-0A1B2C3D.css", "site.js": "site-0A1B2C3D.js"}
SERVED: Links = ServedLinks("/saltmarch/", ASSETS)
STATIC: Links = StaticLinks("areas/X01000001", ASSETS)
HOSTILE = "<script>alert(1)</script>"

FRAME = Frame(
    site_name="Newlyn",
    place_name="Saltmarch",
    brand=Brand("Saltmarch", "#0b3d5c", "#00703c"),
    build="40bcafd2435f0000",
    breadcrumbs=(Crumb("Overview", ""), Crumb("Neighbourhoods")),
).at("neighbourhoods", Crumb("Overview", ""), Crumb("Neighbourhoods"))

PAGE = """{% extends "site/base.html" %}
{% block title %}{{ page }}{% endblock %}
{% block description %}{{ page }}{% endblock %}
{% block content %}<h1>{{ page }}</h1>{% endblock %}"""


@pytest.fixture(autouse=True)
def _made_up_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = template._environment()
    loaders: list[BaseLoader] = [DictLoader({"page": PAGE} | PARTS)]
    if environment.loader is not None:
        loaders.append(environment.loader)
    monkeypatch.setattr(environment, "loader", ChoiceLoader(loaders))


def base(frame: Frame = FRAME, link: Links = SERVED, page: str = "Heading") -> str:
    return template.render("page", {"frame": frame, "link": link, "page": page})


class Outline(HTMLParser):
    """The tags of a page with their attributes, in order, and which of them were left open."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "line"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open
            assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


# --- the frame ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", [SERVED, STATIC], ids=["served", "static"])
def test_every_tag_is_closed_and_every_id_is_there_once(link: Links) -> None:
    outline = Outline(base(replace(FRAME, served=link.served, fictional=True, notice="Moved."), link))
    assert outline.open == []
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_page_says_its_language_its_title_and_where_its_content_begins() -> None:
    outline = Outline(base())
    assert outline.of("html")[0]["lang"] == "en-GB"
    assert "<title>Heading – Saltmarch – Newlyn</title>" in base()
    assert outline.of("a")[0]["href"] == "#main-content"
    assert outline.of("main")[0]["id"] == "main-content"


@pytest.mark.parametrize("link", [SERVED, STATIC], ids=["served", "static"])
def test_nothing_in_the_page_is_refused_by_its_own_policy(link: Links) -> None:
    """No script or style inside the page, no event handler, nothing from another host."""
    outline = Outline(base(replace(FRAME, served=link.served, fictional=True, notice="Moved."), link))
    assert outline.of("style") == []
    assert [one for one in outline.of("script") if "src" not in one] == []
    assert [(tag, name) for tag, one in outline.tags for name in one if name == "style" or name.startswith("on")] == []
    loaded = [one["href"] for one in outline.of("link")] + [one["src"] for one in outline.of("script")]
    assert [address for address in loaded if "//" in address] == []


def test_a_server_answers_the_search_box() -> None:
    outline = Outline(base())
    form, field = outline.of("form")[0], outline.of("input")[0]
    assert (form["action"], form["method"], form["role"], field["name"]) == ("/saltmarch/find", "get", "search", "q")
    assert outline.of("label")[0]["for"] == field["id"]


def test_a_static_copy_leads_to_the_page_that_finds_and_carries_its_policy_inside() -> None:
    outline = Outline(base(replace(FRAME, served=False), STATIC))
    assert outline.of("form") == []
    assert "../find.html" in [one.get("href") for one in outline.of("a")]
    policy = next(one["content"] for one in outline.of("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_served_page_leaves_its_policy_to_the_server() -> None:
    assert "Content-Security-Policy" not in base()


def test_the_section_and_the_way_to_the_page_are_marked() -> None:
    outline = Outline(base())
    links = {one["href"]: one.get("aria-current") for one in outline.of("a")}
    assert links["/saltmarch/neighbourhoods"] == "true"
    assert links["/saltmarch/goals"] is None
    assert [one for one in outline.of("li") if one.get("aria-current") == "page"]


def test_a_made_up_place_says_so_in_words() -> None:
    assert "Saltmarch is made up." not in base()
    shown = base(replace(FRAME, fictional=True))
    assert "Saltmarch is made up." in shown
    assert "Open Government Licence" not in shown


def test_a_notice_is_shown_with_a_heading() -> None:
    shown = base(replace(FRAME, notice=f"X01000001 is now X01000002. {HOSTILE}"))
    assert "Please note" in shown
    assert "X01000001 is now X01000002." in shown
    assert HOSTILE not in shown


def test_a_place_whose_pages_carry_its_name_does_not_say_it_twice() -> None:
    shown = base(replace(FRAME, site_name="Saltmarch"))
    assert "govuk-service-navigation__service-name" not in shown
    assert "<title>Heading – Saltmarch</title>" in shown


def test_pages_that_belong_to_no_place_have_no_sections_and_no_search() -> None:
    outline = Outline(base(Frame.neutral(), ServedLinks("/", ASSETS)))
    assert outline.of("nav") == []
    assert outline.of("form") == []
    assert "brand.css" not in base(Frame.neutral(), ServedLinks("/", ASSETS))


def test_the_foot_names_the_evidence_and_the_program() -> None:
    assert "<code>40bcafd2435f</code>" in base()
    assert f"Made with Newlyn {FRAME.made_with}" in base()


def test_words_of_the_page_and_the_place_stay_words() -> None:
    shown = base(replace(FRAME, place_name=HOSTILE, site_name=HOSTILE), page=HOSTILE)
    assert HOSTILE not in shown
    assert html.escape(HOSTILE) in shown


# --- the parts ---------------------------------------------------------------------------------------------------

PARTS = {
    "number": '{% import "site/parts/number.html" as n %}{{ n.number(text, href) }}{{ n.judged(word, better) }}',
    "headlines": '{% from "site/parts/number.html" import headlines %}{{ headlines(items) }}',
    "table": '{% from "site/parts/table.html" import show %}{{ show(table, sortable) }}',
    "figure": '{% from "site/parts/figure.html" import figure %}{{ figure(item, open=open) }}',
    "ramp": '{% from "site/parts/figure.html" import ramp %}{{ ramp() }}',
    "map": '{% from "site/parts/map.html" import map %}{{ map(item, link) }}',
}


def part(name: str, **values: object) -> str:
    shown = template.render(name, values)
    assert Outline(shown).open == []
    return shown


def test_a_number_leads_to_how_we_know_it_and_says_so_aloud() -> None:
    shown = part("number", text="17.6%", href="/saltmarch/lineage/x", word="above England", better=False)
    assert '<a class="figure-link" href="/saltmarch/lineage/x">17.6%' in shown
    assert '<span class="govuk-visually-hidden"> (how we know)</span>' in shown
    assert '<span class="worse">above England</span>' in shown


def test_a_number_without_lineage_is_no_link() -> None:
    shown = part("number", text="17.6%", href="", word="as England", better=None)
    assert "<a" not in shown
    assert '<span class="similar">' in shown


def test_a_headline_without_a_share_has_no_bar() -> None:
    item = SimpleNamespace(
        label="Residents", number="12", unit="people", href="", lines=["of 20"], part=None, even=None
    )
    assert "gauge" not in part("headlines", items=[item])
    item.part, item.even = 0.6, 0.5
    shown = part("headlines", items=[item])
    assert 'class="part" y="3" width="120.0"' in shown
    assert "50% in an even spread" in shown


TABLE = Table(
    "tenths",
    "Tenths",
    (Column("Place", align="left"), Column("Tenth", align="centre", note="of England"), Column("Number")),
    (
        Row(
            Cell("Ash", note="Ash 001A", href="/saltmarch/areas/X1"),
            (Cell("1", tenth=1), Cell("1,204", href="/saltmarch/lineage/y")),
            key="X1",
        ),
        Row(Cell(HOSTILE), (Cell("10", tenth=10), Cell("not published", missing=True)), strong=True),
    ),
    note="Counted in 2019.",
    wide=True,
)


def test_a_table_has_its_caption_its_scopes_and_a_box_that_the_keyboard_can_scroll() -> None:
    outline = Outline(part("table", table=TABLE, sortable=False))
    box = outline.of("div")[0]
    assert (box["role"], box["aria-labelledby"], box["tabindex"]) == ("region", "tenths-caption", "0")
    assert outline.of("caption")[0]["id"] == "tenths-caption"
    assert [one["scope"] for one in outline.of("th")] == ["col", "col", "col", "row", "row"]


def test_cells_of_a_table_lead_on_are_coloured_and_stay_text() -> None:
    shown = part("table", table=TABLE, sortable=False)
    assert '<a href="/saltmarch/areas/X1">Ash</a><small>Ash 001A</small>' in shown
    assert '<a class="figure-link" href="/saltmarch/lineage/y">1,204</a>' in shown
    assert 'class="govuk-table__cell c t t1">1</td>' in shown
    assert 'class="govuk-table__cell govuk-table__cell--numeric u">not published</td>' in shown
    assert HOSTILE not in shown
    assert "Counted in 2019." in shown


def test_only_a_table_that_is_meant_to_be_sorted_is_sorted_in_the_browser() -> None:
    assert "data-table" not in part("table", table=TABLE, sortable=False)
    assert "data-table" in part("table", table=TABLE, sortable=True)


def figure(spec: dict[str, str] | None = None) -> SimpleNamespace:
    drawing = SimpleNamespace(wide="WIDE", narrow="NARROW")
    return SimpleNamespace(
        key="bars", heading="Bars", sentences=("Ash leads.",), drawing=drawing, table=TABLE, spec=spec
    )


def test_a_figure_has_its_sentences_its_drawing_and_its_table() -> None:
    shown = part("figure", item=figure(), open=True)
    assert [word for word in ("Ash leads.", "WIDE", "NARROW", 'id="tenths"') if word not in shown] == []
    assert "data-chart" not in shown
    assert "<details" not in shown
    assert "<details" in part("figure", item=figure(), open=False)


def test_the_specification_of_a_chart_cannot_end_its_block() -> None:
    spec = {"title": f"</script>{HOSTILE}"}
    shown = part("figure", item=figure(spec), open=True)
    held = re.search(r'<script type="application/json" data-spec>(.*?)</script>', shown, re.S)
    assert held
    assert json.loads(held[1]) == spec


def test_the_ramp_is_left_out_of_what_is_read_aloud() -> None:
    shown = part("ramp")
    assert 'aria-hidden="true"' in shown
    assert shown.count('class="t t') == 10


def test_a_map_is_drawn_with_every_area_a_link_that_the_keyboard_passes_by() -> None:
    made = make_place(areas=40, districts=3)
    drawn = draw_map(made.picture, made.shapes, made.outlines)
    assert drawn
    item = SimpleNamespace(
        key="map",
        title="Saltmarch",
        sentences=("Ash is darkest.",),
        drawing=replace(drawn, areas=drawn.areas + drawn.linked),
        legend_title="Tenths",
        legend_note="Darker is more deprived.",
        steps=[SimpleNamespace(tenth=1, mark="1", label="most deprived", areas=4)],
        live={"page": "</script>"},
    )
    shown = part("map", item=item, link=SERVED)
    outline = Outline(shown)
    links = outline.of("a")
    assert len(links) == 40
    assert {one["tabindex"] for one in links} == {"-1"}
    assert outline.of("svg")[0]["aria-labelledby"] == "map-map-title"
    assert shown.count("</script>") == 1
    assert "data-map" in shown
    item.live = None
    assert "data-map" not in part("map", item=item, link=SERVED)
