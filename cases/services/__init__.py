"""Verbs of Part III: atomic, keyword-only, each with its docket entry."""

from .aftermath import attach_opinion, refresh_staleness
from .answers import save_estimate, save_severity, submit_answers, take_back_answers
from .attempts import note_attempt
from .determinations import (
    propose_determination,
    vote_determination,
    withdraw_determination,
)
from .discussion import say, vote_crime
from .exporting import export_determination
from .framework import read_factor
from .joining import merge_cases, split_case
from .linking import choose_crime, link_evidence, unlink
from .moves import move_stage, open_assessment, reopen_for_review, reopen_on_trigger
from .opening import edit_case, open_case, place, write_summary
from .outcomes import record_outcome
from .persons import name_person, read_name, withdraw_person
from .readers import end_case_reader, name_case_reader, record_case_opening
from .recusals import move_recusal, recuse, vote_recusal
from .rounds import close_round, open_round
from .watch import review_level

__all__ = [
    "attach_opinion",
    "choose_crime",
    "close_round",
    "edit_case",
    "end_case_reader",
    "export_determination",
    "link_evidence",
    "merge_cases",
    "move_recusal",
    "move_stage",
    "name_case_reader",
    "name_person",
    "note_attempt",
    "open_assessment",
    "open_case",
    "open_round",
    "place",
    "propose_determination",
    "read_factor",
    "read_name",
    "record_case_opening",
    "record_outcome",
    "recuse",
    "refresh_staleness",
    "reopen_for_review",
    "reopen_on_trigger",
    "review_level",
    "save_estimate",
    "save_severity",
    "say",
    "split_case",
    "submit_answers",
    "take_back_answers",
    "unlink",
    "vote_crime",
    "vote_determination",
    "vote_recusal",
    "withdraw_determination",
    "withdraw_person",
    "write_summary",
]
