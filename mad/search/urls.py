from django.urls import path

from mad.search import views

urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/save/", views.save, name="save_search"),
    path("search/<int:pk>/drop/", views.drop, name="drop_search"),
]
