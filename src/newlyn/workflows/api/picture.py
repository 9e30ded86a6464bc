"""The picture of deprivation of a place, as it was written when the place was prepared."""

from __future__ import annotations

from newlyn.foundation.errors import NotFoundError, WarehouseError, did_you_mean
from newlyn.indices.picture import DeprivationPicture
from newlyn.workflows.site.opened import Site

Picture = DeprivationPicture
"""What the JSON holds."""


def picture_json(site: Site, index: str) -> bytes:
    """The picture in one edition as JSON.

    Raises
    ------
    NotFoundError
        If the place has no picture in that edition.
    WarehouseError
        If the file was taken away.
    """
    if index not in site.editions:
        raise NotFoundError(f"{site.name} has no picture of {index!r}. {did_you_mean(index, site.editions)}".rstrip())
    try:
        return (site.folder / f"{index}.json").read_bytes()
    except OSError:
        raise WarehouseError(f"the picture {index} cannot be read. Run `newlyn build PLACE` again.") from None
