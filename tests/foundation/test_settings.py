"""Settings come from the environment, once, and an unknown one is a mistake to be told of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newlyn.foundation.errors import InputError
from newlyn.foundation.settings import SETTINGS, Settings


def test_without_any_setting_everything_lies_in_the_users_data_folder() -> None:
    settings = Settings.from_environ({})
    assert settings.home == Path("~/.local/share/newlyn").expanduser()
    assert (settings.mirror, settings.packs) == (None, (settings.home / "packs",))
    assert settings.raw == settings.home / "raw"
    assert settings.warehouse == settings.home / "warehouse"
    assert settings.pictures == settings.home / "pictures"


def test_every_setting_is_read() -> None:
    environ = {"NEWLYN_HOME": "/srv/newlyn", "NEWLYN_MIRROR": "~/copies", "NEWLYN_PACKS": "/a:~/b::/c"}
    settings = Settings.from_environ(environ)
    assert settings.home == Path("/srv/newlyn")
    assert settings.mirror == Path("~/copies").expanduser()
    assert settings.packs == (Path("/a"), Path("~/b").expanduser(), Path("/c"))
    assert set(environ) == {setting.variable for setting in SETTINGS}


@pytest.mark.parametrize("packs", ["", ":", "::"])
def test_settings_that_say_nothing_are_as_good_as_none(packs: str) -> None:
    environ = {"NEWLYN_HOME": "", "NEWLYN_MIRROR": "", "NEWLYN_PACKS": packs, "XDG_DATA_HOME": ""}
    assert Settings.from_environ(environ) == Settings.from_environ({})


def test_the_data_folder_of_the_desktop_is_respected() -> None:
    assert Settings.from_environ({"XDG_DATA_HOME": "/data"}).home == Path("/data/newlyn")


def test_a_relative_data_folder_is_ignored_as_its_specification_says() -> None:
    assert Settings.from_environ({"XDG_DATA_HOME": "data"}) == Settings.from_environ({})


def test_the_home_of_newlyn_goes_before_the_data_folder() -> None:
    assert Settings.from_environ({"XDG_DATA_HOME": "/data", "NEWLYN_HOME": "/n"}).home == Path("/n")


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"NEWLYN_MIROR is not a setting of Newlyn. Did you mean 'NEWLYN_MIRROR'"):
        Settings.from_environ({"NEWLYN_MIROR": "/x"})


def test_other_programs_settings_are_none_of_ours() -> None:
    assert Settings.from_environ({"newlyn_mirror": "/x", "PATH": "/bin"}).mirror is None


@pytest.mark.parametrize("variable", ["NEWLYN_HOME", "NEWLYN_MIRROR", "NEWLYN_PACKS"])
def test_the_home_of_a_stranger_is_refused(variable: str) -> None:
    with pytest.raises(InputError, match=rf"{variable}: '~nobody-here/x' begins with the home of a user who is not"):
        Settings.from_environ({variable: "~nobody-here/x"})


def test_every_setting_says_what_it_does_and_what_holds_without_it() -> None:
    for setting in SETTINGS:
        assert re.fullmatch(r"NEWLYN_[A-Z]+", setting.variable)
        assert setting.meaning.endswith(".")
        assert setting.default
