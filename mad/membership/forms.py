"""Forms of the roster's pages. Each is bound to one service call; the services check again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mad.accounts.models import User
from mad.accounts.roles import Role
from mad.common.forms import ActForm
from mad.membership.models import Candidate, DisciplineChoices, Election, PressureIncident, TieKindChoices
from mad.membership.services import TieFacts
from mad.reference.models import Group, State
from mad.reference.parameters import PARAMETERS


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput(attrs={"type": "date"})
    )


def text_field(label: Any, *, required: bool = True, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class StateField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    def __init__(self, **options: Any) -> None:
        super().__init__(State.objects.all(), label=options.pop("label", _("State")), **options)


class TieForm(ActForm):
    kind = forms.ChoiceField(label=_("Tie"), choices=TieKindChoices.choices)
    state = StateField()
    starts = day_field(_("First day"), hint=_("For a nationality by birth, the day of birth."))
    ends = day_field(_("Last day"), required=False, hint=_("Leave empty while the tie lasts."))
    note = text_field(_("What it is"), required=False, hint=_("Needed for a financial tie or another conflict."))

    def facts(self) -> TieFacts:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        return TieFacts(data["kind"], data["state"].pk, data["starts"], data["ends"], data["note"])


class EndTieForm(ActForm):
    tie = forms.IntegerField(widget=forms.HiddenInput)
    ends = day_field(_("Last day of the tie"))


class ResignForm(ActForm):
    on = day_field(_("With effect from"), hint=_("From this day the member no longer acts."))


class SuspendForm(ActForm):
    starts = day_field(_("First day"))
    ends = day_field(_("Last day"), required=False, hint=_("Leave empty for: until lifted."))
    reason = text_field(_("Reason"))


class LiftForm(ActForm):
    suspension = forms.IntegerField(widget=forms.HiddenInput)
    reason = text_field(_("Reason for lifting it"), rows=2)


class SeatForm(ActForm):
    state = StateField()
    starts = day_field(_("First day"))
    ends = day_field(_("Last day"))


class EndSeatForm(ActForm):
    seat = forms.IntegerField(widget=forms.HiddenInput)
    ends = day_field(_("New last day"))
    reason = text_field(_("Reason"), rows=2)


class ElectionForm(ActForm):
    """Places per discipline for a general election, or the election whose vacancies are filled."""

    starts = day_field(_("First day of the term"), hint=_("1 January, unless vacancies are filled."))
    fills = forms.ModelChoiceField(
        Election.objects.filter(fills=None, held_on__isnull=False),
        label=_("Fills the vacancies of"),
        required=False,
        empty_label=_("A general election with places of its own"),
    )
    legal = forms.IntegerField(label=_("Places, legal"), min_value=0, max_value=50, initial=5)
    mediation = forms.IntegerField(label=_("Places, mediation"), min_value=0, max_value=50, initial=4)
    sanctions = forms.IntegerField(label=_("Places, sanctions"), min_value=0, max_value=50, initial=3)
    intervention = forms.IntegerField(label=_("Places, intervention"), min_value=0, max_value=50, initial=3)

    def places(self) -> dict[str, int]:
        return {discipline: self.cleaned_data[discipline] for discipline in DisciplineChoices.values}


class NomineeForm(ActForm):
    full_name = forms.CharField(label=_("Name"), max_length=160)
    discipline = forms.ChoiceField(label=_("Discipline"), choices=DisciplineChoices.choices)
    group = forms.ChoiceField(label=_("Regional group"), choices=Group.choices)
    declared_on = day_field(_("Declaration of interests signed on"))
    user = forms.ModelChoiceField(
        User.objects.filter(role=Role.MEMBER, is_active=True).order_by("full_name"),
        label=_("Account"),
        required=False,
        empty_label=_("None yet: one is made when elected"),
    )


TieFormSet = forms.formset_factory(TieForm, extra=3, max_num=20, validate_max=True)


class ResultForm(ActForm):
    held_on = day_field(_("The Assembly voted on"))
    elected = forms.ModelMultipleChoiceField(
        Candidate.objects.none(), label=_("Elected"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, election: Election, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["elected"]
        field.queryset = election.candidates.all()
        field.label_from_instance = lambda c: f"{c.full_name}, {c.get_discipline_display()}"


class PressureForm(ActForm):
    kind = forms.ChoiceField(label=_("What it was"), choices=PressureIncident.Kind.choices)
    state = StateField(label=_("State behind it"))
    by_whom = forms.CharField(label=_("Who approached you"), max_length=300)
    happened_on = day_field(_("When"))
    account = text_field(_("How"), hint=_("What was said, offered, threatened or done."), rows=6)
    evidence = text_field(_("Evidence"), required=False, hint=_("Messages, witnesses, where a document is kept."))


class PressureDecisionForm(ActForm):
    incident = forms.IntegerField(widget=forms.HiddenInput)
    text = text_field(_("Decision"), rows=3)


class NumberForm(ActForm):
    key = forms.ChoiceField(
        label=_("Number"),
        choices=[(key, f"{parameter.rule}, {parameter.text}") for key, parameter in PARAMETERS.items()],
    )
    value = forms.CharField(label=_("New value"), max_length=20)
    decided_on = day_field(_("In force from"))
    reason = text_field(_("Reason the Division decided on"))
