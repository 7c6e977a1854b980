"""The product's settings, with the bare counterparts beside them."""

from mad.settings import *  # noqa: F403 - all of them, by intent
from mad.settings import CACHES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
CACHES = {**CACHES, "bare": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bare"}}
ROOT_URLCONF = "tests.bench.urls"
WSGI_APPLICATION = "mad.wsgi.application"
