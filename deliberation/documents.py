"""What every export of an output says (R38), and the tagged PDF that Typst sets from it.

Nothing a person typed is interpreted as markup. Word: deliberation.word; Akoma Ntoso: deliberation.akoma.
The same text is said in three ways: `data_of` as it stands now, for those who work on it; `sent` as it was transmitted;
`published` from what publication froze.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.selectors.freshness import Fresh, not_fresh
from deliberation.models import Embargo, Output, Publication, Signature, Vote
from deliberation.procedure.form import COMMA, ENACTED_BY, ENACTING, clean
from deliberation.procedure.outputs import OutputKind, Stage
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
TO_THE_COUNCIL = gettext_lazy("To the President of the Security Council and each member of the Security Council")


def pdf(output: Output, data: dict[str, Any] | None = None) -> bytes:
    """The output as PDF/UA-1. data: as `sent` or `published` say it; without, as it stands now.

    Raises Refused (R38) when the page cannot be set; nothing is changed by it.
    """
    said = data or data_of(output)
    return render("output.typ", said, at=datetime.fromisoformat(said["made"]))


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
    """What the templates print, as it stands now. An adopted output prints the text that was adopted."""
    lines = output.adopted_lines or [frozen(line) for line in lines_of(paragraphs_of(output), output.language)]
    with translation.override(output.language):
        return {
            **_said_of(output, output.stage, clock.now()),
            **head_of(output),
            "embargo": embargo_line(output, clock.now()),
            "signed": signed_by(output),
            "lines": lines,
            "notes": notes_of(output, lines),
            "adoption": adoption_of(output),
        }


def sent(output: Output) -> dict[str, Any]:
    """What went to the addressees: as it stood at its transmission, whatever became of it or of what it cites since."""
    moment = output.transmitted_at
    if moment is None:
        raise ValueError(f"{output.number} was not transmitted.")
    lines = list(output.adopted_lines or [])
    with translation.override(output.language):
        return {
            **_said_of(output, Stage.TRANSMITTED, moment),
            **head_of(output),
            "distribution": _distribution(output, moment, Stage.TRANSMITTED),
            # The newest embargo: it is no part of the text but says how to handle it, and binds whoever opens it late.
            # It stays at the head after its time, as on any copy that was handed out under it.
            "embargo": embargo_line(output, moment),
            "signed": signed_by(output),
            "lines": lines,
            "notes": notes_of(output, lines, moment),
            "adoption": adoption_of(output),
        }


def published(row: Publication) -> dict[str, Any]:
    """What the public reads: the frozen content, dated by its publication, so that a copy made anew is the same bytes."""
    output, content = row.output, row.content
    dated = content["transmitted_at"] or content["adopted_at"]
    moment = datetime.fromisoformat(dated) if dated else row.published_at
    with translation.override(row.language):
        return {
            **_said_of(output, Stage.PUBLISHED, row.published_at),
            "title": clean(row.title),
            "heading": content["heading"],
            "distribution": _distribution(output, moment, Stage.PUBLISHED),
            "enacting": content["enacting"],
            "comma": content["comma"],
            # Nothing is published under an embargo, so that a public form has none to speak of; and a published text
            # names nobody who drafted, moved, voted or signed.
            "embargo": "",
            "signed": [],
            "lines": content["lines"],
            "notes": content["notes"],
            "adoption": content["adoption"],
        }


def as_it_left(output: Output) -> dict[str, Any]:
    """As published, else as sent, else as it stands."""
    row = Publication.objects.select_related("output").filter(output=output).first()
    if row is not None:
        return published(row)
    return sent(output) if output.transmitted_at else data_of(output)


def _said_of(output: Output, stage: str, made: datetime) -> dict[str, Any]:
    """What never changes of an output, its stage in this copy, and the moment that the file is dated by."""
    return {
        "title": clean(output.title),
        "titled": not output.is_resolution,
        "addressee": "" if OutputKind(output.kind).needs_vote else str(TO_THE_COUNCIL),
        "author": MASTHEAD,
        "keywords": [output.symbol, output.number],
        "masthead": MASTHEAD,
        "symbol": output.symbol,
        "number": output.number,
        "step": str(stage),
        "stage": _stage_words(stage),
        "made": made.isoformat(),
        "language": output.language,
        "demonstration": settings.DEMONSTRATION,
        "words": demonstration_words() | {"adoption": _("Adoption"), "signed": _("Signed by")},
    }


def embargo_line(output: Output, at: datetime) -> str:
    """What stands at the head of a copy dated `at` while its embargo has not passed; "" without one."""
    newest = Embargo.objects.filter(output=output).first()
    if newest is None or newest.until is None or newest.until <= at:
        return ""
    until = newest.until.astimezone(UTC)
    return _("Embargoed until %(moment)s") % {"moment": f"{date_format(until, 'j F Y')}, {until:%H:%M} UTC"}


def signed_by(output: Output) -> list[str]:
    """Names and disciplines of the members who signed a call or a request, in their order; none for what is voted."""
    if OutputKind(output.kind).needs_vote:
        return []
    rows = Signature.objects.filter(output=output).select_related("member__user").order_by("id")
    return [f"{row.member.name}, {say(row.member.get_discipline_display()).lower()}" for row in rows]


def _stage_words(stage: str) -> str:
    return say(dict(Output._meta.get_field("stage").flatchoices)[stage])


def distribution(output: Output) -> str:
    """The line under the masthead: date, language, version and stage."""
    return _distribution(output, output.transmitted_at or output.adopted_at or clock.now(), output.stage)


def _distribution(output: Output, moment: datetime, stage: str) -> str:
    parts = [
        date_format(moment, "j F Y"),
        str(ORIGINAL.get(output.language, ORIGINAL["en"])),
        _("Version %(version)s, %(stage)s") % {"version": output.version, "stage": _stage_words(stage).lower()},
    ]
    return " · ".join(parts)


def notes_of(output: Output, lines: list[dict], at: datetime | None = None) -> list[dict[str, Any]]:
    """The footnotes: each cited finding or item with its number, in order of first mention.

    at: what had become of a determination cited by that moment; without, by now.
    """
    refs: list[str] = []
    by_key = {str(p.pk): p for p in output.paragraphs.all()}
    for line in lines:
        cited = by_key[line["key"]].citations if line["notes"] else []
        refs += [ref for ref in cited if ref not in refs]
    found = not_fresh(ref for ref in refs if ref.startswith("D-"))
    outdated = {one.number: _outdated(one, at) for one in found}
    return [
        {"number": number, "ref": ref, "text": f"{ref}{outdated.get(ref, '')}."}
        for number, ref in enumerate(refs, start=1)
    ]


def _outdated(one: Fresh, at: datetime | None) -> str:
    """What a reader must know of a determination cited that is stale or replaced (R30); "" while it was neither."""

    def by_then(moment: datetime | None) -> bool:
        return at is None or (moment is not None and moment <= at)

    if one.replaced_by and by_then(one.replaced_at):
        return _(", replaced by %(number)s") % {"number": one.replaced_by}
    if one.stale_since is not None and by_then(one.stale_since):
        return _(", stale since %(day)s: a review is due") % {"day": date_format(one.stale_since, "j F Y")}
    return ""


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
