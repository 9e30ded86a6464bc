"""A web service on a small place, as a browser meets it; no database is opened unless a test asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings as DjangoSettings
from tests.web.small_place import ADDRESSES, SmallPlace

from newlyn.foundation.settings import Settings
from newlyn.web import pages, places, site_wide
from newlyn.web.page_cache import PageCache

Serve = Callable[[Path], Client]


@pytest.fixture
def serve(settings: DjangoSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve what was built in a home; a fault of the program is answered, as a reader would see it."""

    def call(home: Path) -> Client:
        settings.NEWLYN = Settings.from_environ({"NEWLYN_HOME": str(home)})
        places.sites.cache_clear()
        monkeypatch.setattr(pages, "PAGES", PageCache(pages.CACHE_BYTES))
        return Client(raise_request_exception=False, headers={"host": "localhost"})

    yield call
    places.sites.cache_clear()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallPlace:
    """A small place that is not built yet; its pages are made here and not by the real ones."""
    small = SmallPlace(tmp_path)
    monkeypatch.setattr(pages, "answer", small.answer)
    monkeypatch.setattr(pages, "understood", lambda path, query: dict(query))  # its pages read whatever is asked
    monkeypatch.setattr(site_wide, "addresses", lambda site: iter(ADDRESSES))
    return small


@pytest.fixture
def client(place: SmallPlace, serve: Serve) -> Client:
    """A browser at the service of the small place."""
    place.build()
    return serve(place.home)
