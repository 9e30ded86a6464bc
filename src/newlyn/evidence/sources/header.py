"""Headers of columns: tidied, and told apart where a publisher repeats or forgets one."""

from __future__ import annotations

from collections.abc import Sequence


def unique_names(headers: Sequence[str]) -> list[str]:
    """Headers with single spaces; a blank one is called `column 3`, a repeated one gets a number: `Total (2)`.

    Examples
    --------
    >>> unique_names(["Area  code", "Total", "", "Total"])
    ['Area code', 'Total', 'column 3', 'Total (2)']
    """
    tidy = [" ".join(header.replace("\ufeff", "").split()) for header in headers]
    taken = set(tidy)
    names: list[str] = []
    for position, name in enumerate(tidy, 1):
        unique, number = name or f"column {position}", 1
        while unique in names or (number > 1 and unique in taken):
            number += 1
            unique = f"{name or f'column {position}'} ({number})"
        names.append(unique)
    return names
