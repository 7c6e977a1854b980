from django.urls import path

from mad.accounts import access_views, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("offices/", views.offices, name="offices"),
    path("offices/<slug:code>/", access_views.office, name="office"),
    path("tokens/", access_views.own_tokens, name="own_tokens"),
    path("office/", access_views.own_access, name="office_access"),
]
