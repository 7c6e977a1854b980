"""The forms that protect: sensitivity, release terms, readers, boxes of a redaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms import LIMITS, ReasonForm
from evidence.models.choices import SENSITIVITIES
from evidence.procedure.boxes import FULL, REASON_LONGEST, Box
from mad.common.forms import ActForm


class SensitivityForm(ReasonForm):
    sensitivity = forms.ChoiceField(label=_("Sensitivity"), choices=SENSITIVITIES)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ["sensitivity", "reason"]


class SubmissionSensitivityForm(SensitivityForm):
    items = forms.BooleanField(label=_("When lowered, its items that stood there too"), required=False, initial=True)

    field_order = ["sensitivity", "items", "reason"]


class ReleaseForm(ReasonForm):
    limits = forms.MultipleChoiceField(
        label=_("What the terms forbid"), choices=LIMITS, widget=forms.CheckboxSelectMultiple, required=False
    )
    not_before = forms.DateField(label=_("No release before"), required=False, widget=forms.DateInput)
    words = forms.CharField(label=_("In words"), required=False, max_length=2000, widget=forms.Textarea)
    consent = forms.BooleanField(label=_("The source agreed to these in place of its own"), required=False)

    field_order = ["limits", "not_before", "words", "consent", "reason"]


class BoxForm(forms.Form):
    """One box, in per cent of its page."""

    page = forms.IntegerField(label=_("Page"), min_value=1, max_value=100_000)
    left = forms.DecimalField(label=_("From the left, %"), max_digits=6, decimal_places=2)
    top = forms.DecimalField(label=_("From the top, %"), max_digits=6, decimal_places=2)
    width = forms.DecimalField(label=_("Width, %"), max_digits=6, decimal_places=2)
    height = forms.DecimalField(label=_("Height, %"), max_digits=6, decimal_places=2)
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LONGEST)

    def box(self) -> Box:
        given = self.cleaned_data
        hundredths = {name: round(given[name] * FULL / 100) for name in ("left", "top", "width", "height")}
        return Box(page=given["page"], reason=given["reason"], **hundredths)


class _Boxes(forms.BaseFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")


BoxForms = forms.formset_factory(BoxForm, formset=_Boxes, extra=2, can_delete=True, absolute_max=520, max_num=500)


class RedactForm(ReasonForm):
    """Asking for the copy; the boxes come beside, as BoxForms."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class EndReaderForm(ActForm):
    reason = forms.CharField(label=_("Why this person reads it no more"))
