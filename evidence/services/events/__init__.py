"""Loading public event data (R19): by a command at once, or by a page, then a worker takes it up."""

from evidence.services.events.runs import import_events, run_waiting, start_again, upload

__all__ = ["import_events", "run_waiting", "start_again", "upload"]
