"""The form of an extension (R36)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mad.common.forms import ActForm

LONGEST_HOURS = 60 * 24


class ExtensionForm(ActForm):
    """How much later, from the due time or, once it is late, from now."""

    hours = forms.IntegerField(label=_("Hours more"), min_value=1, max_value=LONGEST_HOURS)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
