"""The components of the design as template tags: `{% load frame %}`.

The small ones format their HTML themselves, since they stand 25 times on a page; the larger ones render a
template of templates/components/.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2s
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mad.common import clock as clocks
from mad.frame import clockface, fields, marks, tasks, when, words
from mad.frame.heard import say

register = template.Library()

register.simple_tag(marks.rule_mark, name="rule")
register.simple_tag(marks.tag)
register.simple_tag(marks.stage_tag)
register.simple_tag(marks.sens_tag)
register.simple_tag(marks.grade_tag)
register.simple_tag(marks.docno)
register.simple_tag(marks.digest_short)
register.simple_tag(clockface.clock_full, name="clock")
register.simple_tag(clockface.clock_short)
register.simple_tag(fields.render_field, name="field")
register.simple_tag(words.script_words)
register.simple_tag(tasks.task)


@register.simple_tag
def utc(moment: datetime | None, seconds: bool = False) -> str:
    """The exact moment in UTC, as the docket keeps it."""
    return when.time_tag(moment, when.stamp(moment.astimezone(UTC), seconds)) if moment else SafeString("")


@register.simple_tag(name="when")
def local(moment: datetime | None) -> str:
    """The moment in the reader's zone, named (R53)."""
    return when.time_tag(moment, when.stamp(timezone.localtime(moment))) if moment else SafeString("")


@register.simple_tag
def deadline(moment: datetime | None) -> str:
    """A deadline beside its clock: "today, 18:00 UTC"."""
    return when.time_tag(moment, when.near(moment, clocks.now())) if moment else SafeString("")


@register.simple_tag
def day(value: date | None) -> str:
    return when.time_tag(value, when.day(value)) if value else SafeString("")


@register.filter("day")
def plain_day(value: date | datetime | None) -> str:
    """The same as bare text, for a sentence or an attribute."""
    if value is None:
        return ""
    return when.day(timezone.localtime(value) if isinstance(value, datetime) else value)


@register.simple_tag
def span(left: timedelta | None) -> str:
    """A length of time in words: "2 d 3 h 40 min"."""
    return clockface.spoken(left) if left is not None else ""


@register.simple_tag
def still(template_name: str) -> str:
    """A part of the page that depends on nothing but the language: drawn once, then kept."""
    return _still(template_name, get_language() or "en", settings.ROOT_URLCONF)


@lru_cache(maxsize=128)
def _still(template_name: str, language: str, urlconf: str) -> str:
    return get_template(template_name).render()


@register.simple_tag
def nav_items(nav: list[dict[str, Any]]) -> str:
    """The entries of the main navigation; the current one is marked, a count stands after its label."""
    return SafeString("".join(_nav_item(item) for item in nav))


def _nav_item(item: dict[str, Any]) -> str:
    end = ' class="app-nav__end"' if item.get("end") else ""
    here = ' aria-current="page"' if item.get("current") else ""
    count = f'<span class="count">{int(item["count"])}</span>' if item.get("count") else ""
    return f'<li{end}><a href="{escape(item["url"])}"{here}>{escape(_(item["label"]))}{count}</a></li>'


@register.simple_tag(takes_context=True)
def way_back(context: template.Context) -> str:
    """The page of this site that the reader came from, or the desk; never another site."""
    request = context.get("request")
    if request is None:
        return "/"
    before, host = request.META.get("HTTP_REFERER", ""), f"{request.scheme}://{request.get_host()}/"
    return "/" + before.removeprefix(host).lstrip("/") if before.startswith(host) else "/"


@register.simple_tag
def server_now() -> str:
    """The server's time, so that a wrong clock on the reader's machine does not move a deadline."""
    return when.iso(clocks.now())


@register.simple_tag
def refusal(refused: Any, way_on: str = "", url: str = "", element_id: str = "") -> str:
    """A Refused: its rule, what is refused, what was kept, and (with way_on and url) the way on."""
    if not refused:
        return SafeString("")
    context = {"refused": refused, "way_on": way_on, "url": url, "id": element_id}
    return get_template("components/refusal.html").render(context)


@register.simple_tag
def form_errors(form: Any, kept: bool = True) -> str:
    """The error summary and, when a rule refused the act, the refusal. kept=False: passwords are not kept."""
    refused = getattr(form, "refused", None)
    errors = fields.error_list(form) if form.is_bound or form.errors else []
    if not errors and not refused:
        return SafeString("")
    return get_template("components/form_errors.html").render({"errors": errors, "refused": refused, "kept": kept})


@register.simple_tag(takes_context=True)
def act_button(
    context: template.Context,
    label: str,
    url: str = "",
    refused: Any = None,
    *,
    secondary: bool = False,
    small: bool = False,
    warning: bool = False,
    post: bool = False,
    described_by: str = "",
    confirm: str = "",
) -> str:
    """An act as a link (or, with post, a small form). Refused: still focusable, disabled, with its rule.

    described_by: the id of a text already on the page that holds the rule; none is added then.
    """
    label, css = say(label), _button_css(secondary, small, warning)
    if refused:
        return _refused_button(label, css, refused, described_by or "")
    if not post:
        return format_html('<a class="{}" role="button" href="{}" draggable="false">{}</a>', css, url, label)
    data = {
        "label": label,
        "url": url,
        "css": css,
        "confirm": confirm,
        "csrf_token": context.get("csrf_token"),
    }
    return get_template("components/act_form.html").render(data)


def _button_css(secondary: bool, small: bool, warning: bool) -> str:
    extra = ((secondary, "secondary"), (warning, "warning"), (small, "small"))
    return " ".join(["govuk-button", *(f"govuk-button--{name}" for wanted, name in extra if wanted)])


def _refused_button(label: str, css: str, refused: Any, described_by: str) -> str:
    own = described_by or "why-" + blake2s(f"{label}{refused}".encode(), digest_size=4).hexdigest()
    button = format_html(
        '<button class="{}" type="button" aria-disabled="true" aria-describedby="{}">{}</button>',
        css,
        own,
        label,
    )
    if described_by:
        return button
    why = format_html(
        '<p class="small quiet" id="{}">{} {}</p>', own, marks.rule_mark(refused.rule), say(refused.reason)
    )
    return format_html('<span class="app-act">{}{}</span>', button, why)


@register.simple_tag
def crumbs(*steps: str) -> str:
    """Pairs of label and url, then the label of this page: {% crumbs "Cases" "/cases/" case.title %}."""
    pairs = list(zip(steps[:-1:2], steps[1:-1:2], strict=False))
    links = format_html_join("", '<li><a href="{1}">{0}</a></li>', pairs)
    here = format_html('<li><span aria-current="page">{}</span></li>', steps[-1])
    return format_html('<nav aria-label="{}"><ol class="app-crumbs">{}{}</ol></nav>', _("Breadcrumb"), links, here)


@register.simple_tag
def estimate(low: Any, best: Any, high: Any, term: str = "element") -> str:
    """Lowest, best and highest in whole per cent, 0 to 100, as slider, number and probability word."""
    rows = [("low", _("Lowest"), low), ("best", _("Best"), best), ("high", _("Highest"), high)]
    context = {"rows": rows, "terms": words.probability_terms(), "term": term}
    return get_template("components/estimate.html").render(context)
