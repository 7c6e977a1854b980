"""Elections: places, candidates, the check against the Council, the Assembly's result (R2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, require_act
from mad.common import clock
from mad.common.forms import ActForm
from mad.common.web import get_visible, person
from mad.membership.forms import ElectionForm, NomineeForm, ResultForm, TieFormSet
from mad.membership.independence import COUNCIL_SIZE, Reason
from mad.membership.models import Candidate, DisciplineChoices, Election
from mad.membership.selectors import candidate_conflicts, open_places, seats_known, vacancies
from mad.membership.services import Nominee, elect, nominate, open_election
from mad.membership.views.common import actor, roster_page


@dataclass(frozen=True)
class Standing:
    """A candidate and every meeting of a tie with a Council seat during the term."""

    candidate: Candidate
    conflicts: tuple[Reason, ...]


@person
@require_act(Act.HOLD_ELECTION)
def elections(request: HttpRequest) -> HttpResponse:
    form = ElectionForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            opened = open_election(
                starts=form.cleaned_data["starts"],
                fills=form.cleaned_data["fills"],
                places=form.places(),
                by=actor(request),
            )
        if form.accepted:
            return redirect("election", number=opened.number)
    context = {
        "form": form,
        "elections": Election.objects.select_related("fills").prefetch_related("places", "candidates"),
        "vacant": list(vacancies(clock.today())),
    }
    return roster_page(request, "elections", "elections", context, status=form.status)


def _nominee(form: NomineeForm, ties: Any) -> Nominee:
    return Nominee(**form.cleaned_data, ties=[tie.facts() for tie in ties if tie.has_changed()])


def _nominate(request: HttpRequest, election: Election, form: NomineeForm, ties: Any) -> bool:
    if not (form.is_valid() and ties.is_valid()):
        return False
    with form.refusals():
        nominate(election=election, nominee=_nominee(form, ties), by=actor(request))
    return form.accepted


def _result(request: HttpRequest, election: Election, form: ActForm) -> bool:
    if not form.is_valid():
        return False
    with form.refusals():
        elect(election=election, **form.cleaned_data, by=actor(request))
    return form.accepted


@person
@require_act(Act.HOLD_ELECTION)
def election(request: HttpRequest, number: str) -> HttpResponse:
    found = get_visible(Election.objects.select_related("fills"), number=number)
    act = request.POST.get("act", "")
    nominee = NomineeForm(request.POST if act == "nominate" else None, auto_id="nominee_%s")
    ties = TieFormSet(request.POST if act == "nominate" else None, prefix="ties")
    result = ResultForm(request.POST if act == "result" else None, election=found, auto_id="result_%s")
    done = (act == "nominate" and _nominate(request, found, nominee, ties)) or (
        act == "result" and _result(request, found, result)
    )
    if done:
        messages.success(request, _("Recorded in the docket."))
        return redirect("election", number=number)
    bad_ties = act == "nominate" and not ties.is_valid()
    status = 400 if bad_ties else max(nominee.status, result.status)
    context = {"nominee": nominee, "ties": ties, "result": result, **_facts(found)}
    return roster_page(request, "election", "elections", context, status=status)


def _facts(found: Election) -> dict[str, Any]:
    vacant = Counter(place.discipline for place in open_places(found))
    known = seats_known(found.starts)
    return {
        "election": found,
        "standings": [Standing(*pair) for pair in candidate_conflicts(found)],
        "places": [(label, vacant[key]) for key, label in DisciplineChoices.choices],
        "council_known": known,
        "council_missing": COUNCIL_SIZE - known,
    }
