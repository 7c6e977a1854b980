"""Marks of the Framework and the watch list: `{% load analysis %}`. HTML out, no template: a grid has 168 cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.procedure.framework import Moved, Status, Trend
from cases.procedure.watch import GREATEST_LEVEL
from cases.selectors.framework import Cell
from cases.words import LEVEL, MOVED, SOURCE, STATUS, TREND
from mad.frame import when

register = template.Library()

WIDTH, HEIGHT, EDGE = 120, 30, 4


@register.simple_tag
def factor_cell(cell: Cell) -> str:
    """One factor in one month: shape and shade for the eye, words for who hears, a mark where it changed."""
    state = cell.state
    mark = "touched" if cell.touched else "" if cell.moved is Moved.SAME else cell.moved.value
    return _cell(state.status, mark, state.known, state.of, get_language() or "en")


@lru_cache(maxsize=2048)
def _cell(status: Status, mark: str, known: int, of: int, language: str) -> str:
    said = _("%(status)s, %(known)s of %(of)s indicators known") % {
        "status": STATUS[status],
        "known": known,
        "of": of,
    }
    css = f"{status.value} is-{mark}" if mark else status.value
    change = _("indicators changed") if mark == "touched" else MOVED[Moved(mark)] if mark else ""
    whole = f"{said}, {change}" if mark else said
    return format_html(
        '<td class="{}" title="{}"><i aria-hidden="true"></i><span class="govuk-visually-hidden">{}</span></td>',
        css,
        whole,
        whole,
    )


@register.simple_tag
def status_mark(status: str) -> str:
    """The shape of a status with its word."""
    found = Status(status)
    return format_html(
        '<span class="app-status app-status--{}"><i aria-hidden="true"></i>{}</span>', found, STATUS[found]
    )


@register.simple_tag
def status_word(status: str) -> str:
    return str(STATUS[Status(status)])


@register.simple_tag
def trend_word(trend: str) -> str:
    return str(TREND[Trend(trend)])


@register.simple_tag
def source_word(source: str) -> str:
    return str(SOURCE[source])  # type: ignore[index]  # a StrEnum's member is found by its word


@register.simple_tag
def level_mark(level: int) -> str:
    """A level as its number, five steps of which that many are filled, and its word."""
    return _level(level, get_language() or "en")


@lru_cache(maxsize=64)
def _level(level: int, language: str) -> str:
    steps = SafeString("".join('<i class="on"></i>' if n <= level else "<i></i>" for n in range(1, GREATEST_LEVEL + 1)))
    return format_html(
        '<span class="app-level"><b>{}</b><span class="app-level__steps" aria-hidden="true">{}</span>'
        '<span class="app-level__word">{}</span></span>',
        level,
        steps,
        LEVEL[level],
    )


@register.simple_tag
def change_mark(change: int | None) -> str:
    """How the level moved in 30 days, in a sign and in words."""
    if change is None:
        return format_html('<span class="quiet">{}</span>', _("new"))
    if not change:
        return format_html('<span class="quiet">{}</span>', _("none"))
    sign, word = ("▲", _("up")) if change > 0 else ("▼", _("down"))
    return format_html(
        '<span class="app-change"><span aria-hidden="true">{}</span> {} {}</span>', sign, word, abs(change)
    )


@register.simple_tag
def level_line(trend: Sequence[tuple[datetime, int | None]]) -> str:
    """The level at each month's end as a small stepped line, its numbers in its name."""
    said = ", ".join(f"{when.manner().months[at.month - 1]} {level}" for at, level in trend if level is not None)
    label = _("Level by month: %(levels)s") % {"levels": said}
    known = [(place, level) for place, (_at, level) in enumerate(trend) if level is not None]
    if not known:
        return SafeString("")
    step = (WIDTH - 2 * EDGE) / max(1, len(trend) - 1)
    points = [(EDGE + place * step, _height(level)) for place, level in known]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:])
    x, y = points[-1]
    return format_html(
        '<svg class="app-levels" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
        '<path class="app-levels__ground" d="M{} {}H{}"/><path class="app-levels__line" d="{}"/>'
        '<circle class="app-levels__now" cx="{}" cy="{}" r="3"/></svg>',
        label,
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        EDGE,
        _height(1),
        WIDTH - EDGE,
        path,
        f"{x:.1f}",
        f"{y:.1f}",
    )


def _height(level: int) -> float:
    return round(HEIGHT - EDGE - (level - 1) * (HEIGHT - 2 * EDGE) / (GREATEST_LEVEL - 1), 1)
