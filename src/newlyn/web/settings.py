"""The settings that Django reads, for this process: those of Newlyn, from the environment, in Django's words.

The words are in `newlyn.web.configuration`.
"""

import os

from newlyn.foundation.settings import Settings
from newlyn.web.configuration import django_settings

NEWLYN: Settings = Settings.from_environ(os.environ)

globals().update(django_settings(NEWLYN))
