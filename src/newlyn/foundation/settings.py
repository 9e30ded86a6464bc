"""The settings: one table, read once from the environment into one frozen value.

The table feeds this parser, the reference page and the tests. Options of a single command are not
settings; they live with their command in `newlyn.cli`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newlyn.foundation.errors import InputError, did_you_mean


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what it does and what holds when it is absent."""

    variable: str
    meaning: str
    default: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "NEWLYN_HOME",
        "Folder that holds the raw files, the evidence warehouse and the pages that were built.",
        "`$XDG_DATA_HOME/newlyn`, or `~/.local/share/newlyn`",
    ),
    Setting(
        "NEWLYN_MIRROR",
        "Folder with copies of the publishers' files; when set, nothing is fetched from the network.",
        "not set: files come from their publishers",
    ),
    Setting(
        "NEWLYN_PACKS",
        "Folders with place packs of your own, separated by the path separator of the system.",
        "the `packs` folder inside `NEWLYN_HOME`",
    ),
)


@dataclass(frozen=True)
class Settings:
    """Where things are kept and where evidence comes from."""

    home: Path
    mirror: Path | None
    packs: tuple[Path, ...]

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings from `environ`; an unknown `NEWLYN_…` name is refused, not ignored."""
        known = {setting.variable for setting in SETTINGS}
        for name in environ:
            if name.startswith("NEWLYN_") and name not in known:
                hint = did_you_mean(name, known)
                raise InputError(f"{name} is not a setting of Newlyn. {hint}".rstrip())
        home = _home(environ)
        mirror = environ.get("NEWLYN_MIRROR")
        packs = [part for part in environ.get("NEWLYN_PACKS", "").split(os.pathsep) if part]
        return cls(
            home=home,
            mirror=_folder("NEWLYN_MIRROR", mirror) if mirror else None,
            packs=tuple(_folder("NEWLYN_PACKS", part) for part in packs) or (home / "packs",),
        )

    @property
    def raw(self) -> Path:
        """Folder of the publishers' files as they were fetched."""
        return self.home / "raw"

    @property
    def warehouse(self) -> Path:
        """Folder of the evidence warehouse."""
        return self.home / "warehouse"

    @property
    def pictures(self) -> Path:
        """Folder of the pictures of places."""
        return self.home / "pictures"


def _home(environ: Mapping[str, str]) -> Path:
    if environ.get("NEWLYN_HOME"):
        return _folder("NEWLYN_HOME", environ["NEWLYN_HOME"])
    base = environ.get("XDG_DATA_HOME", "")
    # The XDG Base Directory Specification has relative paths ignored.
    return _folder("XDG_DATA_HOME", base if Path(base).is_absolute() else "~/.local/share") / "newlyn"


def _folder(variable: str, given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise InputError(
            f"{variable}: {given!r} begins with the home of a user who is not known here. Write the whole path."
        ) from None
