"""Whatever is typed wrong ends in one line that says what is accepted, and in the exit code of its family."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from tests.cli.conftest import Run

import newlyn
from newlyn.cli import root
from newlyn.cli.root import COMMANDS
from newlyn.foundation.errors import FAMILIES, NewlynError


def shell(program: str, *, out: int = subprocess.PIPE, **environ: str) -> subprocess.Popen[str]:
    """A Python program of its own, as the shell would start it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWLYN_")}
    return subprocess.Popen(
        [sys.executable, "-c", program], stdout=out, stderr=subprocess.PIPE, text=True, env=clean | environ
    )


# --- nothing, or something wrong, is typed -----------------------------------------------------------------------


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    ended = run()
    assert ended.code == 2
    assert "Usage: newlyn" in ended.out + ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["deprivaton"], 2, "InputError: there is no command 'deprivaton'. Did you mean 'deprivation'? Try `newlyn "),
        (["-x"], 2, "InputError: no such option '-x'. Try `newlyn --help`."),
        (["deprivation"], 2, "InputError: missing argument 'PLACE'. Try `newlyn deprivation --help`."),
        (["deprivation", "essex", "--indx"], 2, "InputError: no such option '--indx'. Did you mean '--index'? Try "
         "`newlyn deprivation --help`."),
        (["deprivation", "essex", "extra"], 2, "InputError: got unexpected extra argument"),
        (["build"], 2, "InputError: name a place, such as `newlyn build essex`; `newlyn places` lists them. Try "
         "`newlyn build --help`."),
        (["build", "esex"], 8, "NotFoundError: there is no place 'esex'. Did you mean 'essex'? `newlyn new` makes o"),
        (["deprivation", "esex"], 8, "NotFoundError: there is no place 'esex'. Did you mean 'essex'? `newlyn new` m"),
        (["deprivation", "essex"], 5, "WarehouseError: there is no evidence in "),
        (["build", "essex", "--mirror", "/nowhere"], 2, "InputError: /nowhere is not a folder. Point NEWLYN_MIRROR or "
         "--mirror at a folder with copies of the files."),
        (["fetch", "iod_2109"], 8, "NotFoundError: there is no dataset 'iod_2109'. Did you mean 'iod_2019'"),
        (["fetch", "nothing"], 8, "NotFoundError: there is no dataset 'nothing'. `newlyn evidence datasets` lists t"),
        (["indicators", "nothing"], 8, "NotFoundError: there is no indicator 'nothing'. `newlyn indicators` lists t"),
        (["indicators", "deprivation.imd.rnak"], 8, "NotFoundError: there is no indicator 'deprivation.imd.rnak'. D"),
        (["indicators", "--goal", "lug-99"], 2, "InputError: invalid value for '--goal': 'lug-99' is not one of 'lu"),
        (["lineage", "nothing"], 2, "InputError: 'nothing' is not the ID of a figure. Write INDICATOR:AREA:PERIOD"),
        (["lineage", "deprivation.imd.rank:E01021988:Apr"], 2, "InputError: 'Apr' is not a period. Write a year, a "),
        (["lineage", "picture:essex"], 2, "InputError: 'picture:essex' is not the ID of a figure. Write picture:PLA"),
        (["lineage", "picture:esex:imd2019:residents"], 8, "NotFoundError: there is no place 'esex'."),
        (["lineage", "deprivation.imd.rank:E01021988:2019"], 5, "WarehouseError: there is no evidence in "),
        (["evidence", "tabels"], 2, "InputError: no such command 'tabels'. "),
        (["evidence", "tables"], 5, "WarehouseError: there is no evidence in "),
        (["evidence", "left-out"], 5, "WarehouseError: there is no evidence in "),
        (["new"], 2, "InputError: missing argument 'NAME'. Try `newlyn new --help`."),
        (["new", "Kent"], 2, "InputError: missing option '--areas'. Try `newlyn new --help`."),
        (["new", "Kent", "--areas", "Kent"], 2, "InputError: 'Kent' is not a GSS code."),
        (["new", "Kent", "--areas", ","], 2, "InputError: no area is given. Give at least one code, such as --areas "),
        (["new", "Essex", "--areas", "E10000012"], 2, "InputError: "),
        (["places", "--json"], 2, "InputError: no such option '--json'. Try `newlyn places --help`."),
    ],
)  # fmt: skip
def test_a_slip_is_one_line_with_what_to_do_and_an_exit_code(
    run: Run, arguments: list[str], code: int, told: str
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(told)
    assert ended.err.count("\n") == 1


def test_an_unknown_setting_is_told_before_anything_is_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWLYN_MIROR", "/x")
    ended = run("places")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("InputError: NEWLYN_MIROR is not a setting of Newlyn. Did you mean 'NEWLYN_MIRROR'")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_of_errors_has_its_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, family: type[NewlynError]
) -> None:
    def fail(_: object) -> None:
        raise family("what was given; what is accepted.")

    module = SimpleNamespace(command=click.command()(click.pass_obj(fail)))
    monkeypatch.setattr(root, "import_module", lambda _: module)
    ended = run("places")
    assert ended.code == family.exit_code
    assert ended.err == f"{family.__name__}: what was given; what is accepted.\n"


# --- help --------------------------------------------------------------------------------------------------------


def test_help_names_every_command_with_its_line(run: Run) -> None:
    ended = run("--help")
    assert ended.code == 0
    for name, (_, line) in COMMANDS.items():
        assert name in ended.out
        assert line in ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_of_its_own(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: newlyn {command}")


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"newlyn, version {newlyn.__version__}\n"


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import json, sys\nfrom newlyn.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(json.dumps(sorted(name.split('.')[0] for name in sys.modules)))"
    )
    out, _ = shell(program).communicate(timeout=60)
    loaded = set(json.loads(out.splitlines()[-1]))
    heavy = {"pyarrow", "ibis", "pydantic", "numpy", "duckdb", "shapely", "yaml", "rich", "altair", "urllib3", "scipy"}
    assert not loaded & heavy


# --- signals and pipes -------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = shell("from newlyn.cli import main; main(['places'])", out=write, NEWLYN_HOME=str(tmp_path))
    os.close(write)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (0, "")


def test_an_interruption_is_told_and_ends_with_130(tmp_path: Path) -> None:
    program = """
import time
import newlyn.workflows.places as places
from newlyn.cli import main

def wait(_):
    print("waiting", flush=True)
    time.sleep(60)

places.list_places = wait
main(["places"])
"""
    process = shell(program, NEWLYN_HOME=str(tmp_path))
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told.strip()) == (130, "Stopped; what was there before is untouched.")
