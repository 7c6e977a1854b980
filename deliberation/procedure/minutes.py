"""Minutes of a session: drafted from what the record holds, kept as a text with headings and numbered paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HEADING = "# "
LONGEST = 100_000
_PARTED = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Event:
    """One thing that happened, as a sentence."""

    at: datetime
    said: str


@dataclass(frozen=True)
class Speech:
    name: str
    began: datetime
    time: timedelta
    on_order: bool
    subject: str = ""


@dataclass(frozen=True)
class Session:
    """What minutes are drafted from. present: name and discipline of whoever was there, in the order of the roster.

    decided: per motion decided its number, title and arithmetic. open_votes: number and title of votes still running.
    """

    case: str
    title: str
    number: int
    opened_at: datetime
    closed_at: datetime
    opened_by: str
    closed_by: str
    entitled: int
    quorum: str
    present: Sequence[tuple[str, str]]
    absent: Sequence[str]
    speeches: Sequence[Speech]
    moved: Sequence[tuple[str, str, str]]
    decided: Sequence[tuple[str, str, str]]
    open_votes: Sequence[tuple[str, str]]
    written: Sequence[Event] = ()


@dataclass(frozen=True)
class Block:
    """number: of a paragraph; None for a heading."""

    text: str
    number: int | None = None

    @property
    def is_heading(self) -> bool:
        return self.number is None


def blocks(text: str) -> tuple[Block, ...]:
    """The text in headings (a line that begins with "# ") and paragraphs, parted by empty lines and numbered on."""
    out: list[Block] = []
    number = 0
    for part in _parts(text):
        if part.startswith(HEADING):
            out.append(Block(part.removeprefix(HEADING).strip()))
        else:
            number += 1
            out.append(Block(part, number))
    return tuple(out)


def _parts(text: str) -> Iterator[str]:
    for part in _PARTED.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        head, _, rest = part.strip().partition("\n")
        pieces = [head, rest] if head.startswith(HEADING) else [part]
        yield from (piece.strip() for piece in pieces if piece.strip())


def draft(session: Session) -> str:
    """The first version, in the words of the rules; the registrar corrects it."""
    sections = (
        ("Opening", _opening(session)),
        ("Attendance", _attendance(session)),
        ("Statements", _statements(session.speeches)),
        ("Moved", (f"{by} moved {number}, {title}." for number, title, by in session.moved)),
        ("Decided", (f"{number}, {title}. {arithmetic}" for number, title, arithmetic in session.decided)),
        ("Written", (f"At {_time(event.at)} {event.said}" for event in session.written)),
        ("Closing", _closing(session)),
    )
    parts: list[str] = []
    for heading, said in sections:
        body = list(said)
        parts += [HEADING + heading, *body] if body else []
    return "\n\n".join(parts)


def _opening(session: Session) -> Iterator[str]:
    yield (
        f"{session.opened_by} opened session {session.number} of the plenary on {session.case}, {session.title},"
        f" on {_moment(session.opened_at)}."
    )


def _attendance(session: Session) -> Iterator[str]:
    yield f"{len(session.present)} of {session.entitled} members entitled took part. {session.quorum}"
    if session.present:
        yield "Present: " + _listed(f"{name} ({discipline})" for name, discipline in session.present) + "."
    if session.absent:
        yield "Absent: " + _listed(session.absent) + "."


def _statements(speeches: Sequence[Speech]) -> Iterator[str]:
    for speech in speeches:
        what = "on a point of order" if speech.on_order else "from the list of speakers"
        on = f", on {speech.subject}" if speech.subject else ""
        yield f"{speech.name} spoke {what} at {_time(speech.began)}{on} ({spoken(speech.time)})."


def _closing(session: Session) -> Iterator[str]:
    for number, title in session.open_votes:
        yield f"Voting on {number}, {title}, was open when the session closed; its result follows on the docket."
    yield f"{session.closed_by} closed the session on {_moment(session.closed_at)}."


def spoken(time: timedelta) -> str:
    """A length of time as minutes and seconds."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _moment(at: datetime) -> str:
    return f"{at:%-d %B %Y} at {_time(at)} UTC"


def _time(at: datetime) -> str:
    return f"{at:%H:%M}"
