"""Words that the scripts say, translated here so that no script carries a language."""

from __future__ import annotations

import json
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mad.frame.when import manner
from mad.reference.scales import PROBABILITY_TERMS


def probability_terms() -> list[tuple[int, str]]:
    """The upper end in per cent, which belongs to the next band, and the word of each band (ICD 203)."""
    return [(band.high, _(band.term)) for band in PROBABILITY_TERMS]


def script_words() -> str:
    """Everything the scripts may say, as JSON for one data attribute."""
    return _script_words(get_language() or "en")


@lru_cache(maxsize=16)
def _script_words(language: str) -> str:
    return json.dumps(
        {
            **dict(zip(("day", "hour", "minute"), manner().units, strict=True)),
            "late": _("Late"),
            "saved": _("Saved {time}, as you type"),
            "saving": _("Saving…"),
            "kept": _("Not saved: no connection. What you wrote is kept in this browser and will be sent again."),
            "restored": _("What you wrote before was kept in this browser and has been put back."),
            "discard": _("Discard it"),
            "refused": _("Not saved: {reason} What you wrote is still on the page."),
            "above": _("Above 50 %: on this estimate you find the element met."),
            "even": _("Exactly 50 %: on this estimate you do not find the element met."),
            "below": _("Below 50 %: on this estimate you do not find the element met."),
            "percent": _("{value} per cent, {word}"),
            "hashing": _("Working out the SHA-256…"),
            "bytes": _("{count} bytes"),
            "unhashed": _("The SHA-256 will be on the receipt."),
            "tooBig": _("Larger than the {limit} MB this form takes."),
            "sent": _("{percent} % arrived"),
            "paused": _("Paused at {percent} %"),
            "waiting": _("No connection. It goes on by itself at {percent} %."),
            "arrived": _("Arrived. The Division works out the same SHA-256."),
            "received": _("Arrived"),
            "differs": _("What arrived differs from your file. Remove it and send it again."),
            "notSent": _("Not taken: {reason}"),
            "unfinished": _("Wait until every file has arrived, or remove it."),
            "pause": _("Pause"),
            "resume": _("Go on"),
            "confirm": _("Do this now?"),
            "deviations": _("3 robust deviations above the median"),
            "flagged": _("flagged (R19)"),
            "killed": _("{place}: {count} killed"),
        },
        ensure_ascii=False,
    )
