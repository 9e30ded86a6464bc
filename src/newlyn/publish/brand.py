"""The name and colours that a place puts on its pages, checked so that they can be read.

What else a page looks like is in the style sheet; where a brand is written down is the place pack.
"""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.foundation.errors import DefinitionError, InputError
from newlyn.publish.colour import WHITE, contrast

READABLE = 4.5
"""Least contrast of text with its ground: WCAG 2.2, success criterion 1.4.3, level AA."""


@dataclass(frozen=True)
class Brand:
    """Name and colours of the pages of one place.

    Raises
    ------
    DefinitionError
        If the name is empty, a colour is not written as a hexadecimal colour, or white text on `colour`
        or text of `accent` on white would be hard to read.
    """

    name: str
    colour: str
    """Ground of the band at the top, which carries white text."""
    accent: str
    """Links, bars and rules on white."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise DefinitionError("brand: the name is empty. Write the name that the pages should carry.")
        for role, colour in (("colour", self.colour), ("accent", self.accent)):
            self._check(role, colour)

    def _check(self, role: str, colour: str) -> None:
        try:
            ratio = contrast(colour, WHITE)
        except InputError as error:
            raise DefinitionError(f"brand of {self.name}: {role}: {error}") from None
        if ratio < READABLE:
            raise DefinitionError(
                f"brand of {self.name}: {role} {colour} has a contrast of {ratio:.1f} to 1 with white; at least "
                f"{READABLE} to 1 is accepted (WCAG 2.2 AA). Choose a darker colour."
            )
