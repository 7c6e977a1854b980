"""Pages of Part III (SCREENS 8 to 11)."""

from django.urls import path

from cases.views import case, determination, elements, estimate, joining, panel, persons, reveal, timeline

urlpatterns = [
    path("cases/", case.cases, name="cases"),
    path("cases/open/", case.new, name="case_new"),
    path("cases/<str:number>/", case.overview, name="case"),
    path("cases/<str:number>/edit/", case.edit, name="case_edit"),
    path("cases/<str:number>/assessment/", case.assessment, name="case_assessment"),
    path("cases/<str:number>/docket/", case.docket, name="case_docket"),
    path("cases/<str:number>/merge/", joining.merge, name="case_merge"),
    path("cases/<str:number>/split/", joining.split, name="case_split"),
    path("cases/<str:number>/persons/", persons.persons, name="case_persons"),
    path("cases/<str:number>/persons/<int:pk>/name/", persons.name, name="case_person_name"),
    path("cases/<str:number>/persons/<int:pk>/withdraw/", persons.withdraw, name="case_person_withdraw"),
    path("cases/<str:number>/timeline/", timeline.case_timeline, name="case_timeline"),
    path("cases/<str:number>/evidence/", elements.evidence, name="case_evidence"),
    path("cases/<str:number>/elements/", elements.matrix, name="case_elements"),
    path("cases/<str:number>/elements/crimes/", elements.crimes, name="case_crimes"),
    path("cases/<str:number>/elements/unlink/<int:pk>/", elements.unlink_page, name="case_unlink"),
    path("cases/<str:number>/panel/", panel.panel, name="case_panel"),
    path("cases/<str:number>/panel/recuse/", panel.stand_aside, name="case_recuse"),
    path("cases/<str:number>/panel/recusal/", panel.move, name="case_recusal"),
    path("cases/<str:number>/panel/recusal/<int:pk>/", panel.ballot, name="case_recusal_vote"),
    path("cases/<str:number>/rounds/", panel.start_round, name="case_round"),
    path("cases/<str:number>/estimate/", estimate.first, name="estimates"),
    path("cases/<str:number>/estimate/severity/", estimate.severity, name="estimate_severity"),
    path("cases/<str:number>/estimate/seal/", estimate.seal, name="estimate_seal"),
    path("cases/<str:number>/estimate/take-back/", estimate.take_back, name="estimate_take_back"),
    path("cases/<str:number>/estimate/<str:element>/", estimate.estimate, name="estimate"),
    path("cases/<str:number>/reveal/", reveal.reveal, name="reveal"),
    path("cases/<str:number>/reveal/crime/", reveal.crime, name="reveal_crime"),
    path("cases/<str:number>/determination/", determination.determination, name="determination"),
    path("cases/<str:number>/determination/propose/", determination.propose, name="determination_propose"),
    path("cases/<str:number>/determination/vote/", determination.vote, name="determination_vote"),
    path("cases/<str:number>/determination/withdraw/", determination.withdraw, name="determination_withdraw"),
    path("cases/<str:number>/determination/opinion/", determination.opinion, name="determination_opinion"),
]
