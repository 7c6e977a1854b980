"""One line of "Awaits you, soonest first", the list that opens every desk: HTML out, no template."""

from __future__ import annotations

from datetime import UTC

from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mad.common.ports import DeskItem
from mad.frame.clockface import spoken
from mad.frame.heard import say
from mad.frame.marks import rule_mark
from mad.frame.when import stamp, time_tag


def task(item: DeskItem, soonest: DeskItem | None = None) -> str:
    """soonest: the next to fall due; what is due with it, and what is late, has the stronger button."""
    url, title = escaped(item.url), escaped(say(item.title))
    strong = "" if item.late or item.due == (soonest.due if soonest else None) else " govuk-button--secondary"
    return SafeString(
        f'<li>\n  <div class="app-tasks__when">{_when(item)}</div>\n'
        f'  <div class="app-tasks__what"><h3><a href="{url}">{title}</a></h3>{_why(item)}</div>\n'
        f'  <div class="app-tasks__do"><a class="govuk-button{strong} govuk-button--small" href="{url}" role="button">'
        f'{escaped(say(item.action))}<span class="govuk-visually-hidden">: {title}</span></a></div></li>'
    )


def _when(item: DeskItem) -> str:
    if item.due is None or item.left is None:
        return ""
    due = time_tag(item.due, stamp(item.due.astimezone(UTC)))
    if item.paused:
        css, words = " app-clock--paused", _("Paused")
    elif item.late:
        css, words = " app-clock--late", _("Late %(left)s") % {"left": spoken(item.late_by)}
        due = " ".join((_("was due"), due))
    else:
        css, words = "", spoken(item.left)
    return f'<span class="app-clock--inline app-clock{css}">{escaped(words)}</span><small>{due}</small>'


def _why(item: DeskItem) -> str:
    rule = f" {rule_mark(item.rule)}" if item.rule else ""
    why = f"<p>{escaped(say(item.why))}{rule}</p>" if item.why or item.rule else ""
    by = _("Seen by:")
    seen = f'<p class="app-tasks__seen">{by} {escaped(say(item.seen_by))}</p>' if item.seen_by else ""
    return why + seen
