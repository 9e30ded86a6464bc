"""Charts drawn to SVG on the server: one look, two widths, no reference to anything outside.

What a chart shows is built by its page with Altair; here it becomes a static picture with a name and a
description. The words and the table that go with each chart are the page's duty.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from newlyn.publish.colour import INK

FONT = "Liberation Sans"
"""Comes inside vl-convert and has the widths of Arial, so text is measured alike on every machine.

It is only the yardstick: the drawn text inherits the font of the page.
"""

VEGA_LITE = "6.4"

CHECKED = False
"""Whether charts are held against the schema of Vega-Lite while they are made."""

_SVG = "http://www.w3.org/2000/svg"
_DROPPED = re.compile(r"aria-.*|role|class|font-family|pointer-events|version|width|height")
"""Attributes of the drawing that the page decides on, or that would be read aloud as noise."""

_GRID = "#d5dade"
_QUIET = "#48525c"


@dataclass(frozen=True)
class Size:
    """Width of a drawing in CSS pixels; text is not scaled, so a phone gets a drawing of its own."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        """Whether labels have to stand above what they name."""
        return self.width < 500


WIDE = Size("wide", 860)
NARROW = Size("narrow", 350)


@dataclass(frozen=True)
class Drawing:
    """One chart at both widths; the style sheet shows the one that fits."""

    wide: Markup
    narrow: Markup
    spec: str = ""
    """The wide chart as a Vega-Lite specification in JSON, from which a browser can draw it alive."""


def draw(build: Callable[[Size], Any], *, key: str, title: str, description: str) -> Drawing:
    """Draw what `build` makes at both widths as static SVG that is one image with a name and a description.

    `build` returns an Altair chart whose text is data, never markup. Equal charts give equal bytes.
    """
    return draw_specs(lambda size: _written(build, size), key=key, title=title, description=description)


def _written(build: Callable[[Size], Any], size: Size) -> Mapping[str, Any]:
    """The chart as Altair writes it.

    Altair holds each part against its schema as it is made, which takes three quarters of the time; the tests have it
    do so, for a chart is written by us and changes only when we change it.
    """
    with debug_mode(CHECKED):
        specification: Mapping[str, Any] = styled(build(size)).to_dict(validate=CHECKED)
    return specification


def draw_specs(spec_of: Callable[[Size], Mapping[str, Any]], *, key: str, title: str, description: str) -> Drawing:
    """The same from finished Vega-Lite specifications, for charts whose shape Altair has made once for many."""
    wide, narrow = (json.dumps(spec_of(size), sort_keys=True) for size in (WIDE, NARROW))
    return Drawing(
        _draw(wide, f"{key}-{WIDE.name}", title, description),
        _draw(narrow, f"{key}-{NARROW.name}", title, description),
        spec=wide,
    )


def styled(chart: Any) -> Any:
    """The look of the house: quiet axes, no frame, no ground, every text large enough to read."""
    return chart.configure(
        aria=False,
        background="transparent",
        font=FONT,
        axis=alt.AxisConfig(
            labelColor=_QUIET, labelFontSize=14, gridColor=_GRID, domain=False, ticks=False, title=None, labelPadding=8
        ),
        text=alt.MarkConfig(color=INK, fontSize=15),
        title=alt.TitleConfig(color=INK, fontSize=15, fontWeight=600, anchor="start", offset=10),
        view=alt.ViewConfig(stroke=None),
    )


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A chart whose data stand inside it: nothing is loaded when it is drawn."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def with_margins(chart: Any, *, left: int, top: int, right: int, bottom: int) -> Any:
    """Margins that do not hang on measured text, so that labels never move what they name."""
    padding = {"left": left, "top": top, "right": right, "bottom": bottom}
    return chart.properties(padding=padding, autosize=alt.AutoSizeParams(type="none"))


def percent_axis() -> alt.Axis:
    """A few round percentages; the first and the last stay inside the drawing."""
    return alt.Axis(format="~%", tickCount=5, labelFlush=True)


@lru_cache(maxsize=2048)  # the same chart stands on a page each time it is asked for, and drawing takes 30 ms
def _draw(spec: str, key: str, title: str, description: str) -> Markup:
    # No base address is allowed, so a chart that asked for outside data would fail and not load it.
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    root = ET.fromstring(drawn)  # noqa: S314 - the text was written by vl-convert a moment ago
    width, height = root.attrib["width"], root.attrib["height"]
    _clean(root, key)
    names = (f"{key}-title", f"{key}-description")
    root.attrib |= {
        "class": "chart", "role": "img", "aria-labelledby": " ".join(names), "width": width, "height": height,
    }  # fmt: skip
    for tag, name, text in zip(("desc", "title"), reversed(names), (description, title), strict=True):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": name})
        element.text = text
        root.insert(0, element)
    ET.register_namespace("", _SVG)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - the serialiser has escaped all text


def _clean(root: ET.Element, key: str) -> None:
    """Drop what is noise or would clash: Vega numbers its ids anew for each drawing."""
    ids: dict[str, str] = {}
    for element in root.iter():
        if element.tag != f"{{{_SVG}}}rect":
            _drop(element)
        if "id" in element.attrib:
            ids[element.attrib["id"]] = element.attrib["id"] = f"{key}-{len(ids)}"
        if element.tag == f"{{{_SVG}}}text" and "stroke" in element.attrib:
            element.attrib["paint-order"] = "stroke"  # a halo goes behind its letters
        for child in list(element):
            if _is_empty(child):
                element.remove(child)
    for element in root.iter():
        for name, value in element.attrib.items():
            element.attrib[name] = re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{ids[found[1]]})", value)


def _drop(element: ET.Element) -> None:
    for name in [name for name in element.attrib if _DROPPED.fullmatch(name)]:
        del element.attrib[name]


def _is_empty(element: ET.Element) -> bool:
    """Whether an element draws nothing: groups without content, texts without words, paths without paint."""
    tag = element.tag.removeprefix(f"{{{_SVG}}}")
    if tag == "path":
        return not ({"fill", "stroke"} & element.attrib.keys())
    if tag == "text":
        return not (element.text or "").strip() and len(element) == 0
    return tag == "g" and all(_is_empty(child) for child in element)
