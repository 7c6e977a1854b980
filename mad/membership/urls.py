"""Addresses of the roster's pages."""

from django.urls import path

from mad.membership.views import council, declaration, elections, numbers, pressure, roster

urlpatterns = [
    path("roster/", roster.roster, name="roster"),
    path("roster/<int:pk>/", roster.member, name="roster_member"),
    path("council/", council.council, name="council"),
    path("declaration/", declaration.declaration, name="declaration"),
    path("elections/", elections.elections, name="elections"),
    path("elections/<str:number>/", elections.election, name="election"),
    path("pressure/", pressure.pressure, name="pressure"),
    path("numbers/", numbers.numbers, name="numbers"),
]
