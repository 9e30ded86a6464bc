"""The National Grid against the worked example of Ordnance Survey, and its behaviour at the edges."""

from __future__ import annotations

import numpy as np
import pytest

from newlyn.geography.grid import to_longitude_latitude


def test_the_worked_example_of_ordnance_survey_is_met_within_five_metres():
    # SOURCE: Ordnance Survey, OSTN15 test data: E 651409.804, N 313177.450 (the point of the worked example in
    # A guide to coordinate systems in Great Britain, annexe C) is 52° 39′ 28.8282″ N, 1° 42′ 57.8663″ E on ETRS89.
    longitude, latitude = to_longitude_latitude([651409.804], [313177.450])
    assert latitude[0] == pytest.approx(52.658007833, abs=5 / 111_000)
    assert longitude[0] == pytest.approx(1.716073973, abs=5 / 67_000)


def test_points_further_east_and_north_have_larger_longitude_and_latitude():
    longitude, latitude = to_longitude_latitude([300_000, 400_000, 500_000], [100_000, 300_000, 600_000])
    assert np.all(np.diff(longitude) > 0)
    assert np.all(np.diff(latitude) > 0)


def test_a_missing_point_stays_missing():
    longitude, latitude = to_longitude_latitude([400_000, np.nan], [300_000, 300_000])
    assert np.isnan([longitude[1], latitude[1]]).all()
    assert not np.isnan([longitude[0], latitude[0]]).any()
