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
    path("outputs/<str:number>/<slug:act>/", views.output_act, name="output_act"),
]
