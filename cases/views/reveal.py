"""What the panel thinks, element by element, and its discussion (SCREENS 10)."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.forms import PostForm
from cases.models import Case
from cases.refusals import StillSealed
from cases.selectors.reveal import reveal_page
from cases.services import note_attempt, say, vote_crime
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.common.web import person

from .common import load, show


def _recorded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """View decorator: who asks for what is still sealed is refused, and it is on the record (R25)."""

    @wraps(view)
    def looked_at(request: HttpRequest, number: str) -> HttpResponse:
        try:
            case = load(request, number)
        except (Refused, Http404):
            if known := Case.objects.filter(number=number).first():
                note_attempt(case=known, by=request.user)
            raise
        try:
            return view(request, case)
        except StillSealed:
            note_attempt(case=case, by=request.user)
            raise

    return looked_at


@person
@_recorded
def reveal(request: HttpRequest, case: Case) -> HttpResponse:
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assessment = reveal_page(case, request.user)["assessment"]
        with form.refusals():
            say(
                assessment=assessment,
                element_id=form.cleaned_data["element"],
                text=form.cleaned_data["text"],
                by=request.user,
            )
        if form.accepted:
            return redirect(f"{request.path}#discuss-{form.cleaned_data['element']}")
    return _page(request, case, form)


@person
@require_POST
@_recorded
def crime(request: HttpRequest, case: Case) -> HttpResponse:
    form = ActForm(request.POST)
    with form.refusals():
        if request.POST.get("likely") not in ("yes", "no"):
            raise Refused("R28", "Choose likely or not likely.", status=400)
        vote_crime(
            assessment=reveal_page(case, request.user)["assessment"],
            crime_id=request.POST.get("crime", ""),
            likely=request.POST["likely"] == "yes",
            by=request.user,
        )
    if form.accepted:
        messages.success(request, _("Your vote is recorded."))
        return redirect("reveal", number=case.number)
    return _page(request, case, form)


def _page(request: HttpRequest, case, form: ActForm) -> HttpResponse:
    context = {**reveal_page(case, request.user), "form": form, "charts": True}
    return show(request, case, "cases/reveal.html", "elements", context, status=form.status)
