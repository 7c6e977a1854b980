from django.urls import path

from mad.clocks import views

urlpatterns = [path("clocks/<int:pk>/extend/", views.extension, name="clock_extend")]
