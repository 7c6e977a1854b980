"""Agreed language: past Council texts, searched by themselves or from a draft (SCREENS 14)."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deliberation.models import Output, Paragraph
from deliberation.procedure.draft import MEASURES
from deliberation.selectors import precedents as selectors
from deliberation.services.precedents import insert_precedent
from mad.accounts.permissions import Act, require_act
from mad.common.errors import Invalid, Refused
from mad.common.web import KEY_FIGURES, page, person, whole_number

from .checking import editable_now
from .common import load_output, mark_nav, refusal_of, show_output, standing_paragraph


class AskForm(forms.Form):
    """What is looked for. Every field may be empty."""

    q = forms.CharField(label=_("Words"), max_length=selectors.LONGEST, required=False)
    measure = forms.ChoiceField(
        label=_("Measure"),
        required=False,
        choices=[("", _("Any")), *((m.key, m.name) for m in MEASURES.values() if not m.key.startswith("other_"))],
    )
    part = forms.ChoiceField(
        label=_("Part"),
        required=False,
        choices=[("", _("Any")), ("preambular", _("Preamble")), ("operative", _("Operative part"))],
    )
    since = forms.IntegerField(label=_("From year"), min_value=1945, max_value=2100, required=False)
    until = forms.IntegerField(label=_("To year"), min_value=1945, max_value=2100, required=False)

    def asked(self) -> selectors.Asked:
        given = self.cleaned_data if self.is_valid() else {}
        return selectors.Asked(
            words=given.get("q", "").strip(),
            measure=given.get("measure", ""),
            part=given.get("part", ""),
            since=given.get("since"),
            until=given.get("until"),
        )


@person
@require_act(Act.READ_OUTPUTS)
def precedents(request: HttpRequest) -> HttpResponse:
    mark_nav(request, "outputs")
    context = found(request)
    return page(request, "deliberation/precedents.html", context, status=context["status"])


def found(request: HttpRequest) -> dict[str, Any]:
    """The form and what it finds; what cannot be read finds nothing and says so."""
    form = AskForm(request.GET)
    asked = form.asked()
    readable = form.is_valid()
    hits = selectors.find(asked, request.GET.get("cursor", "")) if readable and not asked.empty else None
    query = request.GET.copy()
    query.pop("cursor", None)
    return {
        "form": form,
        "asked": asked,
        "hits": hits,
        "query": query.urlencode(),
        "years": selectors.years() if hits is None else None,
        "status": 200 if readable else 400,
    }


@person
def output_precedents(request: HttpRequest, number: str) -> HttpResponse:
    """Found from a draft: a paragraph is taken into it with its source noted."""
    output = load_output(request, number)
    given = request.POST.get("after", request.GET.get("after", ""))
    after = standing_paragraph(output, given)
    locked = refusal_of(editable_now, output, request.user)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            made = _insert(request, output, after)
            return redirect(f"{reverse('output', args=[output.number])}#p{made.pk}")
        except Invalid as invalid:
            refused = Refused(invalid.rule, invalid.reason, status=invalid.status)
        except Refused as answer:
            refused = answer
    context = {**found(request), "locked": locked, "refused": refused, "after": after.pk if after else ""}
    status = refused.status if refused else context["status"]
    return show_output(request, output, "deliberation/output_precedents.html", "precedents", context, status=status)


def _insert(request: HttpRequest, output: Output, after: Paragraph | None) -> Paragraph:
    key = whole_number(request.POST.get("paragraph", ""), KEY_FIGURES)
    chosen = None if key is None else selectors.one(key)
    if chosen is None:
        raise Http404
    return insert_precedent(output=output, by=request.user, paragraph=chosen, after=after)
