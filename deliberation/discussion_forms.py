"""Forms of the discussion, the sessions and their minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mad.common.forms import ActForm


class RemarkForm(ActForm):
    text = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), strip=False)


class MinutesForm(ActForm):
    """Corrects a text of minutes. seen: the version it began from."""

    text = forms.CharField(
        label=_("Minutes"),
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("An empty line parts paragraphs; a line that begins with # is a heading. Numbers are produced."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def kept_of(self, newest: Any) -> None:
        """What was typed stays, from now on against the newest version."""
        self.data = {**self.data.dict(), "seen": newest.version}  # type: ignore[attr-defined]  # a QueryDict when bound
