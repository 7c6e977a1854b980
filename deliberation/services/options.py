"""R32: options on the table and their appraisal. R33: why each option without force would fail."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from cases.models import Case
from deliberation.models import FailureReason, Option, OptionScore
from deliberation.models.options import SCALES
from deliberation.procedure.gate import OptionClass
from deliberation.selectors import gate_of
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.reference import toolbox

from .guards import in_plenary, plenary_member, required


@transaction.atomic
def table_option(
    *,
    case: Case,
    by,
    aim: str,
    tool: str = "",
    title: str = "",
    cls: str = "",
    charter_basis: str = "",
    who: str = "",
    effect: str = "",
    risks: str = "",
) -> Option:
    """Table an option from the toolbox (`tool`; its class cannot be changed) or written in.

    Raises Refused (R33) for class force behind the gate, Invalid for what is missing.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    member = plenary_member(by, locked, Act.TABLE_OPTION)
    determination = in_plenary(locked)
    words = _words(tool, title=title, cls=cls, charter_basis=charter_basis, who=who)
    words |= required("R32", aim=aim)
    if words["cls"] == OptionClass.FORCE:
        refuse_force(locked)
    ordinal = (Option.objects.filter(case=locked).aggregate(last=Max("ordinal"))["last"] or 0) + 1
    option = Option.objects.create(
        case=locked,
        ordinal=ordinal,
        tool=tool,
        effect=effect.strip(),
        risks=risks.strip(),
        determination=determination,
        tabled_by=member,
        tabled_at=clock.now(),
        **words,
    )
    _record(option, "option.tabled", by, {**words, "tool": tool, "effect": effect, "risks": risks})
    return option


def refuse_force(case: Case) -> None:
    """Raise Refused (R33) unless the gate is open. There is no role that passes."""
    opened = gate_of(case)
    if not opened.open:
        raise Refused(
            "R33",
            "Nothing of class force can be tabled: no finding of insufficiency is in force.",
            f"Still missing: {opened.why_closed}.",
        )


def _words(tool: str, **written: str) -> dict[str, str]:
    if not tool:
        words = required("R32", **written)
        if words["cls"] not in list(OptionClass):
            raise Invalid({"cls": ["Choose peaceful, coercive or force."]}, rule="R32")
        return words
    try:
        known = toolbox.tool(tool)
    except KeyError:
        raise Invalid({"tool": ["The toolbox has no such option."]}, rule="R32") from None
    return {
        "title": written["title"].strip() or known.name,
        "cls": known.cls,
        "charter_basis": written["charter_basis"].strip() or known.charter_basis,
        "who": written["who"].strip() or known.decided_by,
    }


@transaction.atomic
def score_option(*, option: Option, by, scores: Mapping[str, int]) -> OptionScore:
    """R32: one member's appraisal, 1 to 5 on each of SCALES. Earlier ones are kept."""
    member = plenary_member(by, option.case, Act.SCORE_OPTION)
    wrong = {s: ["Give a whole number from 1 to 5."] for s in SCALES if not _is_score(scores.get(s))}
    if wrong:
        raise Invalid(wrong, rule="R32")
    Case.objects.select_for_update().get(pk=option.case_id)
    last = option.scores.filter(member=member).aggregate(last=Max("version"))["last"] or 0
    given = {scale: scores[scale] for scale in SCALES}
    score = OptionScore.objects.create(option=option, member=member, version=last + 1, at=clock.now(), **given)
    _record(option, "option.scored", by, {"version": score.version, **given})
    return score


def _is_score(value: object) -> bool:
    return type(value) is int and 1 <= value <= 5


@transaction.atomic
def give_failure_reason(*, option: Option, by, text: str) -> FailureReason:
    """R33: why an option without force would fail. A later reason replaces it; all are kept."""
    member = plenary_member(by, option.case, Act.TABLE_OPTION)
    if option.cls == OptionClass.FORCE:
        raise Refused("R33", "A reason is given against options without force.", f"{option.label} is of class force.")
    in_plenary(option.case)
    said = required("R33", text=text)["text"]
    Case.objects.select_for_update().get(pk=option.case_id)
    last = option.failure_reasons.aggregate(last=Max("version"))["last"] or 0
    reason = FailureReason.objects.create(option=option, version=last + 1, text=said, by=member, at=clock.now())
    _record(option, "option.failure_explained", by, {"version": reason.version, "text": said})
    return reason


def _record(option: Option, act: str, by, content: dict) -> None:
    record(
        act=act,
        by=by,
        obj=f"{option.case.number} {option.label}",
        case=option.case.number,
        content={"option": option.label, **content},
        facts={"option": option.label, "class": option.cls},
    )
