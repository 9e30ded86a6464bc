"""The style sheets and scripts of the pages, by the names that templates use.

They are put together by `npm run build` from `publish/assets`, and each file is named after its content, so that
a browser may keep it for ever; here the list of those names is read. Who sends the files is `newlyn.web`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newlyn.foundation.errors import InputError, StorageError, did_you_mean

STATIC = Path(__file__).with_name("static")
"""Folder of the files that were put together."""

KEPT_FOR_EVER = re.compile(r"-[0-9A-Z]{8}\.[a-z]+$")
"""End of a file name that changes with its content."""

_REMEDY = "Run make, or npm ci and then npm run build."


@dataclass(frozen=True)
class Assets:
    """File names of the assets by their logical names."""

    folder: Path
    names: Mapping[str, str]

    @classmethod
    def open(cls, folder: Path = STATIC) -> Assets:
        """Read the list of assets in `folder`.

        Raises
        ------
        StorageError
            If there is no list, it cannot be understood, or a file that it names is missing.
        """
        listed = folder / "assets.json"
        try:
            names = json.loads(listed.read_text(encoding="utf-8"))
        except OSError:
            raise StorageError(
                f"the styles and scripts of the pages are not built: no {listed.name}. {_REMEDY}"
            ) from None
        except ValueError:
            raise StorageError(f"{listed.name} of the pages' styles and scripts cannot be read. {_REMEDY}") from None
        if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
            raise StorageError(f"{listed.name} holds no names of styles and scripts. {_REMEDY}")
        for name in names.values():
            if not (folder / name).is_file():
                raise StorageError(f"{listed.name} names {name}, which is not there. {_REMEDY}")
        return cls(folder, names)

    def url_name(self, name: str) -> str:
        """The file name of an asset by its logical name, such as `site.css`.

        Raises
        ------
        InputError
            If no asset has the name.
        """
        if name not in self.names:
            raise InputError(f"{name!r} is not an asset of the pages. {did_you_mean(name, self.names)}".rstrip())
        return self.names[name]

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that pages may ask for, without the compressed ones beside them."""
        return tuple(self.folder / name for name in sorted(self.names.values()))
