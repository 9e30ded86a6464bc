"""A secret is not shown by accident."""

from __future__ import annotations

from newlyn.foundation.secret import Secret


def test_a_secret_is_shown_only_to_who_asks_for_it() -> None:
    secret = Secret("swordfish")
    assert secret.reveal() == "swordfish"
    assert "swordfish" not in f"{secret} {secret!r} {secret!s} {[secret]} %s" % secret


def test_equal_secrets_are_equal() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
