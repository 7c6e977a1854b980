"""What the OpenAPI document says of answers, withdrawals and nil returns."""

from __future__ import annotations

from typing import Any

from evidence.api_schema import FULL, NUMBER_PARAMETER
from evidence.procedure.duties import NIL_RETURN
from evidence.procedure.fields import Object, Text
from mad.common.openapi import BODY_REFUSED, CURSOR, DAY, MOMENT, NONE, REFUSED, TEXT, answer, paged, problems, read_of

LONGEST = 20_000
ANSWER = Object({"answer": Text(LONGEST)})
REASON = Object({"reason": Text(LONGEST)})

NIL: dict[str, Any] = {
    "type": "object",
    "required": ["number", "received_at", "states", "period"],
    "properties": {
        "number": {"type": "string", "examples": ["N-2026-001"]},
        "received_at": MOMENT,
        "states": {"type": "array", "items": TEXT},
        "period": {"type": "object", "required": ["from", "to"], "properties": {"from": DAY, "to": DAY}},
    },
}
DECIDED = {409: "Where the submission stands does not allow it (R14)."}

ANSWER_QUERY: dict[str, Any] = {
    "operation_id": "submissions_answer",
    "summary": "Answer the open query",
    "description": "The Division asked; the answer lets the screening clock go on (R14).",
    "parameters": [NUMBER_PARAMETER],
    "request": {"application/json": ANSWER.schema()},
    "responses": {**answer(FULL), **problems(REFUSED, BODY_REFUSED, NONE, DECIDED)},
}
WITHDRAW: dict[str, Any] = {
    "operation_id": "submissions_withdraw",
    "summary": "Withdraw a submission",
    "description": "It stays on the record, withdrawn, with the reason (R15). Possible until it is decided.",
    "parameters": [NUMBER_PARAMETER],
    "request": {"application/json": REASON.schema()},
    "responses": {**answer(FULL), **problems(REFUSED, BODY_REFUSED, NONE, DECIDED)},
}
RETURN_NIL: dict[str, Any] = {
    "operation_id": "nil_returns_create",
    "summary": "Declare that there is nothing to report",
    "description": "Of a bound source, on some States and days up to today (R11). The same again is answered with the "
    "first one (200).",
    "request": {"application/json": NIL_RETURN.schema()},
    "responses": {
        **answer(NIL, "Received.", 201),
        **answer(NIL, "Received before."),
        **problems(REFUSED, BODY_REFUSED, {409: "An earlier nil return overlaps."}),
    },
}
LIST_NIL_RETURNS = read_of(
    "Own nil returns, newest first",
    "nil_returns_list",
    paged(NIL),
    {400: "The cursor was not given out here."},
    parameters=[CURSOR],
)
READ_NIL_RETURN = read_of("One of the office’s own nil returns", "nil_returns_retrieve", NIL, NONE)
