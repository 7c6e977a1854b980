from django.urls import path

from mad.docket import views

urlpatterns = [
    path("docket/", views.docket, name="docket"),
    path("docket/heads/", views.heads, name="docket_heads"),
    path("docket/check_proof.py", views.offline_checker, name="offline_checker"),
    path("docket/<int:pk>/", views.entry, name="docket_entry"),
]
