"""Partner API: submit, and read what one's own office sent (R12). The services are those of the pages."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from evidence import api_schema
from evidence.models import Submission
from evidence.procedure.fields import Choice, Errors, Time
from evidence.procedure.terms import Status
from evidence.receipts import receipt_of
from evidence.selectors import open_query, own_submissions
from evidence.services import receive
from evidence.store import Batch
from evidence.uploads import JSONSubmission, MultipartSubmission
from mad.accounts.api_auth import NoLongerStands, RememberingBearer, granted_to
from mad.accounts.office_api import OfficeView
from mad.common.canonical import canonical, moment
from mad.common.errors import Invalid
from mad.common.web import keyset
from mad.docket import proofs

NUMBER = re.compile(r"S-[0-9]{4}-[0-9]{6,12}")
PAGE = 50
_JSON = json.JSONEncoder(ensure_ascii=False)


class Submissions(OfficeView):
    """Submit, and list one's own submissions."""

    authentication_classes = [RememberingBearer]
    parser_classes = [JSONSubmission, MultipartSubmission]
    limits = {"POST": "submissions"}
    queried = frozenset({"status", "since", "cursor"})

    @staticmethod
    def may_remember(request: Request) -> bool:
        """A plain submission: nothing is told of what the office sent before, and one statement stores it.

        One with files is not: after a token that changed they could not be read a second time.
        """
        plain = request.content_type.partition(";")[0].strip().lower() == JSONSubmission.media_type
        return request.method == "POST" and plain and "HTTP_IDEMPOTENCY_KEY" not in request.META

    @extend_schema(**api_schema.SUBMIT)
    def post(self, request: Request) -> HttpResponse:
        if not isinstance(request.data, tuple):
            raise Invalid({"body": ["The body is empty."]}, rule="R12")
        try:
            submission = self._receive(request, *request.data)
        except NoLongerStands:
            granted_to(self, request).renew()  # type: ignore[union-attr] # it came with a token
            submission = self._receive(request, request.data[0], Batch())
        answer = _JSON.encode(received(submission))
        location = f"/api/v1/submissions/{submission.number}/"
        return HttpResponse(answer, status=201, content_type="application/json", headers={"Location": location})

    @staticmethod
    def _receive(request: Any, body: Any, files: Batch) -> Submission:
        return receive(
            body=body,
            office=request.user.office,
            by=request.user,
            files=files,
            idempotency_key=request.headers.get("Idempotency-Key", ""),
            standing=request.auth.standing,
        )

    @extend_schema(**api_schema.LIST)
    def get(self, request: Request) -> Response:
        cursor = request.query_params.get("cursor", "")
        page = keyset(_filtered(request), by=["-id"], cursor=cursor, size=PAGE)
        return Response({"results": [summary(row) for row in page.rows], "next": page.next or None})


def _filtered(request: Request) -> QuerySet[Submission]:
    """The office's own that stand and came as the query asks. Raises Invalid for a filter that cannot be read."""
    errors: Errors = {}
    found = own_submissions(request.user)
    status, since = request.query_params.get("status"), request.query_params.get("since")
    if status is not None:
        Choice(tuple(Status)).read(status, "status", errors)
        found = found.filter(status=status)
    if since is not None:
        # In a query a plus sign that was not written %2B is a blank.
        moment_ = Time().read(since.replace(" ", "+"), "since", errors)
        found = found.filter(received_at__gte=moment_) if moment_ else found
    if errors:
        raise Invalid(errors)
    return found


class OneSubmission(OfficeView):
    """One of the office's own submissions."""

    queried = frozenset()

    @extend_schema(**api_schema.DETAIL)
    def get(self, request: Request, number: str) -> Response:
        if not NUMBER.fullmatch(number):
            raise Http404
        submission = own_submissions(request.user).filter(number=number).first()
        if submission is None:
            raise Http404
        return Response(detail(submission))


def received(submission: Submission) -> dict[str, Any]:
    """What a submission is answered with; the same again for the same idempotency key."""
    receipt = receipt_of(submission)
    return {
        "number": submission.number,
        "received_at": receipt["statement"]["received_at"],
        "status": "received",
        "alarm": submission.alarm,
        "files": submission.received_files,
        "receipt": receipt,
    }


def summary(submission: Submission) -> dict[str, Any]:
    return {
        "number": submission.number,
        "title": submission.title,
        "received_at": moment(submission.received_at),
        "status": submission.status,
        "alarm": submission.alarm,
    }


def detail(submission: Submission) -> dict[str, Any]:
    """Status, receipt, the docket's inclusion proof once it is sealed, and a question that awaits an answer."""
    query = open_query(submission)
    return {
        **received(submission),
        "title": submission.title,
        "status": submission.status,
        "inclusion": _plain(proofs.inclusion(submission.entry_id)),
        "query": query and {"question": query.question, "asked_at": query.asked_at, "due_at": query.due_at},
    }


def _plain(proof: dict[str, Any] | None) -> dict[str, Any] | None:
    """A proof with its times written as they were sealed, so that it can be checked as received."""
    return json.loads(canonical(proof)) if proof else None
