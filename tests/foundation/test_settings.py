"""Settings come from the environment, once, and an unknown one is a mistake to be told of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newlyn.foundation.database import DatabaseAddress
from newlyn.foundation.errors import InputError
from newlyn.foundation.secret import Secret
from newlyn.foundation.settings import LOOPBACK, SETTINGS, Settings

KEY = "0123456789" * 5


def test_without_any_setting_everything_lies_in_the_users_data_folder() -> None:
    settings = Settings.from_environ({})
    assert settings.home == Path("~/.local/share/newlyn").expanduser()
    assert (settings.mirror, settings.packs) == (None, (settings.home / "packs",))
    assert settings.raw == settings.home / "raw"
    assert settings.warehouse == settings.home / "warehouse"
    assert settings.pictures == settings.home / "pictures"


def test_every_setting_is_read() -> None:
    environ = {"NEWLYN_HOME": "/srv/newlyn", "NEWLYN_MIRROR": "~/copies", "NEWLYN_PACKS": "/a:~/b::/c"}
    of_web = {"NEWLYN_DATABASE": "sqlite:///d", "NEWLYN_HOSTS": "a.example, b.example", "NEWLYN_HTTPS": "on"}
    settings = Settings.from_environ(environ | of_web | {"NEWLYN_SECRET_FILE": "~/key"})
    assert settings.home == Path("/srv/newlyn")
    assert settings.mirror == Path("~/copies").expanduser()
    assert settings.packs == (Path("/a"), Path("~/b").expanduser(), Path("/c"))
    assert settings.database == DatabaseAddress("sqlite", "/d")
    assert (settings.hosts, settings.https) == (("a.example", "b.example"), True)
    assert (settings.secret, settings.secret_file) == (None, Path("~/key").expanduser())
    assert Settings.from_environ({"NEWLYN_SECRET": KEY}).secret == Secret(KEY)
    assert {*environ, *of_web, "NEWLYN_SECRET_FILE", "NEWLYN_SECRET"} == {setting.variable for setting in SETTINGS}


@pytest.mark.parametrize("packs", ["", ":", "::"])
def test_settings_that_say_nothing_are_as_good_as_none(packs: str) -> None:
    environ = dict.fromkeys((setting.variable for setting in SETTINGS), "")
    environ |= {"NEWLYN_PACKS": packs, "XDG_DATA_HOME": "", "NEWLYN_HOSTS": " , "}
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


@pytest.mark.parametrize("variable", ["NEWLYN_HOME", "NEWLYN_MIRROR", "NEWLYN_PACKS", "NEWLYN_SECRET_FILE"])
def test_the_home_of_a_stranger_is_refused(variable: str) -> None:
    with pytest.raises(InputError, match=rf"{variable}: '~nobody-here/x' begins with the home of a user who is not"):
        Settings.from_environ({variable: "~nobody-here/x"})


def test_every_setting_says_what_it_does_and_what_holds_without_it() -> None:
    for setting in SETTINGS:
        assert re.fullmatch(r"NEWLYN_[A-Z_]+[A-Z]", setting.variable)
        assert setting.meaning.endswith(".")
        assert setting.default


# --- the web service ---------------------------------------------------------------------------------------------


def test_without_settings_the_service_answers_to_this_machine_alone() -> None:
    settings = Settings.from_environ({})
    assert (settings.hosts, settings.https) == (LOOPBACK, False)
    assert (settings.database, settings.secret, settings.secret_file) == (None, None, None)


def test_two_keys_are_one_too_many() -> None:
    with pytest.raises(InputError, match=r"NEWLYN_SECRET and NEWLYN_SECRET_FILE are both set. Set one of them"):
        Settings.from_environ({"NEWLYN_SECRET": KEY, "NEWLYN_SECRET_FILE": "/key"})


def test_a_key_that_could_be_guessed_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputError, match=r"NEWLYN_SECRET is too short to be safe. Use at least 50 letters") as refusal:
        Settings.from_environ({"NEWLYN_SECRET": "swordfish"})
    assert "swordfish" not in str(refusal.value)


@pytest.mark.parametrize("name", ["*", ".example.org", "https://a.example", "a.example:8000", "a/b", "[::1", "-a-"])
def test_a_host_is_a_name_and_nothing_more(name: str) -> None:
    with pytest.raises(
        InputError, match=r"NEWLYN_HOSTS: '.+' is not the name of a host. Accepted: names and addresses"
    ):
        Settings.from_environ({"NEWLYN_HOSTS": f"localhost,{name}"})


@pytest.mark.parametrize("name", ["a", "place.example.org", "10.0.0.1", "[2001:db8::1]", "A-b.example"])
def test_names_and_addresses_are_hosts(name: str) -> None:
    assert Settings.from_environ({"NEWLYN_HOSTS": name}).hosts == (name,)


@pytest.mark.parametrize("given", ["yes", "1", "ON", "true"])
def test_https_is_on_or_off(given: str) -> None:
    with pytest.raises(InputError, match=rf"NEWLYN_HTTPS: '{given}' is neither on nor off. Write one of the two"):
        Settings.from_environ({"NEWLYN_HTTPS": given})


def test_no_secret_is_shown_by_the_settings() -> None:
    settings = Settings.from_environ({"NEWLYN_SECRET": KEY, "NEWLYN_DATABASE": "postgresql://anna:swordfish@h/n"})
    for shown in (repr(settings), str(settings), f"{settings.secret}", f"{settings.database}"):
        assert KEY not in shown
        assert "swordfish" not in shown
