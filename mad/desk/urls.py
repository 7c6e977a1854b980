from django.urls import path

from mad.desk import views

urlpatterns = [path("", views.desk, name="desk")]
