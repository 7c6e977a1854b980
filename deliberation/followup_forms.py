"""Forms of Parts VI and VII; each carries one act and keeps what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.models.followup import STATUSES
from deliberation.procedure.followup import TriggerKind, wrong_trigger
from mad.common.forms import ActForm
from mad.reference import followup as reference

from .forms import offer

CHOICES_OF_TEMPLATE = [("", _("None")), *((one.id, one.name) for one in reference.templates())]


def _area(label: Any, rows: int = 3, required: bool = True, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **options)


class MeasureForm(ActForm):
    """One measure as it is taken. What is left empty the template gives."""

    template = forms.ChoiceField(label=_("Start from a template"), choices=CHOICES_OF_TEMPLATE, required=False)
    title = forms.CharField(label=_("What is done"), max_length=300, required=False)
    actor = forms.ChoiceField(label=_("Who acts"), required=False)
    contact = forms.CharField(label=_("Contact or unit"), max_length=200, required=False)
    benchmark = _area(
        _("Benchmark"), 2, required=False, max_length=4000, help_text=_("By what one will know that it is done.")
    )
    starts = forms.DateField(label=_("Begins"), widget=forms.DateInput, required=False)
    due = forms.DateField(label=_("Due"), widget=forms.DateInput, required=False)

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "actor", [("", ""), *actors])


class SourceForm(MeasureForm):
    """A measure taken from something decided; it is taken when it is ticked."""

    take = forms.BooleanField(label=_("Follow this up"), required=False)
    source = forms.CharField(widget=forms.HiddenInput, max_length=40)


class MeasureReviewForm(ActForm):
    standing = forms.ChoiceField(label=_("Where it stands"), choices=STATUSES, widget=forms.RadioSelect)
    reason = _area(_("Reason"), 4, max_length=8000, help_text=_("What was seen, and from whom it is known."))
    due = forms.DateField(
        label=_("New due date"), widget=forms.DateInput, required=False, help_text=_("Empty: as it is.")
    )
    handed_to = forms.CharField(
        label=_("Handed over to"),
        max_length=200,
        required=False,
        help_text=_("Only when it is handed over: who goes on with it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PlanForm(ActForm):
    """The plan to prevent recurrence, and what reopens the case."""

    text = _area(
        _("Plan to prevent recurrence"),
        10,
        max_length=40_000,
        help_text=_("What stays in place, who keeps it, and what will be watched."),
    )
    alarm = forms.BooleanField(label=_("A screened alarm on a State concerned reopens it"), required=False)
    level = forms.TypedChoiceField(
        label=_("A level on the watch list reopens it"),
        choices=[("", _("No level")), *((n, str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    events = _area(_("Events that reopen it"), 4, required=False, max_length=6000, help_text=_("One event a line."))
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_events(self) -> str:
        said: str = self.cleaned_data["events"]
        for event in (line.strip() for line in said.splitlines()):
            if wrong := event and wrong_trigger(TriggerKind.EVENT, event, None):
                raise forms.ValidationError(f"“{event[:40]}…”: {wrong}")
        return said

    def triggers(self) -> list[dict[str, Any]]:
        """As services.write_plan takes them."""
        given = self.cleaned_data
        alarm = [{"kind": TriggerKind.ALARM.value}] if given["alarm"] else []
        level = [{"kind": TriggerKind.LEVEL.value, "level": given["level"]}] if given["level"] else []
        events = [
            {"kind": TriggerKind.EVENT.value, "text": line} for line in given["events"].splitlines() if line.strip()
        ]
        return [*alarm, *level, *events]


class ReopenForm(ActForm):
    trigger = forms.TypedChoiceField(label=_("Which trigger fired"), coerce=int)
    reason = _area(_("What happened"), max_length=8000)

    def __init__(self, *args: Any, triggers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "trigger", [(one.pk, str(one)) for one in triggers])


class OpenReviewForm(ActForm):
    """Of which region and quarter a review is opened."""

    region = forms.ChoiceField(label=_("Region"))
    year = forms.IntegerField(label=_("Year"))
    quarter = forms.IntegerField(label=_("Quarter"))

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)


class DecisionForm(ActForm):
    item = forms.TypedChoiceField(label=_("On"), coerce=int, empty_value=None, required=False)
    text = _area(_("Decision"), 4, max_length=8000)
    no_follow_up = _area(_("If nothing follows from it: why"), 2, max_length=2000, required=False)

    def __init__(self, *args: Any, items: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", [("", _("The region as a whole")), *items])


class RaiseForm(ActForm):
    item = forms.TypedChoiceField(label=_("Situation"), coerce=int)
    reason = _area(_("Why it goes up"), max_length=4000)

    def __init__(self, *args: Any, items: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", items)


class CloseReviewForm(ActForm):
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput)


class NewBriefingForm(ActForm):
    year = forms.IntegerField(label=_("Year"))
    month = forms.IntegerField(label=_("Month"))
    reason = _area(
        _("Why a corrected edition is needed"),
        2,
        required=False,
        max_length=2000,
        help_text=_("Only when that month’s brief has been issued already."),
    )


class CorrectionForm(ActForm):
    reason = _area(
        _("Why a corrected edition is needed"), 2, required=False, help_text=_("Only after a first edition.")
    )
