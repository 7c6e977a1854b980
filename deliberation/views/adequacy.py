"""Two texts side by side, measure by measure (R42, SCREENS 15)."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from deliberation.council_forms import CommentForm, JudgeForm
from deliberation.models import Adequacy, CouncilText, Output
from deliberation.procedure.adequacy import without_end
from deliberation.procedure.difference import Piece, difference
from deliberation.selectors.adequacy import Beside, Row, beside, clauses_of, live_comment
from deliberation.services.adequacy import draft_comment, judge_measure, open_comparison
from mad.accounts.permissions import Act
from mad.common.errors import Refused
from mad.common.web import person

from .acts import Reader
from .common import load_output, show_output


@dataclass(frozen=True)
class Shown:
    """One measure as drawn: the Council's words with what differs, and the form to judge it."""

    row: Row
    pieces: tuple[Piece, ...]
    form: JudgeForm | None

    @property
    def open(self) -> bool:
        return self.form is not None and self.form.is_bound


@person
def adequacy(request: HttpRequest, number: str) -> HttpResponse:
    found = load_output(request, number)
    texts = list(found.council_texts.select_related("adequacy"))
    text = _chosen(texts, request.POST.get("text") or request.GET.get("text", ""))
    if text is None:
        return _show(request, found, {"texts": texts, "text": None})
    text.output = found
    if request.method == "POST":
        return _act(request, found, texts, text)
    return draw(request, found, texts, text)


def _chosen(texts: list[CouncilText], asked: str) -> CouncilText | None:
    """The text asked for; without a choice, one that is compared already, else the newest."""
    if asked:
        text = next((text for text in texts if str(text.ordinal) == asked), None)
        if text is None:
            raise Http404
        return text
    return max(texts, key=lambda text: (hasattr(text, "adequacy"), text.ordinal), default=None)


def draw(
    request: HttpRequest,
    found: Output,
    texts: list[CouncilText],
    text: CouncilText,
    *,
    judging: JudgeForm | None = None,
    comment: CommentForm | None = None,
) -> HttpResponse:
    comparison: Adequacy | None = getattr(text, "adequacy", None)
    shown = beside(text, comparison)
    live = live_comment(comparison) if comparison and not shown.unjudged else None
    reader = Reader(request.user, found.case)
    judges = comparison is not None and live is None and reader.refused(Act.JUDGE_ADEQUACY) is None
    labels = [clause.label for clause in clauses_of(text)]
    context = {
        "texts": texts,
        "text": text,
        "comparison": comparison,
        "rows": [_shown(row, text, labels if judges else None, judging) for row in shown.rows],
        "added": shown.comparison.added,
        "unjudged": shown.unjudged,
        "comment": live,
        "comment_form": comment or CommentForm(auto_id="comment_%s"),
        "open_refused": _open_refused(reader, found, shown, labels, text) if comparison is None else None,
        "judging": _astray(judging, shown),
        "judge_refused": reader.refused(Act.JUDGE_ADEQUACY) if comparison and live is None else None,
        "comment_refused": _comment_refused(reader, shown),
    }
    bound = judging or comment
    return _show(request, found, context, status=bound.status if bound else 200)


def _shown(row: Row, text: CouncilText, labels: list[str] | None, judging: JudgeForm | None) -> Shown:
    measure, answer = row.aligned.measure, row.aligned.answer
    pieces = difference(without_end(measure.words), without_end(answer.words)) if answer else ()
    if labels is None:
        return Shown(row, pieces, None)
    if judging is not None and str(judging.data.get("paragraph")) == row.key:
        return Shown(row, pieces, judging)
    judged = row.judgement
    first = {
        "finding": judged.finding if judged else row.aligned.proposed.value,
        "answered_by": (judged.answered_by or [""])[0] if judged else answer.label if answer else "",
        "reason": judged.reason if judged else "",
        "paragraph": row.key,
        "seen_version": judged.version if judged else 0,
    }
    return Shown(row, pieces, JudgeForm(initial=first, labels=labels, auto_id=f"m{row.key}_%s"))


def _astray(judging: JudgeForm | None, shown: Beside) -> JudgeForm | None:
    """A judgement sent for no measure of the page: its faults stand at the top."""
    sent = str(judging.data.get("paragraph")) if judging is not None else ""
    return judging if judging is not None and all(row.key != sent for row in shown.rows) else None


def _open_refused(reader: Reader, found: Output, shown: Beside, labels: list[str], text: CouncilText) -> Refused | None:
    if not labels:
        reason = f"{text.symbol} is recorded without operative paragraphs, so nothing can be compared."
        return Refused("R42", reason, "The registrar enters its text first.")
    if not shown.rows:
        return Refused("R42", f"{found.number} holds no measure that a Council text could meet.")
    return reader.drafting


def _comment_refused(reader: Reader, shown: Beside) -> Refused | None:
    if shown.unjudged:
        return Refused("R42", f"Nobody has judged paragraph {', '.join(shown.unjudged)} yet.")
    return reader.drafting


def _act(request: HttpRequest, found: Output, texts: list[CouncilText], text: CouncilText) -> HttpResponse:
    act = request.POST.get("act", "")
    here = f"{reverse('adequacy', args=[found.number])}?text={text.ordinal}"
    if act == "open":
        open_comparison(text=text, by=request.user)
        return redirect(here)
    comparison: Adequacy | None = getattr(text, "adequacy", None)
    if comparison is None or act not in ("judge", "comment"):
        raise Http404
    comparison.text = text
    if act == "comment":
        return _comment(request, found, texts, text, comparison)
    labels = [clause.label for clause in clauses_of(text)]
    form = JudgeForm(request.POST, labels=labels, auto_id=f"m{request.POST.get('paragraph', '')[:12]}_%s")
    if form.is_valid():
        with form.refusals():
            judge_measure(adequacy=comparison, by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect(f"{here}#m{form.cleaned_data['paragraph']}")
    return draw(request, found, texts, text, judging=form)


def _comment(
    request: HttpRequest, found: Output, texts: list[CouncilText], text: CouncilText, comparison: Adequacy
) -> HttpResponse:
    form = CommentForm(request.POST, auto_id="comment_%s")
    if form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            made = draft_comment(
                adequacy=comparison, by=request.user, sufficient=data["sufficient"] == "yes", why=data["why"]
            )
        if form.accepted:
            return redirect("output", number=made.number)
    return draw(request, found, texts, text, comment=form)


def _show(request: HttpRequest, found: Output, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return show_output(request, found, "deliberation/adequacy.html", "adequacy", context, status=status)
