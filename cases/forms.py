"""Forms of the case pages; each is bound to one service call."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CrimeOutcome, DeterminationVote, ElementLink, Opinion
from cases.procedure import SCALES, Temporal
from mad.accounts.models import User
from mad.accounts.roles import Role
from mad.common.forms import ActForm
from mad.reference.models import State
from mad.reference.scales import SEVERITY_ANCHORS, SEVERITY_LABELS

URGENCIES = [
    (Temporal.NEITHER.value, _("Neither")),
    (Temporal.IMMINENT.value, _("Imminent")),
    (Temporal.ONGOING.value, _("Ongoing")),
]
LONG = {"rows": 4}


class CaseForm(ActForm):
    """The facts of a case (R20)."""

    title = forms.CharField(label=_("Title"), max_length=200)
    states = forms.ModelMultipleChoiceField(
        label=_("States concerned"),
        queryset=State.objects.all(),
        help_text=_("On whose territory, or by whose forces, the alleged crimes occur."),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Other parties"),
        queryset=State.objects.all(),
        required=False,
        help_text=_("A tie with one of these recuses a member as well (R6)."),
    )
    groups_at_risk = forms.CharField(label=_("Groups at risk"), max_length=500, required=False)
    alleged = forms.CharField(label=_("Alleged perpetrators"), max_length=500, required=False)
    period_from = forms.DateField(
        label=_("Period from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    period_to = forms.DateField(label=_("Period to"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    urgency = forms.ChoiceField(
        label=_("The alleged crimes are"),
        choices=URGENCIES,
        initial="neither",
        help_text=_("Ongoing and imminent crimes shorten the deadlines (R36)."),
    )
    sensitivity = forms.ChoiceField(
        label=_("Sensitivity"),
        choices=[
            ("unclassified", _("Unclassified")),
            ("confidential", _("Confidential")),
            ("strictly_confidential", _("Strictly confidential")),
        ],
        initial="confidential",
    )
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 10}), required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, case: Case) -> "CaseForm":
        names = (
            "title",
            "groups_at_risk",
            "alleged",
            "period_from",
            "period_to",
            "urgency",
            "sensitivity",
            "summary",
        )
        newest = case.summaries.first()
        return cls(
            initial={
                **{name: getattr(case, name) for name in names},
                "states": case.states.all(),
                "parties": case.parties.all(),
                "after": newest.version if newest else 0,
            }
        )

    def facts(self) -> dict:
        return {k: v for k, v in self.cleaned_data.items() if k not in ("summary", "after")}


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=LONG))


class CaseReaderForm(ReasonForm):
    """Which officer reads a strictly confidential case, and why (R16)."""

    field_order = ("user", "reason")
    user = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=User.objects.filter(role=Role.OFFICER, is_active=True).order_by("full_name"),
        empty_label=_("Choose one"),
    )


class MergeForm(ReasonForm):
    """Into which case (R20)."""

    field_order = ("into", "reason")
    into = forms.ChoiceField(label=_("Into the case"))

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [(case.number, f"{case.number} {case.title}") for case in cases]


class SplitForm(ReasonForm):
    """What goes into the new case (R20)."""

    field_order = ("title", "submissions", "reason")
    title = forms.CharField(label=_("Title of the new case"), max_length=200)
    submissions = forms.MultipleChoiceField(label=_("Its submissions"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, submissions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submissions"].choices = [(row.number, f"{row.number} {row.title}") for row in submissions]


class PersonForm(ActForm):
    """A person alleged to be responsible (R16, R20)."""

    designation = forms.CharField(
        label=_("Designation"),
        max_length=200,
        help_text=_("What readers of the case see: an office or a command, never the name."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Protected: shown to the registrar and the panel alone, for a reason that is recorded."),
    )
    grounds = forms.CharField(label=_("Grounds"), widget=forms.Textarea(attrs=LONG))


class AssessmentForm(ActForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=LONG), required=False)
    urgency = forms.ChoiceField(label=_("The alleged crimes are"), choices=URGENCIES, widget=forms.RadioSelect)


class RecusalMotionForm(ActForm):
    member = forms.ChoiceField(label=_("Member"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(m.pk, str(m)) for m in members]


class LongSelect(forms.Select):
    """A select of hundreds of choices, drawn in one go: as templates they took longer than the rest of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) == chosen else ""}>{escape(said)}</option>'
            for key, said in self.choices
        )
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return SafeString(f"<select{given}>{options}</select>")


class LinkForm(ActForm):
    """One cell of the matrix (R24)."""

    item = forms.ChoiceField(label=_("Item"), widget=LongSelect)
    element = forms.ChoiceField(label=_("Element"), widget=LongSelect)
    direction = forms.ChoiceField(label=_("The item"), choices=ElementLink.DIRECTIONS, widget=forms.RadioSelect)
    weight = forms.TypedChoiceField(
        label=_("Weight"), choices=ElementLink.WEIGHTS, coerce=int, widget=forms.RadioSelect, initial=2
    )
    note = forms.CharField(label=_("Where in the item, and why"), max_length=500, required=False)

    def __init__(self, *args, items, elements, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(i.number, f"{i.number} {i.title[:80]}") for i in items]
        self.fields["element"].choices = [(e.id, f"{e.id} {e.text[:120]}") for e in elements]


class EstimateForm(ActForm):
    """Kept as typed: no field refuses a draft; the service says what is wrong (R25)."""

    low = forms.CharField(label=_("Lowest"), required=False, max_length=20)
    best = forms.CharField(label=_("Best"), required=False, max_length=20)
    high = forms.CharField(label=_("Highest"), required=False, max_length=20)
    reasons = forms.CharField(label=_("Reasons"), required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, contrary=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.contrary = [item.number for item in contrary]
        for number in self.contrary:
            self.fields[f"contra-{number}"] = forms.CharField(
                label=_("Your answer to the contrary item %(number)s") % {"number": number},
                help_text=_("Each contrary item must be answered before you can seal your answer (R28)."),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def replies(self):
        return [self[f"contra-{number}"] for number in self.contrary]

    def typed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("low", "best", "high")}

    def texts(self) -> dict[str, str]:
        return {number: self.cleaned_data[f"contra-{number}"] for number in self.contrary}


class SeverityForm(ActForm):
    temporal = forms.ChoiceField(label=_("The crimes are"), choices=URGENCIES, required=False, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for scale in SCALES:
            field = forms.TypedChoiceField(
                label=SEVERITY_LABELS[scale],
                choices=[(n, str(n)) for n in range(1, 6)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            field.said = dict(enumerate(SEVERITY_ANCHORS[scale], 1))
            self.fields[scale] = field

    @property
    def scales(self):
        return [self[scale] for scale in SCALES]

    def scores(self) -> dict[str, int | None]:
        return {scale: self.cleaned_data[scale] for scale in SCALES}


class PostForm(ActForm):
    element = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Add to the discussion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ProposalForm(ActForm):
    """The panel's own words; the rest of the document comes from the findings (R30)."""

    opening = forms.CharField(
        label=_("Opening"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the determination says in a few sentences, before its reasons."),
    )
    severity = forms.TypedChoiceField(label=_("Severity level"), choices=[(n, str(n)) for n in range(1, 6)], coerce=int)
    severity_reason = forms.CharField(
        label=_("Why another level than the scores propose"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, elements=(), unanswered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.reason_names = {f"reason-{e.id}": e for e in elements}
        self.reply_names = {f"reply-{e}-{item}": (e, item) for e, item in unanswered}
        for name, element in self.reason_names.items():
            self.fields[name] = forms.CharField(
                label=f"{element.id} {element.text}", required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
        for name, (element, item) in self.reply_names.items():
            self.fields[name] = forms.CharField(
                label=_("Answer to %(item)s on %(element)s") % {"item": item, "element": element},
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def reason_fields(self):
        return [self[name] for name in self.reason_names]

    @property
    def reply_fields(self):
        return [self[name] for name in self.reply_names]

    def reasons(self) -> dict[str, str]:
        return {e.id: self.cleaned_data[name] for name, e in self.reason_names.items() if self.cleaned_data[name]}

    def contrary(self) -> dict[tuple[str, str], str]:
        return {pair: self.cleaned_data[name] for name, pair in self.reply_names.items()}


class VoteForm(ActForm):
    vote = forms.ChoiceField(label=_("Your vote"), choices=DeterminationVote.CHOICES, widget=forms.RadioSelect)


class OpinionForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Opinion.KINDS, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Opinion"), widget=forms.Textarea(attrs={"rows": 12}))


class OutcomeForm(ActForm):
    """What became of a crime that a determination decided on."""

    crime = forms.ChoiceField(label=_("Crime"))
    happened = forms.ChoiceField(label=_("What became of it"), choices=CrimeOutcome.HAPPENED, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("A judgment, a commission of inquiry, a report: by its title and date."),
    )
    reasons = forms.CharField(
        label=_("Why this source is believed"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args, crimes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["crime"].choices = list(crimes)
