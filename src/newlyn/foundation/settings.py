"""The settings: one table, read once from the environment into one frozen value.

The table feeds this parser, the reference page and the tests. Options of a single command are not
settings; they live with their command in `newlyn.cli`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newlyn.foundation.database import DatabaseAddress
from newlyn.foundation.errors import InputError, did_you_mean
from newlyn.foundation.secret import Secret

SECRET_LENGTH = 50  # letters; Django's own measure of a key that is long enough
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names by which a machine reaches itself."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


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
    Setting(
        "NEWLYN_DATABASE",
        "Where records are kept: `sqlite:///path/of/file`, or `postgresql://user:password@host:port/name` (with "
        "`?host=/folder` for a socket).",
        "the file `records.sqlite3` inside `NEWLYN_HOME`",
    ),
    Setting(
        "NEWLYN_SECRET",
        f"Key by which the web service signs what browsers give back: at least {SECRET_LENGTH} letters, secret.",
        "`NEWLYN_SECRET_FILE`",
    ),
    Setting(
        "NEWLYN_SECRET_FILE",
        "File with that key and nothing else.",
        "the file `secret` inside `NEWLYN_HOME`, made when it is first needed, for its owner alone",
    ),
    Setting(
        "NEWLYN_HOSTS",
        "Names by which the web service is reached, separated by commas; a request for any other is refused.",
        "`localhost,127.0.0.1,[::1]`",
    ),
    Setting(
        "NEWLYN_HTTPS",
        "`on` where the web service is reached by https: then browsers are told to come by nothing else.",
        "`off`",
    ),
)


@dataclass(frozen=True)
class Settings:
    """Where things are kept and where evidence comes from."""

    home: Path
    mirror: Path | None
    packs: tuple[Path, ...]
    database: DatabaseAddress | None = None
    """Where records are kept, if not in a file in `home`."""
    secret: Secret | None = None
    """The key of the web service, if it is not in a file."""
    secret_file: Path | None = None
    """The file with that key, if it is not one in `home`."""
    hosts: tuple[str, ...] = LOOPBACK
    """Names by which the web service is reached."""
    https: bool = False
    """Whether it is reached by https."""

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
            database=_database(environ),
            secret=_secret(environ),
            secret_file=_secret_file(environ),
            hosts=_hosts(environ),
            https=_https(environ),
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


def _database(environ: Mapping[str, str]) -> DatabaseAddress | None:
    given = environ.get("NEWLYN_DATABASE")
    return DatabaseAddress.parse("NEWLYN_DATABASE", given) if given else None


def _secret(environ: Mapping[str, str]) -> Secret | None:
    given = environ.get("NEWLYN_SECRET", "")
    if given and environ.get("NEWLYN_SECRET_FILE"):
        raise InputError("NEWLYN_SECRET and NEWLYN_SECRET_FILE are both set. Set one of them.")
    if given and len(given) < SECRET_LENGTH:
        raise InputError(
            f"NEWLYN_SECRET is too short to be safe. Use at least {SECRET_LENGTH} letters that chance has chosen, or "
            "set nothing and let Newlyn make a key."
        )
    return Secret(given) if given else None


def _secret_file(environ: Mapping[str, str]) -> Path | None:
    given = environ.get("NEWLYN_SECRET_FILE")
    return _folder("NEWLYN_SECRET_FILE", given) if given else None


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    given = [name.strip() for name in environ.get("NEWLYN_HOSTS", "").split(",") if name.strip()]
    for name in given:
        if not _HOST.fullmatch(name):
            raise InputError(
                f"NEWLYN_HOSTS: {name!r} is not the name of a host. Accepted: names and addresses without scheme, port "
                "or asterisk, separated by commas, such as place.example.org,localhost."
            )
    return tuple(given) or LOOPBACK


def _https(environ: Mapping[str, str]) -> bool:
    given = environ.get("NEWLYN_HTTPS") or "off"
    if given not in ("on", "off"):
        raise InputError(f"NEWLYN_HTTPS: {given!r} is neither on nor off. Write one of the two.")
    return given == "on"
