"""Forms of Parts IV and V; each carries one act and keeps what was typed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deliberation.models import Output, Paragraph, Writing
from deliberation.models.options import CLASSES, SCALES
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import MAX_LEVEL, Part, openings
from deliberation.procedure.votes import Choice
from deliberation.selectors.release import Citable, citation_choices
from deliberation.selectors.territory import states_for
from mad.common.errors import Invalid
from mad.common.forms import ActForm
from mad.common.web import whole_number
from mad.reference import toolbox

SCALE_LABELS = {
    "effect": _("Effect on civilians"),
    "speed": _("Speed"),
    "feasibility": _("Feasibility"),
    "harm": _("Harm avoided"),
    "pull": _("Pull toward negotiation"),
}
# What 1 and 5 mean on each scale. Every scale runs the same way: 5 speaks for the option.
SCALE_ENDS = {
    "effect": (_("civilians no safer"), _("many lives saved")),
    "speed": (_("takes years"), _("works within days")),
    "feasibility": (_("cannot be had"), _("can be had now")),
    "harm": (_("does great harm"), _("does hardly any harm")),
    "pull": (_("drives the parties apart"), _("draws them to talks")),
}
CHOSEN_LISTED = 40
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("ru", _("Russian")),
]


def offer(form: forms.Form, name: str, choices: Any) -> None:
    """Give a choice field what can be chosen now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _area(label: Any, required: bool = True, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": 3}), **options)


class OptionForm(ActForm):
    tool = forms.ChoiceField(label=_("From the toolbox"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    cls = forms.ChoiceField(
        label=_("Class"),
        choices=[("", ""), *CLASSES],
        required=False,
        help_text=_("An option from the toolbox keeps the toolbox’s class."),
    )
    charter_basis = forms.CharField(label=_("Charter basis"), max_length=200, required=False)
    who = forms.CharField(label=_("Who acts"), max_length=300, required=False)
    aim = _area(_("Aim"))
    effect = _area(_("Expected effect"), required=False)
    risks = _area(_("Risks"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = toolbox.CLASS_LABELS
        groups = [
            (labels[cls], [(tool.id, tool.name) for tool in toolbox.tools() if tool.cls == cls])
            for cls in toolbox.CLASSES
        ]
        offer(self, "tool", [("", _("Written in")), *groups])


class ScoreForm(ActForm):
    """Five scores, 1 to 5."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scale in SCALES:
            self.fields[scale] = forms.TypedChoiceField(
                label=SCALE_LABELS[scale],
                choices=[(n, str(n)) for n in range(1, 6)],
                coerce=int,
                widget=forms.RadioSelect,
                help_text=format_lazy("1: {} · 5: {}", *SCALE_ENDS[scale]),
            )


class ReasonForm(ActForm):
    """items: those of the case that the reader may open, offered to be cited."""

    needs = _area(_("What would have to be true for it to work"), required=False)
    text = _area(_("Why it would fail, or has failed"))
    items = forms.MultipleChoiceField(label=_("Evidence cited"), required=False, widget=forms.CheckboxSelectMultiple)
    more = forms.CharField(
        label=_("Other items"), max_length=400, required=False, help_text=_("Their numbers, parted by commas.")
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "items", items)
        if not items:
            del self.fields["items"]

    def analysis(self) -> dict[str, Any]:
        """The keyword arguments of give_failure_reason."""
        given = self.cleaned_data
        cited = [*given.get("items", []), *given["more"].replace(",", " ").split()]
        return {"text": given["text"], "needs": given["needs"], "evidence": cited}

    def _take(self, invalid: Invalid) -> None:
        """What is wrong with an item stands at the field in which its number was typed."""
        errors = {"more" if name == "evidence" else name: said for name, said in invalid.errors.items()}
        super()._take(Invalid(errors, rule=invalid.rule))


class MotionForm(ActForm):
    text = _area(_("Words added to the motion"), required=False)


class StepForm(forms.Form):
    option = forms.CharField(widget=forms.HiddenInput)
    who = forms.CharField(label=_("Who"), max_length=300)
    what = forms.CharField(label=_("Does what"), widget=forms.Textarea(attrs={"rows": 2}))
    when = forms.CharField(label=_("When"), max_length=200)
    if_it_fails = forms.CharField(label=_("What comes next if it fails"), max_length=1000, required=False)
    together = forms.BooleanField(label=_("At the same time as the step before"), required=False)
    place = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=99)


class BallotForm(ActForm):
    choice = forms.ChoiceField(
        label=_("Ballot"),
        choices=[(c.value, c.value.capitalize()) for c in Choice],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no or abstain.")},
    )
    explanation = _area(_("Explanation of vote"), required=False, max_length=4000)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class ReconsiderForm(ActForm):
    new_evidence = forms.CharField(
        label=_("New evidence"), max_length=20, help_text=_("Its number, for example E-2026-0171")
    )


class DisqualifiedForm(ActForm):
    member = forms.TypedChoiceField(label=_("Member"), coerce=int)
    reason = _area(_("Why the member was not entitled"))

    def __init__(self, *args: Any, roster: list[dict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", [(row["member"], row["name"]) for row in roster])


class WithdrawForm(ActForm):
    reason = _area(_("Reason"))


class ParagraphForm(ActForm):
    """One paragraph. Fields that its part does not have are left out.

    kept: the writer's own unsaved text, with which the form opens. values: fields to open with instead. findings: as
    citation_choices takes them.
    """

    opening = forms.CharField(label=_("Opening words"), max_length=60, required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without its number and closing mark; they are produced."),
    )
    option = forms.ChoiceField(label=_("Rests on"), required=False)
    addressee = forms.CharField(label=_("Addressee"), max_length=200, required=False)
    territory = forms.MultipleChoiceField(label=_("Territory"), required=False, widget=forms.CheckboxSelectMultiple)
    elsewhere = forms.ChoiceField(label=_("Another territory"), required=False)
    of_fact = forms.BooleanField(label=_("States a fact"), required=False)
    citations = forms.MultipleChoiceField(label=_("Cites"), required=False, widget=forms.CheckboxSelectMultiple)
    more_citations = forms.CharField(label=_("Other references"), max_length=400, required=False)
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        output: Output,
        part: Part,
        reader: Any,
        options: list,
        paragraph: Paragraph | None = None,
        kept: Writing | None = None,
        values: dict[str, Any] | None = None,
        findings: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        if not args or args[0] is None:
            kwargs["initial"] = {
                **(initial(paragraph) if paragraph else {}),
                **(as_kept(kept) if kept else {}),
                **(values or {}),
            }
        kwargs["auto_id"] = f"p{paragraph.pk if paragraph else 'new'}_%s"
        super().__init__(*args, **kwargs)
        self.part, self.options, self.kept = part, options, kept
        self.opening_words = openings(part, output.language)
        self.not_citable: list[Citable] = []
        self._fill(output, citation_choices(output.case, reader, findings), paragraph)
        for name in LEFT_OUT[part]:
            del self.fields[name]
        if "opening" in self.fields:
            self.fields["opening"].widget.attrs["list"] = self.opening_list

    @property
    def opening_list(self) -> str:
        """The id of the list of opening words, which the field offers from."""
        return f"{str(self.auto_id) % 'opening'}-words"

    def _fill(self, output: Output, listed: list[Citable], paragraph: Paragraph | None) -> None:
        names, concerned = states_for(output.case)
        kept = [*(paragraph.territory if paragraph else []), *self.initial.get("territory", [])]
        states = {code: names[code] for code in (*concerned, *kept) if code in names}
        self.not_citable = [one for one in listed if one.barred][:CHOSEN_LISTED]
        cited = [*(paragraph.citations if paragraph else []), *self.initial.get("citations", [])]
        free = [(one.ref, one.label) for one in listed if not one.barred][:CHOSEN_LISTED]
        said = {one.ref: f"{one.label}: {one.barred}" for one in listed if one.barred}
        more = [(ref, said.get(ref, ref)) for ref in dict.fromkeys(cited) if ref not in dict(free)]
        choices = {
            "measure": [("", ""), *((m.key, m.name) for m in MEASURES.values() if m.key != "seized")],
            "option": [("", _("No option")), *((o.label, str(o)) for o in self.options)],
            "territory": list(states.items()),
            "elsewhere": [("", ""), *((code, name) for code, name in names.items() if code not in states)],
            "citations": [*free, *more],
            "level": [(n, LEVELS[n]) for n in range(MAX_LEVEL + 1)],
        }
        for name, values in choices.items():
            offer(self, name, values)

    def words(self) -> dict[str, Any]:
        """The keyword arguments of add_paragraph and edit_paragraph."""
        given = dict(self.cleaned_data)
        given.pop("version", None)
        if "level" in given:
            given["level"] = given["level"] or 0
        if "territory" in given:
            given["territory"] = [*given["territory"], *filter(None, [given.pop("elsewhere", "")])]
        more = given.pop("more_citations", "").replace(",", " ").split()
        if "citations" in given:
            given["citations"] = [*given["citations"], *more]
        return given


LEVELS = [_("Paragraph"), _("Sub-paragraph (a)"), _("Sub-paragraph (i)"), _("Sub-paragraph a.")]
LEFT_OUT = {
    Part.PREAMBULAR: ("measure", "option", "addressee", "territory", "elsewhere"),
    Part.OPERATIVE: ("of_fact",),
    Part.PLAIN: ("opening", "measure", "option", "addressee", "territory", "elsewhere", "of_fact", "level"),
}


def initial(paragraph: Paragraph) -> dict[str, Any]:
    content = paragraph.content()
    return {**content, "version": paragraph.version}


def as_kept(kept: Writing) -> dict[str, Any]:
    """The fields of an unsaved text, as a form opens with them; what was typed stays as it was typed."""
    fields = kept.fields
    values: dict[str, Any] = {name: fields[name][0] if fields.get(name) else "" for name in ONE_VALUE}
    return {
        **values,
        "level": whole_number(values["level"]) or 0,
        "of_fact": bool(fields.get("of_fact")),
        "territory": list(fields.get("territory", [])),
        "citations": list(fields.get("citations", [])),
        "version": kept.version,
    }


ONE_VALUE = ("opening", "text", "measure", "addressee", "elsewhere", "option", "more_citations", "level")
