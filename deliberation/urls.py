from django.urls import include, path, register_converter

from deliberation import views
from deliberation.views import export, public
from deliberation.views.kept import CODES


class PublicLanguage:
    """A language in an address of the public site."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicLanguage, "public_language")

_SYMBOL = "MAD/<str:prefix>/<int:year>/<int:serial>"
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
]
