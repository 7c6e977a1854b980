"""Forms of what leaves the Division: calls, comments, embargo, correspondence, case files."""

from datetime import UTC
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.procedure.casefile import Edition
from deliberation.procedure.outputs import OutputKind
from mad.common.forms import ActForm

from .forms import LANGUAGES, offer
from .words import KIND_WORDS


class OutputForm(ActForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(k.value, KIND_WORDS[k.value]) for k in OutputKind if k.needs_vote]
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    on = forms.CharField(
        label=_("Council text"),
        max_length=60,
        required=False,
        help_text=_("For a comment: the symbol of the draft or resolution, for example S/RES/2139 (2014)"),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, initial="en", required=False)


class CallForm(ActForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(k.value, KIND_WORDS[k.value]) for k in OutputKind if not k.needs_vote]
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("An empty line parts paragraphs."),
    )


class EmbargoForm(ActForm):
    until = forms.DateTimeField(
        label=_("Not public before"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help_text=_("Day and time in UTC"),
    )

    def clean_until(self) -> Any:
        """As typed, in UTC whatever the reader's zone: an embargo is spoken of to others."""
        return self.cleaned_data["until"].replace(tzinfo=UTC)


class SupersedeForm(ActForm):
    successor = forms.TypedChoiceField(label=_("Superseded by"), coerce=int)

    def __init__(self, *args: Any, successors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "successor", [("", ""), *successors])


class HandOverForm(ActForm):
    addressee = forms.ChoiceField(label=_("Addressee"))
    how = forms.CharField(label=_("How it was handed over"), max_length=200)

    def __init__(self, *args: Any, addressees: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["addressee"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(name, name) for name in addressees]


class ReplyForm(ActForm):
    addressee = forms.CharField(label=_("Addressee"), widget=forms.Select)
    received_on = forms.DateField(
        label=_("Received on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(label=_("What was answered"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    reference = forms.CharField(
        label=_("Reference"), max_length=200, required=False, help_text=_("Of the letter or file")
    )

    def __init__(self, *args: Any, addressees: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["addressee"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [(name, name) for name in addressees]


class AddressForm(ActForm):
    state = forms.CharField(widget=forms.HiddenInput, max_length=3, required=False)
    email = forms.CharField(label=_("Mail address"), max_length=254, required=False)


class ExportForm(ActForm):
    edition = forms.ChoiceField(
        label=_("Edition"),
        choices=[
            (Edition.OUTSIDE.value, _("For outside: every release term kept")),
            (Edition.WHOLE.value, _("Whole: stays inside the Division")),
        ],
        initial=Edition.OUTSIDE.value,
        widget=forms.RadioSelect,
    )
