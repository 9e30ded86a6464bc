"""The tables of the English Indices of Deprivation: one family of columns, declared edition by edition.

A column that only the publisher's own file fills, and the copies in a mirror do not, is not `required`. What
is observed from these tables is in `catalogue.deprivation_indices` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable

from newlyn.evidence.catalogue.deprivation_domains import (
    AREAS,
    DOMAINS,
    IMD,
    RANKED,
    SUBDOMAINS,
    SUPPLEMENTARY,
    VINTAGE,
    Domain,
)
from newlyn.evidence.catalogue.table import Column, Table, area


def _measured(
    domain: Domain, edition: int, *, score: bool = True, rank: bool = True, tied: bool = False
) -> tuple[Column, ...]:
    """Score, rank and decile of a domain; `score` and `rank` say whether each must be there.

    `tied` ranks may end in a half: editions before 2015 gave areas with one score the mean of their ranks.
    """
    most = AREAS[edition]
    return (
        Column(f"{domain.id}_score", "number", f"{domain.label}: score, higher is more deprived", required=score),
        Column(
            f"{domain.id}_rank",
            "number" if tied else "rank",
            f"{domain.label}: rank among England's small areas, 1 is most deprived",
            least=1,
            most=most,
            required=rank,
        ),
        Column(
            f"{domain.id}_decile",
            "decile",
            f"{domain.label}: tenth of England's small areas, 1 is most deprived",
            least=1,
            most=10,
            required=rank,
        ),
    )


def _district(edition: int, *, required: bool) -> Column:
    if edition < 2010:
        return Column("district", "text", "Code of the district as the file gives it, in the old form such as 22UB")
    return Column("district", "area", "GSS code of the district as the file gives it", "lad", required=required)


def _denominators(when: str, *, required: bool, prisoners: str = ", excluding prisoners") -> tuple[Column, ...]:
    def people(name: str, who: str) -> Column:
        return Column(name, "count", f"{who}, {when}{prisoners}", least=0, required=required)

    return (
        people("population", "All people"),
        people("children", "Dependent children aged 0 to 15"),
        people("working_age", "People aged 16 to 59"),
        people("older", "People aged 60 and over"),
        Column(
            "employment_population",
            "number",
            f"People of working age as the employment domain counts them, {when}{prisoners}; a mean of quarters, "
            "so not always whole",
            least=0,
            required=required,
        ),
    )


def _table(edition: int, title: str, columns: Iterable[Column], *, suffix: str = "") -> Table:
    return Table(
        f"iod{edition}{suffix}",
        f"English Indices of Deprivation {edition}: {title}",
        (area(VINTAGE[edition]), *columns),
        ("area",),
        rows=AREAS[edition],
    )


def _all(domains: Iterable[Domain], edition: int, **rules: bool) -> list[Column]:
    return [column for domain in domains for column in _measured(domain, edition, **rules)]


def _early(edition: int) -> Table:
    """2004 and 2007: the main table of the copies holds the whole index only."""
    return _table(edition, "the whole index", [_district(edition, required=True), *_measured(IMD, edition)])


_MAIN = "scores, ranks and deciles"

_IOD2010 = _table(2010, _MAIN, [*_all((IMD, *DOMAINS), 2010), *_all(SUPPLEMENTARY, 2010, score=False, rank=False)])

_IOD2015 = _table(
    2015,
    f"{_MAIN}, and population denominators",
    [
        _district(2015, required=True),
        *_measured(IMD, 2015),
        *_all((*DOMAINS, *SUPPLEMENTARY), 2015, score=False, rank=False),
        *_denominators("mid-2012", required=False),
    ],
)

_SCORED_2019 = ("imd", "income", "employment")
"""The scores that the copies hold as well as the publisher's File 7."""

_IOD2019 = _table(
    2019,
    f"{_MAIN}, and population denominators",
    [
        _district(2019, required=True),
        *(c for domain in RANKED for c in _measured(domain, 2019, score=domain.id in _SCORED_2019)),
        *_denominators("mid-2015", required=True),
        Column(
            "idaci_derived",
            "number",
            "IDACI numerator of File 8 (rounded to 5, withheld if small) divided by children: not the published score",
            least=0,
            required=False,
        ),
        Column(
            "idaopi_derived",
            "number",
            "IDAOPI numerator of File 8 (rounded to 5, withheld if small) divided by older people: not the published "
            "score",
            least=0,
            required=False,
        ),
    ],
)

_IOD2025 = _table(
    2025,
    f"{_MAIN}, and population denominators",
    [
        _district(2025, required=False),
        *_all((IMD, *DOMAINS), 2025),
        *_all(SUPPLEMENTARY, 2025, score=False, rank=False),
        *(c for c in _denominators("mid-2022", required=False, prisoners="") if c.name != "working_age"),
    ],
)


def _subdomains(edition: int) -> Table:
    """The six sub-domains; for 2004 and 2007 also the three domains that the copies keep beside them."""
    if edition >= 2015:
        columns = _all(SUBDOMAINS, edition, score=edition != 2019)
    elif edition == 2010:
        columns = _all(SUBDOMAINS, edition, tied=True)
    else:
        parents = [domain for domain in DOMAINS if domain.id in ("education", "barriers", "living")]
        columns = _all((*SUBDOMAINS, *parents), edition, tied=True)
    return _table(edition, "sub-domains", columns, suffix="_subdomains")


def _transformed(edition: int) -> Table:
    columns = [
        Column(f"{d.id}_transformed", "number", f"{d.label}: rank put on the exponential scale", least=0, most=100)
        for d in DOMAINS
    ]
    columns = [_district(edition, required=True), *columns]
    return _table(edition, "exponentially transformed domain scores", columns, suffix="_transformed")


IOD: dict[int, Table] = {
    2004: _early(2004), 2007: _early(2007), 2010: _IOD2010, 2015: _IOD2015, 2019: _IOD2019, 2025: _IOD2025,
}  # fmt: skip
"""The main table of each edition."""

IOD_SUBDOMAINS: dict[int, Table] = {edition: _subdomains(edition) for edition in AREAS}

IOD_TRANSFORMED: dict[int, Table] = {edition: _transformed(edition) for edition in (2015, 2019)}
