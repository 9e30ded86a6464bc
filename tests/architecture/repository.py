"""The files of the repository as Git has them, and the modules among them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "newlyn"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or is about to be in the repository; none where this is no checkout."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its path, parsed."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}
