"""Forms of the Council's answer and of a comparison (R41, R42); each carries one act and keeps what was typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.models import CouncilMeeting, CouncilText, CouncilVote
from deliberation.procedure.adequacy import Finding
from deliberation.procedure.council import Kind, Position
from deliberation.procedure.prediction import Expected
from mad.common.forms import ActForm
from mad.reference.models import State

ROLL = "roll_"
POSITIONS = [
    (Position.YES.value, _("Yes")),
    (Position.NO.value, _("No")),
    (Position.ABSTAIN.value, _("Abstain")),
    (Position.ABSENT.value, _("Absent")),
    (Position.NOT_PARTICIPATING.value, _("Not participating")),
]


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def _area(label: Any, *, required: bool = True, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


def _source() -> forms.CharField:
    return forms.CharField(label=_("Public source"), required=False, max_length=500, help_text=_("A web address."))


class Correcting(ActForm):
    """A form that enters something, or corrects what `row` holds: then it carries the version read and a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = _area(_("Why it is corrected"), required=False, rows=2)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        if row is not None and not (args and args[0]):
            kwargs["initial"] = self.initial_of(row)
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["version"], self.fields["reason"]
        else:
            self.fields["reason"].required = True

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.base_fields if name != "reason" and hasattr(row, name)}


class MeetingForm(Correcting):
    form = forms.ChoiceField(label=_("How the Council took it up"), choices=CouncilMeeting.Form.choices)
    held_on = _day(
        _("Day"), hint=_("The date of the meeting in New York; for what was not taken up, the day it was found.")
    )
    symbol = forms.CharField(
        label=_("Symbol of the record"), max_length=60, required=False, help_text=_("For example S/PV.9000.")
    )
    heard = forms.ChoiceField(label=_("Was the Division heard?"), choices=CouncilMeeting.Heard.choices)
    spoke = forms.CharField(label=_("Who spoke for it"), max_length=300, required=False)
    note = _area(_("Note"), required=False)
    source = _source()
    field_order = ["form", "held_on", "symbol", "heard", "spoke", "note", "source", "version", "reason"]


class TextForm(Correcting):
    symbol = forms.CharField(
        label=_("Symbol"), max_length=60, help_text=_("For example S/2026/100 or S/RES/2800 (2026).")
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    dated = _day(_("Dated"))
    divisions = forms.BooleanField(
        label=_("It is the Division’s own text, put by a member of the Council"), required=False
    )
    put_by = forms.CharField(
        label=_("Put by"), max_length=300, required=False, help_text=_("The States that sponsor it.")
    )
    planned_on = _day(_("Day of the planned vote"), required=False)
    text = _area(
        _("Paragraphs"),
        required=False,
        hint=_("Paste the text with its annexes. Its operative paragraphs are compared with the Division’s."),
        rows=12,
    )
    source = _source()
    field_order = [
        "symbol",
        "title",
        "dated",
        "divisions",
        "put_by",
        "planned_on",
        "text",
        "source",
        "version",
        "reason",
    ]

    def initial_of(self, row: CouncilText) -> dict[str, Any]:
        return {**super().initial_of(row), "text": as_pasted(row.paragraphs)}


def as_pasted(paragraphs: Iterable[Mapping[str, Any]]) -> str:
    """The text as it would be pasted again to give these paragraphs."""
    return "\n\n".join(" ".join(filter(None, (row["number"], row["text"]))) for row in paragraphs)


class VoteForm(Correcting):
    """The roll: one choice for each State that sat on the Council that day."""

    on_what = forms.CharField(
        label=_("What was voted on"),
        max_length=300,
        required=False,
        help_text=_("The text as a whole when empty; otherwise for example “paragraph 4, voted separately”."),
    )
    text = forms.TypedChoiceField(label=_("Text"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(
        label=_("Kind of matter"),
        choices=[
            (Kind.SUBSTANTIVE.value, _("Substance: nine yes, and no permanent member against")),
            (Kind.PROCEDURAL.value, _("Procedure: nine yes; there is no veto")),
        ],
        widget=forms.RadioSelect,
        initial=Kind.SUBSTANTIVE.value,
    )
    passed_as = forms.CharField(
        label=_("Became resolution"),
        max_length=60,
        required=False,
        help_text=_("For example S/RES/2800 (2026), if it carried."),
    )
    source = _source()
    field_order = ["text", "on_what", "kind", "passed_as", "source", "version", "reason"]

    def __init__(
        self,
        *args: Any,
        states: Iterable[State],
        texts: Iterable[CouncilText],
        row: CouncilVote | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        given = {p.state_id: p.position for p in row.positions.all()} if row else {}
        self.names = [f"{ROLL}{state.pk}" for state in states]
        for state, name in zip(states, self.names, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=state.name,
                choices=POSITIONS,
                widget=forms.RadioSelect,
                initial=given.get(state.pk),
                error_messages={"required": _("Say how this State voted.")},
            )
        field = self.fields["text"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Another matter")), *((text.ordinal, str(text)) for text in texts)]
        if row is not None:
            del self.fields["text"]

    @property
    def rolled(self) -> list[Any]:
        return [self[name] for name in self.names]

    @property
    def facts(self) -> list[Any]:
        return [field for field in self if field.name not in self.names and not field.is_hidden]

    def roll(self) -> list[tuple[str, str]]:
        """Every State that was sent, those that the page did not offer included: the rule answers for them."""
        names = [name for name in self.data if name.startswith(ROLL)]
        return [(name.removeprefix(ROLL), str(self.data[name])) for name in names]


class ExplanationForm(ActForm):
    state = forms.ChoiceField(label=_("State"))
    text = _area(_("What it said of its vote"))
    source = forms.CharField(
        label=_("Where it said it"), max_length=300, help_text=_("For example the record of the meeting.")
    )
    link_to = forms.CharField(label=_("Web address"), required=False, max_length=500)

    def __init__(self, *args: Any, states: Iterable[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_states(self, states)


class ExpectForm(ActForm):
    state = forms.ChoiceField(label=_("State"))
    position = forms.ChoiceField(
        label=_("Expected vote"),
        choices=[(e.value, e.value.capitalize()) for e in Expected],
        widget=forms.RadioSelect,
    )
    reason = _area(_("On what this rests"), rows=2, hint=_("What it said, or how it voted before."))

    def __init__(self, *args: Any, states: Iterable[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_states(self, states)


def _offer_states(form: forms.Form, states: Iterable[State]) -> None:
    field = form.fields["state"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", ""), *((state.pk, state.name) for state in states)]


class JudgeForm(ActForm):
    """One judgement of one measure. seen_version: of the newest judgement that the page showed."""

    finding = forms.ChoiceField(
        label=_("Finding"), choices=[(f.value, f.said) for f in Finding], widget=forms.RadioSelect
    )
    answered_by = forms.ChoiceField(label=_("Paragraph that answers it"), required=False)
    reason = _area(_("Reason"), rows=3)
    paragraph = forms.IntegerField(widget=forms.HiddenInput)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, labels: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answered_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None")), *((label, label) for label in labels)]


class CommentForm(ActForm):
    sufficient = forms.ChoiceField(
        label=_("As a whole the text is"),
        choices=[("yes", _("Sufficient")), ("no", _("Not sufficient"))],
        widget=forms.RadioSelect,
    )
    why = _area(_("Why"))
