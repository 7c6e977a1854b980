"""From rows to the pure facts of R24 to R30, and back to findings."""

from collections import defaultdict
from dataclasses import dataclass, field

from cases.models import Answer, Assessment, ContraryAnswer, ElementLink, Estimate, Round, SeverityScore
from cases.procedure import (
    Basis,
    CrimeFinding,
    CrimeVote,
    ElementFinding,
    Inputs,
    Panel,
    Pool,
    Severity,
    Temporal,
    Tree,
    severity,
    whole,
)
from cases.trees import Placed, placed, tree
from mad.reference.parameters import Numbers, numbers

from .people import panel_state


@dataclass(frozen=True)
class Findings:
    """All that follows from one closed round. `answers` are counted ones: submitted, of the panel."""

    round: Round
    panel: Panel
    elements: list[Placed]
    estimates: dict[int, dict[str, Estimate]]
    pools: dict[str, Pool | None]
    by_element: dict[str, ElementFinding]
    crimes: tuple[CrimeFinding, ...]
    severity: Severity
    scores: dict[int, dict[str, int]]
    links: dict[str, list[ElementLink]]
    replies: dict[tuple[str, int], dict[int, str]]
    votes: dict[str, CrimeVote]
    undiscussed: tuple[str, ...]
    numbers: Numbers = field(repr=False)
    inputs: Inputs = field(repr=False)
    trees: tuple[Tree, ...] = field(repr=False)

    @property
    def contrary(self) -> list[ElementLink]:
        return [link for e in self.elements for link in self.links[e.id] if link.direction == ElementLink.CONTRADICTS]

    def unanswered(self, extra: frozenset[tuple[str, str]] = frozenset()) -> tuple[tuple[str, str], ...]:
        """Contrary items that nobody's reasons answer; `extra` are answered in the text proposed."""
        missing = (
            (link.element_id, link.item.number)
            for link in self.contrary
            if not self.replies.get((link.element_id, link.item_id))
        )
        return tuple(pair for pair in missing if pair not in extra)

    def basis(self, extra: frozenset[tuple[str, str]] = frozenset()) -> Basis:
        closed = self.round.ordinal == 2 and self.round.closed_at is not None
        return Basis(self.panel, closed, self.crimes, self.severity, self.unanswered(extra), self.undiscussed)


def live_links(case) -> dict[str, list[ElementLink]]:
    """Links in force per element, strongest first; items that were retracted no longer count (R24)."""
    rows = ElementLink.objects.filter(case=case, removed_at=None, item__retracted_at=None)
    out: dict[str, list[ElementLink]] = defaultdict(list)
    for link in rows.select_related("item").order_by("direction", "-weight", "item__number"):
        out[link.element_id].append(link)
    return out


def assemble(round_: Round, panel: Panel | None = None) -> Findings:
    """The findings on a closed round. A constant number of queries."""
    assessment = round_.assessment
    panel = panel or panel_state(assessment.case)
    rows = list(assessment.case.crimes.all())
    answers = _counted(round_, panel)
    estimates = _estimates(answers)
    links = live_links(assessment.case)
    numbers_ = numbers()
    inputs = Inputs(
        panel.ids,
        {m: {e: row.best for e, row in own.items() if row.best is not None} for m, own in estimates.items()},
        frozenset(e for e, at in links.items() if any(link.direction == ElementLink.SUPPORTS for link in at)),
    )
    elements, trees, votes = placed(rows), tuple(tree(row) for row in rows), _votes(assessment, panel)
    found = whole([e.id for e in elements], trees, inputs, numbers_.iqr_disagreement, votes)
    scores = _scores(answers)
    return Findings(
        round=round_,
        panel=panel,
        elements=elements,
        estimates=estimates,
        pools=found.pools,
        by_element=found.elements,
        crimes=found.crimes,
        severity=_severity(answers, scores),
        scores=scores,
        links=links,
        replies=_replies(answers),
        votes=votes,
        undiscussed=_undiscussed(assessment, found.pools),
        numbers=numbers_,
        inputs=inputs,
        trees=trees,
    )


def _counted(round_: Round, panel: Panel) -> list[Answer]:
    rows = Answer.objects.filter(round=round_, submitted_at__isnull=False, round__closed_at__isnull=False)
    return [a for a in rows if a.member_id in panel.ids]


def _estimates(answers: list[Answer]) -> dict[int, dict[str, Estimate]]:
    members = {a.pk: a.member_id for a in answers}
    out: dict[int, dict[str, Estimate]] = {m: {} for m in members.values()}
    for row in Estimate.objects.filter(answer__in=answers):
        out[members[row.answer_id]][row.element_id] = row
    return out


def _scores(answers: list[Answer]) -> dict[int, dict[str, int]]:
    members = {a.pk: a.member_id for a in answers}
    out: dict[int, dict[str, int]] = defaultdict(dict)
    for row in SeverityScore.objects.filter(answer__in=answers):
        out[members[row.answer_id]][row.scale] = row.score
    return out


def _severity(answers: list[Answer], scores: dict[int, dict[str, int]]) -> Severity:
    by_scale: dict[str, list[int]] = defaultdict(list)
    for own in scores.values():
        for scale, score in own.items():
            by_scale[scale].append(score)
    return severity(by_scale, [Temporal(a.temporal) for a in answers if a.temporal])


def _replies(answers: list[Answer]) -> dict[tuple[str, int], dict[int, str]]:
    members = {a.pk: a.member_id for a in answers}
    out: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for row in ContraryAnswer.objects.filter(answer__in=answers).exclude(text=""):
        out[row.element_id, row.item_id][members[row.answer_id]] = row.text
    return out


def _votes(assessment: Assessment, panel: Panel) -> dict[str, CrimeVote]:
    yes: dict[str, int] = defaultdict(int)
    no: dict[str, int] = defaultdict(int)
    for row in assessment.crime_votes.filter(member_id__in=panel.ids):
        (yes if row.likely else no)[row.crime_id] += 1
    return {crime: CrimeVote(yes[crime], no[crime]) for crime in {*yes, *no}}


def _undiscussed(assessment: Assessment, pools: dict[str, Pool | None]) -> tuple[str, ...]:
    wide = [element for element, found in pools.items() if found and found.disagreement]
    if not wide:
        return ()
    spoken = set(assessment.posts.filter(element_id__in=wide).values_list("element_id", flat=True))
    return tuple(element for element in wide if element not in spoken)
