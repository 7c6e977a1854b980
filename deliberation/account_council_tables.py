"""What the Council did in the year, as tables of the annual account (R41, R48)."""

from collections.abc import Iterator
from typing import Any

from deliberation.account_table import NAMED, Table
from mad.reference.restraint import Standing, commitments

RESULT = {"carried": "Carried", "too_few_votes": "Too few votes", "veto": "Veto"}
STANDING = {
    Standing.JOINED.value: "joined",
    Standing.UNDATED.value: "joined, day unknown",
    Standing.NOT_YET.value: "not yet joined",
    Standing.NOT_JOINED.value: "not joined",
    Standing.UNKNOWN.value: "unknown",
    Standing.NOT_LAUNCHED.value: "did not exist yet",
}
HOW = {"meeting": "Met", "consultations": "Consulted", "not_taken_up": "Not taken up", "": "No answer yet"}
SINGLE = "Of outputs that were published; a reader who may open a case finds its own here too."


def council_tables(c: dict[str, Any]) -> Iterator[Table]:
    """Editions published before the Council's year was told in full have its sums alone."""
    yield Table("council", "The Security Council", "", NAMED, tuple((words, count) for words, count in c["council"]))
    if "council_votes" in c:
        yield _votes(c["council_votes"])
        yield _noes(c["council_noes"])
        yield _answers(c["council_answers"])


def _votes(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("Result", "name", False),
        ("Votes", "value", True),
        ("Of them on the Division’s own texts", "own", True),
    )
    cells = tuple((_said(row), row["votes"], row["own"]) for row in rows)
    note = (
        "By the rule in force on the day. Too few votes is told apart from a veto: a permanent member’s no stops only what"
        " had the votes."
    )
    said = "Bar chart: votes of the Council by result."
    return Table("council_votes", "Votes of the Council", note, columns, cells, "bars", said)


def _said(row: dict[str, Any]) -> str:
    return RESULT[row["result"]] + (", procedure" if row["kind"] == "procedural" else "")


def _noes(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("State", "name", False),
        ("Day", "day", False),
        ("What was voted on", "what", False),
        ("Its no was", "veto", False),
        *((one.name, one.id, False) for one in commitments()),
        ("Its explanation", "said", False),
    )
    cells = tuple(
        (
            row["state"],
            row["day"],
            f"{row['what']} ({row['meeting']})" if row["meeting"] else row["what"],
            "a veto" if row["veto"] else "a vote against",
            *(STANDING[row["promises"].get(one.id, Standing.UNKNOWN.value)] for one in commitments()),
            row["said"] or "none on record",
        )
        for row in rows
    )
    note = (
        "Vetoes, and votes against of States that had promised restraint, with how each stood to the promises on that day."
        f" Unknown stays unknown. {SINGLE}"
    )
    return Table("council_noes", "Vetoes and commitments", note, columns, cells)


def _answers(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("Output", "name", False),
        ("Transmitted", "sent", False),
        ("First answer", "answered", False),
        ("What the Council did", "how", False),
        ("Division heard", "heard", False),
        ("Result", "result", False),
        ("Found", "sufficient", False),
        ("Days to the answer", "value", True),
    )
    cells = tuple(
        (
            row["name"],
            row["sent"],
            row["answered"] or "none yet",
            HOW[row["how"]],
            "yes" if row["heard"] else "no",
            _result(row),
            {True: "sufficient", False: "not sufficient"}.get(row["sufficient"], "no published comment"),
            row["days"],
        )
        for row in rows
    )
    note = f"What became of the Division’s outputs, by the end of the year. {SINGLE}"
    return Table("council_answers", "The Division’s outputs before the Council", note, columns, cells)


def _result(row: dict[str, Any]) -> str:
    """Of the last vote of substance, on the Division's own text if there was one."""
    if not row["result"]:
        return "no vote"
    said = RESULT[row["result"]] + (f" as {row['passed_as']}" if row["passed_as"] else "")
    return said if row["own"] else f"{said}, another text"
