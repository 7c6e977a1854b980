"""Loading a case for a page, or refusing it by its rule."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cases.models import Case
from cases.selectors import case_frame, framed, no_file, recused_from, visible_to
from cases.services import record_case_opening
from mad.accounts.permissions import Act, require
from mad.common.web import page


def load(request: HttpRequest, number: str) -> Case:
    """The case, with its frame. 404 for what does not exist; R6 for a recused member; R9 by role."""
    require(request.user, Act.READ_CASES)
    found = visible_to(request.user).filter(number=number).first()
    if found is not None:
        opened(request, found)
        framed([found], request.user)
        return found
    if recused_from(request.user).filter(number=number).exists():
        raise no_file()
    raise Http404


def opened(request: HttpRequest, case: Case) -> None:
    """R50: a page of a strictly confidential file is opened. A page that asks anew for a part of itself opens nothing."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        match = request.resolver_match
        record_case_opening(case=case, by=request.user, what=match.url_name or "" if match else "")


def show(
    request: HttpRequest, case: Case, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the case, inside cases/layout.html."""
    request.nav_key = "cases"  # type: ignore[attr-defined]  # read by the navigation
    return page(request, template, {**case_frame(request.user, case), "tab": tab, **context}, status=status)
