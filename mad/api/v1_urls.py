"""Endpoints of the shared packages; those of evidence stand in evidence.api_urls."""

from django.urls import path

from mad.notices import webhook_api as webhooks
from mad.reference import api as reference

urlpatterns = [
    path("reference/states/", reference.States.as_view(), name="api_states"),
    path("reference/crimes/", reference.Crimes.as_view(), name="api_crimes"),
    path("reference/scales/", reference.Scales.as_view(), name="api_scales"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="api_webhooks"),
    path("webhooks/<str:key>/", webhooks.OneWebhook.as_view(), name="api_webhook"),
    path("webhooks/<str:key>/secret/", webhooks.Secret.as_view(), name="api_webhook_secret"),
    path("webhooks/<str:key>/deliveries/", webhooks.Deliveries.as_view(), name="api_deliveries"),
    path("webhooks/<str:key>/deliveries/<str:delivery>/resend/", webhooks.SendAgain.as_view(), name="api_send_again"),
]
