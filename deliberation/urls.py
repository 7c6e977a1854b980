from django.urls import path

from deliberation import views

urlpatterns = [
    path("cases/<str:number>/deliberation/", views.deliberation, name="deliberation"),
    path("cases/<str:number>/deliberation/options/", views.table_option, name="option_table"),
    path("cases/<str:number>/deliberation/options/<int:ordinal>/", views.option, name="option"),
    path("cases/<str:number>/deliberation/motions/", views.move_motion, name="motion_move"),
    path("cases/<str:number>/deliberation/recommendation/", views.recommendation, name="recommendation"),
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
    path("outputs/<str:number>/amendments/", views.amendments, name="amendments"),
    path("outputs/<str:number>/amendments/<int:ordinal>/", views.amendment, name="amendment"),
    path("motions/<str:number>/withdraw/", views.withdraw_motion, name="motion_withdraw"),
    path("motions/<str:number>/ballots.json", views.motion_ballots, name="motion_ballots"),
    path("outputs/<str:number>/<slug:act>/", views.output_act, name="output_act"),
]
