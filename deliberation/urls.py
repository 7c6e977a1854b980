from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from deliberation import views
from deliberation.views import accounts, briefings, export, public, reviews
from deliberation.views import followup as follow_up
from deliberation.views.kept import CODES


class PublicLanguage:
    """A language in an address of the public site."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Figures(IntConverter):
    """A number as a symbol prints it, so that one text has one address and no other asks for it to be set anew."""

    regex = "[1-9][0-9]{0,8}"


register_converter(PublicLanguage, "public_language")
register_converter(Figures, "figures")

_SYMBOL = "MAD/<str:prefix>/<figures:year>/<figures:serial>"
_PUBLIC = [
    path("", public.front, name="public"),
    path("feed.atom", public.atom, name="public_feed"),
    path("index.json", public.index, name="public_index"),
    path("sitemap.xml", public.sitemap, name="public_sitemap"),
    path(f"{_SYMBOL}/", public.text, name="public_text"),
    path(f"{_SYMBOL}/proof.json", public.file, {"form": "proof.json"}, name="public_proof"),
    path(f"{_SYMBOL}.<slug:form>", public.file, name="public_file"),
]

urlpatterns = [
    path("public/", include(_PUBLIC)),
    path("public/<public_language:language>/", include(_PUBLIC)),
    path("public/<path:rest>", public.missing),
    path("received/<str:token>/", views.received, name="received"),
    path("received/<str:token>/pdf/", views.received_pdf, name="received_pdf"),
    path("cases/<str:number>/export/", export.case_export, name="case_export"),
    path("outputs/call/", views.call, name="call"),
    path("outputs/addresses/", views.addresses, name="addresses"),
    path("outputs/<str:number>/delivery/", views.delivery, name="output_delivery"),
    path("outputs/<str:number>/supersede/", views.supersede, name="output_supersede"),
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
