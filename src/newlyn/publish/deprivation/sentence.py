"""Plain sentences made from the numbers of a picture: each is true of exactly those numbers.

Where residents are not known, neighbourhoods are counted instead and the sentence says so. How numbers
are written is `publish.number`.
"""

from __future__ import annotations

from collections.abc import Sequence

from newlyn.indices.picture import Change, DeprivationPicture, EditionPoint, Group, Neighbourhood
from newlyn.publish.deprivation.measure import (
    BAND_WORDS,
    FIFTH,
    WHOLE,
    Yardstick,
    areas_share,
    band_of,
    domains_of,
    residents_share,
    share,
)
from newlyn.publish.number import count, joined, one_in, percent, several

_CLOSE = 0.0005
"""Shares that differ by less look alike with one decimal of a percentage, so they are called the same."""


def most_deprived_first(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Groups by the share that headlines use, the largest first, then by name."""
    yardstick = Yardstick.of(groups)
    return tuple(sorted(groups, key=lambda group: (-yardstick.fifth(group), group.name)))


def answer(picture: DeprivationPicture, top: float = FIFTH) -> str:
    """How many residents of the place live among the most deprived of England."""
    place, band, words = picture.place, band_of(picture.place.bands, top), BAND_WORDS[top]
    if band.areas == 0:
        if place.areas == 1:
            return f"The one neighbourhood of {place.name} is not among the most deprived {words} of England."
        return (
            f"None of the {several(place.areas, 'neighbourhood')} of {place.name} is among the most deprived {words} "
            "of England."
        )
    part = residents_share(place, top)
    verb = "is" if band.areas == 1 else "are"
    if part is None or band.residents is None:
        return (
            f"{count(band.areas)} of the {several(place.areas, 'neighbourhood')} of {place.name} "
            f"({percent(areas_share(place, top))}) {verb} among the most deprived {words} of England."
        )
    return (
        f"{count(band.residents)} of {count(place.residents)} residents of {place.name} ({percent(part)}) live in the "
        f"{several(band.areas, 'neighbourhood')} that {verb} among the most deprived {words} of England."
    )


def scale(picture: DeprivationPicture) -> str:
    """The headline share as a fraction that people picture, against what an even spread would give."""
    yardstick = Yardstick.of([picture.place])
    part = yardstick.fifth(picture.place)
    if part == 0:
        return "If deprivation were spread evenly over England, it would be 1 in 5."
    return (
        f"That is {one_in(part)} {yardstick.who}. If deprivation were spread evenly over England, it would be 1 in 5."
    )


def most_deprived_neighbourhood(picture: DeprivationPicture) -> str:
    """Where the most deprived neighbourhood of the place is and how it ranks in England."""
    if not picture.neighbourhoods:
        return "No neighbourhood of this place is in this edition."
    first = picture.neighbourhoods[0]
    rank = first.domains[WHOLE].rank
    of = f"{count(picture.england_areas)} in England"
    place = "the most deprived" if rank == 1 else f"ranked {count(rank)} (1 is most deprived)"
    return f"The most deprived neighbourhood of {picture.place.name} is {spoken(first)}: {place} of {of}."


def spoken(area: Neighbourhood) -> str:
    """A neighbourhood by both of its names."""
    return f"{area.msoa_name} ({area.name})" if area.msoa_name else area.name


def districts(picture: DeprivationPicture) -> str:
    """Which district has the largest share among the most deprived fifth, and which have none."""
    ordered = most_deprived_first(picture.districts)
    yardstick = Yardstick.of(ordered)
    first, none = ordered[0], [group.name for group in ordered if yardstick.fifth(group) == 0]
    if len(none) == len(ordered):
        return "No district has a neighbourhood among the most deprived fifth of England."
    lead = (
        f"{first.name} has the largest share of its {yardstick.who} in the most deprived fifth of England: "
        f"{percent(yardstick.fifth(first))}."
    )
    if not none:
        return f"{lead} Every district has some."
    few = 4  # a longer list is no longer read in a sentence
    return f"{lead} {joined(none) if len(none) <= few else f'{len(none)} districts'} {_has(len(none))} none."


def domains(picture: DeprivationPicture) -> str:
    """In which domain most neighbourhoods are among the most deprived fifth, and in which fewest."""
    counted = [(band_of(one.bands, FIFTH).areas, one) for one in domains_of(picture)]
    if not counted:
        return "No domain is published for this edition."
    most = max(counted, key=lambda pair: pair[0])
    least = min(counted, key=lambda pair: pair[0])
    if most[0] == least[0]:
        return f"In each domain {several(most[0], 'neighbourhood')} {_is(most[0])} in England’s most deprived fifth."
    whole = picture.place.areas
    return (
        f"The domain with most neighbourhoods in England’s most deprived fifth is {_inside(most[1].label)}: "
        f"{count(most[0])} of {count(whole)} ({percent(share(most[0], whole))}). The one with fewest is "
        f"{_inside(least[1].label)}: {count(least[0])} ({percent(share(least[0], whole))})."
    )


def comparison(picture: DeprivationPicture) -> str:
    """Whether the headline share is above or below that of each comparator."""
    yardstick = Yardstick.of((picture.place, *picture.comparators))
    own = yardstick.fifth(picture.place)
    sides: dict[str, list[str]] = {"higher than": [], "the same as": [], "lower than": []}
    for group in picture.comparators:
        other = yardstick.fifth(group)
        side = "the same as" if abs(own - other) < _CLOSE else "higher than" if own > other else "lower than"
        sides[side].append(f"{_among(group)} ({percent(other)})")
    said = "; ".join(f"{side} {joined(names)}" for side, names in sides.items() if names)
    return f"The share of {yardstick.who} in the most deprived fifth ({percent(own)}) is {said}."


def change(change: Change) -> str:
    """How the most deprived fifth grew or shrank between the last two editions."""
    if len(change.editions) < 2:
        return "Only one edition can be shown on these boundaries."
    before, after = change.editions[-2:]
    first, last = band_of(before.bands, FIFTH), band_of(after.bands, FIFTH)
    if first.residents is None or last.residents is None:
        return _moved("Neighbourhoods", (first.areas, last.areas), before, after, (before.areas, after.areas))
    return _moved("Residents", (first.residents, last.residents), before, after, (before.residents, after.residents))


def direction(change: Change, name: str) -> str:
    """Whether the last change is for the worse or for the better, and what that means for a relative measure."""
    last = change.editions[-2:]
    before, after = (_fifth(point) for point in last)
    years = f"in the edition of {last[1].edition}"
    if abs(after - before) < _CLOSE:
        return f"Relative to the rest of England, {name} is about as deprived {years} as in that of {last[0].edition}."
    way = "more deprived" if after > before else "less deprived"
    verdict = "for the worse" if after > before else "for the better"
    return (
        f"Relative to the rest of England, {name} is {way} {years} than in that of {last[0].edition}: the change is "
        f"{verdict}."
    )


def moved(change: Change) -> str:
    """How many neighbourhoods changed their national tenth since the edition before."""
    worse, same, better = (change.moved.get(way, 0) for way in ("worse", "same", "better"))
    total = worse + same + better
    if total == 0:
        return ""
    return (
        f"Of {several(total, 'neighbourhood')}, {count(worse)} moved to a more deprived tenth of England between the "
        f"last two editions, {count(better)} to a less deprived one, and {count(same)} stayed in the same tenth."
    )


def estimated(change: Change) -> str:
    """What share of residents had to be carried across redrawn boundaries."""
    parts = [(point.edition, point.estimated_share) for point in change.editions if point.estimated_share > 0]
    if not parts:
        return "No rank had to be estimated: every edition uses the same small areas."
    listed = joined(f"{percent(part)} in {edition}" for edition, part in parts)
    return f"Where small areas were redrawn, ranks are estimates; they cover this share of residents: {listed}."


def _fifth(point: EditionPoint) -> float:
    """Share of the place in the most deprived fifth: of residents where they are counted, else of neighbourhoods."""
    band = band_of(point.bands, FIFTH)
    found = share(band.areas, point.areas) if band.residents is None else share(band.residents, point.residents)
    return found or 0.0


def _moved(
    who: str, sizes: tuple[float, float], before: EditionPoint, after: EditionPoint, wholes: tuple[float, float]
) -> str:
    where = f"{who} in the most deprived fifth of England"
    years = f"the {before.edition} and {after.edition} editions"
    first, last = (_sized(size, whole) for size, whole in zip(sizes, wholes, strict=True))
    if first == last:
        return f"{where} numbered {last} in {years} alike."
    verb = "rose" if sizes[1] > sizes[0] else "fell"
    return f"{where} {verb} from {first} to {last} between {years}."


def _sized(size: float, whole: float) -> str:
    return f"{count(size)} ({percent(size / whole)})" if whole else count(size)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _inside(label: str) -> str:
    """A label in the middle of a sentence: small first letter, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _among(group: Group) -> str:
    if group.kind == "neighbours":
        return "among its nearest neighbours"
    article = group.kind == "region" and group.name.startswith(("East ", "West ", "North ", "South "))
    return f"in the {group.name}" if article else f"in {group.name}"
