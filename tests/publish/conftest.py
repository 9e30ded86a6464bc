"""In the tests of drawing every chart is held against the schema of Vega-Lite."""

from __future__ import annotations

import pytest

from newlyn.publish import chart


@pytest.fixture(autouse=True)
def checked_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a chart may not say is an error here."""
    monkeypatch.setattr(chart, "CHECKED", True)
