from django.urls import path

from deliberation import views

urlpatterns = [
    path("cases/<str:number>/deliberation/", views.deliberation, name="deliberation"),
    path("cases/<str:number>/deliberation/options/", views.table_option, name="option_table"),
    path("cases/<str:number>/deliberation/options/<int:ordinal>/", views.option, name="option"),
    path("cases/<str:number>/deliberation/motions/", views.move_motion, name="motion_move"),
    path("cases/<str:number>/deliberation/recommendation/", views.recommendation, name="recommendation"),
    path("cases/<str:number>/deliberation/compare/", views.compare, name="option_compare"),
    path(
        "cases/<str:number>/deliberation/recommendation/versions/",
        views.recommendation_versions,
        name="recommendation_versions",
    ),
    path("cases/<str:number>/discussion/<slug:subject>/<str:key>/", views.discussion, name="discussion"),
    path("cases/<str:number>/sessions/", views.sessions, name="sessions"),
    path("cases/<str:number>/sessions/<int:ordinal>/", views.session, name="session"),
    path("cases/<str:number>/sessions/<int:ordinal>/minutes/", views.minutes, name="minutes"),
    path("cases/<str:number>/sessions/<int:ordinal>/minutes.pdf", views.minutes_file, {"form": "pdf"}, "minutes_pdf"),
    path(
        "cases/<str:number>/sessions/<int:ordinal>/minutes.docx", views.minutes_file, {"form": "docx"}, "minutes_docx"
    ),
    path("cases/<str:number>/sessions/<int:ordinal>/<slug:act>/", views.session_act, name="session_act"),
    path("cases/<str:number>/outputs/", views.case_outputs, name="case_outputs"),
    path("motions/<str:number>/", views.motion, name="motion"),
    path("motions/<str:number>/put/", views.put_motion, name="motion_put"),
    path("motions/<str:number>/close/", views.close_motion, name="motion_close"),
    path("motions/<str:number>/second/", views.second_motion, name="motion_second"),
    path("motions/<str:number>/reconsider/", views.reconsider_motion, name="motion_reconsider"),
    path("outputs/", views.outputs, name="outputs"),
    path("outputs/<str:number>.pdf", views.output_pdf, name="output_pdf"),
    path("outputs/<str:number>/", views.output, name="output"),
    path("outputs/<str:number>/check/", views.check, name="output_check"),
    path("outputs/<str:number>/paragraphs/", views.add_paragraph, name="paragraph_add"),
    path("outputs/<str:number>/paragraphs/<int:key>/", views.paragraph, name="paragraph"),
    path("outputs/<str:number>/<slug:act>/", views.output_act, name="output_act"),
]
