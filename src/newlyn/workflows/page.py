"""The self-contained page of a picture: shapes and look from evidence and pack, drawn by `publish`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shapely.geometry.base import BaseGeometry

import newlyn
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.geography.boundary import Boundaries
from newlyn.indices.picture import DeprivationPicture
from newlyn.packs.library import Chosen
from newlyn.publish.brand import Brand
from newlyn.publish.deprivation.page import render_deprivation_page

DETAIL_M = 60.0
"""Detail of outlines on the page, in metres: finer lines are not seen at the width of a screen."""


def render_page(warehouse: Warehouse, place: Chosen, picture: DeprivationPicture) -> str:
    """One HTML page with map and charts that loads nothing."""
    look = place.pack.brand
    # The boundaries at hand are of 2011 and 2021; the areas of 2001 are drawn as those that replaced them.
    small = "lsoa11" if picture.area_type == "lsoa01" else picture.area_type
    return render_deprivation_page(
        picture,
        shapes=_shapes(warehouse, f"boundary_{small}", [one.code for one in picture.neighbourhoods], small),
        outlines=_shapes(warehouse, "boundary_lad24", [one.code for one in picture.districts], "lad24"),
        brand=Brand(name=look.name, colour=look.colour, accent=look.accent),
        newlyn_version=newlyn.__version__,
    )


def _shapes(warehouse: Warehouse, table: str, codes: Iterable[str], area_type: str) -> Mapping[str, BaseGeometry]:
    rows = warehouse.rows(table, "area", list(codes))
    drawn = Boundaries.from_columns(area_type, rows["area"].to_pylist(), rows["geometry"].to_pylist())
    simple = drawn.made_valid().simplified(DETAIL_M)
    return dict(zip(simple.codes.tolist(), simple.shapes.tolist(), strict=True))
