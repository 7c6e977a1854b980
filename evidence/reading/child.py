"""One file read to its end: every failure of a reader becomes an answer."""

from __future__ import annotations

import os
import warnings

from evidence.reading.confine import Limits
from evidence.reading.frames import Broken
from evidence.reading.kinds import reader_of
from evidence.reading.outcome import Unreadable, open_outcome

RUN_OUT = "Reading it takes more memory than one file is allowed."
TOO_DEEP = "It is nested more deeply than any reader follows."


def read(file: int, answer: int, kind: str, limits: Limits) -> None:
    """Read the open file of media type `kind`, writing frames to the pipe `answer`."""
    warnings.simplefilter("ignore")
    outcome = open_outcome(answer, limits.soft)
    reader = reader_of(kind)
    if reader is None:
        outcome.end()
        return
    failed = ""
    try:
        with os.fdopen(file, "rb") as stream:
            reader(stream, outcome, kind)
    except (Unreadable, Broken) as error:
        failed = str(error)
    except MemoryError:
        failed = RUN_OUT
    except RecursionError:
        failed = TOO_DEEP
    except Exception as error:
        failed = _said(error)
    outcome.end(failed=failed)


def _said(error: Exception) -> str:
    """A library's own words, one line of them."""
    words = " ".join(str(error).split())[:200]
    return f"The file is damaged or not what it says it is: {type(error).__name__}{': ' if words else ''}{words}."
