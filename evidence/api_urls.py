from django.urls import path

from evidence import api

urlpatterns = [
    path("submissions/", api.Submissions.as_view(), name="api_submissions"),
    path("submissions/<str:number>/", api.OneSubmission.as_view(), name="api_submission"),
]
