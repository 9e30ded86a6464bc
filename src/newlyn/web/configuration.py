"""From the settings of Newlyn to those of Django: one function, from value to value.

`newlyn.web.settings` calls it with the settings of the process; tests call it with others.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.functional import SimpleLazyObject

from newlyn.foundation.settings import Settings
from newlyn.web.database import connection_of
from newlyn.web.secret_key import secret_key

YEAR = 365 * 24 * 60 * 60

MIDDLEWARE = [
    "newlyn.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newlyn.web.gate.Gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newlyn.web.faults.Faults",
]


def django_settings(settings: Settings) -> dict[str, Any]:
    """Every setting of Django that is not as Django has it."""
    return {
        "NEWLYN": settings,
        "DEBUG": False,
        "SECRET_KEY": SimpleLazyObject(partial(secret_key, settings)),
        "ALLOWED_HOSTS": list(settings.hosts),
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "newlyn.web",
        ],
        "MIDDLEWARE": MIDDLEWARE,
        "ROOT_URLCONF": "newlyn.web.urls",
        "WSGI_APPLICATION": "newlyn.web.wsgi.application",
        "TEMPLATES": [],
        "APPEND_SLASH": False,  # pages have none at the end; `newlyn.web.pages` says where a reader is sent
        "DATABASES": {"default": connection_of(settings)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LANGUAGE_CODE": "en-gb",
        "USE_TZ": True,
        "TIME_ZONE": "Europe/London",
        "LOGGING": LOGGING,
        "LOGGING_CONFIG": "logging.config.dictConfig",
        **_protection(https=settings.https),
    }


def _protection(*, https: bool) -> dict[str, Any]:
    return {
        "SECURE_SSL_REDIRECT": https,
        "SECURE_REDIRECT_EXEMPT": [r"^healthz$"],  # asked by the machine next door, which comes without a certificate
        "SECURE_HSTS_SECONDS": YEAR if https else 0,
        "SESSION_COOKIE_SECURE": https,
        "CSRF_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        # Whether other names below ours are reached by https, and whether browsers ship with that knowledge, is for
        # whoever owns those names (includeSubDomains and preload).
        "SILENCED_SYSTEM_CHECKS": ["security.W005", "security.W021"],
    }


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "newlyn": {"handlers": ["stderr"], "level": "INFO"},
        # Django would tell of a fault once more, with the values that were at hand; `newlyn.web.faults` does not.
        "django": {"handlers": ["nowhere"], "level": "WARNING", "propagate": False},
    },
}
