"""Partner API beside submitting: answers, withdrawals, nil returns (R11, R14, R15). The services are those of the pages."""

from __future__ import annotations

import re
from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from evidence import partner_schema as schema
from evidence.api import NUMBER, detail
from evidence.models import NilReturn, Submission
from evidence.procedure.fields import Errors, Object
from evidence.selectors import own_submissions
from evidence.selectors.duties import own_nil_returns
from evidence.services import answer_query, return_nil, withdraw
from mad.accounts.office_api import OfficeView
from mad.accounts.tokens import NIL_RETURN_SCOPE, QUERY_SCOPE
from mad.common.canonical import moment
from mad.common.errors import Invalid
from mad.common.web import keyset

NIL_NUMBER = re.compile(r"N-[0-9]{4}-[0-9]{3,12}")
PAGE = 50


def _own(request: Request, number: str) -> Submission:
    """The office's own, or 404 alike for another's and for none."""
    if not NUMBER.fullmatch(number):
        raise Http404
    found = own_submissions(request.user).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _read(body: Any, kind: Object, rule: str) -> dict[str, Any]:
    errors: Errors = {}
    given = kind.read(body, "", errors)
    if errors:
        raise Invalid(errors, rule=rule)
    return given


class Answer(OfficeView):
    """The office answers the Division's question; the screening clock goes on."""

    required_scope = QUERY_SCOPE

    @extend_schema(**schema.ANSWER_QUERY)
    def post(self, request: Request, number: str) -> Response:
        found = _own(request, number)
        given = _read(request.data, schema.ANSWER, "R14")
        answer_query(submission=found, by=request.user, answer=given["answer"])
        found.refresh_from_db()
        return Response(detail(found))


class Withdrawal(OfficeView):
    """The office takes its submission back; it stays on the record, withdrawn."""

    required_scope = QUERY_SCOPE

    @extend_schema(**schema.WITHDRAW)
    def post(self, request: Request, number: str) -> Response:
        found = _own(request, number)
        given = _read(request.data, schema.REASON, "R15")
        withdraw(submission=found, by=request.user, reason=given["reason"])
        found.refresh_from_db()
        return Response(detail(found))


class NilReturns(OfficeView):
    """Declare that there is nothing to report, and list one's own declarations."""

    required_scope = NIL_RETURN_SCOPE
    queried = frozenset({"cursor"})

    @extend_schema(**schema.RETURN_NIL)
    def post(self, request: Request) -> Response:
        made, new = return_nil(body=cast(Any, request.data), by=request.user)
        location = f"/api/v1/nil-returns/{made.number}/"
        return Response(shown(made), status=201 if new else 200, headers={"Location": location})

    @extend_schema(**schema.LIST_NIL_RETURNS)
    def get(self, request: Request) -> Response:
        cursor = request.query_params.get("cursor", "")
        found = keyset(own_nil_returns(request.user), by=["-id"], cursor=cursor, size=PAGE)
        return Response({"results": [shown(row) for row in found.rows], "next": found.next or None})


class OneNilReturn(OfficeView):
    """One of the office's own nil returns."""

    required_scope = NIL_RETURN_SCOPE
    queried = frozenset()

    @extend_schema(**schema.READ_NIL_RETURN)
    def get(self, request: Request, number: str) -> Response:
        found = own_nil_returns(request.user).filter(number=number).first() if NIL_NUMBER.fullmatch(number) else None
        if found is None:
            raise Http404
        return Response(shown(found))


def shown(made: NilReturn) -> dict[str, Any]:
    return {
        "number": made.number,
        "received_at": moment(made.received_at),
        "states": made.state_codes,
        "period": {"from": made.period_from.isoformat(), "to": made.period_to.isoformat()},
    }
