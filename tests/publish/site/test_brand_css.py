from __future__ import annotations

import re

import pytest

from newlyn.publish.brand import READABLE, Brand
from newlyn.publish.colour import contrast
from newlyn.publish.site.brand_css import render_brand_css


@pytest.mark.parametrize("colour", ["#0b3d5c", "#767676", "#000000", "#005EA5"])
def test_what_stands_on_a_colour_of_the_brand_can_be_read(colour: str) -> None:
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", render_brand_css(Brand("Saltmarch", colour, "#00703c"))))
    assert set(found) == {"brand", "brand-ink", "accent", "accent-ink"}
    assert found["brand"] == colour.lower()
    assert contrast(found["brand"], found["brand-ink"]) >= READABLE


def test_the_style_sheet_holds_nothing_but_colours() -> None:
    text = render_brand_css(Brand("x} body{display:none", "#0b3d5c", "#00703c"))
    assert "display" not in text
    assert text.count("{") == text.count("}") == 1
