from django.urls import include, path

from mad.frame import views

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("components/", views.components, name="components"),
    path("rules/", views.rules, name="rules"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("i18n/", include("django.conf.urls.i18n")),
]
