"""The raw store keeps what was accepted, forgets nothing, and is never caught half-way."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.evidence.sources.download import Download, NotModified
from newlyn.evidence.sources.kept import Kept
from newlyn.evidence.sources.partial import Validators
from newlyn.evidence.sources.store import RawStore
from newlyn.foundation.errors import BusyError, DefinitionError, SourceError, StorageError
from newlyn.foundation.provenance import Origin

FIRST, SECOND = b"code,value\nE01000001,1\n", b"code,value\nE01000001,2\n"
MONDAY, TUESDAY, FRIDAY = "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z", "2026-03-06T09:00:00Z"


def origin_of(
    content: bytes,
    retrieved: str | None = None,
    copied_from: str | None = None,
    *,
    dataset: str = "imd",
    file: str = "x.csv",
) -> Origin:
    return Origin(
        dataset=dataset,
        file=file,
        publisher="Office for Made-up Statistics",
        title="Made-up scores",
        licence="OGL v3.0",
        url="https://publisher.invalid/x.csv",
        retrieved=retrieved,
        copied_from=copied_from,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "raw")


def fetched(store: RawStore, content: bytes, retrieved: str, etag: str | None = None) -> Download:
    """A download as it lies before it is kept."""
    store.downloads.mkdir(parents=True, exist_ok=True)
    path = store.downloads / "abc.whole"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    url = "https://publisher.invalid/x.csv"
    return Download(path, digest, len(content), url, retrieved, Validators(etag), "text/csv")


def keep(store: RawStore, content: bytes, retrieved: str) -> Kept:
    return store.keep(fetched(store, content, retrieved), origin_of(content, retrieved))


def records(store: RawStore) -> dict[str, bytes]:
    """Every byte that a build may depend on."""
    files = (path for path in store.folder.rglob("*") if path.is_file() and ".incoming" not in path.parts)
    return {str(path): path.read_bytes() for path in files if not path.name.endswith(".checked.json")}


# --- keeping -----------------------------------------------------------------------------------------------------


def test_a_kept_file_lies_under_its_date_and_digest(store: RawStore) -> None:
    kept = keep(store, FIRST, MONDAY)
    digest = hashlib.sha256(FIRST).hexdigest()[:12]
    assert kept.path == store.folder / "imd" / "x.csv" / f"2026-03-02-{digest}.csv"
    assert kept.path.read_bytes() == FIRST
    record = json.loads(kept.path.with_name(f"{kept.path.name}.origin.json").read_bytes())
    assert record == origin_of(FIRST, MONDAY).to_dict()
    assert store.current("imd", "x.csv", verify=True) == kept


def test_nothing_is_current_before_anything_is_kept(store: RawStore) -> None:
    assert store.current("imd", "x.csv") is None
    assert store.history("imd", "x.csv") == ()


def test_a_kept_download_is_moved_and_a_mirror_is_only_read(store: RawStore, tmp_path: Path) -> None:
    come = fetched(store, FIRST, MONDAY)
    store.keep(come, origin_of(FIRST, MONDAY))
    copy = tmp_path / "mirror.csv"
    copy.write_bytes(SECOND)
    store.keep(copy, origin_of(SECOND, copied_from="imd/mirror.csv"))
    assert not come.path.exists()
    assert copy.read_bytes() == SECOND


def test_a_copy_from_a_mirror_claims_no_date(store: RawStore, tmp_path: Path) -> None:
    copy = tmp_path / "mirror.csv"
    copy.write_bytes(FIRST)
    kept = store.keep(copy, origin_of(FIRST, copied_from="imd/mirror.csv"))
    assert kept.path.name.startswith("undated-")
    assert (kept.origin.retrieved, kept.origin.copied_from, kept.checked) == (None, "imd/mirror.csv", None)


def test_a_new_version_takes_over_and_the_old_one_stays(store: RawStore) -> None:
    first, second = keep(store, FIRST, MONDAY), keep(store, SECOND, TUESDAY)
    assert store.current("imd", "x.csv") == second
    assert store.history("imd", "x.csv") == (first, second)
    assert first.path.read_bytes() == FIRST


def test_the_same_bytes_again_change_nothing_but_when_they_were_checked(store: RawStore) -> None:
    first = keep(store, FIRST, MONDAY)
    before = records(store)
    again = keep(store, FIRST, FRIDAY)
    assert records(store) == before
    assert (again.path, again.origin) == (first.path, first.origin)
    assert (first.checked, again.checked) == (MONDAY, FRIDAY)


@pytest.mark.parametrize("contents", [(FIRST, SECOND), (SECOND, FIRST)])
def test_versions_of_one_day_are_in_the_order_in_which_they_came(
    store: RawStore, contents: tuple[bytes, bytes]
) -> None:
    kept = tuple(
        keep(store, content, f"2026-03-02T{hour}:00:00Z") for hour, content in zip((10, 11), contents, strict=True)
    )
    assert store.history("imd", "x.csv") == kept


def test_a_version_that_comes_back_is_the_one_that_was_kept_first(store: RawStore) -> None:
    first = keep(store, FIRST, MONDAY)
    keep(store, SECOND, TUESDAY)
    back = keep(store, FIRST, FRIDAY)
    assert back.origin == first.origin
    assert store.current("imd", "x.csv") == back
    assert len(store.history("imd", "x.csv")) == 2


def test_a_mirror_that_confirms_a_fetched_file_does_not_take_its_place(store: RawStore, tmp_path: Path) -> None:
    first = keep(store, FIRST, MONDAY)
    copy = tmp_path / "mirror.csv"
    copy.write_bytes(FIRST)
    assert store.keep(copy, origin_of(FIRST, copied_from="imd/mirror.csv")) == first


def test_what_to_ask_the_publisher_next_time_is_kept(store: RawStore) -> None:
    store.keep(fetched(store, FIRST, MONDAY, etag='"abc"'), origin_of(FIRST, MONDAY))
    kept = store.current("imd", "x.csv")
    assert kept is not None
    assert kept.validators == Validators('"abc"')


def test_an_answer_that_nothing_has_changed_is_noted(store: RawStore) -> None:
    keep(store, FIRST, MONDAY)
    before = records(store)
    answer = NotModified("https://publisher.invalid/x.csv", FRIDAY, Validators('"abc"'))
    confirmed = store.confirm("imd", "x.csv", answer)
    assert (confirmed.checked, confirmed.validators) == (FRIDAY, Validators('"abc"'))
    assert store.current("imd", "x.csv") == confirmed
    assert records(store) == before


def test_nothing_can_be_confirmed_before_it_is_kept(store: RawStore) -> None:
    with pytest.raises(StorageError, match=r"nothing is kept here. Fetch imd again"):
        store.confirm("imd", "x.csv", NotModified("https://publisher.invalid/x.csv", FRIDAY, Validators()))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=6))
def test_the_last_is_current_and_every_version_is_remembered_once(contents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = RawStore(Path(folder))
        for day, content in enumerate(contents, start=1):
            keep(store, content, f"2026-03-{day:02d}T00:00:00Z")
        current = store.current("imd", "x.csv", verify=True)
        assert current is not None
        assert current.path.read_bytes() == contents[-1]
        assert [kept.path.read_bytes() for kept in store.history("imd", "x.csv")] == list(dict.fromkeys(contents))


# --- proposing ---------------------------------------------------------------------------------------------------


def test_a_proposal_is_checked_under_its_own_name_before_it_counts(store: RawStore) -> None:
    first = keep(store, FIRST, MONDAY)
    with store.propose(fetched(store, SECOND, TUESDAY), origin_of(SECOND, TUESDAY)) as proposal:
        assert proposal.path.name == "x.csv"  # its ending tells a reader what it is
        assert proposal.path.read_bytes() == SECOND
        assert store.current("imd", "x.csv") == first
    assert proposal.kept == store.current("imd", "x.csv")
    assert not proposal.path.exists()


def test_a_proposal_that_fails_its_check_leaves_the_last_good_copy(store: RawStore) -> None:
    first = keep(store, FIRST, MONDAY)
    before = records(store)

    def check(path: Path) -> None:
        raise SourceError(f"{path.name}: there is no column 'value'.")

    with pytest.raises(SourceError, match=r"x.csv: there is no column"):
        store.keep(fetched(store, SECOND, TUESDAY), origin_of(SECOND, TUESDAY), check)
    assert store.current("imd", "x.csv", verify=True) == first
    assert records(store) == before
    assert SECOND not in [path.read_bytes() for path in store.folder.rglob("*") if path.is_file()]


def test_an_empty_file_is_never_proposed(store: RawStore) -> None:
    with pytest.raises(SourceError, match=r"imd/x.csv from https://publisher.invalid/x.csv: the file is empty"):
        keep(store, b"", MONDAY)
    assert store.current("imd", "x.csv") is None


def test_a_file_that_is_not_the_one_its_origin_tells_of_is_refused(store: RawStore, tmp_path: Path) -> None:
    copy = tmp_path / "mirror.csv"
    copy.write_bytes(SECOND)
    with pytest.raises(SourceError, match=r"imd/x.csv from imd/mirror.csv: the file changed while it was being copied"):
        store.keep(copy, origin_of(FIRST, copied_from="imd/mirror.csv"))


@pytest.mark.parametrize("name", ["absent.csv", "."], ids=["absent", "a folder"])
def test_a_copy_that_cannot_be_read_is_told(store: RawStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=r"cannot be read \(.*\). Check the mirror's folder"):
        store.keep(tmp_path / name, origin_of(FIRST))


def test_two_proposals_of_one_file_do_not_mix(store: RawStore) -> None:
    come = fetched(store, FIRST, MONDAY)
    with store.propose(come, origin_of(FIRST, MONDAY)):
        other = fetched(store, SECOND, TUESDAY)
        with pytest.raises(BusyError, match=r"keeping imd/x.csv"):
            store.keep(other, origin_of(SECOND, TUESDAY))
    assert store.current("imd", "x.csv", verify=True) is not None


# --- names -------------------------------------------------------------------------------------------------------

TRICKS = ["", ".", "..", "../x.csv", "/etc/passwd", "a/b.csv", "a\\b.csv", "C:x.csv", "x\0.csv", "x\n.csv", ".hidden",
          "é" * 101, "\ud800"]  # fmt: skip


@pytest.mark.parametrize("name", TRICKS)
def test_a_name_that_could_lead_elsewhere_is_refused(store: RawStore, name: str) -> None:
    with pytest.raises(DefinitionError, match="is not a name for a file in the raw store"):
        store.keep(fetched(store, FIRST, MONDAY), origin_of(FIRST, MONDAY, file=name))
    with pytest.raises(DefinitionError, match="is not a name for a dataset in the raw store"):
        store.current(name, "x.csv")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=12))
def test_whatever_name_is_accepted_stays_in_the_store(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = RawStore(Path(folder) / "raw")
        try:
            kept = store.keep(fetched(store, FIRST, MONDAY), origin_of(FIRST, MONDAY, file=name))
        except DefinitionError:
            return
        assert kept.path.resolve().is_relative_to((store.folder / "imd").resolve())
        assert store.current("imd", name) == kept


# --- damage ------------------------------------------------------------------------------------------------------


def test_a_file_cut_short_is_named_with_what_to_do(store: RawStore) -> None:
    kept = keep(store, FIRST, MONDAY)
    kept.path.write_bytes(FIRST[:5])
    how = f"5 bytes where {len(FIRST)} were kept. Fetch it again: newlyn fetch imd."
    with pytest.raises(StorageError, match=f"^{re.escape(str(kept.path))}: damaged: {how}$"):
        store.current("imd", "x.csv")


def test_changed_bytes_are_found_when_asked_for(store: RawStore) -> None:
    kept = keep(store, FIRST, MONDAY)
    kept.path.write_bytes(SECOND)
    assert store.current("imd", "x.csv") is not None
    with pytest.raises(StorageError, match=r"its bytes are not those that were kept \(SHA-256 differs\)"):
        store.current("imd", "x.csv", verify=True)


def test_a_file_that_is_gone_is_told(store: RawStore) -> None:
    keep(store, FIRST, MONDAY).path.unlink()
    with pytest.raises(StorageError, match=r"\.csv: damaged: it is missing"):
        store.current("imd", "x.csv")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "origin.json: damaged: it is missing"),
        (b"{", "origin.json: damaged: it is not JSON"),
        (b"\xff", "origin.json: damaged: it is not JSON"),
        (b"[]", "origin.json: damaged: it is not the record of a file"),
        (b'{"file": "x.csv"}', "origin.json: damaged: it is not the record of a file"),
    ],
)
def test_a_damaged_record_is_named(store: RawStore, content: bytes | None, expected: str) -> None:
    kept = keep(store, FIRST, MONDAY)
    record = kept.path.with_name(f"{kept.path.name}.origin.json")
    record.unlink() if content is None else record.write_bytes(content)
    with pytest.raises(StorageError, match=expected):
        store.current("imd", "x.csv")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "it is not JSON"),
        (b'{"name": "../../other"}', "it names no file"),
        (b"{}", "it names no file"),
    ],
)
def test_a_damaged_pointer_is_named(store: RawStore, content: bytes, expected: str) -> None:
    keep(store, FIRST, MONDAY)
    (store.folder / "imd" / "x.csv" / "current.json").write_bytes(content)
    with pytest.raises(StorageError, match=f"current.json: damaged: {expected}"):
        store.current("imd", "x.csv")


def test_a_pointer_to_other_bytes_than_the_record_is_named(store: RawStore) -> None:
    kept = keep(store, FIRST, MONDAY)
    pointer = kept.path.with_name("current.json")
    pointer.write_bytes(pointer.read_bytes().replace(kept.origin.sha256.encode(), b"0" * 64))
    with pytest.raises(StorageError, match="it tells of other bytes than the record of 2026-03-02"):
        store.current("imd", "x.csv")


@pytest.mark.parametrize("part", ["content", "cut", "origin.json", "checked.json", "current.json"])
def test_keeping_the_file_again_mends_any_damage(store: RawStore, part: str) -> None:
    first = keep(store, FIRST, MONDAY)
    hurt = {
        "content": first.path,
        "cut": first.path,
        "origin.json": first.path.with_name(f"{first.path.name}.origin.json"),
        "checked.json": first.path.with_name(f"{first.path.name}.checked.json"),
        "current.json": first.path.with_name("current.json"),
    }[part]
    hurt.write_bytes(SECOND if part == "content" else b"{")
    if part != "checked.json":  # that one only saves a download
        assert store.intact("imd", "x.csv") is None
    keep(store, FIRST, FRIDAY)
    mended = store.intact("imd", "x.csv")
    assert mended is not None
    assert mended.checked == FRIDAY


# --- kills and full disks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [0, 1, 2, 3], ids=["content", "origin", "checked", "pointer"])
def test_a_stop_before_any_step_leaves_the_old_one_in_use(
    store: RawStore, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Every change that lasts is a `Path.replace`: stop before each in turn."""
    first = keep(store, FIRST, MONDAY)
    really, left = Path.replace, [step]

    def stopping(path: Path, target: Path) -> Path:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return really(path, target)

    monkeypatch.setattr(Path, "replace", stopping)
    with pytest.raises(KeyboardInterrupt):
        keep(store, SECOND, TUESDAY)
    monkeypatch.undo()
    assert store.current("imd", "x.csv", verify=True) == first
    assert keep(store, SECOND, TUESDAY) == store.current("imd", "x.csv", verify=True)


KEEPER = """
import hashlib, itertools, resource, sys
from pathlib import Path
from newlyn.evidence.sources.store import RawStore
from newlyn.foundation.errors import NewlynError
from newlyn.foundation.provenance import Origin
folder, largest = Path(sys.argv[1]), int(sys.argv[2])
if largest:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
store = RawStore(folder / "raw")
try:
    for name in itertools.cycle(["a", "b"]):
        path = folder / name
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        origin = Origin("imd", "x.csv", "P", "T", "OGL", None, None, name, digest, len(content))
        store.keep(path, origin)
        print(name, flush=True)
except NewlynError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def keeper(folder: Path, largest: int = 0) -> subprocess.Popen[str]:
    """A process that keeps `a`, then `b`, then `a` … until it is killed."""
    return subprocess.Popen([sys.executable, "-c", KEEPER, folder, str(largest)], stdout=subprocess.PIPE, text=True)


def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a" * 300_000)
    (tmp_path / "b").write_bytes(b"b" * 500_000)
    store = RawStore(tmp_path / "raw")
    for kill in range(5):
        process = keeper(tmp_path)
        assert process.stdout is not None
        process.stdout.readline()  # at least one has been kept
        time.sleep(0.0037 * kill)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        current = store.current("imd", "x.csv", verify=True)
        assert current is not None
        assert current.origin.copied_from in ("a", "b")


def test_a_full_disk_leaves_the_last_good_copy(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(FIRST)
    (tmp_path / "b").write_bytes(b"b" * 500_000)
    process = keeper(tmp_path, largest=100_000)
    told, _ = process.communicate(timeout=10)
    assert process.returncode == StorageError.exit_code
    assert re.fullmatch(r"a\n.*x.csv: the file is larger than allowed here. Free some space .*\n", told)
    current = RawStore(tmp_path / "raw").current("imd", "x.csv", verify=True)
    assert current is not None
    assert current.path.read_bytes() == FIRST
