"""The self-contained page of a picture: shapes and look from evidence and pack, drawn by `publish`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shapely.geometry.base import BaseGeometry

import newlyn
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.indices.picture import DeprivationPicture
from newlyn.packs.library import Chosen
from newlyn.publish.brand import Brand
from newlyn.publish.deprivation.page import render_deprivation_page
from newlyn.workflows.maps import BOUNDARIES, outlines

DETAIL_M = 60.0
"""Detail of outlines on the page, in metres: finer lines are not seen at the width of a screen."""


def render_page(warehouse: Warehouse, place: Chosen, picture: DeprivationPicture) -> str:
    """One HTML page with map and charts that loads nothing."""
    look = place.pack.brand
    # The boundaries at hand are of 2011 and 2021; the areas of 2001 are drawn as those that replaced them.
    small = "lsoa11" if picture.area_type == "lsoa01" else picture.area_type
    areas = [one.code for one in picture.neighbourhoods]
    return render_deprivation_page(
        picture,
        shapes=_shapes(warehouse, BOUNDARIES[small], areas, small),
        outlines=_shapes(warehouse, "boundary_lad24", [one.code for one in picture.districts], "lad24"),
        brand=Brand(name=look.name, colour=look.colour, accent=look.accent),
        newlyn_version=newlyn.__version__,
    )


def _shapes(warehouse: Warehouse, table: str, codes: Sequence[str], area_type: str) -> Mapping[str, BaseGeometry]:
    drawn = outlines(warehouse, table, codes, area_type, DETAIL_M)
    return dict(zip(drawn.codes.tolist(), drawn.shapes.tolist(), strict=True))
