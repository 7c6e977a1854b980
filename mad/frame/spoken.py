"""Words that pages say through a variable: gathered here, so that they reach the catalogues (`make messages`).

The rules with their titles (rules.yaml), the probability words (scales.yaml, R25), the states that search counts by.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from mad.frame.rulebook import parts
from mad.reference.scales import PROBABILITY_TERMS

STATES = (
    _("Received"),
    _("Queried"),
    _("Held"),
    _("Accepted"),
    _("Declined"),
    _("Withdrawn"),
    _("Retracted"),
    _("Draft"),
    _("In review"),
    _("Adopted"),
    _("Transmitted"),
    _("Published"),
    _("Superseded"),
    _("In force"),
)


def from_data() -> Iterator[tuple[str, str]]:
    """Each message that a data file holds, with the file's path from the root of the project."""
    for part in parts():
        yield "mad/frame/rules.yaml", part.title
        for rule in part.rules:
            for words in (rule.title, rule.text, *rule.points.values()):
                yield "mad/frame/rules.yaml", words
    for band in PROBABILITY_TERMS:
        yield "mad/reference/data/scales.yaml", band.term
