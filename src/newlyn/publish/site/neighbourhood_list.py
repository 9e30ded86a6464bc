"""The list of the areas of a place: a form that narrows it, a sentence that counts what is left, a table, pages.

Which rows these are, in which order, is `workflows.site.neighbourhood_list`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links

TYPES: dict[str, tuple[str, str]] = {
    "lsoa21": ("neighbourhood", "neighbourhoods"),
    "msoa21": ("wider neighbourhood", "wider neighbourhoods"),
    "wd": ("ward", "wards"),
    "lad": ("district", "districts"),
}
"""What can be listed, and what people call one and several."""

NATURAL: dict[str, str] = {
    "rank": "Most deprived first",
    "name": "Name, A to Z",
    "district": "District, A to Z",
    "residents": "Most residents first",
    "before": "Most deprived first in {before}",
    "areas": "Most neighbourhoods first",
    "fifth": "Most neighbourhoods in the most deprived fifth first",
}
"""What rows can be put in order by, and how they stand then."""

TURNED: dict[str, str] = {
    "rank": "Least deprived first",
    "name": "Name, Z to A",
    "district": "District, Z to A",
    "residents": "Fewest residents first",
    "before": "Least deprived first in {before}",
    "areas": "Fewest neighbourhoods first",
    "fifth": "Fewest neighbourhoods in the most deprived fifth first",
}
"""The same the other way round: asked for with a minus before the name."""

KEYS: dict[str, tuple[str, ...]] = {
    "lsoa21": ("name", "rank", "before", "district", "residents"),
    "msoa21": ("name", "rank", "areas", "district", "residents"),
    "wd": ("name", "rank", "areas", "district", "residents"),
    "lad": ("name", "rank", "fifth", "areas", "residents"),
}
"""By type: the columns, each of which can be sorted by. What ranks come from stands where a phone shows it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One area of the list."""

    code: str
    name: str
    district_code: str
    district: str
    residents: float | None
    rank: int | None = None
    """Of a neighbourhood among all of England; of a district among all districts."""
    tenth: int | None = None
    figure: str = ""
    before: int | None = None
    """Tenth in the edition that the place has chosen."""
    areas: int = 0
    """Neighbourhoods in a larger area."""
    worst: int = 0
    """Those of them among the most deprived fifth of England."""


@dataclass(frozen=True)
class Choice:
    """What a reader asked for."""

    type: str = "lsoa21"
    words: str = ""
    district: str = ""
    """Code of a district; empty for all."""
    tenth: int | None = None
    key: str = "rank"
    turned: bool = False
    """Whether the order is turned round."""
    page: int = 1

    @property
    def sort(self) -> str:
        """The order as an address writes it."""
        return f"-{self.key}" if self.turned else self.key

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.district or self.tenth)

    def query(self, **changed: object) -> dict[str, object]:
        """The query of an address that asks for the same but for what is changed; what is usual is left out."""
        values: dict[str, object] = {
            "type": self.type,
            "q": self.words,
            "district": self.district,
            "tenth": self.tenth,
            "sort": self.sort,
            "page": self.page,
        } | changed
        usual = {"type": "lsoa21", "sort": "rank", "page": 1}
        return {name: value for name, value in values.items() if value not in ("", None, usual.get(name))}


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, and the order that it leads to."""

    key: str
    words: str
    note: str
    align: str
    sort: str
    direction: str
    """`ascending`, `descending`, or nothing where the rows are in another order."""


@dataclass(frozen=True)
class Section:
    """Areas of one type as a table."""

    type: str
    rows: tuple[Listed, ...]
    heads: tuple[Head, ...]
    caption: str

    @property
    def title(self) -> str:
        """The heading, where there are several."""
        return TYPES[self.type][1].capitalize()


@dataclass(frozen=True)
class Option:
    """One choice of a form."""

    value: str
    text: str


@dataclass(frozen=True)
class ListPage:
    """Everything that the page says."""

    place: str
    choice: Choice
    total: int
    """Areas of the type in all."""
    matching: int
    pages: int
    shown: tuple[int, int]
    """The first and the last row on the page, counted from 1; 0 and 0 where there are none."""
    sections: tuple[Section, ...]
    districts: tuple[Option, ...]
    orders: tuple[Option, ...]
    year: int | None
    """Of the newest edition."""
    before: int | None
    """Of the edition that the place has chosen, where it is another."""
    notes: tuple[str, ...] = ()
    """What was not done as asked, and why."""

    @property
    def title(self) -> str:
        """The heading."""
        return f"{TYPES[self.choice.type][1].capitalize()} of {self.place}"

    @property
    def sentence(self) -> str:
        """How many there are, and which of them are shown in which order."""
        return count_sentence(
            self.choice,
            self.matching,
            self.total,
            self.place,
            {one.value: one.text for one in self.districts}.get(self.choice.district, ""),
            self.before,
        )

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Numbers of the pages that are linked; None where some are left out."""
        return tuple(page_numbers(self.choice.page, self.pages))

    @property
    def types(self) -> tuple[Option, ...]:
        """The types that can be chosen."""
        return tuple(Option(key, many.capitalize()) for key, (_, many) in TYPES.items())


def count_sentence(
    choice: Choice, matching: int, total: int, place: str, district: str = "", before: int | None = None
) -> str:
    """How many areas a choice leaves, in what order.

    Examples
    --------
    >>> count_sentence(Choice(), 903, 903, "Essex")
    'All 903 neighbourhoods of Essex, most deprived first.'
    >>> count_sentence(Choice(words="clacton", tenth=1), 1, 903, "Essex")
    '1 of the 903 neighbourhoods of Essex has “clacton” in its name or code and is in tenth 1 of England.'
    """
    one, many = TYPES[choice.type]
    order = order_words(choice.key, turned=choice.turned, before=before)
    order = order[:1].lower() + order[1:]
    if not choice.narrowed:
        return f"All {number.several(total, one, many)} of {place}, {order}."
    single = matching == 1
    clauses = []
    if choice.words:
        clauses.append(f"{'has' if single else 'have'} “{choice.words}” in {'its' if single else 'their'} name or code")
    if choice.district:
        clauses.append(f"{'is' if single else 'are'} in {district or choice.district}")
    if choice.tenth and choice.type == "lsoa21":
        clauses.append(f"{'is' if single else 'are'} in tenth {choice.tenth} of England")
    elif choice.tenth:
        clauses.append(f"{'has' if single else 'have'} a neighbourhood in tenth {choice.tenth} of England")
    number_of = "None" if matching == 0 else number.count(matching)
    ending = f", {order}" if matching > 1 else ""
    return f"{number_of} of the {number.several(total, one, many)} of {place} {number.joined(clauses)}{ending}."


def order_words(key: str, *, turned: bool, before: int | None) -> str:
    """An order in words.

    Examples
    --------
    >>> order_words("before", turned=False, before=2019)
    'Most deprived first in 2019'
    """
    return (TURNED if turned else NATURAL)[key].format(before=before or "an earlier edition")


def page_numbers(current: int, pages: int) -> Iterator[int | None]:
    """The first, the last and those around the current one; None for each stretch that is left out.

    Examples
    --------
    >>> list(page_numbers(5, 10))
    [1, None, 4, 5, 6, None, 10]
    >>> list(page_numbers(1, 3))
    [1, 2, 3]
    """
    kept = sorted({1, pages, *range(max(current - 1, 1), min(current + 1, pages) + 1)})
    last = 0
    for one in kept:
        if one == last + 2:
            yield last + 1
        elif one > last + 2:
            yield None
        yield one
        last = one


_ASCENDING = ("rank", "name", "district", "before")
"""Columns whose natural order begins with the smallest."""


def heads_of(choice: Choice, year: int | None, before: int | None) -> tuple[Head, ...]:
    """The heads of the columns of a type; each leads to its order, and the one in use to the same turned round."""
    when = "" if year is None else str(year)
    large = choice.type != "lsoa21"
    words = {
        "name": (TYPES[choice.type][0].capitalize(), "", "w"),
        "district": ("District", "", "w"),
        "residents": ("Residents", "Census 2021", ""),
        "areas": ("Neighbourhoods", "", ""),
        "fifth": ("In the most deprived fifth", when, ""),
        "rank": ("In the most deprived fifth", when, "") if choice.type in ("msoa21", "wd") else
                ("Rank of districts" if large else "Rank in England", f"{when}, 1 is most deprived", ""),
        "before": ("Tenth", str(before), "c"),
    }  # fmt: skip
    found = []
    for key in KEYS[choice.type]:
        if key == "before" and before is None:
            continue
        used = key == choice.key
        up = (key in _ASCENDING and not (large and choice.type != "lad" and key == "rank")) != choice.turned
        sort = f"-{key}" if used and not choice.turned else key
        found.append(Head(key, *words[key], sort, ("ascending" if up else "descending") if used else ""))
        if key == "rank" and choice.type == "lsoa21":
            found.append(Head("tenth", "Tenth", when, "c", "", ""))
    return tuple(found)


def orders_of(area_type: str, before: int | None) -> tuple[Option, ...]:
    """The orders that a type can be put in, both ways."""
    return tuple(
        Option(f"-{key}" if turned else key, order_words(key, turned=turned, before=before))
        for key in sorted(KEYS[area_type], key=lambda key: key != "rank")
        if key != "before" or before is not None
        for turned in (False, True)
    )


def section_of(rows: Sequence[Listed], choice: Choice, place: str, year: int | None, before: int | None) -> Section:
    """Areas of one type as a table."""
    order = order_words(choice.key, turned=choice.turned, before=before)
    caption = f"{TYPES[choice.type][1].capitalize()} of {place}. {order}"
    return Section(choice.type, tuple(rows), heads_of(choice, year, before), caption)


def render_list(page: ListPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("neighbourhood_list.html", frame, link, page)
