"""How areas and periods are graded against limits: a code for counting and sorting, with its words as data.

What earns which grade is in `funnel` and `rule`; how the words are put to readers is `publish`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newlyn.stats.argument import Floats


@dataclass(frozen=True, eq=False, slots=True)
class Grade:
    """A code around nought for each value, and the word that each code stands for."""

    code: Floats
    """Whole numbers from −k to k; missing where the value is."""
    words: tuple[str, ...]
    """From that of −k to that of k."""

    @property
    def named(self) -> NDArray[np.str_]:
        """The word of each code; of a missing one the empty word."""
        middle = len(self.words) // 2
        missing = np.isnan(self.code)
        at = np.where(missing, middle, self.code + middle).astype(np.intp)
        return np.where(missing, "", np.array(self.words)[at])
