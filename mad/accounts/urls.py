from django.urls import path

from mad.accounts import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("offices/", views.offices, name="offices"),
    path("offices/<slug:code>/", views.office, name="office"),
]
