"""Plain sentences about one area, made from its numbers: each is true of exactly those numbers.

The numbers are gathered in `workflows.site.area`; how numbers are written is `publish.number`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from newlyn.publish import number
from newlyn.publish.site.area_change import EditionShare, EditionTenth
from newlyn.publish.site.area_figures import nth_of
from newlyn.publish.site.area_profile import DomainSpread, DomainStanding

BANDS: tuple[tuple[range, str], ...] = (
    (range(1, 2), "among the most deprived tenth of England"),
    (range(1, 3), "among the most deprived fifth of England"),
    (range(1, 4), "among the most deprived three tenths of England"),
    (range(1, 6), "in the more deprived half of England"),
    (range(10, 11), "among the least deprived tenth of England"),
    (range(9, 11), "among the least deprived fifth of England"),
    (range(8, 11), "among the least deprived three tenths of England"),
    (range(6, 11), "in the less deprived half of England"),
)
"""The narrowest band first on each side; the words of a band are true of each of its tenths."""

RELATIVE = (
    "Ranks are relative: an area that stays as it was moves when others move. Each edition measures in its own way, so "
    "editions are compared by place in the order, never by score."
)


def band_of(tenth: int) -> tuple[range, str]:
    """The narrowest band that holds a tenth, and its words.

    Examples
    --------
    >>> band_of(2)[1], band_of(6)[1]
    ('among the most deprived fifth of England', 'in the less deprived half of England')
    """
    return next(band for band in BANDS if tenth in band[0])


def small_area(name: str, rank: int, tenth: int, of: int, year: int, before: Sequence[EditionTenth]) -> str:
    """What the rank of one neighbourhood means, and for how long it has been so.

    `before` are the editions before the one of `year`, oldest first.
    """
    band, words = band_of(tenth)
    ranked = f"{name} is {words}: rank {rank:,} of {of:,} in {year}"
    known = [(one, one.tenth) for one in before if one.tenth is not None]
    since = [one for one, _ in takewhile(lambda pair: pair[1] in band, reversed(known))]
    if since:
        estimated = any(one.estimated > 0 for one in since)
        care = ", as far as can be told: it was redrawn, so earlier places are estimates" if estimated else ""
        return f"{ranked}, and has been since {since[-1].year}{care}."
    if not known:
        return f"{ranked}."
    last, earlier = known[-1]
    guess = ", by estimate," if last.estimated > 0 else ""
    return f"{ranked}. In {last.year} it was{guess} {band_of(earlier)[1]}."


def larger_area(name: str, worst: int, areas: int, year: int) -> str:
    """How many of the neighbourhoods of a ward or a wider neighbourhood are among the most deprived fifth."""
    fifth = f"among the most deprived fifth of England in {year}"
    if areas == 1:
        return f"The one neighbourhood of {name} is {'' if worst else 'not '}{fifth}."
    hoods = number.several(areas, "neighbourhood")
    if worst == 0:
        return f"None of the {hoods} of {name} is {fifth}."
    if worst == areas:
        return f"All {hoods} of {name} are {fifth}."
    return f"{number.count(worst)} of the {hoods} of {name} {'is' if worst == 1 else 'are'} {fifth}."


def district(
    name: str, share: float | None, worst: int, areas: int, year: int, *, rank: int | None, of: int | None
) -> str:
    """The share of the residents of a district in the most deprived fifth, and its rank among districts.

    `share` is from 0 to 1, or None where residents are not known; `rank` is by average score, 1 the most deprived.
    """
    if share is None:
        first = larger_area(name, worst, areas, year).removesuffix(".")
    elif worst == 0:
        hoods = number.several(areas, "neighbourhood")
        first = f"None of the {hoods} of {name} is among the most deprived fifth of England in {year}"
    else:
        first = (
            f"{number.percent(share)} of the residents of {name} live in neighbourhoods among the most deprived fifth "
            f"of England in {year}"
        )
    if rank is None:
        return f"{first}."
    among = f" of {of:,} districts" if of else " of England’s districts"
    most = "the most deprived" if rank == 1 else f"the {nth_of(rank)} most deprived"
    return f"{first}. By average score it is {most}{among}."


def not_ranked(name: str) -> str:
    """What is said where no edition of the index is at hand."""
    return f"The figures of {name}. No edition of the Indices of Deprivation is at hand for it."


def tenths_moved(editions: Sequence[EditionTenth]) -> str:
    """Whether the tenth changed between the last two editions, and over all of them."""
    known = [(one.year, one.tenth) for one in editions if one.tenth is not None]
    if len(known) < len(("before", "after")):
        return "Only one edition can be shown for it."
    (earlier, before), (year, now) = known[-2:]
    if len({tenth for _, tenth in known}) == 1:
        return (
            f"It was in the {_tenth(now)} in all {number.in_words(len(known))} editions from {known[0][0]} to {year}."
        )
    if before == now:
        return f"It stayed in the {_tenth(now)} from {earlier} to {year}."
    way = "a more deprived" if now < before else "a less deprived"
    moved = f"from the {_tenth(before)} to the {_tenth(now)}"
    return f"It moved to {way} tenth of England between {earlier} and {year}: {moved}."


def _tenth(tenth: int) -> str:
    """One tenth in words.

    Examples
    --------
    >>> _tenth(1), _tenth(3), _tenth(10)
    ('most deprived tenth', 'third most deprived tenth', 'least deprived tenth')
    """
    if tenth == 1:
        return "most deprived tenth"
    return "least deprived tenth" if tenth == 10 else f"{number.ordinal(tenth)} most deprived tenth"


def shares_moved(name: str, editions: Sequence[EditionShare]) -> str:
    """Whether more or fewer residents live in the most deprived fifth than in the edition before."""
    known = [(one.year, one.share) for one in editions if one.share is not None]
    if len(known) < len(("before", "after")):
        return "Only one edition can be shown for it."
    (earlier, before), (year, now) = known[-2:]
    of = f"of the residents of {name} in the most deprived fifth of England"
    if number.percent(before) == number.percent(now):
        return f"The share {of} was {number.percent(now)} in {earlier} and in {year}."
    verb = "rose" if now > before else "fell"
    return f"The share {of} {verb} from {number.percent(before)} in {earlier} to {number.percent(now)} in {year}."


def estimates(editions: Sequence[EditionTenth] | Sequence[EditionShare]) -> str:
    """In which editions something is an estimate because areas were redrawn, and for how many residents."""
    parts = [f"{number.percent(one.estimated)} in {one.year}" for one in editions if one.estimated > 0]
    if not parts:
        return "Nothing here is an estimate: no part of it was redrawn."
    return f"Where areas were redrawn, their earlier places are estimates; share of residents: {number.joined(parts)}."


def among_neighbours(rank: int, of: int) -> str:
    """The place of a neighbourhood among those that adjoin it, itself counted; 1 is the most deprived."""
    if of == 1:
        return "No neighbourhood of this place adjoins it."
    place = "most" if rank == 1 else "least" if rank == of else f"{number.ordinal(rank)} most"
    others = f"{number.in_words(of - 1)} that adjoin it" if of > len(("it", "another")) else "one that adjoins it"
    return f"It is the {place} deprived of the {number.in_words(of)} here: it and the {others}."


def domains_of_small(standings: Sequence[DomainStanding]) -> str:
    """In which domains one neighbourhood is among the most deprived tenth, and in which it stands best."""
    domains = [one for one in standings if not one.whole and not one.part]
    if not domains:
        return "No domain is published for this edition."
    worst = [one for one in domains if one.tenth == 1]
    best = max(domains, key=lambda one: one.rank)
    if len(worst) == len(domains):
        return f"It is among the most deprived tenth of England in all {number.in_words(len(domains))} domains."
    if worst:
        names = number.joined(_inside(one.label) for one in worst)
        first = f"It is among the most deprived tenth of England in {names}."
    else:
        least = min(domains, key=lambda one: one.rank)
        first = (
            "It is in no domain among the most deprived tenth of England; it stands worst in "
            f"{_inside(least.label)} (rank {least.rank:,})."
        )
    return f"{first} It stands best in {_inside(best.label)} (rank {best.rank:,})."


def domains_of_larger(spreads: Sequence[DomainSpread]) -> str:
    """In which domain most neighbourhoods are among the most deprived fifth, and in which fewest."""
    domains = [one for one in spreads if not one.whole]
    if not domains:
        return "No domain is published for this edition."
    most, fewest = max(domains, key=lambda one: one.worst), min(domains, key=lambda one: one.worst)
    fifth = "the most deprived fifth of England"
    if most.worst == fewest.worst:
        return f"In each domain {most.worst} of {most.areas} neighbourhoods are in {fifth}."
    return (
        f"No domain has more neighbourhoods in {fifth} than {_inside(most.label)}: {most.worst} of {most.areas}. "
        f"None has fewer than {_inside(fewest.label)}: {fewest.worst}."
    )


def _inside(label: str) -> str:
    """A label in the middle of a sentence: small first letter, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
