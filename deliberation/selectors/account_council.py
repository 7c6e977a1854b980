"""What the Council did in one year with what the Division sent it (R41), as the annual account tells it (R48).

Sums count every output. Rows of single outputs and of single votes name what may not be known to everybody, so each
carries its case and, where the output was published, the symbol of it; `known_to` picks those that a reader may see.
"""

import json
from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from deliberation.procedure.outputs import OutputKind, symbol
from deliberation.procedure.periods import Span
from mad.reference.restraint import Standing, commitments

from .account_council_sql import COUNCIL

RESULTS = ("carried", "too_few_votes", "veto")


def council_year(span: Span) -> dict[str, Any]:
    """One query.

    {"council": [[words, number or None]], "council_votes": [{kind, result, votes, own}],
    "council_noes": [{case, public, day, meeting, what, state, veto, promises: {commitment: standing}, said: where it
    explained its vote}], "council_answers": [{case, name, public, sent, answered, how, heard, result, passed_as, own,
    sufficient: of the published comment or None, days}]}
    """
    ((text,),) = COUNCIL.rows({"first": span.begins, "until": span.ends})
    found = json.loads(text)
    answers = [_answer(row) for row in found["answers"]]
    waits = [answer["days"] for answer, row in zip(answers, found["answers"], strict=True) if row["this_year"]]
    return {
        "council": _sums(found, waits),
        "council_votes": _votes(found["votes"]),
        "council_noes": [_no(row) for row in found["noes"]],
        "council_answers": answers,
    }


def _sums(found: dict[str, Any], waits: list[int]) -> list[tuple[str, float | None]]:
    met, texts = found["met"], found["texts"]
    return [
        ("Outputs transmitted to the Council", found["sent"]),
        ("Addressees they went to", found["addressees"]),
        ("Meetings of the Council on them", met["meetings"]),
        ("Closed consultations on them", met["consultations"]),
        ("Outputs found not to be taken up", met["not_taken_up"]),
        ("Meetings at which the Division was heard", met["heard"]),
        ("Meetings at which it asked and was not heard", met["not_heard"]),
        ("Texts before the Council", texts["all"]),
        ("Of them the Division’s own", texts["own"]),
        ("Cases in which the Council’s answer was recorded", found["cases"]),
        ("Outputs first answered in the year", len(waits)),
        ("Median days from an output to its answer", median(waits) if waits else None),
    ]


def _votes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_key = {(row["kind"], row["reason"]): row for row in rows}
    order = [(kind, result) for kind in ("substantive", "procedural") for result in RESULTS]
    found = [by_key[key] for key in order if key in by_key]
    return [{"kind": r["kind"], "result": r["reason"], "votes": r["votes"], "own": r["own"]} for r in found]


def _no(row: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(row["day"])
    standings = {one.id: one.standing(row["state"], day).value for one in commitments()}
    kept = {name: row[name] for name in ("case", "day", "meeting", "what", "veto")}
    public = _symbol(row["kind"], row["output"]) if row["published"] else ""
    return {**kept, "public": public, "state": row["name"], "promises": standings, "said": row["said"] or ""}


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    name, vote = _symbol(row["kind"], row["number"]), row["vote"] or {}
    return {
        "case": row["case"],
        "name": name,
        "public": name if row["published"] else "",
        "sent": row["sent"],
        "answered": row["answered"] or "",
        "how": _how(row["forms"] or []),
        "heard": row["heard"],
        "result": vote.get("reason", ""),
        "passed_as": vote.get("passed_as", ""),
        "own": vote.get("own", False),
        "sufficient": row["sufficient"],
        "days": _days(row),
    }


def _how(forms: Iterable[str]) -> str:
    """The most that the Council did: it met, consulted, or left the matter."""
    return next((form for form in ("meeting", "consultations", "not_taken_up") if form in forms), "")


def _days(row: dict[str, Any]) -> int | None:
    """A meeting in New York can bear the date before the day, in UTC, on which the output went out."""
    if not row["answered"]:
        return None
    return max(0, (date.fromisoformat(row["answered"]) - date.fromisoformat(row["sent"])).days)


def _symbol(kind: str, number: str) -> str:
    _prefix, year, serial = number.split("-")
    return symbol(OutputKind(kind), int(year), int(serial))


def cases_in(content: dict[str, Any]) -> set[int]:
    """Cases of which single rows speak."""
    return {row["case"] for name in ("council_noes", "council_answers") for row in content.get(name, [])}


def known_to(content: dict[str, Any], opened: set[int]) -> dict[str, list[dict[str, Any]]]:
    """The single rows of published outputs, and of cases that the reader may open. A vote told twice stands once; of the
    votes against stand those that were vetoes, and those of States that promised restraint."""
    noes = [row for row in content.get("council_noes", []) if _known(row, opened) and _telling(row)]
    once = {(row["day"], row["meeting"], row["what"], row["state"]): row for row in noes}
    answers = [row for row in content.get("council_answers", []) if _known(row, opened)]
    return {"council_noes": list(once.values()), "council_answers": answers}


def _known(row: dict[str, Any], opened: set[int]) -> bool:
    return bool(row["public"]) or row["case"] in opened


def _telling(row: dict[str, Any]) -> bool:
    joined = (Standing.JOINED.value, Standing.UNDATED.value)
    return row["veto"] or any(standing in joined for standing in row["promises"].values())
