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
    path("outputs/<str:number>.docx", views.output_docx, name="output_docx"),
    path("outputs/<str:number>.xml", views.output_xml, name="output_xml"),
    path("outputs/<str:number>/keep/", views.keep, name="output_keep"),
    path("outputs/<str:number>/present/", views.present, name="output_present"),
    path("outputs/<str:number>/versions/", views.output_versions, name="output_versions"),
    path("outputs/<str:number>/paragraphs/drop/", views.drop_new, name="paragraph_drop_new"),
    path("outputs/<str:number>/paragraphs/<int:key>/versions/", views.paragraph_versions, name="paragraph_versions"),
    path("outputs/<str:number>/", views.output, name="output"),
    path("outputs/<str:number>/check/", views.check, name="output_check"),
    path("outputs/<str:number>/paragraphs/", views.add_paragraph, name="paragraph_add"),
    path("outputs/<str:number>/paragraphs/<int:key>/", views.paragraph, name="paragraph"),
    path("precedents/", views.precedents, name="precedents"),
    path("outputs/<str:number>/paste/", views.paste_text, name="output_paste"),
    path("outputs/<str:number>/precedents/", views.output_precedents, name="output_precedents"),
    path("outputs/<str:number>/amendments/", views.amendments, name="amendments"),
    path("outputs/<str:number>/amendments/<int:ordinal>/", views.amendment, name="amendment"),
    path("motions/<str:number>/withdraw/", views.withdraw_motion, name="motion_withdraw"),
    path("motions/<str:number>/ballots.json", views.motion_ballots, name="motion_ballots"),
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
