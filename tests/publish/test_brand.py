from __future__ import annotations

import pytest

from newlyn.foundation.errors import DefinitionError
from newlyn.publish.brand import Brand


def test_a_brand_that_can_be_read_is_accepted() -> None:
    assert Brand("Saltmarch", "#0b3d5c", "#00703c").name == "Saltmarch"


@pytest.mark.parametrize(
    ("colour", "accent", "role"), [("#ffdd00", "#00703c", "colour #ffdd00"), ("#0b3d5c", "#5fb0e8", "accent #5fb0e8")]
)
def test_a_colour_too_pale_for_text_is_refused(colour: str, accent: str, role: str) -> None:
    with pytest.raises(DefinitionError, match=f"{role} has a contrast of .* Choose a darker colour"):
        Brand("Saltmarch", colour, accent)


def test_a_colour_that_is_not_one_is_refused_with_its_role() -> None:
    with pytest.raises(DefinitionError, match=r"brand of Saltmarch: accent: .*is not a colour"):
        Brand("Saltmarch", "#0b3d5c", "green")


def test_a_brand_needs_a_name() -> None:
    with pytest.raises(DefinitionError, match="the name is empty"):
        Brand(" ", "#0b3d5c", "#00703c")
