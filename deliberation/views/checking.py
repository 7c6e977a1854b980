"""The mandate check while one types (R39): asked at every pause of the keys, so it asks the database little."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from deliberation.models import Motion, Option, Output, Paragraph
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import MAX_LEVEL, Part, bare, clean, is_opening
from deliberation.selectors import draft_read, mandate_of
from deliberation.selectors.draft_read import CheckRead
from deliberation.selectors.editor import part_of, with_unsaved
from deliberation.selectors.facts import cited_in
from deliberation.services.drafting import may_draft
from mad.accounts.permissions import Act, require
from mad.common.errors import Refused
from mad.common.web import person

from .common import refusal_of
from .editor import live, refusal_to_edit

LONGEST = 12_000


@person
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The mandate strip and the live page with the words typed so far; nothing is saved."""
    require(request.user, Act.READ_OUTPUTS)
    opened = draft_read.opened(request.user, number)
    if opened is None:
        raise Http404
    read, found = opened.read, opened.read.output
    refused = refusal_of(may_draft, request.user, found.case, opened.own_roll)
    refused = refused or refusal_to_edit(found, read.motions)
    if refused:
        return JsonResponse({"rule": refused.rule, "reason": refused.reason}, status=refused.status)
    saved = read.paragraphs
    given = request.POST.get("key", "")
    row = next((one for one in saved if str(one.pk) == given), None)
    part = Part(row.part) if row else part_of(found, request.POST.get("part", ""))
    key = str(row.pk) if row else ""
    said, after = cited_in(saved), request.POST.get("after", "")
    paragraphs = _as_typed(found, saved, row, part, typed(request, read, part, row), after)
    mandate = mandate_of(found, paragraphs, request.user, said=said, asked=read)
    context = live(found, paragraphs, mandate, key or "0")
    return JsonResponse(
        {
            "mandate": render_to_string("deliberation/parts/mandate.html", context),
            "page": render_to_string("deliberation/parts/page.html", context),
            "objections": [{"rule": o.rule, "reason": o.reason} for o in mandate.of(key or "0")],
        }
    )


def _as_typed(
    found: Output, saved: list[Paragraph], row: Paragraph | None, part: Part, words: dict[str, Any], after: str
) -> list[Paragraph]:
    """The paragraphs with the words typed so far, a new one at its place; the rows are of this request alone."""
    if row is None:
        return with_unsaved(found, saved, "", part.value, words, after)
    if words["text"] != row.text or words.get("opening", "") != row.opening:
        row.version += 1
    for name, value in words.items():
        setattr(row, name, value)
    return saved


def editable_now(found: Output, user: Any) -> None:
    may_draft(user, found.case)
    voting = list(Motion.objects.filter(output=found, state=Motion.State.VOTING))
    locked: Refused | None = refusal_to_edit(found, voting)
    if locked:
        raise locked


def typed(request: HttpRequest, read: CheckRead, part: Part, row: Paragraph | None) -> dict[str, Any]:
    """What can be read of a half-typed paragraph; what cannot be is left out and refused when it is saved."""
    given = request.POST
    text = given.get("text", "")[:LONGEST]
    words: dict[str, Any] = {
        "text": clean(text) if part is Part.PLAIN else bare(text),
        "citations": _citations(request),
    }
    if part is Part.PLAIN:
        return words
    opening, level = clean(given.get("opening", "")[:60]), given.get("level", "")
    words["opening"] = opening if is_opening(part, opening) else ""
    words["level"] = int(level) if level in LEVELS else 0
    if part is Part.PREAMBULAR:
        return {**words, "of_fact": bool(given.get("of_fact"))}
    measure = given.get("measure", "")
    territory = [code for code in (*given.getlist("territory"), given.get("elsewhere", "")) if _code(code)]
    return {
        **words,
        "measure": measure if measure in MEASURES else "",
        "addressee": clean(given.get("addressee", "")[:400])[:200],
        "territory": list(dict.fromkeys(territory)),
        "option": _option(read, given.get("option", "")),
    }


LEVELS = frozenset(str(level) for level in range(MAX_LEVEL + 1))


def _code(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isupper()


def _citations(request: HttpRequest) -> list[str]:
    more = request.POST.get("more_citations", "")[:400].replace(",", " ").split()
    return list(
        dict.fromkeys(ref.strip()[:20] for ref in (*request.POST.getlist("citations")[:100], *more) if ref.strip())
    )


def _option(read: CheckRead, label: str) -> Option | None:
    return next((option for option in read.options if option.label == label), None)
