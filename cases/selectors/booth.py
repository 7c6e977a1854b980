"""One member's own booth in a sealed round. Nothing here reads another member's answer (R25)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from cases.models import Answer, Case, ElementLink, Estimate, Round
from cases.procedure import Gap
from cases.trees import Placed, placed
from evidence.selectors import item_roots
from mad.common.blank import blank
from mad.common.errors import Refused
from mad.common.web import KEY_FIGURES, whole_number
from mad.membership.models import Member
from mad.reference.scales import SEVERITY_LABELS

from .matrix import evidence_for
from .people import panel_member
from .progress import due
from .sealed import missing, own_answer, own_draft

GAPS = {
    "estimate": "Lowest, best, highest and reasons",
    "contrary": "Answer to the contrary item",
    "severity": "Severity score",
    "temporal": "Ongoing, imminent or neither",
}


@dataclass(frozen=True)
class Evidence:
    """One link beside the form: the item's root says whether it stands alone (R17)."""

    link: ElementLink
    root: str


@dataclass(frozen=True)
class Step:
    element: Placed
    index: int
    total: int
    contrary: Sequence[Any]
    evidence: Sequence[Evidence]
    roots: int
    initial: dict[str, Any]
    next_url: str
    back_url: str
    saved: Estimate | None

    @property
    def seen(self) -> str:
        """What the form says it was written over."""
        return self.saved.saved_at.isoformat() if self.saved else ""

    @property
    def held_replies(self) -> list[tuple[str, str]]:
        """What is saved on each contrary item: number, text."""
        said = ((item.number, self.initial.get(f"contra-{item.number}", "")) for item in self.contrary)
        return [(number, text) for number, text in said if text]


@dataclass
class Booth:
    """The round, the member, the own answer."""

    case: Case
    user: Any
    round: Round
    member: Member
    elements: list[Placed]
    answer: Answer | None
    due: Any
    steps: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sealed(self) -> bool:
        return bool(self.answer and self.answer.submitted_at)

    def url(self, index: int) -> str:
        """Address of a step; after the last element comes severity."""
        if index < len(self.elements):
            return reverse("estimate", args=[self.case.number, self.elements[index].id])
        return reverse("estimate_severity", args=[self.case.number])

    def step(self, element_id: str) -> Step:
        """Raises Refused (R24) for an element that is not in issue."""
        index = next((n for n, e in enumerate(self.elements) if e.id == element_id), None)
        if index is None:
            raise Refused("R24", "This element is not in issue in this round.", status=404)
        draft = own_draft(self.round, self.member.pk, element_id)
        links = evidence_for(self.case, element_id, self.user)
        roots = item_roots([link.item for link in links])
        numbers = {link.item_id: link.item.number for link in links}
        return Step(
            element=self.elements[index],
            index=index,
            total=len(self.elements),
            contrary=[link.item for link in links if link.direction == ElementLink.CONTRADICTS],
            evidence=[Evidence(link, numbers.get(roots[link.item_id], "")) for link in links],
            roots=len(set(roots.values())),
            initial=_initial(draft),
            next_url=self.url(index + 1),
            back_url=self.url(index - 1) if index else "",
            saved=draft["estimate"],
        )

    def severity_initial(self) -> dict[str, Any]:
        if self.answer is None:
            return {}
        return {**dict(self.answer.scores.values_list("scale", "score")), "temporal": self.answer.temporal}

    def load_steps(self) -> None:
        """The list of elements beside the form, with what is saved. Two queries."""
        saved = {e.element_id: e for e in self.answer.estimates.all()} if self.answer else {}
        self.steps = [
            {"element": e, "url": self.url(n), "state": _state(saved.get(e.id))} for n, e in enumerate(self.elements)
        ]

    def scored(self) -> int:
        return self.answer.scores.count() if self.answer else 0

    def missing(self) -> list[dict[str, str]]:
        """What the answer still lacks, each with the page to mend it on."""
        if self.answer is None:
            return [{"text": "Nothing has been written yet.", "url": self.url(0)}]
        return [self._gap(gap) for gap in missing(self.round, self.answer, self.user)]

    def _gap(self, gap: Gap) -> dict[str, str]:
        if gap.kind in ("severity", "temporal"):
            what = SEVERITY_LABELS.get(gap.key, "")
            return {"text": f"{GAPS[gap.kind]} {what}".strip(), "url": self.url(len(self.elements))}
        index = next((n for n, e in enumerate(self.elements) if e.id == gap.key), 0)
        return {"text": f"{GAPS[gap.kind]} {gap.item}".strip(), "on": gap.key, "url": self.url(index)}

    def unfinished(self) -> str:
        """The first step that still lacks something; the sealing page when nothing does."""
        lacking = self.missing()
        return lacking[0]["url"] if lacking and not self.sealed else reverse("estimate_seal", args=[self.case.number])


def _state(estimate: Estimate | None) -> str:
    if estimate is None:
        return ""
    return "saved" if estimate.best is not None and not blank(estimate.reasons) else "being written"


def _initial(draft: dict[str, Any]) -> dict[str, Any]:
    estimate = draft["estimate"]
    typed = {"low": "", "best": "", "high": "", **(estimate.typed if estimate else {})}
    replies = {f"contra-{number}": text for number, text in draft["replies"].items()}
    return {**typed, **replies, "reasons": estimate.reasons if estimate else ""}


def booth(case: Case, user: Any, round_id: str = "") -> Booth:
    """The member's booth in the open round, or in the round that a form was written for.

    Raises Refused: R26 when no round is open, R23 or R9 for who is not of the panel.
    """
    member = panel_member(user, case)
    rounds = Round.objects.select_related("assessment__case").filter(assessment__case=case)
    which = {"pk": whole_number(round_id, KEY_FIGURES) or 0} if round_id else {"closed_at": None}
    found = rounds.filter(**which).first()
    if found is None:
        raise Refused(
            "R26",
            "No sealed round is open in this case.",
            "Answers are read and discussed on the page of the elements.",
        )
    order = {element: n for n, element in enumerate(found.elements)}
    known = [e for e in placed(case.crimes.all()) if e.id in order]
    elements = sorted(known, key=lambda e: order[e.id])
    return Booth(case, user, found, member, elements, own_answer(found, member.pk), due(found))
