"""Addresses. Each app brings its pages and its endpoints."""

from __future__ import annotations

from django.urls import include, path

from mad.common.health import healthz, readyz

handler400 = "mad.frame.views.bad_request"
handler403 = "mad.frame.views.permission_denied"
handler404 = "mad.frame.views.not_found"
handler500 = "mad.frame.views.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("evidence.api_urls")),
    path("api/v1/", include("mad.api.v1_urls")),
    path("api/v1/", include("mad.search.api_urls")),
    path("", include("mad.api.urls")),
    path("", include("mad.desk.urls")),
    path("", include("mad.search.urls")),
    path("", include("mad.docket.urls")),
    path("", include("mad.clocks.urls")),
    path("", include("mad.accounts.urls")),
    path("", include("mad.frame.urls")),
    path("", include("mad.membership.urls")),
    path("", include("evidence.urls")),
    path("", include("cases.urls")),
    path("", include("deliberation.urls")),
    path("accounts/", include("allauth.urls")),
]
