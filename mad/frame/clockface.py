"""Clocks as the design draws them: what, how long, until when, and a line that fills (R36)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mad.common.clock import now
from mad.frame.when import figures, iso, manner, near

STYLES = {"ink": "app-clock--soon", "paused": "app-clock--paused", "late": "app-clock--late"}

FULL = """<div class="app-clock {}" role="group" aria-label="{}"{}>
  <span class="app-clock__label">{}</span>
  <span class="app-clock__left" data-clock-left>{}</span>
  <span class="app-clock__due">{}</span>
  <progress max="100" value="{}" aria-label="{}">{} %</progress>
</div>"""


def face_of(clock: Any) -> Mapping[str, Any] | None:
    """The face of a clock: a mapping as `Clock.face(now)` gives it, a Clock, or None."""
    if not clock:
        return None
    return clock if isinstance(clock, Mapping) else clock.face(now())


def clock_full(clock: Any) -> str:
    face = face_of(clock)
    if face is None:
        return SafeString("")
    percent = max(0, min(100, round(face.get("percent") or 0)))
    label, used = _(str(face["label"])), _("Time used")
    style = STYLES.get(face["state"], "")
    return format_html(FULL, style, label, _live(face), label, _left(face), _due(face), percent, used, percent)


def clock_short(clock: Any) -> str:
    face = face_of(clock)
    if face is None:
        return SafeString("")
    css, live, words = STYLES.get(face["state"], ""), _live(face, short=True), escape(short_words(face))
    return SafeString(f'<span class="app-clock--inline app-clock {css}"{live}>{words}</span>')


def short_words(face: Mapping[str, Any]) -> str:
    """ "8 h 18 min", "Late 22 min", "Paused: query"."""
    if face["state"] == "paused":
        return _("Paused: %(reason)s") % {"reason": face["reason"]} if face.get("reason") else _("Paused")
    left = spoken(face["left"])
    return manner().late % {"left": left} if face["state"] == "late" else left


def spoken(left: timedelta) -> str:
    return " ".join(f"{figure} {unit}" for figure, unit in figures(left))


def _left(face: Mapping[str, Any]) -> str:
    if face["state"] == "paused":
        return format_html("{}", _("Paused"))
    drawn = format_html_join("", "{}<small>{}</small>", figures(face["left"]))
    return format_html("{} {}", _("Late"), drawn) if face["state"] == "late" else drawn


def _due(face: Mapping[str, Any]) -> str:
    due: datetime | None = face.get("due")
    if face["state"] == "paused":
        left = _("%(left)s left") % {"left": spoken(face["left"])} if face.get("left") is not None else ""
        return "; ".join(part for part in (str(face.get("reason") or ""), left) if part)
    if due is None:
        return ""
    shown = {"when": near(due, now())}
    return _("was due %(when)s; still valid") % shown if face["state"] == "late" else _("due %(when)s") % shown


def _live(face: Mapping[str, Any], short: bool = False) -> str:
    """What the countdown script needs; a paused clock stands still."""
    due: datetime | None = face.get("due")
    if face["state"] == "paused" or due is None:
        return SafeString("")
    kind = "short" if short else "full"
    return SafeString(f' data-clock="{kind}" data-due="{iso(due)}"')
