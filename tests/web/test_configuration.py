"""Django's own checks find nothing to say, and what it is told follows from the settings of Newlyn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings as DjangoSettings
from tests.web.small_place import SmallPlace

from newlyn.foundation.settings import Settings
from newlyn.web.configuration import YEAR, django_settings

CHECK = "import django; django.setup(); from django.core.management import call_command; call_command('check', {})"


def check(home: Path, deploy: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Django's system checks in a process of its own, any warning being a failure."""
    environ |= {"NEWLYN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "newlyn.web.settings"}
    program = CHECK.format(f"fail_level='WARNING'{deploy}")
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_the_checks_for_a_real_server_find_nothing(tmp_path: Path) -> None:
    ended = check(tmp_path, ", deploy=True", NEWLYN_HTTPS="on", NEWLYN_HOSTS="place.example.org")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "System check identified no issues (2 silenced)." in ended.stdout


def test_the_checks_find_nothing_where_things_are_tried_out(tmp_path: Path) -> None:
    ended = check(tmp_path, "")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "no issues" in ended.stdout


def test_the_checks_would_find_what_is_amiss(tmp_path: Path) -> None:
    ended = check(tmp_path, ", deploy=True")
    assert ended.returncode != 0
    assert "SECURE_SSL_REDIRECT" in ended.stderr


def test_reading_the_settings_makes_no_file(tmp_path: Path) -> None:
    django_settings(Settings.from_environ({"NEWLYN_HOME": str(tmp_path)}))
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_made_when_something_is_first_signed(tmp_path: Path) -> None:
    made = django_settings(Settings.from_environ({"NEWLYN_HOME": str(tmp_path)}))
    assert len(str(made["SECRET_KEY"])) >= 50
    assert (tmp_path / "secret").is_file()


def test_times_are_kept_in_utc_and_shown_in_london() -> None:
    made = django_settings(Settings.from_environ({}))
    assert (made["USE_TZ"], made["TIME_ZONE"], made["LANGUAGE_CODE"]) == (True, "Europe/London", "en-gb")


@pytest.mark.parametrize("https", ["on", "off"])
def test_no_reader_ever_sees_a_trace(https: str) -> None:
    assert django_settings(Settings.from_environ({"NEWLYN_HTTPS": https}))["DEBUG"] is False


@pytest.fixture
def over_https(place: SmallPlace, settings: DjangoSettings, client: Client) -> Client:
    """A browser at a service that is reached by https."""
    made = django_settings(Settings.from_environ({"NEWLYN_HTTPS": "on", "NEWLYN_HOME": str(place.home)}))
    for name in made:
        if name.startswith(("SECURE_", "SESSION_", "CSRF_")):
            setattr(settings, name, made[name])
    return Client(headers={"host": "localhost"})


def test_over_https_browsers_are_told_to_come_by_nothing_else(over_https: Client) -> None:
    assert over_https.get("/", secure=True)["Strict-Transport-Security"] == f"max-age={YEAR}"


def test_over_https_a_reader_by_http_is_sent_on(over_https: Client) -> None:
    response = over_https.get("/small/about?a=1")
    assert (response.status_code, response["Location"]) == (301, "https://localhost/small/about?a=1")


def test_the_machine_next_door_asks_for_health_by_http(over_https: Client) -> None:
    assert over_https.get("/healthz").status_code == 200


def test_without_https_nothing_is_promised(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/", secure=True)
    assert client.get("/").status_code == 200
