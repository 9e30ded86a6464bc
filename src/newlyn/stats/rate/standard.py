"""Standard populations: whose ages rates are standardised to.

The rates are in `rate.direct`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, one_of


@dataclass(frozen=True, eq=False, slots=True)
class StandardPopulation:
    """People of a standard population by age; the last band is open."""

    name: str
    from_age: tuple[int, ...]
    """The youngest age of each band, in years."""
    people: Floats
    """How many are in each band; only the proportions matter."""
    source: str

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands as they are written: `0–4`, `90+`."""
        closed = tuple(f"{start}–{after - 1}" for start, after in pairwise(self.from_age))
        return (*closed, f"{self.from_age[-1]}+")

    def merged(self, from_age: Sequence[int]) -> StandardPopulation:
        """The same people in wider bands, which begin at these ages.

        Raises
        ------
        InputError
            If the ages do not rise from the first, or a band of the standard would be cut.
        """
        starts = tuple(from_age)
        rising = all(one < after for one, after in pairwise(starts))
        if starts[:1] != self.from_age[:1] or not rising or not set(starts) <= set(self.from_age):
            raise InputError(
                f"bands of {self.name} can begin at {', '.join(map(str, self.from_age))}, from the first upwards; got "
                f"{', '.join(map(str, starts)) or 'none'}."
            )
        places = [self.from_age.index(start) for start in starts]
        return replace(self, from_age=starts, people=np.add.reduceat(self.people, places))


def _people(text: str) -> Floats:
    return np.array(text.split(), dtype=np.float64)


_FIVE_YEARS = tuple(range(0, 105, 5))

_KNOWN = {
    one.name: one
    for one in (
        StandardPopulation(
            "esp2013",
            _FIVE_YEARS[:19],
            _people("5000 5500 5500 5500 6000 6000 6500 7000 7000 7000 7000 6500 6000 5500 5000 4000 2500 1500 1000"),
            "Eurostat (2013), Revision of the European Standard Population: report of Eurostat's task force, "
            "doi:10.2785/11470; ages under 1 and 1–4, and 90–94 and 95 and over, taken together.",
        ),
        StandardPopulation(
            "esp1976",
            _FIVE_YEARS[:18],
            _people("8000 7000 7000 7000 7000 7000 7000 7000 7000 7000 7000 6000 5000 4000 3000 2000 1000 1000"),
            "Waterhouse, Muir, Correa and Powell (1976), Cancer Incidence in Five Continents, vol. III, IARC "
            "Scientific Publications 15; ages under 1 and 1–4 taken together.",
        ),
        StandardPopulation(
            "who2000",
            _FIVE_YEARS,
            _people("8860 8690 8600 8470 8220 7930 7610 7150 6590 6040 5370 4550 3720 2960 2210 1520 910 440 150 40 5"),
            "Ahmad, Boschi-Pinto, Lopez, Murray, Lozano and Inoue (2001), Age standardization of rates: a new WHO "
            "standard, GPE Discussion Paper 31, World Health Organization, table 4, world average 2000–2025.",
        ),
    )
}


def standard_population(name: str) -> StandardPopulation:
    """A standard population by its name: the European of 2013 or of 1976, or the world's of 2000 to 2025.

    Use `esp2013` for what is published in the United Kingdom and the European Union since 2013; `esp1976` to go on
    with an older series; `who2000` for comparison with other continents.

    Parameters
    ----------
    name : esp2013, esp1976 or who2000
        The European standard populations of 2013 (19 bands, 90 and over last) and of 1976 (18 bands, 85 and over last),
        and the world standard of WHO (21 bands, 100 and over last).

    Returns
    -------
    StandardPopulation
        Its `people` are the weights; its method `merged` takes bands together where ages are known less finely.

    Raises
    ------
    InputError
        If no standard has that name.

    References
    ----------
    Eurostat (2013), Revision of the European Standard Population: report of Eurostat's task force, doi:10.2785/11470.
    Waterhouse, Muir, Correa and Powell (1976), Cancer Incidence in Five Continents, vol. III, IARC Scientific
    Publications 15.
    Ahmad, Boschi-Pinto, Lopez, Murray, Lozano and Inoue (2001), Age standardization of rates: a new WHO standard, GPE
    Discussion Paper 31, World Health Organization, table 4.

    Examples
    --------
    >>> european = standard_population("esp2013")
    >>> european.bands[-1], float(european.people[-1]), float(european.people.sum())
    ('90+', 1000.0, 100000.0)
    >>> european.merged([0, 15, 65]).people.tolist()
    [16000.0, 64500.0, 19500.0]
    """
    known = _KNOWN[one_of(name, _KNOWN, "name")]
    return replace(known, people=known.people.copy())
