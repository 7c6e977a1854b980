"""The small marks of a page: rule, tag, grade, number, digest. HTML in, HTML out, no template."""

from __future__ import annotations

from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mad.frame.rulebook import Citation, citations
from mad.frame.rulebook import rule as find_rule

STAGES = {
    "monitoring": lazy("Monitoring"),
    "assessment": lazy("Assessment"),
    "deliberation": lazy("Deliberation"),
    "with_council": lazy("With the Council"),
    "follow_up": lazy("Follow-up"),
    "closed": lazy("Closed"),
}
KINDS = {
    "closed": "done",
    "withdrawn": "done",
    "superseded": "done",
    "declined": "done",
    "carried": "carried",
    "inquorate": "dashed",
    "waits": "dashed",
    "held": "dashed",
    "queried": "dashed",
    "unknown": "dashed",
    "alarm": "alarm",
    "stale": "alarm",
    "refused": "alarm",
    "late": "alarm",
}
SENSITIVITY = {
    "unclassified": (lazy("Unclassified"), "app-tag--sens app-tag--dashed"),
    "confidential": (lazy("Confidential"), "app-tag--sens"),
    "strictly_confidential": (lazy("Strictly confidential"), "app-tag--sens-strict"),
}
NOT_JUDGED = {"F", "6", "", "None"}


def rule_mark(text: str) -> SafeString:
    """Each rule cited in `text` as a link to the rules page, its title on hover."""
    return _rule_mark(str(text), get_language() or "en")


@lru_cache(maxsize=1024)
def _rule_mark(text: str, language: str) -> SafeString:
    found = list(citations(text))
    if not found:
        return format_html('<span class="app-rule">{}</span>', text) if text else SafeString("")
    return format_html_join(" ", "{}", ((_rule_link(citation),) for citation in found))


def _rule_link(citation: Citation) -> SafeString:
    rule = find_rule(citation.rule)
    title = _("Rules of procedure, %(rule)s") % {"rule": citation.text}
    if rule is not None:
        title = f"{title}: {_(rule.title)}"
    try:
        page = reverse("rules")
    except NoReverseMatch:
        page = "/rules/"
    return format_html('<a class="app-rule" href="{}#{}" title="{}">{}</a>', page, citation.anchor, title, citation.text)


def tag(label: object, kind: str = "") -> SafeString:
    css = f"app-tag app-tag--{kind}" if kind else "app-tag"
    return format_html('<span class="{}">{}</span>', css, label)


def stage_tag(value: object, kind: str | None = None) -> SafeString:
    """A stage or state; `value` is a stored key ("with_council"), an enum member or the words themselves."""
    key = str(getattr(value, "value", value)).lower().replace(" ", "_").replace("-", "_")
    label = STAGES.get(key) or getattr(value, "label", None) or value
    return tag(label, KINDS.get(key, "stage") if kind is None else kind)


def sens_tag(value: object) -> SafeString:
    """R16: square; strictly confidential is inked."""
    key = str(getattr(value, "value", value)).lower().replace(" ", "_")
    label, css = SENSITIVITY.get(key, (value, "app-tag--sens"))
    return format_html('<span class="app-tag {}">{}</span>', css, label)


def grade_tag(source: object, information: object) -> SafeString:
    """R14: source A–F and information 1–6; F and 6 are dashed, never the worst."""
    pair = [str(getattr(grade, "value", grade) or "") for grade in (source, information)]
    unknown = any(grade in NOT_JUDGED for grade in pair)
    shown = [grade or "–" for grade in pair]
    title = _("Source %(source)s, information %(information)s") % {"source": shown[0], "information": shown[1]}
    css = "app-grade app-grade--unknown" if unknown else "app-grade"
    spoken = '<span class="{}" title="{}"><span>{}</span><span>{}</span></span>'
    return format_html(spoken, css, title, *shown)


def docno(number: object, url: str = "") -> SafeString:
    if url:
        return format_html('<a class="docno" href="{}">{}</a>', url, number)
    return format_html('<span class="docno">{}</span>', number)


def digest_short(value: object) -> SafeString:
    """The first eight and last four digits of a digest (hex or bytes); the whole of it on hover."""
    text = value.hex() if isinstance(value, bytes | memoryview) else str(value or "")
    if len(text) <= 20:
        return format_html('<span class="hash">{}</span>', text or pgettext("no digest", "none"))
    return format_html('<span class="hash" title="{}">{} {} … {}</span>', text, text[:4], text[4:8], text[-4:])
