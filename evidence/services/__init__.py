"""The verbs of Part II. Each is atomic, keyword-only, checks who may, and writes its docket entry."""

from evidence.services.duties import end_watch, open_watch, return_nil
from evidence.services.events import import_events, run_waiting, start_again, upload
from evidence.services.files import check_file
from evidence.services.intake import own_office, receive
from evidence.services.items import derive, regrade, retract
from evidence.services.protection import name_reader, record_export, record_opening, reveal_source
from evidence.services.screening import answer_query, screen, wake, withdraw
from evidence.services.texts import read_file, retry_reading

__all__ = [
    "answer_query",
    "check_file",
    "derive",
    "end_watch",
    "import_events",
    "name_reader",
    "open_watch",
    "own_office",
    "read_file",
    "receive",
    "record_export",
    "record_opening",
    "regrade",
    "retract",
    "retry_reading",
    "return_nil",
    "reveal_source",
    "run_waiting",
    "screen",
    "start_again",
    "upload",
    "wake",
    "withdraw",
]
