"""What a submission may contain (R12, R13, R16), and the refusal of everything else, whole and by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from evidence.procedure.fields import (
    Choice,
    Day,
    Errors,
    Flag,
    ListOf,
    Number,
    Object,
    Text,
    Time,
    storable,
    wrong,
)
from evidence.procedure.matrix import Alarm, alarm
from evidence.procedure.receipt import ReceivedFile
from evidence.procedure.release import Limit
from evidence.procedure.terms import Answer, Question, Sensitivity
from mad.common.blank import blank
from mad.common.errors import Invalid

TITLE_LONGEST = 200
NARRATIVE_LONGEST = 200_000
NAME_LONGEST = 255
CLOCK_SKEW = timedelta(minutes=5)

_GRADED_ANSWER = Object({"answer": Choice(tuple(Answer))}, {"grounds": Text(1000, blank=True)})

SUBMISSION = Object(
    required={
        "title": Text(TITLE_LONGEST),
        "narrative": Text(NARRATIVE_LONGEST),
        "states": ListOf(Text(3), most=50, least=1, distinct=True),
        "sensitivity": Choice(tuple(Sensitivity)),
    },
    optional={
        "known_since": Time(),
        "period": Object({}, {"from": Day(), "to": Day()}),
        "places": ListOf(Object({"name": Text(200)}, {"lat": Number(-90, 90), "lon": Number(-180, 180)}), most=200),
        "protect_source": Flag(),
        "release_terms": Text(2000, blank=True),
        "release": Object(
            {}, {"limits": ListOf(Choice(tuple(Limit)), most=len(Limit), distinct=True), "not_before": Day()}
        ),
        "quick_matrix": Object({}, {question.value: _GRADED_ANSWER for question in Question}),
        "files": ListOf(Object({"name": Text(NAME_LONGEST), "sha256": Text(64)}), most=100),
        "uploads": ListOf(Text(36), most=100, distinct=True),
    },
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A submission as its source declared it, read and found whole."""

    title: str
    narrative: str
    states: tuple[str, ...]
    sensitivity: str
    known_since: datetime | None
    period_from: date | None
    period_to: date | None
    places: tuple[dict[str, Any], ...]
    protect_source: bool
    release_terms: str
    release: dict[str, Any]
    quick_matrix: dict[str, dict[str, str]]
    hashes: tuple[tuple[str, str], ...]
    uploads: tuple[str, ...] = ()

    @property
    def alarm(self) -> Alarm:
        return alarm_of(self.quick_matrix)

    def content(self) -> dict[str, Any]:
        """The declared facts in canonical form, for digests; the files, uploaded before or not, come beside."""
        return {
            "title": self.title,
            "narrative": self.narrative,
            "states": sorted(self.states),
            "sensitivity": self.sensitivity,
            "known_since": self.known_since,
            "period": [self.period_from, self.period_to],
            "places": list(self.places),
            "protect_source": self.protect_source,
            "release_terms": self.release_terms,
            "quick_matrix": self.quick_matrix,
            **({"release": self.release} if self.release else {}),
        }


def alarm_of(quick_matrix: Mapping[str, Mapping[str, str]]) -> Alarm:
    """The alarm of a stored quick matrix (R13)."""
    return alarm({Question(name): Answer(given["answer"]) for name, given in quick_matrix.items()})


def read(body: Any, *, known_states: Collection[str], now: datetime) -> Declared:
    """Read a submission's JSON. Raises Invalid (R12) that names every wrong field; nothing is half read."""
    errors: Errors = {}
    given = SUBMISSION.read(body, "", errors)
    if given is not None:
        _check_states(given.get("states"), known_states, errors)
        _check_times(given, now, errors)
    if errors or given is None:
        raise Invalid(errors, rule="R12")
    return _declared(given)


def check_name(name: str, path: str, errors: Errors) -> None:
    """A file's name is a name: no path, no control characters, at most 255 characters."""
    if blank(name):
        wrong(errors, path, "A file has no name.")
    elif len(name) > NAME_LONGEST or len(name.encode(errors="replace")) > NAME_LONGEST:
        wrong(errors, path, f"A file's name is {len(name)} characters long; {NAME_LONGEST} are allowed.")
    elif not storable(name) or any(ord(character) < 32 or ord(character) == 127 for character in name):
        wrong(errors, path, "A file's name holds a control character.")
    elif "/" in name or "\\" in name or name in (".", ".."):
        wrong(errors, path, "A file's name holds parts of a path. Send the name alone.")


def check_files(files: Sequence[ReceivedFile], declared: Sequence[tuple[str, str]]) -> None:
    """No empty file, no name twice, and every declared hash is that of the bytes received (R12)."""
    errors: Errors = {}
    by_name = {file.name: file for file in files}
    if len(by_name) < len(files):
        wrong(errors, "files", "Two files have the same name.")
    for file in files:
        if not file.size:
            wrong(errors, "files", f"{file.name} is empty.")
    for place, (name, sha256) in enumerate(declared):
        received = by_name.get(name)
        if received is None:
            wrong(errors, f"files[{place}].name", f"{name} was declared and not sent.")
        elif received.sha256 != sha256.lower():
            wrong(errors, f"files[{place}].sha256", f"{name} as received has SHA-256 {received.sha256}.")
    if errors:
        raise Invalid(errors, rule="R12")


def _check_states(states: list[str] | None, known: Collection[str], errors: Errors) -> None:
    for place, state in enumerate(states or ()):
        if isinstance(state, str) and state not in known:
            wrong(errors, f"states[{place}]", f"{state} is no State's ISO 3166 alpha-3 code.")


def _check_times(given: Mapping[str, Any], now: datetime, errors: Errors) -> None:
    known, period = given["known_since"], given["period"] or {}
    if known and known > now + CLOCK_SKEW:
        wrong(errors, "known_since", "This lies in the future.")
    first, last = period.get("from"), period.get("to")
    if first and last and last < first:
        wrong(errors, "period.to", "The period ends before it begins.")


def _declared(given: Mapping[str, Any]) -> Declared:
    period = given["period"] or {}
    return Declared(
        title=given["title"],
        narrative=given["narrative"],
        states=tuple(given["states"]),
        sensitivity=given["sensitivity"],
        known_since=given["known_since"],
        period_from=period.get("from"),
        period_to=period.get("to"),
        places=tuple(given["places"] or ()),
        protect_source=bool(given["protect_source"]),
        release_terms=given["release_terms"] or "",
        release=_release(given["release"]),
        quick_matrix=_answers(given["quick_matrix"] or {}),
        hashes=tuple((entry["name"], entry["sha256"]) for entry in given["files"] or ()),
        uploads=tuple(given["uploads"] or ()),
    )


def _release(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The structured terms as they are stored; {} when none were given."""
    if given is None:
        return {}
    day = given["not_before"]
    return {"limits": sorted(given["limits"] or ()), "not_before": day.isoformat() if day else None}


def _answers(matrix: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {
        question: {"answer": given["answer"], "grounds": given["grounds"] or ""}
        for question, given in matrix.items()
        if given is not None
    }
