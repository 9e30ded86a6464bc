"""Two sites to try pages on: Saltmarch, which is made up, and Essex, where the published files are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.made_site import write_site

from newlyn.foundation.settings import Settings
from newlyn.workflows.site.opened import Site, Sites


@pytest.fixture(scope="session")
def saltmarch(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The prepared pages of a made-up county."""
    return write_site(tmp_path_factory.mktemp("saltmarch"))


@pytest.fixture(scope="session")
def essex(home: Path) -> Site:
    """The prepared pages of Essex."""
    return Sites(Settings.from_environ({"NEWLYN_HOME": str(home)})).open("essex")
