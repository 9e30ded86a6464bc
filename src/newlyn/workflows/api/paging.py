"""A long list in pages: which part it is, how long the whole is, and which build it was cut from.

Pages are counted by `offset`. A cursor would guard against rows that come in between; here nothing comes in
between, for a build never changes, and each page names its build: when that changes, a reader begins again.
"""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")

MOST = 1_000
"""Items of one page: about 300 kB of observations."""
USUAL = 100


class Page(BaseModel, Generic[T]):
    """Some items of a list."""

    model_config = ConfigDict(frozen=True)

    items: list[T]
    total: Annotated[int, Field(ge=0, description="How many items the whole list has.")]
    offset: Annotated[int, Field(ge=0, description="How many items come before this page.")]
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many items a page has at most.")]
    build: Annotated[str, Field(description="Digest of the evidence. When it changes between two pages, begin again.")]

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None where this is the last."""
        end = self.offset + len(self.items)
        return end if self.items and end < self.total else None


def make_page(kind: type[Page[T]], items: list[T], *, total: int, offset: int, limit: int, build: str) -> Page[T]:
    """The page that holds these items; they are made here and of the right type, so none is checked again."""
    return kind.model_construct(items=items, total=total, offset=offset, limit=limit, build=build)
