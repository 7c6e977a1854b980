"""The page of the panel: who sits, who does not and why, the round, motions of recusal (R6, R23, R25)."""

from typing import Any

from cases.models import Assessment, Case, RecusalMotion, Round
from cases.procedure import closing
from cases.refusals import as_refused
from mad.membership.independence import Discipline

from .people import panel_state, roll
from .progress import answered, due, standing


def panel_page(case: Case, user: Any) -> dict[str, Any]:
    """Context of cases/panel.html. A constant number of queries."""
    case.page_roll = everyone = roll(case)
    panel = panel_state(case, everyone=everyone)
    newest = Assessment.objects.filter(case=case).order_by("-ordinal").values("pk")[:1]
    rounds = list(Round.objects.filter(assessment=newest).select_related("assessment__case").order_by("-pk"))
    open_ = next((r for r in rounds if r.closed_at is None), None)
    rows = [_row(m, everyone) for m in everyone.members.values()]
    return {
        "panel": panel,
        "panel_refused": as_refused(panel.refusal),
        "legal": [r for r in rows if r["member"].discipline == Discipline.LEGAL],
        "plenary": [r for r in rows if r["member"].discipline != Discipline.LEGAL],
        "rounds": rounds,
        "open_round": _open(open_, everyone) if open_ else None,
        "departed": _departed(rounds, panel.ids),
        "motions": _motions(case, user),
    }


def _row(member, everyone) -> dict[str, Any]:
    standing_ = everyone.standings[member.pk]
    recused = everyone.recused.get(member.pk, ())
    return {
        "member": member,
        "acts": everyone.acts(member.pk),
        "reasons": [] if standing_.sits else standing_.reasons,
        "recused": recused,
    }


def _open(round_: Round, everyone) -> dict[str, Any]:
    state = standing(round_)
    return {
        "round": round_,
        "due": due(round_),
        "waiting": [everyone.members[m] for m in sorted(state.waiting)],
        "answered": len(state.counted),
        "size": len(state.panel),
        "why_open": as_refused(closing(state)),
        "late": state.now >= state.due,
    }


def _departed(rounds: list[Round], panel: frozenset[int]) -> int:
    """Answers kept but not counted, of members who left the panel since (R26)."""
    return len(answered(rounds[0]) - panel) if rounds else 0


def _motions(case: Case, user: Any) -> list[dict[str, Any]]:
    rows = RecusalMotion.objects.filter(case=case).select_related("member__user", "moved_by__user")
    voted = set(rows.filter(votes__member__user=user.pk).values_list("pk", flat=True))
    return [{"motion": m, "voted": m.pk in voted, "mine": m.member.user_id == user.pk} for m in rows.order_by("-pk")]
