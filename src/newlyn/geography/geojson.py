"""Shapes with their properties as GeoJSON text, with rounded coordinates and the same bytes each time.

Where the shapes come from is `geography.boundary`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from newlyn.geography.metre import Shapes


def feature_collection(properties: Mapping[str, Sequence[Any]], shapes: Shapes, *, digits: int, clockwise: bool) -> str:
    """The text of a feature collection: one feature for each shape, in their order.

    References
    ----------
    RFC 7946, The GeoJSON format (2016); section 3.1.6 on the direction of rings.
    """
    rounded = shapely.set_precision(shapes, 10.0**-digits)
    # A shape smaller than the rounding is kept as it is, so that no area is lost from a map.
    drawn = shapely.orient_polygons(np.where(shapely.is_empty(rounded), shapes, rounded), exterior_cw=clockwise)
    columns = {name: [_plain(value) for value in column] for name, column in properties.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    features = [_feature(row, shape) for row, shape in zip(rows, shapely.to_geojson(drawn), strict=True)]
    body = ",\n".join(features)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'


def _feature(properties: Mapping[str, Any], geometry: str) -> str:
    text = json.dumps(properties, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'{{"type":"Feature","properties":{text},"geometry":{geometry}}}'


def _plain(value: Any) -> Any:
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
