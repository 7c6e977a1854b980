"""Addresses. Each app brings its pages and its endpoints; docs/ lists them by screen."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from mad.common.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("mad.api.urls")),
    path("", include("mad.desk.urls")),
    path("", include("mad.docket.urls")),
    path("", include("mad.accounts.urls")),
]

handler400 = "mad.frame.views.bad_request"
handler403 = "mad.frame.views.permission_denied"
handler404 = "mad.frame.views.not_found"
handler500 = "mad.frame.views.server_error"

for app in ("mad.frame", "mad.membership", "evidence", "cases", "deliberation"):  # TEMPORARY
    for name, prefix in (("urls", ""), ("api_urls", "api/v1/")):
        try:
            if app in settings.INSTALLED_APPS and find_spec(f"{app}.apps") and find_spec(f"{app}.{name}"):
                urlpatterns.append(path(prefix, include(f"{app}.{name}")))
        except ImportError as error:
            print("TEMPORARY: skipped", app, name, error)
