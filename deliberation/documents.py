"""What every export of an output says (R38), and the tagged PDF that Typst sets from it.

Nothing a person typed is interpreted as markup. Word: deliberation.word; Akoma Ntoso: deliberation.akoma.
"""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.selectors.freshness import Fresh, not_fresh
from deliberation.models import Output, Vote
from deliberation.procedure.form import COMMA, ENACTED_BY, ENACTING
from deliberation.selectors import lines_of, paragraphs_of
from deliberation.services.stages import frozen
from mad.common import clock
from mad.documents.typeset import MASTHEAD, demonstration_words, render
from mad.frame.heard import say

HEADINGS = {
    "draft_resolution": gettext_lazy("Draft resolution submitted for the consideration of the Security Council"),
    "emergency_call": gettext_lazy("Call for an emergency session of the Security Council"),
    "request_to_be_heard": gettext_lazy("Request to be heard by the Security Council"),
    "press_statement": gettext_lazy("Press statement"),
    "comment": gettext_lazy("Comment on a text of the Security Council"),
    "findings": gettext_lazy("Findings of the Division"),
}
ORIGINAL = {
    "en": gettext_lazy("Original: English"),
    "fr": gettext_lazy("Original: French"),
    "es": gettext_lazy("Original: Spanish"),
    "ru": gettext_lazy("Original: Russian"),
    "ar": gettext_lazy("Original: Arabic"),
    "zh": gettext_lazy("Original: Chinese"),
}


def pdf(output: Output) -> bytes:
    """The output as PDF/UA-1. Raises Refused (R38) when the page cannot be set; nothing is changed by it."""
    return render("output.typ", data_of(output))


def head_of(output: Output) -> dict[str, str]:
    """What stands above the text, in the language of the text: heading, distribution, enacting, comma."""
    with translation.override(output.language):
        return {
            "heading": str(HEADINGS[output.kind]),
            "distribution": distribution(output),
            "enacting": enacting(output),
            "comma": comma(output),
        }


def enacting(output: Output) -> str:
    """Who speaks, in the language of the text; "" for what is no resolution."""
    return ENACTED_BY.get(output.language, ENACTING) if output.is_resolution else ""


def comma(output: Output) -> str:
    """As the language of the text writes it, behind the enacting words."""
    return COMMA.get(output.language, ",")


def data_of(output: Output) -> dict[str, Any]:
    """What the template prints. An adopted output prints the text that was adopted."""
    lines = output.adopted_lines or [frozen(line) for line in lines_of(paragraphs_of(output), output.language)]
    with translation.override(output.language):
        return {
            "title": output.title,
            "author": MASTHEAD,
            "keywords": [output.symbol, output.number],
            "masthead": MASTHEAD,
            "symbol": output.symbol,
            "number": output.number,
            "stage": say(output.get_stage_display()),
            "language": output.language,
            "demonstration": settings.DEMONSTRATION,
            "words": demonstration_words() | {"adoption": _("Adoption")},
            **head_of(output),
            "lines": lines,
            "notes": notes_of(output, lines),
            "adoption": adoption_of(output),
        }


def distribution(output: Output) -> str:
    """The line under the masthead: date, language, version and stage."""
    moment = output.transmitted_at or output.adopted_at or clock.now()
    parts = [
        date_format(moment, "j F Y"),
        str(ORIGINAL.get(output.language, ORIGINAL["en"])),
        _("Version %(version)s, %(stage)s")
        % {"version": output.version, "stage": say(output.get_stage_display()).lower()},
    ]
    return " · ".join(parts)


def notes_of(output: Output, lines: list[dict]) -> list[dict[str, Any]]:
    """The footnotes: each cited finding or item with its number, in order of first mention."""
    refs: list[str] = []
    by_key = {str(p.pk): p for p in output.paragraphs.all()}
    for line in lines:
        cited = by_key[line["key"]].citations if line["notes"] else []
        refs += [ref for ref in cited if ref not in refs]
    outdated = {one.number: _outdated(one) for one in not_fresh(ref for ref in refs if ref.startswith("D-"))}
    return [
        {"number": number, "ref": ref, "text": f"{ref}{outdated.get(ref, '')}."}
        for number, ref in enumerate(refs, start=1)
    ]


def _outdated(one: Fresh) -> str:
    """What a reader must know of a determination cited that is stale or replaced (R30)."""
    if one.replaced_by or one.stale_since is None:
        return _(", replaced by %(number)s") % {"number": one.replaced_by}
    return _(", stale since %(day)s: a review is due") % {"day": date_format(one.stale_since, "j F Y")}


def adoption_of(output: Output) -> list[str]:
    """How it was adopted, written out (R34): the arithmetic and the date. Empty for a draft."""
    carried = Vote.objects.filter(motion__output=output, motion__state="carried", outcome="carried")
    vote = carried.select_related("motion").order_by("-pk").first() if output.adopted_at else None
    if vote is None or vote.closed_at is None:
        return []
    said = _("Adopted by the plenary on %(day)s, motion %(motion)s, text %(text)s.") % {
        "day": date_format(vote.closed_at, "j F Y"),
        "motion": vote.motion.number,
        "text": output.adopted_digest[:16],
    }
    return [said, say(vote.arithmetic)]
