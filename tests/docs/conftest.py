"""The documentation as its tests see it: what people wrote, and the reference as it would be written now."""

from pathlib import Path

import pytest
from docs.reference import write_reference

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def reference(tmp_path_factory):
    """The reference pages by name, written from the code as it stands."""
    folder = tmp_path_factory.mktemp("reference")
    return {path.name: path.read_text(encoding="utf-8") for path in write_reference(folder)}
