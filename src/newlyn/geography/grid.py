"""The National Grid: eastings and northings in metres to longitude and latitude.

Good to about five metres, which is enough for maps of areas; surveying needs the grid shifts of OSTN15, which
are not here. Shapes are turned by whoever holds them, point by point.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]

# Ordnance Survey, A guide to coordinate systems in Great Britain (v3.6, 2020): annexe A (ellipsoids and the
# National Grid projection) and section 6.6 (the seven-parameter transformation, here from OSGB36 to WGS84).
_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.000, 6_356_752.3142)
_SCALE, _ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = 0.9996012717, np.radians(49.0), np.radians(-2.0)
_FALSE_EASTING, _FALSE_NORTHING = 400_000.0, -100_000.0
_SHIFT = np.array([446.448, -125.157, 542.060])
_GROWTH = -20.4894e-6
_TURN = np.radians(np.array([0.1502, 0.2470, 0.8421]) / 3600)


def to_longitude_latitude(easting: npt.ArrayLike, northing: npt.ArrayLike) -> tuple[Degrees, Degrees]:
    """Longitude and latitude on WGS84 of points of the National Grid (OSGB36).

    Parameters
    ----------
    easting, northing : (n,) arrays, in metres
        Missing values (NaN) stay missing.

    Returns
    -------
    Two (n,) float64 arrays, in degrees east and degrees north

    References
    ----------
    Ordnance Survey (2020), A guide to coordinate systems in Great Britain, v3.6, annexes B and C and section 6.6.

    Examples
    --------
    >>> longitude, latitude = to_longitude_latitude([651409.903], [313177.270])
    >>> longitude.round(4).tolist(), latitude.round(4).tolist()
    ([1.7161], [52.658])
    """
    latitude, longitude = _unprojected(np.asarray(easting, np.float64), np.asarray(northing, np.float64))
    x, y, z = _moved(*_cartesian(latitude, longitude))
    latitude, longitude = _geodetic(x, y, z)
    return np.degrees(longitude), np.degrees(latitude)


def _unprojected(easting: Degrees, northing: Degrees) -> tuple[Degrees, Degrees]:
    """Latitude and longitude in radians on the Airy ellipsoid (annexe C.2)."""
    a, b = _AIRY
    e2 = (a * a - b * b) / (a * a)
    latitude = (northing - _FALSE_NORTHING) / (a * _SCALE) + _ORIGIN_LATITUDE
    for _ in range(6):  # each pass gains four digits; three reach the tenth of a millimetre that the guide asks for
        latitude = latitude + (northing - _FALSE_NORTHING - _arc(latitude)) / (a * _SCALE)
    sine = np.sin(latitude)
    nu = a * _SCALE / np.sqrt(1 - e2 * sine**2)
    rho = a * _SCALE * (1 - e2) / (1 - e2 * sine**2) ** 1.5
    eta2 = nu / rho - 1
    t, secant, d = np.tan(latitude), 1 / np.cos(latitude), easting - _FALSE_EASTING
    north = (
        latitude
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    east = (
        _ORIGIN_LONGITUDE
        + secant / nu * d
        - secant / (6 * nu**3) * (nu / rho + 2 * t**2) * d**3
        + secant / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - secant / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    return north, east


def _arc(latitude: Degrees) -> Degrees:
    """Length of the meridian from the true origin, in metres on the grid."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, plus = latitude - _ORIGIN_LATITUDE, latitude + _ORIGIN_LATITUDE
    length: Degrees = (
        b * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(plus)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * plus)
            - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * plus)
        )
    )  # fmt: skip
    return length


def _cartesian(latitude: Degrees, longitude: Degrees) -> tuple[Degrees, Degrees, Degrees]:
    """Positions in metres from the centre of the Airy ellipsoid, on its surface (annexe B.1)."""
    a, b = _AIRY
    e2 = (a * a - b * b) / (a * a)
    nu = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    return (
        nu * np.cos(latitude) * np.cos(longitude),
        nu * np.cos(latitude) * np.sin(longitude),
        (1 - e2) * nu * np.sin(latitude),
    )


def _moved(x: Degrees, y: Degrees, z: Degrees) -> tuple[Degrees, Degrees, Degrees]:
    """From OSGB36 to WGS84: shift, growth and small turns."""
    (tx, ty, tz), (rx, ry, rz), grown = _SHIFT, _TURN, 1 + _GROWTH
    return (
        tx + grown * x - rz * y + ry * z,
        ty + rz * x + grown * y - rx * z,
        tz - ry * x + rx * y + grown * z,
    )


def _geodetic(x: Degrees, y: Degrees, z: Degrees) -> tuple[Degrees, Degrees]:
    """Latitude and longitude in radians on WGS84 (annexe B.2)."""
    a, b = _WGS84
    e2 = (a * a - b * b) / (a * a)
    across = np.hypot(x, y)
    latitude = np.arctan2(z, across * (1 - e2))
    for _ in range(4):  # near the surface the first guess is already good to a millimetre
        nu = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + e2 * nu * np.sin(latitude), across)
    return latitude, np.arctan2(y, x)
