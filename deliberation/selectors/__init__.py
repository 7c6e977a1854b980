"""Reads. Lists of cases start from cases.selectors.visible_to; lists of ballots from the one filter."""

from .facts import (
    carried_options,
    gate_of,
    lines_of,
    mandate_of,
    option_facts,
    options_of,
    paragraphs_of,
    plenary_determination,
)
from .release import citable, citations_of
from .voting import ballots_visible_to, counted, current_vote, no_longer_entitled, voters

__all__ = [
    "ballots_visible_to",
    "carried_options",
    "citable",
    "citations_of",
    "counted",
    "current_vote",
    "gate_of",
    "lines_of",
    "mandate_of",
    "no_longer_entitled",
    "option_facts",
    "options_of",
    "paragraphs_of",
    "plenary_determination",
    "voters",
]
