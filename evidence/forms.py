"""Forms of the evidence pages. Each carries out one service; what was typed stays when it is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.models import Incident
from evidence.models.choices import SENSITIVITIES
from evidence.procedure.grades import Information, Source
from evidence.procedure.release import Limit
from evidence.procedure.terms import Answer, Question
from mad.common.errors import Invalid
from mad.common.forms import ActForm
from mad.reference.models import State

STATES_ASKED = 4
QUESTIONS = {
    Question.INCITEMENT: _("Dangerous speech or incitement"),
    Question.VIOLENCE: _("Rising violence"),
    Question.IDEOLOGY: _("Exclusionary or extremist ideology"),
    Question.TARGETING: _("Targeting by group identity"),
    Question.MOVEMENT: _("Armed forces or militia moving"),
    Question.IMPUNITY: _("Past atrocities unpunished"),
}
ANSWERS = [
    (Answer.NO.value, _("No")),
    (Answer.UNKNOWN.value, _("Unknown")),
    (Answer.YES.value, _("Yes")),
    (Answer.WORSENING.value, _("Worsening")),
]
LIMITS = [
    (Limit.NO_ATTRIBUTION.value, _("No attribution: the source is not named")),
    (Limit.NO_PUBLICATION.value, _("No publication: States may see it, the public may not")),
    (Limit.DIVISION_ONLY.value, _("Inside the Division only")),
]
RELEASES = [("", _("As my words say, or no terms")), ("free", _("No limits")), *LIMITS]
URGENCIES = [("", _("Neither, or not known yet")), ("imminent", _("Imminent")), ("ongoing", _("Ongoing"))]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is checked, and none is empty."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(file) for file in data or ()]


class UploadsField(forms.MultipleChoiceField):
    """Ids of files that arrived before; which of them can be taken is for the service to say."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        return True


class SubmitForm(ActForm):
    """The web form of a submission. body() is what the partner API would have been sent."""

    title = forms.CharField(label=_("Title"), max_length=200)
    narrative = forms.CharField(label=_("What happened, or is about to"), widget=forms.Textarea)
    known_since = forms.CharField(label=_("Known to you since"), required=False, widget=forms.DateTimeInput)
    period_from = forms.CharField(label=_("Covers from"), required=False, widget=forms.DateInput)
    period_to = forms.CharField(label=_("Covers to"), required=False, widget=forms.DateInput)
    places = forms.CharField(label=_("Places"), required=False, widget=forms.Textarea)
    sensitivity = forms.ChoiceField(label=_("Sensitivity"), choices=SENSITIVITIES, widget=forms.RadioSelect)
    protect_source = forms.BooleanField(label=_("Protect the identity of the source"), required=False)
    release = forms.ChoiceField(label=_("Release"), choices=RELEASES, required=False)
    not_before = forms.DateField(label=_("Not before"), required=False, widget=forms.DateInput)
    release_terms = forms.CharField(label=_("Release terms in your words"), required=False, widget=forms.Textarea)
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # the form has an attribute of that name

    uploads = UploadsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", ""), *State.objects.order_by("name").values_list("iso3", "name")]
        for place in range(STATES_ASKED):
            label = _("State concerned") if place == 0 else _("Further State")
            self.fields[f"state_{place}"] = forms.ChoiceField(label=label, choices=names, required=place == 0)
        for question, label in QUESTIONS.items():
            self.fields[question.value] = forms.ChoiceField(
                label=label, choices=ANSWERS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{question.value}_grounds"] = forms.CharField(
                label=_("One line of grounds"), required=False, max_length=1000
            )

    @property
    def state_fields(self) -> list[forms.BoundField]:
        return [self[f"state_{place}"] for place in range(STATES_ASKED)]

    @property
    def matrix_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[question.value], self[f"{question.value}_grounds"]) for question in Question]

    def body(self) -> dict[str, Any]:
        """The submission in the form of the API. Raises Invalid when a place cannot be read."""
        given = self.cleaned_data
        states = [given[f"state_{place}"] for place in range(STATES_ASKED) if given.get(f"state_{place}")]
        return {
            "title": given["title"],
            "narrative": given["narrative"].replace("\r\n", "\n"),
            "states": list(dict.fromkeys(states)),
            "sensitivity": given["sensitivity"],
            "known_since": given["known_since"] or None,
            "period": {"from": given["period_from"] or None, "to": given["period_to"] or None},
            "places": _places(given["places"]),
            "protect_source": given["protect_source"],
            "release_terms": given["release_terms"],
            "release": self._release(),
            "quick_matrix": self._matrix(),
            "uploads": given["uploads"],
        }

    def _release(self) -> dict[str, Any] | None:
        """Nothing chosen says nothing; "free" says that no limit is set."""
        chosen, day = self.cleaned_data["release"], self.cleaned_data["not_before"]
        if not chosen and not day:
            return None
        limits = [chosen] if chosen in list(Limit) else []
        return {"limits": limits, "not_before": day.isoformat() if day else None}

    def _matrix(self) -> dict[str, dict[str, str]]:
        given = self.cleaned_data
        return {
            question.value: {"answer": given[question.value], "grounds": given[f"{question.value}_grounds"]}
            for question in Question
            if given.get(question.value)
        }

    def _take(self, invalid: Invalid) -> None:
        """A field of the API, shown at the field of this form that it came from."""
        for name, messages in invalid.errors.items():
            head, _dot, rest = name.partition("[")[0].partition(".")
            field = {
                "states": "state_0",
                "uploads": "files",
                "period": f"period_{rest}",
                "release": rest if rest == "not_before" else "release",
                "quick_matrix": rest.partition(".")[0],
            }.get(head, head)
            for message in messages:
                self.add_error(field if field in self.fields else None, message)


def _places(text: str) -> list[dict[str, Any]]:
    """One place a line: name; latitude; longitude, the last two optional."""
    return [_place(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _place(line: str, number: int) -> dict[str, Any]:
    name, *degrees = (part.strip() for part in line.split(";"))
    if len(degrees) not in (0, 2):
        raise Invalid({"places": [f"Line {number}: write name; latitude; longitude, or the name alone."]}, rule="R12")
    try:
        return {"name": name, **dict(zip(("lat", "lon"), map(float, degrees), strict=False))}
    except ValueError:
        raise Invalid({"places": [f"Line {number}: a latitude or longitude is no number."]}, rule="R12") from None


class AnswerForm(ActForm):
    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea)


class ReasonForm(ActForm):
    """An act that needs nothing but its reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class ReaderForm(ReasonForm):
    user = forms.ChoiceField(label=_("Reader"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ChoiceField(label=_("Reader"), choices=people)
        self.order_fields(["user", "reason"])


class RegradeForm(ReasonForm):
    source_grade = forms.ChoiceField(
        label=_("Source reliability"), widget=forms.RadioSelect, choices=[(g.value, g.value) for g in Source]
    )
    info_grade = forms.ChoiceField(
        label=_("Information credibility"),
        widget=forms.RadioSelect,
        choices=[(g.value, g.value) for g in Information],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DeriveForm(ReasonForm):
    parent = forms.CharField(label=_("Number of the item it goes back to"), max_length=20)


class EventFileForm(ActForm):
    """A file of event data to be loaded (R19)."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.gz,.csv.gz"}))
    release = forms.CharField(label=_("Name of the release"), max_length=80, required=False)
    candidate = forms.BooleanField(label=_("A candidate release: provisional until the yearly one"), required=False)


class IncidentsAskedForm(forms.Form):
    """Which incidents of a State the reader asks for; every field may be empty."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput)
    kind = forms.TypedChoiceField(
        label=_("Kind"), required=False, coerce=int, empty_value=None, choices=[("", _("All")), *Incident.KINDS.items()]
    )
    actor = forms.CharField(label=_("Actor or victim"), required=False, max_length=100)
    deaths = forms.IntegerField(label=_("Killed, at least"), required=False, min_value=0, max_value=10**6)
