"""The reveal and the discussion: answers under letters, the pool, what follows (R26 to R29)."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cases.models import Assessment, Case, Post, Round
from cases.procedure import ElementFinding, Outcome, Pool, Temporal
from cases.procedure.mentions import pieces
from cases.refusals import StillSealed
from cases.trees import Placed
from mad.common.errors import Refused
from mad.membership import selectors as membership
from mad.reference import elements as reference
from mad.reference.scales import SEVERITY_LABELS

from .change import what_would_change
from .findings import Findings, assemble
from .lettering import Letters, letters_of
from .outlines import of_findings
from .people import panel_member, panel_state, refusal_of
from .progress import answered
from .sealed import Line, revealed, severity_table


def per_cent(value: Fraction) -> str:
    """A probability as per cent, with at most one decimal."""
    return f"{float(value) * 100:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class ElementView:
    """One element of the page: the lines of both rounds, the pool of the last, the discussion."""

    element: Placed
    finding: ElementFinding
    pool: Pool | None
    lines: list[Line]
    posts: list[Post]

    @property
    def median(self) -> str:
        return per_cent(self.pool.median) if self.pool else ""

    @property
    def middle(self) -> str:
        """The middle half, in per cent."""
        return f"{per_cent(self.pool.lower)}–{per_cent(self.pool.upper)}" if self.pool else ""

    @property
    def spread(self) -> str:
        return f"{float(self.pool.spread):.2f}" if self.pool else ""

    @property
    def pooled(self) -> str:
        return f"{self.pool.pooled:.4f}" if self.pool else ""

    @property
    def label(self) -> str:
        """Said instead of the picture."""
        if self.pool is None:
            return f"{self.element.text}: no answers"
        of = sum(line.latest in line.rounds for line in self.lines)
        return (
            f"{self.element.text}: best estimates of {of} members;"
            f" median {float(self.pool.median) * 100:.0f} per cent;"
            f" {self.finding.count} of {self.finding.panel} above 50 per cent"
        )


def newest_assessment(case: Case) -> Assessment:
    """The assessment under way or the last one. Raises Refused (R21) when there was none."""
    found = Assessment.objects.select_related("case").filter(case=case).order_by("-ordinal").first()
    if found is None:
        raise Refused("R21", "No assessment of this case has been opened yet.")
    return found


def reveal_page(case: Case, user: Any) -> dict[str, Any]:
    """Context of cases/reveal.html. Refused (R25) while no round has closed. A constant number of queries."""
    assessment = newest_assessment(case)
    assessment.case = case
    last = Round.objects.filter(assessment=assessment, closed_at__isnull=False).order_by("-ordinal").first()
    if last is None:
        raise StillSealed
    last.assessment = assessment
    panel = panel_state(case)
    findings = assemble(last, panel)
    viewer = membership.member_for(user)
    letters = letters_of(assessment, panel.ids)
    lines = revealed(assessment, viewer.pk if viewer else None, panel.ids, letters)
    posts = _posts(assessment, letters)
    heads, table = severity_table(last, viewer.pk if viewer else None, letters)
    return {
        "assessment": assessment,
        "last": last,
        "findings": findings,
        "elements": [_view(e, findings, lines, posts) for e in findings.elements],
        "mine": letters.held.get(viewer.pk, "") if viewer else "",
        "under_letters": letters.told,
        "not_counted": len(answered(last) - panel.ids),
        "cannot_say": refusal_of(panel_member, user, case) or _ended(assessment),
        "crimes": [_crime(c, findings) for c in findings.crimes],
        "outlines": of_findings(findings),
        "contrary_total": len(findings.contrary),
        "unanswered": findings.unanswered(),
        "severity_heads": heads,
        "severity_rows": [
            {"name": SEVERITY_LABELS[s], "scores": [table.get(s, {}).get(h, "") for h in heads], "panel": n}
            for s, n in findings.severity.scores.items()
        ],
        "level": findings.severity.level,
        "temporal": findings.severity.temporal or Temporal.NEITHER,
        "both": last.ordinal == 2,
        "change": what_would_change(findings, user, letters),
    }


def _ended(assessment: Assessment) -> Refused | None:
    return Refused("R26", "The assessment has ended; its discussion can be read.") if assessment.ended_at else None


def _posts(assessment: Assessment, known: Letters) -> dict[str, list[Post]]:
    """By element, each with its `pieces`: its text, and which of it speaks to a member by letter."""
    out: dict[str, list[Post]] = defaultdict(list)
    letters = set(known.held.values())
    for post in assessment.posts.select_related("label"):
        post.pieces = pieces(post.text, letters)
        out[post.element_id].append(post)
    return out


def _view(
    element: Placed, findings: Findings, lines: dict[str, list[Line]], posts: dict[str, list[Post]]
) -> ElementView:
    found = findings.by_element[element.id]
    return ElementView(element, found, findings.pools[element.id], lines.get(element.id, []), posts.get(element.id, []))


def _crime(crime, findings: Findings) -> dict[str, Any]:
    short = [f for e in findings.elements if e.crime == crime.crime and not (f := findings.by_element[e.id]).met]
    return {
        "crime": crime,
        "name": reference.crime(crime.crime).name,
        "likely": crime.outcome is Outcome.LIKELY,
        "to_vote": crime.outcome is Outcome.TO_VOTE,
        "short": short,
        "needed": crime.panel // 2 + 1,
    }
