"""WSGI entry point for granian."""

from __future__ import annotations

import os
import sys

from mad import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mad.settings")

try:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
except env.EnvError as error:
    sys.exit(env.complain(error))
