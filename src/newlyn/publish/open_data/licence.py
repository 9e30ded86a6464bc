"""Licences by their addresses: publishers write the names of their licences in words of their own.

What each dataset is licensed under is in its definition (`newlyn.evidence.sources`).
"""

from __future__ import annotations

from collections.abc import Iterable

KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "open government licence|ogl",
    ),
    (
        "Open Parliament Licence v3.0",
        "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        "open parliament licence",
    ),
    (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "creative commons attribution 4.0|cc by 4.0",
    ),
)
"""Name, address, and how publishers begin to say it."""


def licence_address(words: str) -> str:
    """The address of a licence, or nothing where the words are not known.

    Examples
    --------
    >>> licence_address("OGL v3.0") == licence_address("Open Government Licence v3.0. Source: a council.")
    True
    >>> licence_address("All rights reserved")
    ''
    """
    return next((address for _, address, begins in KNOWN if _begins(words, begins)), "")


def licence_name(words: str) -> str:
    """The name by which a licence is known; the publisher's own words where it is not.

    Examples
    --------
    >>> licence_name("OGL v3.0"), licence_name("All rights reserved")
    ('Open Government Licence v3.0', 'All rights reserved')
    """
    return next((name for name, _, begins in KNOWN if _begins(words, begins)), words)


def licence_addresses(several: Iterable[str]) -> tuple[str, ...]:
    """The addresses of several licences, each once, in order."""
    return tuple(sorted({address for words in several if (address := licence_address(words))}))


def _begins(words: str, beginnings: str) -> bool:
    return words.lower().startswith(tuple(beginnings.split("|")))
