from django.urls import path

from deliberation import views
from deliberation.views import accounts, briefings, reviews
from deliberation.views import followup as follow_up

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
    path("outputs/<str:number>/<slug:act>/", views.output_act, name="output_act"),
    # Parts VI and VII
    path("cases/<str:number>/follow-up/", follow_up.case_follow_up, name="case_follow_up"),
    path("cases/<str:number>/follow-up/take/", follow_up.take, name="measures_take"),
    path("cases/<str:number>/follow-up/plan/", follow_up.plan, name="prevention_plan"),
    path("cases/<str:number>/follow-up/close/", follow_up.close, name="case_close"),
    path("cases/<str:number>/follow-up/reopen/", follow_up.reopen, name="case_reopen"),
    path("follow-up/", follow_up.board, name="follow_up"),
    path("follow-up/<str:number>/", follow_up.measure, name="measure"),
    path("reviews/", reviews.reviews_list, name="reviews"),
    path("reviews/principals/", reviews.principals, name="principals"),
    path("reviews/<slug:region>/<int:year>-Q<int:quarter>/", reviews.review, name="review"),
    path("reviews/<slug:region>/<int:year>-Q<int:quarter>/review.pdf", reviews.review_pdf, name="review_pdf"),
    path(
        "reviews/<slug:region>/<int:year>-Q<int:quarter>/decisions/<int:ordinal>/",
        reviews.follow_decision,
        name="decision_follow",
    ),
    path("briefings/", briefings.briefings_list, name="briefings"),
    path("briefings/<int:year>-<int:month>/", briefings.briefing, name="briefing"),
    path("briefings/<int:year>-<int:month>/brief.pdf", briefings.briefing_pdf, name="briefing_pdf"),
    path("account/", accounts.accounts_list, name="accounts"),
    path("account/<int:year>/", accounts.account, name="account"),
    path("account/<int:year>/numbers.csv", accounts.account_csv, name="account_csv"),
    path("account/<int:year>/account.pdf", accounts.account_pdf, name="account_pdf"),
]
