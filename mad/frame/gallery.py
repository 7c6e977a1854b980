"""What the components page shows: one specimen of everything, in every state. Invented, and says so."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms

from mad.common.clock import now
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.reference.scales import INFORMATION_CREDIBILITY, SEVERITY_ANCHORS, SOURCE_RELIABILITY

TOKENS = (
    ("paper", "page"),
    ("sheet", "documents, forms"),
    ("wash", "quiet fill"),
    ("ink", "text"),
    ("ink-2", "secondary"),
    ("rule", "hairline"),
    ("rule-2", "input border"),
    ("accent", "acts"),
    ("accent-wash", "current"),
    ("alarm", "breach"),
    ("alarm-wash", "breach ground"),
    ("mark", "search term"),
    ("seq-1", "ramp 1"),
    ("seq-2", "ramp 2"),
    ("seq-3", "ramp 3"),
    ("masthead", "masthead"),
)
DIGEST = "c05d771341fa9e0283be51d60a7f2299d0e4c1b8a35f6677420c9de3d3b788be"
DOTS = (
    ("A", 10, 25, 45, 8, 20, 40),
    ("B", 35, 55, 70, 40, 56, 70),
    ("C", 50, 70, 85, 50, 68, 82),
    ("D", 30, 48, 65, 28, 42, 60),
    ("E", 5, 15, 30, 4, 12, 25),
)
KILLINGS = (14, 11, 18, 9, 12, 16, 21, 13, 10, 17, 15, 19, 12, 22, 18, 14, 25, 20, 17, 24, 28, 31, 148, 203)
PLACES = (
    ("North bridge", "5 Feb", True, 31, 38.9, 34.9),
    ("River ford", "6 Feb", True, 52, 37.2, 36.2),
    ("Old market", "12 Jan", False, 24, 36.7, 34.7),
    ("East road", "17 Jan", False, 18, 40.1, 35.3),
)
ROLL = (
    ("Member one", "Legal", "yes"),
    ("Member two", "Legal", "yes"),
    ("Member three", "Mediation", "no"),
    ("Member four", "Sanctions", "abstain"),
    ("Member five", "Intervention", "absent"),
    ("Member six", "Legal", "yes"),
    ("Member seven", "Mediation", "yes"),
)
VOTE_WORDS = {"yes": "Yes", "no": "No", "abstain": "Abstain", "absent": "Not voting"}


def _choices(scale: dict[str, Any]) -> list[tuple[str, str]]:
    return [(code, code) for code in scale]


class Specimen(ActForm):
    """A form with one field of each kind, sent in with two things wrong."""

    grounds = forms.CharField(
        help_text="One line is enough.", error_messages={"required": "Write the grounds for the grade"}
    )
    reasons = forms.CharField(widget=forms.Textarea, required=False, help_text="What weighs most, and why.")
    hold_until = forms.DateField(error_messages={"required": "Give a day to hold until"}, widget=forms.DateInput)
    sensitivity = forms.ChoiceField(
        choices=[
            ("unclassified", "Unclassified"),
            ("confidential", "Confidential"),
            ("strictly_confidential", "Strictly confidential"),
        ]
    )
    direction = forms.ChoiceField(
        label="Evidence to element",
        widget=forms.RadioSelect,
        choices=[("supports", "Supports"), ("contradicts", "Contradicts"), ("neutral", "Neutral")],
    )
    crimes = forms.MultipleChoiceField(
        label="Crimes in issue",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("gen", "Genocide"), ("cah", "Crimes against humanity"), ("war", "War crimes")],
    )
    protect = forms.BooleanField(label="Protect the identity of the source", required=False)
    source = forms.ChoiceField(
        label="Source reliability", widget=forms.RadioSelect, choices=_choices(SOURCE_RELIABILITY)
    )
    information = forms.ChoiceField(
        label="Information credibility", widget=forms.RadioSelect, choices=_choices(INFORMATION_CREDIBILITY)
    )
    scale = forms.ChoiceField(
        label="Severity: scale",
        required=False,
        widget=forms.RadioSelect,
        choices=[(str(score), str(score)) for score in range(1, 6)],
    )
    ballot = forms.ChoiceField(
        widget=forms.RadioSelect,
        required=False,
        choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain")],
    )
    decision = forms.ChoiceField(
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("accept", "Accept into a case"),
            ("hold", "Hold until a date"),
            ("query", "Query the submitter"),
            ("decline", "Decline, with a reason"),
        ],
    )
    attachments = forms.FileField(required=False, help_text="Up to 50 MB in all.")
    low = forms.IntegerField(required=False)
    best = forms.IntegerField(required=False)
    high = forms.IntegerField(required=False)


def specimen_form() -> Specimen:
    sent = {
        "direction": "supports",
        "crimes": ["cah"],
        "protect": "on",
        "source": "F",
        "information": "2",
        "scale": "4",
    }
    return Specimen(sent | {"sensitivity": "confidential", "decision": "accept", "low": 58, "best": 74, "high": 88})


def clock_faces() -> list[dict[str, Any]]:
    """Running, four fifths gone, paused, late (R36)."""
    return [
        _face("Voting closes", timedelta(hours=8, minutes=18), 66, "running"),
        _face("Determination", timedelta(hours=23, minutes=20), 93, "ink"),
        _face("Screening", timedelta(hours=2, minutes=10), 46, "paused", "query sent"),
        _face("First round", -timedelta(minutes=22), 100, "late"),
    ]


def _face(label: str, left: timedelta, percent: int, state: str, reason: str = "") -> dict[str, Any]:
    # Half a minute more, so that the figure does not step down while the page is made.
    due = now() + left + timedelta(seconds=30)
    return {"label": label, "left": left, "due": due, "percent": percent, "state": state, "reason": reason}


def trend_rows() -> list[dict[str, Any]]:
    months = [(2024 + (2 + step) // 12, (2 + step) % 12 + 1) for step in range(len(KILLINGS))]
    return [
        {
            "key": f"{year}-{month:02}",
            "low": round(best * 0.78),
            "best": best,
            "high": round(best * 1.25),
            "median": 17,
            "line": 52,
            "flag": best > 52,
        }
        for (year, month), best in zip(months, KILLINGS, strict=True)
    ]


def specimens() -> dict[str, Any]:
    return {
        "tokens": TOKENS,
        "digest": DIGEST,
        "dots": DOTS,
        "trend": trend_rows(),
        "places": PLACES,
        "roll": [(name, discipline, vote, VOTE_WORDS[vote]) for name, discipline, vote in ROLL],
        "form": specimen_form(),
        "faces": clock_faces(),
        "moment": now(),
        "source_said": {code: grade.label for code, grade in SOURCE_RELIABILITY.items()},
        "information_said": {code: grade.label for code, grade in INFORMATION_CREDIBILITY.items()},
        "scale_said": dict(enumerate(SEVERITY_ANCHORS["scale"], start=1)),
        "decision_said": {
            "accept": "Into a case, or open a new one",
            "query": "Stops the clock until the answer arrives",
        },
        "ballot_said": {"abstain": "Counts for the quorum. It is not a yes."},
        "panel_short": Refused(
            "R23",
            "The panel has two members; it needs three.",
            "One legal member is barred from 1 January (national of a Council member). "
            "Replace one legal member, or wait for the election. Nothing you wrote is lost.",
        ),
        "gate": Refused("R33", "No finding of insufficiency is in force."),
        "mandate": Refused("R39 d", "Paragraph 7 is of class force, and no finding of insufficiency is in force."),
        "receipt": SimpleNamespace(number="S-2026-000412", file="report-2026-02-08.pdf", size="1 204 882"),
    }
