from django.urls import path

from mad.search.api import Search

urlpatterns = [path("search/", Search.as_view(), name="api_search")]
