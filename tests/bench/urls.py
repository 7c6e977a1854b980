from django.urls import include, path

from tests.bench import bare

urlpatterns = [
    path("bench/save/", bare.save_one),
    path("bench/put/", bare.put_one),
    path("bench/list/", bare.list_25),
    path("bench/cached/", bare.cached),
    path("", include("mad.urls")),
]
