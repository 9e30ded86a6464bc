"""Django's settings for the tests: those of a service with an empty home of its own, which is taken away at the end."""

import atexit
import shutil
import tempfile

from newlyn.foundation.settings import Settings
from newlyn.web.configuration import django_settings

_HOME = tempfile.mkdtemp(prefix="newlyn-web-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)

globals().update(django_settings(Settings.from_environ({"NEWLYN_HOME": _HOME})))
