"""Answers as a reader may see them; another's answer always comes through cases.visibility (R25, R26)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.models import Answer, Assessment, ElementLink, Estimate, Round, SeverityScore
from cases.procedure import SCALES, Draft, Gap, gaps
from cases.visibility import Sealed, Shown, shown
from evidence.selectors import items_visible_to
from mad.common.blank import blank

from .findings import live_links
from .lettering import Letters, letters_of


def own_answer(round_: Round, member_id: int) -> Answer | None:
    return Answer.objects.filter(round=round_, member_id=member_id).first()


@dataclass
class Line:
    """The answers on one element in both rounds, under one letter; where letters are not told, one answer of one round,
    under its place in the order of values. latest: the last round that has closed."""

    label: str
    own: bool
    latest: int
    rounds: dict[int, Estimate] = field(default_factory=dict)

    @property
    def cells(self) -> list[str]:
        """low, best, high of the first round, then of the second, in per cent; empty where there is none."""
        rows = [self.rounds[n].per_cent() if n in self.rounds else {} for n in (1, 2)]
        return [row.get(name, "") for row in rows for name in ("low", "best", "high")]

    @property
    def reasons(self) -> str:
        """Those of the last round."""
        return self.rounds[self.latest].reasons if self.latest in self.rounds else ""


def revealed(
    assessment: Assessment, viewer: int | None, panel_ids: frozenset[int], letters: Letters | None = None
) -> dict[str, list[Line]]:
    """Element → answers of the closed rounds, under labels; an open round gives nothing at all."""
    letters = letters or letters_of(assessment, panel_ids)
    closed = [round_ for round_ in assessment.rounds.all() if round_.closed_at is not None]
    latest = max((round_.ordinal for round_ in closed), default=0)
    out: dict[str, list[Line]] = defaultdict(list)
    for round_ in closed:
        for seen in _shown(round_, viewer, letters.held):
            if seen.label and seen.content.best is not None:
                out[seen.content.element_id].append(Line(seen.label, seen.own, latest, {round_.ordinal: seen.content}))
    return {e: _under_letters(found) if letters.told else _by_value(found) for e, found in out.items()}


def _under_letters(found: list[Line]) -> list[Line]:
    joined: dict[str, Line] = {}
    for line in found:
        joined.setdefault(line.label, line).rounds.update(line.rounds)
    return sorted(joined.values(), key=lambda line: (len(line.label), line.label))


def _by_value(found: list[Line]) -> list[Line]:
    """Round after round, in the order of values: it says nothing of who answered."""

    def key(line: Line) -> tuple[int, int, int, int, str]:
        ((ordinal, row),) = line.rounds.items()
        return ordinal, row.best or 0, row.low or 0, row.high or 0, row.reasons

    ordered = sorted(found, key=key)
    for place, line in enumerate(ordered, start=1):
        line.label = str(place)
    return ordered


def _shown(round_: Round, viewer: int | None, letters: Mapping[int, str]) -> tuple[Shown[Estimate], ...]:
    rows = Estimate.objects.filter(answer__round=round_).select_related("answer")
    sealed = (Sealed(r.answer.member_id, r.answer.submitted_at is not None, r) for r in rows)
    return shown(sealed, viewer=viewer, closed=round_.closed_at is not None, labels=letters)


def severity_table(round_: Round, viewer: int | None, letters: Letters) -> tuple[list[str], dict[str, dict[str, int]]]:
    """Letters in order, and scale → letter → score, of a closed round; where letters are not told, each scale's scores in
    order, least first, under numbers."""
    rows = SeverityScore.objects.filter(answer__round=round_).select_related("answer")
    sealed = (Sealed(r.answer.member_id, r.answer.submitted_at is not None, r) for r in rows)
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for seen in shown(sealed, viewer=viewer, closed=round_.closed_at is not None, labels=letters.held):
        if seen.label and round_.closed_at is not None:
            table[seen.content.scale][seen.label] = seen.content.score
    if not letters.told:
        table = {s: {str(n): v for n, v in enumerate(sorted(row.values()), start=1)} for s, row in table.items()}
    heads = sorted({letter for row in table.values() for letter in row}, key=lambda v: (len(v), v))
    return heads, table


def own_draft(round_: Round, member_id: int, element_id: str) -> dict[str, Any]:
    """The member's own answer on one element: estimate, replies by item number, scores, temporal."""
    answer = own_answer(round_, member_id)
    if answer is None:
        return {"answer": None, "estimate": None, "replies": {}, "scores": {}, "temporal": ""}
    return {
        "answer": answer,
        "estimate": answer.estimates.filter(element_id=element_id).first(),
        "replies": {
            c.item.number: c.text for c in answer.contrary.filter(element_id=element_id).select_related("item")
        },
        "scores": dict(answer.scores.values_list("scale", "score")),
        "temporal": answer.temporal,
    }


def contrary_items(round_: Round, reader) -> dict[str, list]:
    """Contrary items in force per element of the round that the reader may open (R16)."""
    links = live_links(round_.assessment.case)
    against = [link for at in links.values() for link in at if link.direction == ElementLink.CONTRADICTS]
    open_ = set(items_visible_to(reader).filter(pk__in=[link.item_id for link in against]).values_list("pk", flat=True))
    out: dict[str, list] = {e: [] for e in round_.elements}
    for link in against:
        if link.item_id in open_ and link.element_id in out:
            out[link.element_id].append(link.item)
    return out


def missing(round_: Round, answer: Answer, reader) -> tuple[Gap, ...]:
    """What the answer still lacks before it can be submitted."""
    pairs = [(e, item.number) for e, items in contrary_items(round_, reader).items() for item in items]
    replies = answer.contrary.exclude(text="").select_related("item")
    draft = Draft(
        answered=frozenset(e.element_id for e in answer.estimates.all() if e.best is not None and not blank(e.reasons)),
        scored=frozenset(answer.scores.values_list("scale", flat=True)),
        contrary=frozenset((r.element_id, r.item.number) for r in replies if not blank(r.text)),
        temporal=bool(answer.temporal),
    )
    return gaps(draft, round_.elements, SCALES, pairs)
