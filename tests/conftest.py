"""What every test may ask for: the mirror of published files, or a plain reason why it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with copies of the published files."""
    given = os.environ.get("NEWLYN_MIRROR")
    if not given:
        pytest.skip("needs the published files: set NEWLYN_MIRROR to a folder that holds copies of them")
    return Path(given)
