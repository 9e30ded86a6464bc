from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError

from newlyn.publish.chart import NARROW, WIDE, Size, draw, inline, percent_axis, with_margins

UNTRUSTED = '<script>alert(1)</script> & "co"'


def build(size: Size) -> object:
    base = inline([{"name": UNTRUSTED, "share": 0.4}, {"name": "Ash", "share": 0.2}])
    bars = base.mark_bar(clip=True).encode(x=alt.X("share:Q", axis=percent_axis()), y=alt.Y("name:N", axis=None))
    names = base.mark_text().encode(x=alt.value(0), y="name:N", text="name:N")
    chart = alt.layer(bars, names).properties(width=size.width - 40, height=60)
    return with_margins(chart, left=20, top=5, right=20, bottom=30)


def test_a_chart_is_one_image_with_a_name_and_a_description() -> None:
    drawing = draw(build, key="shares", title="Shares", description=f"Of {UNTRUSTED}.")
    for svg, size in ((drawing.wide, WIDE), (drawing.narrow, NARROW)):
        root = ET.fromstring(svg)  # noqa: S314
        names = root.attrib["aria-labelledby"].split()
        texts = [root.find(f"*[@id='{name}']").text for name in names]  # type: ignore[union-attr]
        assert texts == ["Shares", f"Of {UNTRUSTED}."]
        assert root.attrib["role"] == "img"
        assert root.attrib["width"] == str(size.width)


def test_names_from_data_stay_text() -> None:
    svg = draw(build, key="shares", title=UNTRUSTED, description="d").wide
    assert "<script" not in svg
    assert svg.count("&lt;script&gt;") == 2


def test_a_chart_refers_to_nothing_outside_and_repeats_no_id() -> None:
    drawing = draw(build, key="shares", title="t", description="d")
    both = drawing.wide + drawing.narrow
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids))
    assert all(one.startswith("shares-") for one in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", both)) <= set(ids)
    assert "clip-path" in both  # so the line above has something to check
    assert not re.search(r"href|https?://(?!www\.w3\.org/2000/svg)|font-family|aria-roledescription", both)


def test_the_same_chart_is_the_same_bytes() -> None:
    assert draw(build, key="k", title="t", description="d") == draw(build, key="k", title="t", description="d")


def test_a_chart_that_asks_for_outside_data_fails_and_loads_nothing() -> None:
    def outside(size: Size) -> object:
        return alt.Chart(alt.UrlData(url="http://127.0.0.1:9/data.json")).mark_bar().encode(x="a:Q")

    with pytest.raises(ValueError, match="External data url not allowed"):
        draw(outside, key="k", title="t", description="d")


def test_a_chart_that_vega_lite_does_not_know_is_refused_here() -> None:
    """Pages are drawn without this check, for speed; so that nothing slips through, the tests must have it."""
    with pytest.raises(SchemaValidationError, match="has no parameter named 'colour'"):
        draw(lambda _: inline([{"x": 1}]).mark_bar(colour="red"), key="k", title="t", description="d")
