"""A text that is not shown by accident: in a message, a log or the value of something that holds it.

Where the key of the web service comes from, and where it is kept, is `newlyn.web.secret_key`.
"""

from __future__ import annotations


class Secret:
    """A password or a key; only `reveal` gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(…)"
