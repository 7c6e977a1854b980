from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from mad.api import views

urlpatterns = [
    path("api/", views.reference, name="api_reference"),
    path("api/start/", views.getting_started, name="api_start"),
    path(
        "api/v1/schema/",
        SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]),
        name="schema",
    ),
]
