"""Threads of discussion and the words of an appraisal: `{% load plenary %}`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.selectors.people import refusal_of, roll
from deliberation.models import Output, Paragraph
from deliberation.procedure.appraisal import Appraisal
from deliberation.selectors.threads import remarks_on
from deliberation.services.discussion import may_discuss

register = template.Library()

AGREEMENT = {
    "none": _("not scored"),
    "few": _("few scores"),
    "close": _("close"),
    "mixed": _("mixed"),
    "divided": _("divided"),
}


@register.simple_tag
def agreement(figures: Appraisal) -> Any:
    """How far apart the members stand, in a word."""
    return AGREEMENT[figures.agreement.value]


@register.inclusion_tag("deliberation/parts/thread.html", takes_context=True)
def thread(
    context: template.Context, case: Case, kind: str, key: Any, form: Any = None, remarks: Any = None
) -> dict[str, Any]:
    """The discussion of an option (its ordinal), a motion (its number) or a paragraph (its id): {% thread case "motion"
    motion.number %}. form: a refused remark, with what was typed. remarks: the rows, where the page has read them already."""
    user = context["request"].user
    if not hasattr(case, "page_roll"):
        case.page_roll = roll(case)
    everyone = case.page_roll
    return {
        "case": case,
        "kind": kind,
        "key": str(key),
        "remarks": remarks_on(case, kind, str(key), user) if remarks is None else remarks,
        "refused": refusal_of(may_discuss, user, case),
        "members": [m for m in everyone.members.values() if everyone.acts(m.pk) and m.user_id != user.pk],
        "form": form,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("deliberation/parts/paragraph_threads.html")
def paragraph_threads(output: Output, paragraphs: Iterable[Paragraph], remarks: Mapping[str, int]) -> dict[str, Any]:
    """Each paragraph with the way to its discussion: {% paragraph_threads output paragraphs remarks %}. remarks: how many
    stand on each, by its id."""
    said = [(str(p.pk), f"{p.opening} {p.text}".strip()) for p in paragraphs]
    return {"case": output.case, "rows": [(key, words, remarks.get(key, 0)) for key, words in said]}
