"""R32: options on the table and their appraisal. R33: why each option without force would fail."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Max

from cases.models import Case
from cases.selectors import all_items
from deliberation.models import FailureEvidence, FailureReason, Motion, Option, OptionScore
from deliberation.models.options import SCALES
from deliberation.procedure.gate import Gate, OptionClass
from deliberation.procedure.mandate import forceful
from deliberation.procedure.wording import force_in
from deliberation.record import score_content
from deliberation.selectors import gate_of
from deliberation.selectors.facts import checked_paragraphs
from evidence.models import Item
from evidence.selectors import items_visible_to
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.blank import stripped
from mad.common.canonical import new_salt
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.reference import toolbox

from .guards import in_plenary, plenary_member, required

LONGEST = {"title": 200, "charter_basis": 200, "who": 300}


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

    Words that mean force make it one of force, whatever its class says; its risks may speak of force. Raises Refused:
    R33 for class force behind the gate, R35 while a vote rests on what is on the table; Invalid for what is missing.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    member = plenary_member(by, locked, Act.TABLE_OPTION)
    determination = in_plenary(locked)
    words = _words(tool, title=title, cls=cls, charter_basis=charter_basis, who=who)
    words |= required("R32", aim=aim)
    meant = force_in(words["title"], words["charter_basis"], words["who"], words["aim"], effect)
    if meant:
        words["cls"] = OptionClass.FORCE.value
    if words["cls"] == OptionClass.FORCE:
        refuse_force(locked, f"“{meant}” means force, whatever the class." if meant else "")
    refuse_while_weighed(locked)
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


def refuse_force(case: Case, said: str = "") -> None:
    """Raise Refused (R33) unless the gate is open. There is no role that passes. said: why this is of class force."""
    refuse_closed(gate_of(case), said)


def refuse_closed(opened: Gate, said: str = "") -> None:
    """Raise Refused (R33) naming what is still missing, unless the gate is open."""
    if not opened.open:
        reason = "Nothing of class force can be tabled: no finding of insufficiency is in force."
        raise Refused("R33", f"{reason} {said}".strip(), f"Still missing: {opened.why_closed}.")


def refuse_while_weighed(case: Case) -> None:
    """R35: while a finding of insufficiency, or what stands on it, is voted on, what was weighed for it is frozen.

    Else one member could void every such vote by tabling one more option, or one more reason, before it closes.
    """
    open_now = Motion.objects.filter(case=case, state=Motion.State.VOTING).select_related("output__case")
    voting = next((motion for motion in open_now if _rests_on_weighing(motion)), None)
    if voting is not None:
        raise Refused(
            "R35",
            f"The vote on {voting.number} rests on the options and reasons on the table; they are frozen while it is open.",
            "Nothing was changed; do it when the vote has closed.",
        )


def _rests_on_weighing(motion: Motion) -> bool:
    if motion.kind == Motion.Kind.OUTPUT and motion.output is not None:
        return bool(forceful(checked_paragraphs(motion.output)))
    return motion.kind == Motion.Kind.INSUFFICIENCY or motion.cls == OptionClass.FORCE


def _words(tool: str, **written: str) -> dict[str, str]:
    long = [name for name, most in LONGEST.items() if len(written[name].strip()) > most]
    if long:
        raise Invalid({name: [f"At most {LONGEST[name]} characters."] for name in long}, rule="R32")
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
        "title": stripped(written["title"]) or known.name,
        "cls": known.cls,
        "charter_basis": stripped(written["charter_basis"]) or known.charter_basis,
        "who": stripped(written["who"]) or known.decided_by,
    }


@transaction.atomic
def score_option(*, option: Option, by, scores: Mapping[str, int]) -> OptionScore:
    """R32: one member's appraisal, 1 to 5 on each of SCALES, while the plenary deliberates. Earlier ones are kept."""
    member = plenary_member(by, option.case, Act.SCORE_OPTION)
    in_plenary(option.case)
    wrong = {s: ["Give a whole number from 1 to 5."] for s in SCALES if not _is_score(scores.get(s))}
    if wrong:
        raise Invalid(wrong, rule="R32")
    Case.objects.select_for_update().get(pk=option.case_id)
    last = option.scores.filter(member=member).aggregate(last=Max("version"))["last"] or 0
    given = {scale: scores[scale] for scale in SCALES}
    salt = new_salt()
    score = OptionScore(option=option, member=member, version=last + 1, at=clock.now(), salt=salt, **given)
    score.entry = record(
        act="option.scored",
        by=by,
        obj=f"{option.case.number} {option.label}",
        case=option.case.number,
        content=score_content(score),
        salt=salt,
        facts={"option": option.label, "class": option.cls, "version": score.version},
    )
    score.save()
    return score


def _is_score(value: object) -> bool:
    return type(value) is int and 1 <= value <= 5


@transaction.atomic
def give_failure_reason(
    *, option: Option, by, text: str, needs: str = "", evidence: Collection[str] = ()
) -> FailureReason:
    """R33: why an option without force would fail. A later analysis replaces it; all are kept.

    needs: what would have to be true for it to work. evidence: numbers of items of the case that `by` may open. Items
    cited before that `by` may not open stay cited: nobody drops what they cannot know of. Raises Refused (R33, R31,
    R35 while a vote rests on the reasons), Invalid for an empty text or an item that is not there for `by`.
    """
    member = plenary_member(by, option.case, Act.TABLE_OPTION)
    if option.cls == OptionClass.FORCE:
        raise Refused("R33", "A reason is given against options without force.", f"{option.label} is of class force.")
    in_plenary(option.case)
    said = required("R33", text=text)["text"]
    refuse_while_weighed(Case.objects.select_for_update().get(pk=option.case_id))
    before = option.failure_reasons.first()
    cited = [*_cited(option.case, evidence, by), *_kept(before, by)]
    made = FailureReason.objects.create(
        option=option,
        version=before.version + 1 if before else 1,
        text=said,
        needs=needs.strip(),
        by=member,
        at=clock.now(),
    )
    FailureEvidence.objects.bulk_create([FailureEvidence(reason=made, item=item) for item in cited])
    content = {"version": made.version, "text": said, "needs": made.needs, "evidence": [i.number for i in cited]}
    _record(option, "option.failure_explained", by, content)
    return made


def _cited(case: Case, wanted: Collection[str], by) -> list[Item]:
    """The items by number. Who may not open one is answered as if there were none (R16)."""
    asked = list(dict.fromkeys(number.strip() for number in wanted if number.strip()))
    if not asked:
        return []
    rows = all_items(case).filter(number__in=asked, pk__in=items_visible_to(by))
    found = {item.number: item for item in rows}
    missing = [number for number in asked if number not in found]
    if missing:
        raise Invalid({"evidence": [f"{missing[0]} is no item of this case that you may open."]}, rule="R16")
    return [found[number] for number in asked]


def _kept(before: FailureReason | None, by) -> list[Item]:
    if before is None:
        return []
    rows = Item.objects.filter(pk__in=before.evidence.values("item_id"))
    return list(rows.exclude(pk__in=items_visible_to(by).values("pk")))


def _record(option: Option, act: str, by, content: dict) -> None:
    record(
        act=act,
        by=by,
        obj=f"{option.case.number} {option.label}",
        case=option.case.number,
        content={"option": option.label, **content},
        facts={"option": option.label, "class": option.cls},
    )
