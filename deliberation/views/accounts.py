"""The annual account (R48; SCREENS 16)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from deliberation.account_document import export_csv, export_pdf
from deliberation.account_tables import tables
from deliberation.followup_forms import CorrectionForm
from deliberation.models import AnnualAccount
from deliberation.procedure import periods
from deliberation.selectors import account as selectors
from deliberation.services import accounts
from mad.accounts.permissions import Act, may, require, require_act
from mad.common import clock
from mad.common.web import person, whole_number

from .follow_pages import as_file, show_part


@dataclass(frozen=True)
class Chosen:
    """What is shown of a year: a published edition, or (None) the figures as they stand; neither for who may not."""

    year: int
    edition: AnnualAccount | None
    editions: list[AnnualAccount]
    content: dict[str, Any] | None


@person
@require_act(Act.READ_ACCOUNT)
def accounts_list(request: HttpRequest) -> HttpResponse:
    this = clock.today().year
    newest: dict[int, AnnualAccount] = {}
    for one in selectors.editions(request.user):
        newest.setdefault(one.year, one)
    years = sorted({this, this - 1, *newest}, reverse=True)
    context = {
        "years": [(year, newest.get(year)) for year in years],
        "may_prepare": may(request.user, Act.PREPARE_ACCOUNT),
    }
    return show_part(request, "deliberation/accounts.html", "account", context)


def choose(request: HttpRequest, year: int) -> Chosen:
    """?edition=2 for one edition, ?edition=now for the figures as they stand; the newest edition otherwise."""
    span = periods.year(year, clock.today())
    editions = selectors.editions(request.user, year)
    asked = request.GET.get("edition", "")
    if asked == "now":
        require(request.user, Act.PREPARE_ACCOUNT)
    elif asked:
        found = next((one for one in editions if str(one.edition) == asked), None)
        if found is None:
            raise Http404
        return Chosen(year, found, editions, selectors.shown_to(request.user, found.content))
    elif editions:
        return Chosen(year, editions[0], editions, selectors.shown_to(request.user, editions[0].content))
    if not may(request.user, Act.PREPARE_ACCOUNT):
        return Chosen(year, None, editions, None)
    found_now = selectors.figures(year, span, clock.now())
    return Chosen(year, None, editions, selectors.shown_to(request.user, found_now))


@person
@require_act(Act.READ_ACCOUNT)
def account(request: HttpRequest, year: int) -> HttpResponse:
    """One year: tables with their charts; published by the registrar."""
    chosen = choose(request, year)
    after = chosen.editions[0].edition if chosen.editions else 0
    form = CorrectionForm(request.POST or None, initial={"reason": ""})
    if request.method == "POST" and form.is_valid():
        after_read = whole_number(request.POST.get("after", ""))
        with form.refusals():
            accounts.publish_account(
                year=year,
                by=request.user,
                after=-1 if after_read is None else after_read,
                reason=form.cleaned_data["reason"],
            )
        if form.accepted:
            messages.success(request, _("Published, and frozen with its digest."))
            return redirect("account", year=year)
    context = {
        "year": year,
        "chosen": chosen,
        "tables": tables(chosen.content) if chosen.content else [],
        "form": form,
        "after": after,
        "may_prepare": may(request.user, Act.PREPARE_ACCOUNT),
        "may_publish": may(request.user, Act.PUBLISH_ACCOUNT),
        "over": year < clock.today().year,
        "charts": True,
    }
    return show_part(request, "deliberation/account.html", "account", context, status=form.status)


@person
@require_act(Act.READ_ACCOUNT)
def account_csv(request: HttpRequest, year: int) -> HttpResponse:
    chosen = choose(request, year)
    if chosen.content is None:
        raise Http404
    edition = chosen.edition.edition if chosen.edition else 0
    made = export_csv(year=year, edition=edition, content=chosen.content, by=request.user)
    answer = HttpResponse(made, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="annual-account-{year}.csv"'
    return answer


@person
@require_act(Act.READ_ACCOUNT)
def account_pdf(request: HttpRequest, year: int) -> HttpResponse:
    chosen = choose(request, year)
    if chosen.edition is None:
        raise Http404
    made = export_pdf(account=chosen.edition, by=request.user)
    return as_file(made, f"{chosen.edition.number}.pdf")
