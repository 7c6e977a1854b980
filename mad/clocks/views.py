"""One page: the presiding member extends a clock, once, with a reason (R36)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, require_act
from mad.clocks.forms import ExtensionForm
from mad.clocks.models import Clock
from mad.clocks.services import extend, refuse_extension
from mad.common import clock, ports
from mad.common.errors import Refused
from mad.common.web import page, person


@person
@require_act(Act.EXTEND_CLOCK)
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    running = Clock.objects.filter(pk=pk).first()
    if running is None:
        raise Http404
    for guard in ports.member_guards:
        guard(request.user, running.case_number)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        until = max(running.due_at, clock.now()) + timedelta(hours=form.cleaned_data["hours"])
        with form.refusals():
            reason = form.cleaned_data["reason"]
            extend(kind=running.kind, subject=running.subject, until=until, reason=reason, by=request.user)
            messages.success(request, _("The clock was extended, and the docket says why."))
            return redirect(running.url)
    try:
        refused = None
        refuse_extension(running, request.user)
    except Refused as found:
        refused = found
    context = {"clock": running, "face": running.face(clock.now()), "form": form, "refused": refused}
    return page(request, "mad/clocks/extend.html", context, status=form.status)
