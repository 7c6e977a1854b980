"""Forms of the ledger's pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.models import Situation
from evidence.procedure.duties import Standing
from mad.common.forms import ActForm
from mad.reference.models import State

SPANS = [("6", _("6 months")), ("12", _("12 months")), ("24", _("24 months"))]


class LedgerFilter(forms.Form):
    """What the ledger shows; anything that is no choice is as if not given."""

    situation = forms.ChoiceField(label=_("Situation"), required=False)
    months = forms.ChoiceField(label=_("Period"), choices=SPANS, required=False, initial="12")
    standing = forms.ChoiceField(
        label=_("Only sources with"),
        required=False,
        choices=[
            ("", _("Any standing")),
            (Standing.SILENT.value, _("Silence")),
            (Standing.LATE.value, _("Late reports")),
        ],
    )

    def __init__(self, given: Any, situations: Iterable[Situation]) -> None:
        super().__init__({"months": "12", **given.dict()})
        named = [(situation.number, situation.name) for situation in situations]
        self.fields["situation"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> tuple[str, int, str]:
        """(number of the situation or "", months, standing or "")."""
        self.is_valid()
        data = self.cleaned_data
        return data.get("situation") or "", int(data.get("months") or 12), data.get("standing") or ""


class NilReturnForm(ActForm):
    """ "Nothing to report". body() is what the partner API would have been sent."""

    states = forms.MultipleChoiceField(label=_("States"), widget=forms.CheckboxSelectMultiple)
    period_from = forms.DateField(label=_("First day"), widget=forms.DateInput)
    period_to = forms.DateField(label=_("Last day"), widget=forms.DateInput, help_text=_("Today at the latest."))

    def __init__(self, *args: Any, watched: dict[str, str], **options: Any) -> None:
        """watched: name by code of the States that are watched."""
        super().__init__(*args, **options)
        self.fields["states"].choices = list(watched.items())  # type: ignore[attr-defined]  # a choice field

    def body(self) -> dict[str, Any]:
        first, last = (self.cleaned_data[name].isoformat() for name in ("period_from", "period_to"))
        return {"states": self.cleaned_data["states"], "period": {"from": first, "to": last}}


class WatchForm(ActForm):
    name = forms.CharField(label=_("Situation"), max_length=120)
    states = forms.ModelMultipleChoiceField(State.objects.order_by("name"), label=_("States"))
    since = forms.DateField(label=_("First day"), widget=forms.DateInput, help_text=_("Periods are counted from here."))


class EndWatchForm(ActForm):
    reason = forms.CharField(label=_("Why the watch ends"), widget=forms.Textarea(attrs={"rows": 2}))
