"""Made-up areas to draw: a block of squares a hundredth of a degree wide, and one that stands apart."""

import numpy as np
import pytest
import shapely

from newlyn.geography.boundary import Boundaries


@pytest.fixture(scope="session")
def square():
    """The square in a column and a row of the block, counted from its south-western corner."""

    def draw(column, row, side=0.01):
        west, south = 0.5 + column * side, 51.5 + row * side
        return shapely.box(west, south, west + side, south + side)

    return draw


@pytest.fixture(scope="session")
def block(square):
    """Two by two squares that touch, E01000001 in the south-west, and E01000009 far away."""
    codes = ["E01000001", "E01000002", "E01000003", "E01000004", "E01000009"]
    places = [(0, 0), (1, 0), (0, 1), (1, 1), (9, 9)]
    return Boundaries.from_columns("lsoa21", codes, np.array([square(*place) for place in places]), list("abcde"))
