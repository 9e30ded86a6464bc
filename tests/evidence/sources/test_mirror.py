"""A mirror is a folder; its index, where there is one, must be right."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from newlyn.evidence.sources.mirror import Mirror, Note
from newlyn.foundation.errors import SourceError

TEXT = b"made up\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "copies"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "x.csv").write_bytes(TEXT)
    return folder


def index(folder: Path, text: str | bytes) -> Mirror:
    (folder / "index.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    return Mirror(folder)


def test_a_mirror_without_an_index_vouches_for_nothing(folder: Path) -> None:
    assert Mirror(folder).note("a/x.csv") == Note(None, None)
    assert Mirror(folder).measure("a/x.csv") == (DIGEST, len(TEXT))


@pytest.mark.parametrize("name", ["a/x.csv", "copies/a/x.csv", "open-data/a/x.csv"])
def test_an_index_may_name_its_files_from_above_its_own_folder(folder: Path, name: str) -> None:
    mirror = index(folder, f"- file: {name}\n  sha256: {DIGEST}\n  copied_from: an office\n- file: b.csv\n")
    assert mirror.note("a/x.csv") == Note(DIGEST, "an office")
    assert mirror.note("b.csv") == Note(None, None)
    assert mirror.measure("a/x.csv")[0] == DIGEST


def test_a_copy_with_another_checksum_is_refused(folder: Path) -> None:
    mirror = index(folder, f"- file: a/x.csv\n  sha256: '{'0' * 63}1'\n")
    with pytest.raises(SourceError, match=r"^a/x\.csv: the copy has checksum .*… and index\.yaml states 000000000000…"):
        mirror.measure("a/x.csv")


def test_a_file_that_is_not_there_is_told_with_what_to_do(folder: Path) -> None:
    assert not Mirror(folder).has("b.csv")
    assert not Mirror(folder).has("a")
    with pytest.raises(SourceError, match=r"^b\.csv: not in the mirror .*\. Add the file, or fetch without a mirror\."):
        Mirror(folder).measure("b.csv")


@pytest.mark.parametrize(
    "text", ["a: [", "", "5", "- 5", "- {sha256: ab}", "files: {}", "- [a, b]", b"- file: caf\xe9\n", "- file: \x00"]
)
def test_an_index_that_is_none_is_told_in_one_line(folder: Path, text: str | bytes) -> None:
    with pytest.raises(SourceError, match=r"index\.yaml: not an index of a mirror \(.*\)\. Mend it") as error:
        index(folder, text).measure("a/x.csv")
    assert "\n" not in str(error.value)
