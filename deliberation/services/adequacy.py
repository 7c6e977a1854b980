"""R42: comparing a Council text with the Division's, judging each measure, and drafting the comment on it."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from deliberation.models import Adequacy, AdequacyComment, CommentedText, CouncilText, MeasureJudgement, Output
from deliberation.procedure.adequacy import Finding
from deliberation.procedure.outputs import OutputKind
from deliberation.procedure.publication import council_symbol
from deliberation.selectors.adequacy import Beside, Row, beside, clauses_of, live_comment, measures_of
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .drafting import add_paragraph, create_output, may_draft
from .guards import plenary_member, required
from .stages import locked

LONGEST = 2000


@transaction.atomic
def open_comparison(*, text: CouncilText, by: Any) -> Adequacy:
    """Begin to compare; the text no longer changes. Opening twice gives the same comparison.

    Raises Refused (R42) for a text without operative paragraphs, or an output without measures.
    """
    output = locked(text.output)
    may_draft(by, output.case)
    fresh = CouncilText.objects.select_related("output").get(pk=text.pk)
    known = Adequacy.objects.filter(text=fresh).first()
    if known is not None:
        return known
    refuse_to_compare(fresh)
    made = Adequacy.objects.create(text=fresh, text_version=fresh.version, opened_by=by, opened_at=clock.now())
    _note(output, "adequacy.opened", by, {"text": fresh.symbol, "version": fresh.version})
    return made


def refuse_to_compare(text: CouncilText) -> None:
    """Raise Refused (R42) when one of the two texts has nothing to compare."""
    if not clauses_of(text):
        raise Refused(
            "R42",
            f"{text.symbol} is recorded without operative paragraphs, so nothing can be compared.",
            "The registrar enters its text first.",
            field="text",
        )
    if not measures_of(text.output):
        raise Refused("R42", f"{text.output.number} holds no measure that a Council text could meet.")


@transaction.atomic
def judge_measure(
    *, adequacy: Adequacy, by: Any, paragraph: int, finding: str, reason: str, seen_version: int, answered_by: str = ""
) -> MeasureJudgement:
    """A member judges one measure. paragraph: the key of the Division's paragraph. answered_by: label of the Council's
    paragraph that answers it, "" for one judged absent. seen_version: the newest judgement the member's page showed, 0
    for none; Refused (R42, code "conflict") when another came in between."""
    output = locked(adequacy.text.output)
    member = plenary_member(by, output.case, Act.JUDGE_ADEQUACY)
    if finding not in list(Finding):
        raise Invalid({"finding": ["Choose met in full, met in part, weaker or absent."]}, rule="R42")
    said = required("R42", reason=reason)["reason"]
    if len(said) > LONGEST:
        raise Invalid({"reason": [f"At most {LONGEST} characters."]}, rule="R42")
    _refuse_drafted(adequacy)
    row = _row(beside(adequacy.text, adequacy), paragraph)
    _refuse_overtaken(row, seen_version)
    answers = _answers(adequacy.text, Finding(finding), answered_by)
    newest = MeasureJudgement.objects.filter(adequacy=adequacy, paragraph=paragraph).aggregate(newest=Max("version"))
    judgement = MeasureJudgement.objects.create(
        adequacy=adequacy,
        paragraph_id=paragraph,
        version=(newest["newest"] or 0) + 1,
        finding=finding,
        proposed=row.aligned.proposed.value,
        answered_by=answers,
        reason=said,
        member=member,
        at=clock.now(),
    )
    content = {"paragraph": paragraph, "version": judgement.version, "finding": finding, "reason": said}
    _note(
        output, "adequacy.judged", by, {"text": adequacy.text.symbol, "measure": row.aligned.measure.label, **content}
    )
    return judgement


def _row(shown: Beside, paragraph: int) -> Row:
    row = next((row for row in shown.rows if row.key == str(paragraph)), None)
    if row is None:
        raise Invalid({"paragraph": ["This is no measure of the Division’s text."]}, rule="R42")
    return row


def _refuse_overtaken(row: Row, seen_version: int) -> None:
    newest = row.judgement
    if newest is not None and newest.version != seen_version:
        raise Refused(
            "R42",
            f"{newest.member} judged this measure after you had opened the page: {newest.get_finding_display().lower()}.",
            "Your judgement was not recorded and is kept in the form; read the other one and judge again if you differ.",
            field="reason",
            code="conflict",
        )


def _answers(text: CouncilText, finding: Finding, label: str) -> list[str]:
    """The Council's paragraph that a judgement names. Raises Invalid: what is met somewhere is met in some paragraph."""
    if finding is Finding.ABSENT:
        return []
    if label not in {clause.label for clause in clauses_of(text)}:
        raise Invalid({"answered_by": ["Say which paragraph of the Council’s text answers it."]}, rule="R42")
    return [label]


def _refuse_drafted(adequacy: Adequacy) -> None:
    comment = live_comment(adequacy)
    if comment is not None:
        raise Refused(
            "R42",
            f"{comment.output.number} was drafted from these judgements, which no longer change.",
            "Withdraw that draft to judge again.",
        )


@transaction.atomic
def draft_comment(*, adequacy: Adequacy, by: Any, sufficient: bool, why: str) -> Output:
    """The comment as a draft output, for the plenary to adopt: sufficient or not, and why.

    Raises Refused (R42) naming the measures that nobody judged, or the comment drafted already.
    """
    output = locked(adequacy.text.output)
    may_draft(by, output.case)
    said = required("R42", why=why)["why"]
    if len(said) > LONGEST:
        raise Invalid({"why": [f"At most {LONGEST} characters."]}, rule="R42")
    _refuse_drafted(adequacy)
    shown = beside(adequacy.text, adequacy)
    if shown.unjudged:
        paragraphs = ", ".join(shown.unjudged)
        raise Refused(
            "R42", f"Nobody has judged paragraph {paragraphs} yet.", "Every measure is judged, with a reason."
        )
    title = f"Comment on {adequacy.text.symbol}"
    comment = create_output(case=output.case, by=by, kind=OutputKind.COMMENT.value, title=title)
    for text in _paragraphs(output, adequacy.text, shown, sufficient, said):
        add_paragraph(output=comment, by=by, text=text)
    if symbol := council_symbol(adequacy.text.symbol):
        CommentedText.objects.create(output=comment, symbol=symbol, dated=adequacy.text.dated)
    AdequacyComment.objects.create(
        adequacy=adequacy, output=comment, sufficient=sufficient, why=said, by=by, at=clock.now()
    )
    facts = {"text": adequacy.text.symbol, "comment": comment.number, "sufficient": sufficient}
    _note(output, "adequacy.comment_drafted", by, facts | {"why": said})
    return comment


def _paragraphs(output: Output, text: CouncilText, shown: Beside, sufficient: bool, why: str) -> list[str]:
    """What the comment says. The texts themselves are not quoted: what they ask is in them."""
    first = f"The Division has compared {text.symbol} of {text.dated:%-d %B %Y}, {text.title}, with {output.symbol}."
    verdict = "sufficient" if sufficient else "not sufficient"
    return [first, *map(_line, shown.rows), f"The Division finds the text {verdict}. {why}"]


def _line(row: Row) -> str:
    judged = row.judgement
    assert judged is not None, "every measure was judged"  # the caller refused otherwise
    where = f", beside paragraph {', '.join(judged.answered_by)} of the Council’s text" if judged.answered_by else ""
    measure = row.aligned.measure
    return f"Paragraph {measure.label} ({row.kinds}): {judged.get_finding_display().lower()}{where}. {judged.reason}"


def _note(output: Output, act: str, by: Any, content: dict[str, Any]) -> None:
    facts: dict[str, Any] = {name: content[name] for name in ("text", "measure", "comment") if name in content}
    record(act=act, by=by, obj=output.number, case=output.case.number, content=content, facts=facts)
