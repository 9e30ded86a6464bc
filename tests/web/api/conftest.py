"""The API on two places: Saltmarch, which is made up, and Essex, where the published files are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.support.made_site import write_site
from tests.web.conftest import Serve

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


@pytest.fixture
def api(saltmarch: Site, serve: Serve) -> Client:
    """A program that asks the API about Saltmarch."""
    return serve(saltmarch.settings.home)


@pytest.fixture
def essex_api(home: Path, serve: Serve) -> Client:
    """A program that asks the API about Essex."""
    return serve(home)
