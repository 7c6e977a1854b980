"""The forms of the screening desk: the decision, and the filters of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms import URGENCIES, ReasonForm
from evidence.models.choices import SENSITIVITIES
from evidence.procedure.grades import Information, Source
from evidence.procedure.screening import Decision, DeclineReason
from evidence.services import Placing
from mad.common.forms import ActForm

CASES_ASKED = 3
DECLINES = [
    ("", _("Choose a reason")),
    (DeclineReason.OUTSIDE_MANDATE.value, _("Outside the Division’s mandate")),
    (DeclineReason.REPEATED.value, _("Says nothing that was not submitted before")),
    (DeclineReason.NOTHING_TO_JUDGE.value, _("Too little to judge, and no more to be had")),
    (DeclineReason.NOT_CREDIBLE.value, _("Not credible")),
    (DeclineReason.SENT_IN_ERROR.value, _("Sent in error")),
    (DeclineReason.OTHER.value, _("Another reason, as the grounds say")),
]
Part = tuple[str, str]  # "text" or the id of a file; its name


class CaseChoice(ActForm):
    """One case and the parts that go there. Fields of the nth case end in _n; those of the first in nothing."""

    def add_case(self, nth: int, destinations: list[tuple[str, str]], parts: list[Part], *, ticked: bool) -> None:
        end = "" if nth == 1 else f"_{nth}"
        self.fields[f"destination{end}"] = forms.ChoiceField(
            label=_("Case") if nth == 1 else _("Further case"), required=False, choices=[("", ""), *destinations]
        )
        self.fields[f"case_title{end}"] = forms.CharField(
            label=_("Title of the new case"), max_length=200, required=False
        )
        for part, name in parts:
            label = name or _("The text")
            self.fields[part_field(nth, part)] = forms.BooleanField(label=label, required=False, initial=ticked)

    def chosen(self, nth: int, parts: list[Part], urgency: str = "") -> Placing:
        end, given = "" if nth == 1 else f"_{nth}", self.cleaned_data
        ticked = frozenset(part for part, _name in parts if given.get(part_field(nth, part)))
        return Placing(given[f"destination{end}"], given[f"case_title{end}"], urgency, ticked)

    def part_fields(self, nth: int, parts: list[Part]) -> list[forms.BoundField]:
        return [self[part_field(nth, part)] for part, _name in parts]


def part_field(nth: int, part: str) -> str:
    return f"part_{nth}_{part}"


class ScreenForm(CaseChoice):
    """The right pane of the screening page."""

    source_grade = forms.ChoiceField(
        label=_("Source reliability"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(g.value, g.value) for g in Source],
    )
    info_grade = forms.ChoiceField(
        label=_("Information credibility"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(g.value, g.value) for g in Information],
    )
    sensitivity = forms.ChoiceField(label=_("Sensitivity"), choices=SENSITIVITIES, required=False)
    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (Decision.ACCEPT.value, _("Accept into a case")),
            (Decision.HOLD.value, _("Hold until a date")),
            (Decision.QUERY.value, _("Query the submitter")),
            (Decision.DECLINE.value, _("Decline, with a reason")),
        ],
        error_messages={"required": _("Choose a decision.")},
    )
    case_urgency = forms.ChoiceField(label=_("Atrocities in the new case"), choices=URGENCIES, required=False)
    hold_until = forms.DateField(label=_("Hold until"), required=False, widget=forms.DateInput)
    question = forms.CharField(label=_("Question to the submitter"), required=False, widget=forms.Textarea)
    decline_reason = forms.ChoiceField(label=_("Reason to decline"), choices=DECLINES, required=False)
    grounds = forms.CharField(label=_("Grounds"), required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)

    said = {
        Decision.ACCEPT.value: _("One item is made for the text and one for each released file"),
        Decision.QUERY.value: _("Stops the clock until the answer arrives"),
    }

    def __init__(
        self,
        *args: Any,
        destinations: list[tuple[str, str]],
        parts: list[Part],
        written: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for nth in range(1, CASES_ASKED + 1):
            self.add_case(nth, destinations, parts, ticked=nth == 1)
            for part, _name in parts:
                if written:  # a kept draft names the boxes that were ticked and no others
                    self.initial[part_field(nth, part)] = part_field(nth, part) in written

    @property
    def first_parts(self) -> list[forms.BoundField]:
        return self.part_fields(1, self.parts)

    @property
    def further(self) -> list[tuple[forms.BoundField, forms.BoundField, list[forms.BoundField]]]:
        """Case, title of a new one and parts, of each further case that can be chosen."""
        return [
            (self[f"destination_{nth}"], self[f"case_title_{nth}"], self.part_fields(nth, self.parts))
            for nth in range(2, CASES_ASKED + 1)
        ]

    @property
    def split(self) -> bool:
        """Whether anything of the split was chosen, so that it is shown open."""
        touched = any(case.value() or case.errors for case, *_rest in self.further)
        return touched or not all(box.value() for box in self.first_parts)

    def written(self) -> dict[str, Any]:
        """The arguments of the screening service."""
        given = self.cleaned_data
        plain = ("source_grade", "info_grade", "sensitivity", "decision", "hold_until", "question", "decline_reason")
        first = self.chosen(1, self.parts)
        further = [one for nth in range(2, CASES_ASKED + 1) if (one := self.chosen(nth, self.parts)).choice]
        until = given["hold_until"]
        return {
            **{name: given[name] for name in (*plain, "grounds", "version", "case_urgency")},
            "hold_until": datetime.combine(until, time(), UTC) if until else None,
            "destination": first.choice,
            "case_title": first.title,
            "parts": first.parts if further or first.parts else None,
            "further": further,
        }

    def _take(self, invalid: Any) -> None:
        """What is wrong with the parts of a case is said at its first box."""
        moved = {_box(name, self.parts): messages for name, messages in invalid.errors.items()}
        invalid.errors = moved
        super()._take(invalid)


def _box(name: str, parts: list[Part]) -> str:
    head, _sep, nth = name.partition("_")
    return part_field(int(nth or 1), parts[0][0]) if head == "parts" and parts else name


class PlaceForm(CaseChoice):
    """An accepted submission, or parts of it, into a further case."""

    def __init__(self, *args: Any, destinations: list[tuple[str, str]], parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.add_case(1, destinations, parts, ticked=True)

    @property
    def boxes(self) -> list[forms.BoundField]:
        return self.part_fields(1, self.parts)

    def _take(self, invalid: Any) -> None:
        invalid.errors = {_box(name, self.parts): messages for name, messages in invalid.errors.items()}
        super()._take(invalid)

    def placing(self) -> Placing:
        return self.chosen(1, self.parts)


class OriginForm(ReasonForm):
    """What a submission goes back to; empty: to nothing else."""

    origin = forms.CharField(label=_("Number of the submission it goes back to"), max_length=20, required=False)

    field_order = ["origin", "reason"]


class GroundsForm(ActForm):
    grounds = forms.CharField(label=_("Grounds"), widget=forms.Textarea)
