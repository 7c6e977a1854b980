"""Forms of amendments (R40)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.forms import ParagraphForm
from mad.common.forms import ActForm

LONGEST_REASON = 2000


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class AmendedParagraph(ParagraphForm):
    """The paragraph as it is to read."""

    reason = _reason()


class WholeParagraph(ActForm):
    """Taking a paragraph out, or having it voted separately."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = _reason()

    def words(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("version", None)
        return given
