"""The catalogue of a place's indicators, by subject: what each measures, for which areas, how new it is.

Searching and filtering is done by `newlyn.workflows.site.indicator_list`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.number import count, joined, several
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.indicator_measure import LEVELS, Measure
from newlyn.publish.site.link import Links

SUBJECTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("early-years", "Early years", ("outcomes.early_years",)),
    ("school", "School", ("outcomes.school",)),
    ("skills", "Skills and next steps", ("outcomes.skills", "outcomes.destination")),
    ("work", "Work and pay", ("outcomes.work",)),
    ("income", "Income and money", ("outcomes.income",)),
    ("enterprise", "Enterprise", ("outcomes.enterprise",)),
    ("health", "Health", ("outcomes.health",)),
    ("wellbeing", "Well-being", ("outcomes.wellbeing",)),
    ("care", "Care", ("outcomes.care",)),
    ("housing", "Housing", ("outcomes.housing",)),
    ("crime", "Crime", ("outcomes.crime",)),
    ("transport", "Transport", ("outcomes.transport",)),
    ("digital", "Digital", ("outcomes.digital",)),
    ("energy", "Energy", ("outcomes.energy", "energy")),
    ("nature", "Nature", ("outcomes.nature",)),
    ("culture", "Culture and amenities", ("outcomes.culture", "outcomes.amenities")),
    ("population", "Population", ("population",)),
    ("census", "Census 2021 and 2011", ("census",)),
    ("health-index", "ONS Health Index", ("wellbeing",)),
    ("deprivation-measures", "Deprivation: what is measured", ("deprivation.indicator",)),
    ("deprivation", "Deprivation: the indices", ("deprivation",)),
    ("other", "Other", ("",)),
)
"""Subjects by name in addresses: what they are called and how the codes of their indicators begin; the first that
fits holds an indicator."""


def subject_of(code: str) -> str:
    """The subject that an indicator stands under.

    Examples
    --------
    >>> [subject_of(code) for code in ("outcomes.skills.none", "deprivation.indicator.theft", "deprivation.imd.rank")]
    ['skills', 'deprivation-measures', 'deprivation']
    """
    return next(name for name, _, starts in SUBJECTS if any(not one or code.startswith(f"{one}.") for one in starts))


@dataclass(frozen=True)
class Entry:
    """One indicator of the catalogue."""

    measure: Measure
    newest: str
    """Newest period with a figure; empty where there is none for the place."""
    levels: tuple[str, ...]
    goals: tuple[str, ...]
    """Titles of the goals that it bears on."""

    @property
    def areas(self) -> str:
        """For which areas there are figures, in words."""
        return joined(LEVELS[level][1] for level in self.levels if level not in ("rgn", "ctry"))


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Catalogue:
    """What the page shows: the indicators that fit, and the filters they were chosen by."""

    place: str
    entries: tuple[Entry, ...]
    of: int
    """Indicators in all."""
    query: str
    subjects: tuple[Choice, ...]
    goals: tuple[Choice, ...]
    levels: tuple[Choice, ...]

    @property
    def filtered(self) -> bool:
        """Whether anything was left out."""
        return len(self.entries) < self.of


@dataclass(frozen=True)
class Section:
    """The indicators of one subject."""

    id: str
    title: str
    entries: tuple[Entry, ...]


def sections(entries: Sequence[Entry]) -> tuple[Section, ...]:
    """The entries by subject, in the order of subjects; empty subjects are left out."""
    found: dict[str, list[Entry]] = {name: [] for name, _, _ in SUBJECTS}
    for entry in entries:
        found[subject_of(entry.measure.code)].append(entry)
    return tuple(Section(name, title, tuple(found[name])) for name, title, _ in SUBJECTS if found[name])


def answer(catalogue: Catalogue) -> str:
    """One sentence: how many indicators there are, or how many fit.

    Examples
    --------
    >>> answer(Catalogue("Saltmarch", (), 12, "ships", (), (), ()))
    'None of the 12 indicators of Saltmarch fits “ships”. Try fewer letters, or another filter.'
    """
    place, shown = catalogue.place, len(catalogue.entries)
    words = f" “{catalogue.query}”" if catalogue.query else " what you chose"
    if not shown:
        fits = f"None of the {count(catalogue.of)} indicators of {place} fits{words}."
        return f"{fits} Try fewer letters, or another filter."
    if catalogue.filtered:
        fit = "fits" if shown == 1 else "fit"
        return f"{count(shown)} of the {several(catalogue.of, 'indicator')} of {place} {fit}{words}."
    return f"{several(shown, 'thing')} {'is' if shown == 1 else 'are'} measured of {place}, each from a published file."


def render_indicator_list(catalogue: Catalogue, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page(
        "indicator_list.html", frame, link, catalogue, answer=answer(catalogue), sections=sections(catalogue.entries)
    )
