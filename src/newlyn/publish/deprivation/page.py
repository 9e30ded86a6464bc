"""The page of a place's deprivation: one HTML file with map, charts and tables that needs nothing else.

It has no script and asks no other host for anything, so it can be sent by post, opened without a network
and kept for years. Figures, map and tables come from their own modules; here they are put in order. The same picture
as one page of many is `publish.site.deprivation`.
"""

from __future__ import annotations

from collections.abc import Mapping

from shapely.geometry.base import BaseGeometry

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish.brand import Brand
from newlyn.publish.deprivation import figure, sentence, table
from newlyn.publish.deprivation.map import draw_map, legend
from newlyn.publish.deprivation.method import Method
from newlyn.publish.template import render

FIRST_ROWS = 50
"""Neighbourhoods shown at once where there are more than `MANY`; the rest opens on request."""

MANY = 200


def render_deprivation_page(
    picture: DeprivationPicture,
    *,
    shapes: Mapping[str, BaseGeometry],
    outlines: Mapping[str, BaseGeometry],
    brand: Brand,
    newlyn_version: str,
) -> str:
    """The whole page as HTML; equal arguments give equal bytes.

    Parameters
    ----------
    picture : DeprivationPicture
        What is said. Values that are None are shown as not published.
    shapes : mapping of area code to polygon
        Boundaries of the neighbourhoods in degrees (WGS84), simplified. Without any, the page has no map
        and says so.
    outlines : mapping of district code to polygon
        Boundaries of the districts in degrees (WGS84).
    brand : Brand
        Name and colours, already checked for contrast.
    newlyn_version : str
        Printed at the foot.

    Returns
    -------
    str
        A complete HTML document without script and without reference to any other file.
    """
    near, far = table.neighbourhoods_table(picture).split(
        FIRST_ROWS if len(picture.neighbourhoods) > MANY else len(picture.neighbourhoods)
    )
    return render(
        "deprivation.html",
        {
            "picture": picture,
            "brand": brand,
            "version": newlyn_version,
            "heading": f"Deprivation in {picture.place_name}",
            "answer": sentence.answer(picture),
            "scale": sentence.scale(picture),
            "key_figures": figure.key_figures(picture),
            "map": draw_map(picture, shapes, outlines),
            "legend": legend(picture.neighbourhoods),
            "most_deprived": sentence.most_deprived_neighbourhood(picture),
            "districts": figure.by_district(picture),
            "profile": figure.by_domain(picture),
            "neighbourhoods": near,
            "more_neighbourhoods": far,
            "comparison": figure.beside_others(picture),
            "change": figure.by_edition(picture),
            "district_change": figure.by_district_and_edition(picture),
            "method": Method.of(picture),
        },
    )
