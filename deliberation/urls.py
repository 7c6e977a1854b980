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
    path("outputs/<str:number>/council/", views.output_council, name="output_council"),
    path("outputs/<str:number>/council/follow-up/", views.council_follow_up, name="council_follow_up"),
    path("outputs/<str:number>/council/meetings/", views.council_meeting, name="council_meeting_new"),
    path("outputs/<str:number>/council/meetings/<int:ordinal>/", views.council_meeting, name="council_meeting"),
    path("outputs/<str:number>/council/meetings/<int:ordinal>/vote/", views.council_vote, name="council_vote_new"),
    path(
        "outputs/<str:number>/council/meetings/<int:ordinal>/votes/<int:vote>/", views.council_vote, name="council_vote"
    ),
    path(
        "outputs/<str:number>/council/meetings/<int:ordinal>/votes/<int:vote>/said/",
        views.council_explanation,
        name="council_explanation",
    ),
    path("outputs/<str:number>/council/texts/", views.council_text_entry, name="council_text_new"),
    path("outputs/<str:number>/council/texts/<int:ordinal>/", views.council_text, name="council_text"),
    path(
        "outputs/<str:number>/council/texts/<int:ordinal>/entry/", views.council_text_entry, name="council_text_entry"
    ),
    path("outputs/<str:number>/adequacy/", views.adequacy, name="adequacy"),
    path("council/votes/", views.council_votes, name="council_votes"),
    path("council/vetoes/", views.council_vetoes, name="council_vetoes"),
    path("outputs/<str:number>/<slug:act>/", views.output_act, name="output_act"),
]
