"""Council briefings (R47; SCREENS 16)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from deliberation.briefing_document import export_briefing
from deliberation.followup_forms import NewBriefingForm
from deliberation.models import Briefing
from deliberation.procedure import periods
from deliberation.procedure.briefing import SECTIONS
from deliberation.selectors.briefing import briefings_visible_to
from deliberation.services import briefings
from mad.accounts.permissions import Act, may, require_act
from mad.common import clock
from mad.common.forms import ActForm
from mad.common.web import get_visible, keyset, person, whole_number

from .follow_pages import as_file, show_part


class BriefingForm(ActForm):
    """One text for each section, and the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, briefing: Briefing, **kwargs: Any) -> None:
        texts = {f"text_{section['key']}": section["text"] for section in briefing.content["sections"]}
        kwargs["initial"] = {"version": briefing.version, **texts, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for key, heading in SECTIONS.items():
            self.fields[f"text_{key}"] = forms.CharField(
                label=_(heading), required=False, max_length=briefings.LONGEST, widget=forms.Textarea(attrs={"rows": 5})
            )

    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"text_{key}"] for key in SECTIONS}


@person
@require_act(Act.READ_BRIEFINGS)
def briefings_list(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    form = NewBriefingForm(request.POST or None, initial={"year": today.year, "month": today.month})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = briefings.draft_briefing(by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect("briefing", year=made.year, month=made.month)
    cursor = request.GET.get("after", "")
    found = keyset(briefings_visible_to(request.user), by=["-year", "-month", "-edition"], cursor=cursor)
    context = {
        "briefings": [(one, periods.month_name(one.year, one.month)) for one in found.rows],
        "next": found.next,
        "form": form,
        "may_keep": may(request.user, Act.KEEP_BRIEFING),
    }
    return show_part(request, "deliberation/briefings.html", "briefings", context, status=form.status)


def load_briefing(request: HttpRequest, year: int, month: int) -> tuple[Briefing, list[Briefing]]:
    """The edition asked for (?edition=), or the newest; and all editions. 400 for what is no month."""
    periods.month(year, month, clock.today())
    editions = list(briefings_visible_to(request.user).filter(year=year, month=month))
    edition = whole_number(request.GET.get("edition", ""), figures=3)
    rows = briefings_visible_to(request.user).filter(year=year, month=month)
    if edition is not None:
        return get_visible(rows, edition=edition), editions
    return (editions[0] if editions else get_visible(rows)), editions


@person
@require_act(Act.READ_BRIEFINGS)
def briefing(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One brief: read; while it is a draft, written on and issued by the registrar."""
    found, editions = load_briefing(request, year, month)
    form = BriefingForm(request.POST or None, briefing=found)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            _carry_out(request, found, form)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("briefing", year=year, month=month)
        if form.refused:
            form = _again(form, found)
    context = {
        "briefing": found,
        "editions": editions,
        "name": periods.month_name(year, month),
        "form": form,
        "writes": found.issued_at is None and may(request.user, Act.KEEP_BRIEFING),
        "rows": [(section, form[f"text_{section['key']}"]) for section in found.content["sections"]],
    }
    return show_part(request, "deliberation/briefing.html", "briefings", context, status=form.status)


def _carry_out(request: HttpRequest, found: Briefing, form: BriefingForm) -> None:
    act, version = request.POST.get("act", "save"), form.cleaned_data["version"]
    if act == "issue":
        saved = briefings.edit_briefing(briefing=found, by=request.user, texts=form.texts(), version=version)
        briefings.issue_briefing(briefing=saved, by=request.user, version=saved.version)
    else:
        briefings.edit_briefing(
            briefing=found, by=request.user, texts=form.texts(), version=version, remake=act == "remake"
        )


def _again(form: BriefingForm, found: Briefing) -> BriefingForm:
    """What was written, over the draft as it stands now: to save again is to decide on it."""
    found.refresh_from_db()
    typed = {f"text_{key}": text for key, text in form.texts().items()}
    again = BriefingForm(briefing=found, initial={**typed, "version": found.version})
    again.refused = form.refused
    return again


@person
@require_act(Act.READ_BRIEFINGS)
def briefing_pdf(request: HttpRequest, year: int, month: int) -> HttpResponse:
    found, _editions = load_briefing(request, year, month)
    return as_file(export_briefing(briefing=found, by=request.user), f"{found.number}.pdf")
