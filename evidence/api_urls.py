from django.urls import path

from evidence import api, api_uploads, partner_api

urlpatterns = [
    path("submissions/", api.Submissions.as_view(), name="api_submissions"),
    path("submissions/<str:number>/", api.OneSubmission.as_view(), name="api_submission"),
    path("submissions/<str:number>/answer/", partner_api.Answer.as_view(), name="api_answer"),
    path("submissions/<str:number>/withdrawal/", partner_api.Withdrawal.as_view(), name="api_withdrawal"),
    path("nil-returns/", partner_api.NilReturns.as_view(), name="api_nil_returns"),
    path("nil-returns/<str:number>/", partner_api.OneNilReturn.as_view(), name="api_nil_return"),
    path("uploads/", api_uploads.Uploads.as_view(), name="api_uploads"),
    path("uploads/<str:upload_id>/", api_uploads.OneUpload.as_view(), name="api_upload"),
]
