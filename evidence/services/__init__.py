"""The verbs of Part II. Each is atomic, keyword-only, checks who may, and writes its docket entry."""

from evidence.services.duties import end_watch, open_watch, return_nil
from evidence.services.events import import_events, run_waiting, start_again, upload
from evidence.services.files import check_file
from evidence.services.intake import own_office, receive
from evidence.services.items import derive, regrade, retract
from evidence.services.origins import mark_origin
from evidence.services.placing import Placing, add_to_case
from evidence.services.protection import (
    end_reader,
    name_reader,
    record_export,
    record_opening,
    reveal_source,
)
from evidence.services.redaction import ask_redaction
from evidence.services.release import set_release_terms
from evidence.services.screening import answer_query, screen, wake, withdraw
from evidence.services.sensitivity import reclassify, reclassify_item
from evidence.services.texts import read_file, retry_reading

__all__ = [
    "Placing",
    "add_to_case",
    "answer_query",
    "ask_redaction",
    "check_file",
    "derive",
    "end_reader",
    "end_watch",
    "import_events",
    "mark_origin",
    "name_reader",
    "open_watch",
    "own_office",
    "read_file",
    "receive",
    "reclassify",
    "reclassify_item",
    "record_export",
    "record_opening",
    "regrade",
    "retract",
    "retry_reading",
    "return_nil",
    "reveal_source",
    "run_waiting",
    "screen",
    "set_release_terms",
    "start_again",
    "upload",
    "wake",
    "withdraw",
]
