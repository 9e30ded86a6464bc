"""The web service as any WSGI server takes it.

`newlyn serve` starts one of its own, in `newlyn.web.server`.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newlyn.web.settings")

application = get_wsgi_application()
