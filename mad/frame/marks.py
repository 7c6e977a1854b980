"""The small marks of a page: rule, tag, grade, number, digest. HTML in, HTML out, no template."""

from __future__ import annotations

from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mad.frame.heard import say
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
    "not_carried": "done",
    "void": "dashed",
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


def rule_mark(text: str) -> str:
    """Each rule cited in `text` as a link to the rules page, its title on hover."""
    return _rule_mark(str(text), get_language() or "en")


@lru_cache(maxsize=1024)
def _rule_mark(text: str, language: str) -> str:
    found = list(citations(text))
    if not found:
        return format_html('<span class="app-rule">{}</span>', text) if text else SafeString("")
    return format_html_join(" ", "{}", ((_rule_link(citation),) for citation in found))


def _rule_link(citation: Citation) -> str:
    rule = find_rule(citation.rule)
    title = _("Rules of procedure, %(rule)s") % {"rule": citation.text}
    if rule is not None:
        title = f"{title}: {_(rule.title)}"
    try:
        page = reverse("rules")
    except NoReverseMatch:
        page = "/rules/"
    return format_html(
        '<a class="app-rule" href="{}#{}" title="{}">{}</a>', page, citation.anchor, title, citation.text
    )


def tag(label: object, kind: str = "") -> str:
    return _tag(say(label), f"app-tag app-tag--{kind}" if kind else "app-tag")


@lru_cache(maxsize=1024)
def _tag(label: str, css: str) -> str:
    return format_html('<span class="{}">{}</span>', css, label)


def stage_tag(value: object, kind: str | None = None) -> str:
    """A stage or state; `value` is a stored key ("with_council"), an enum member or the words themselves."""
    label = getattr(value, "label", None) or value
    return _stage_tag(str(getattr(value, "value", value)), str(label), kind, get_language() or "en")


@lru_cache(maxsize=1024)
def _stage_tag(value: str, label: str, kind: str | None, language: str) -> str:
    key = value.lower().replace(" ", "_").replace("-", "_")
    if label == value and value.islower():
        label = value.replace("_", " ").capitalize()
    return tag(STAGES.get(key) or _(label), KINDS.get(key, "stage") if kind is None else kind)


def sens_tag(value: object) -> str:
    """R16: square; strictly confidential is inked."""
    return _sens_tag(str(getattr(value, "value", value)), get_language() or "en")


@lru_cache(maxsize=64)
def _sens_tag(value: str, language: str) -> str:
    label, css = SENSITIVITY.get(value.lower().replace(" ", "_"), (value, "app-tag--sens"))
    return _tag(str(label), f"app-tag {css}")


def grade_tag(source: object, information: object) -> str:
    """R14: source A–F and information 1–6; F and 6 are dashed, never the worst."""
    pair = [str(getattr(grade, "value", grade) or "") for grade in (source, information)]
    return _grade_tag(*pair, get_language() or "en")


@lru_cache(maxsize=256)
def _grade_tag(source: str, information: str, language: str) -> str:
    unknown = source in NOT_JUDGED or information in NOT_JUDGED
    shown = [source or "–", information or "–"]
    title = _("Source %(source)s, information %(information)s") % {
        "source": shown[0],
        "information": shown[1],
    }
    css = "app-grade app-grade--unknown" if unknown else "app-grade"
    drawn = '<span class="{}" title="{}"><span>{}</span><span>{}</span></span>'
    return format_html(drawn, css, title, *shown)


def docno(number: object, url: str = "") -> str:
    if url:
        return format_html('<a class="docno" href="{}">{}</a>', url, number)
    return SafeString(f'<span class="docno">{conditional_escape(str(number))}</span>')


def digest_short(value: object) -> str:
    """The first eight and last four digits of a digest (hex or bytes); the whole of it on hover."""
    text = value.hex() if isinstance(value, bytes | memoryview) else str(value or "")
    if len(text) <= 20 or not text.isalnum():
        return format_html('<span class="hash">{}</span>', text or pgettext("no digest", "none"))
    return SafeString(f'<span class="hash" title="{text}">{text[:4]} {text[4:8]} … {text[-4:]}</span>')
