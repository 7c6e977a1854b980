"""Webhooks of the office, for machines (R52): register, replace the secret, remove, read and send again."""

from __future__ import annotations

import re
from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from mad.accounts.models import Office, User
from mad.accounts.office_api import OfficeView, check_match
from mad.accounts.tokens import WEBHOOK_SCOPE
from mad.common.errors import Invalid
from mad.common.openapi import BODY_REFUSED, CURSOR, MOMENT, NONE, REFUSED, TEXT, answer, paged, problems, read_of
from mad.common.web import keyset
from mad.notices.models import Delivery, Webhook
from mad.notices.webhooks import register_webhook, remove_webhook, replace_secret, send_again, webhooks_of

PAGE = 50
KEY_FORM = re.compile(r"[0-9a-f]{24}")
URL_LONGEST = 500
KEY = {"type": "string", "pattern": "^[0-9a-f]{24}$"}
HOOK: dict[str, Any] = {
    "type": "object",
    "required": ["id", "url", "created_at", "failures", "retry_at"],
    "properties": {
        "id": KEY,
        "url": TEXT,
        "created_at": MOMENT,
        "failures": {"type": "integer", "description": "Failed attempts since the last that arrived."},
        "retry_at": {"anyOf": [MOMENT, {"type": "null"}]},
    },
}
WITH_SECRET: dict[str, Any] = {
    **HOOK,
    "required": [*HOOK["required"], "secret"],
    "properties": {**HOOK["properties"], "secret": {"type": "string", "description": "Shown this once."}},
}
DELIVERY: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind", "number", "state", "attempts", "created_at", "next_at", "answered", "error"],
    "properties": {
        "id": KEY,
        "kind": TEXT,
        "number": TEXT,
        "state": {"type": "string", "enum": Delivery.State.values},
        "attempts": {"type": "integer"},
        "created_at": MOMENT,
        "next_at": {"anyOf": [MOMENT, {"type": "null"}]},
        "answered": {"type": ["integer", "null"], "description": "The HTTP status that answered."},
        "error": TEXT,
    },
}
REGISTRATION: dict[str, Any] = {
    "type": "object",
    "required": ["url"],
    "additionalProperties": False,
    "properties": {"url": {"type": "string", "minLength": 1, "maxLength": URL_LONGEST, "pattern": "^https?://"}},
}
STATE_FILTER = OpenApiParameter(
    "state", {"type": "string", "enum": Delivery.State.values}, OpenApiParameter.QUERY, description="Only these."
)
HOOK_KEY = OpenApiParameter("key", KEY, OpenApiParameter.PATH, description="The webhook’s id.")
DELIVERY_KEY = OpenApiParameter("delivery", KEY, OpenApiParameter.PATH, description="The delivery’s id.")
IF_MATCH = OpenApiParameter("If-Match", TEXT, OpenApiParameter.HEADER, description="The ETag that was read: else 412.")


def _own(request: Request, key: str) -> Webhook:
    found = (
        webhooks_of(request.user).select_related("office").filter(key=key).first() if KEY_FORM.fullmatch(key) else None
    )
    if found is None:
        raise Http404
    return found


def _office(request: Request) -> Office:
    return cast(Office, cast(User, request.user).office)


class Webhooks(OfficeView):
    """Register a webhook, and list one's own."""

    required_scope = WEBHOOK_SCOPE
    queried = frozenset()

    @extend_schema(
        operation_id="webhooks_create",
        summary="Register a webhook",
        description="Its secret is in the answer, and never again.",
        request={"application/json": REGISTRATION},
        responses={
            **answer(WITH_SECRET, "Registered.", 201),
            **problems(REFUSED, BODY_REFUSED, {409: "The office has as many as it can."}),
        },
    )
    def post(self, request: Request) -> Response:
        made, secret = register_webhook(office=_office(request), url=_url(request.data), by=request.user)
        return Response(
            {**shown(made), "secret": secret}, status=201, headers={"Location": f"/api/v1/webhooks/{made.key}/"}
        )

    @extend_schema(**read_of("Own webhooks", "webhooks_list", paged(HOOK)))
    def get(self, request: Request) -> Response:
        return Response({"results": [shown(hook) for hook in webhooks_of(request.user)], "next": None})


class OneWebhook(OfficeView):
    """One of the office's own webhooks."""

    required_scope = WEBHOOK_SCOPE
    queried = frozenset()

    @extend_schema(
        **read_of("One of the office’s own webhooks", "webhooks_retrieve", HOOK, NONE, parameters=[HOOK_KEY])
    )
    def get(self, request: Request, key: str) -> Response:
        return Response(shown(_own(request, key)))

    @extend_schema(
        operation_id="webhooks_remove",
        summary="Remove a webhook",
        parameters=[HOOK_KEY, IF_MATCH],
        responses={204: None, **problems(REFUSED, NONE, {412: "It has changed since it was read."})},
    )
    def delete(self, request: Request, key: str) -> Response:
        found = _own(request, key)
        check_match(request, JSONRenderer().render(shown(found)))
        remove_webhook(webhook=found, by=request.user)
        return Response(status=204)


class Secret(OfficeView):
    """A new secret; the old one signs as well for a day."""

    required_scope = WEBHOOK_SCOPE

    @extend_schema(
        operation_id="webhooks_replace_secret",
        summary="Replace the secret",
        description="For 24 hours deliveries carry a signature by each of the two.",
        parameters=[HOOK_KEY],
        request=None,
        responses={**answer(WITH_SECRET), **problems(REFUSED, NONE, {415: BODY_REFUSED[415]})},
    )
    def post(self, request: Request, key: str) -> Response:
        found = _own(request, key)
        secret = replace_secret(webhook=found, by=request.user)
        return Response({**shown(found), "secret": secret})


class Deliveries(OfficeView):
    """What one webhook was told, is still to be told, or could not be told."""

    required_scope = WEBHOOK_SCOPE
    queried = frozenset({"state", "cursor"})

    @extend_schema(
        **read_of(
            "Deliveries of a webhook, newest first",
            "deliveries_list",
            paged(DELIVERY),
            NONE,
            {400: "The cursor was not given out here, or the state is unknown."},
            parameters=[HOOK_KEY, STATE_FILTER, CURSOR],
        )
    )
    def get(self, request: Request, key: str) -> Response:
        found = _own(request, key).deliveries.all()
        if (state := request.query_params.get("state")) is not None:
            if state not in Delivery.State.values:
                raise Invalid({"state": [f"Give one of: {', '.join(Delivery.State.values)}."]})
            found = found.filter(state=state)
        rows = keyset(found, by=["-id"], cursor=request.query_params.get("cursor", ""), size=PAGE)
        return Response({"results": [delivered(row) for row in rows.rows], "next": rows.next or None})


class SendAgain(OfficeView):
    """Take up again what was given up."""

    required_scope = WEBHOOK_SCOPE

    @extend_schema(
        operation_id="deliveries_send_again",
        summary="Send again what was given up",
        parameters=[HOOK_KEY, DELIVERY_KEY],
        request=None,
        responses={
            **answer(DELIVERY, "It waits to be sent.", 202),
            **problems(REFUSED, NONE, {409: "It was not given up.", 415: BODY_REFUSED[415]}),
        },
    )
    def post(self, request: Request, key: str, delivery: str) -> Response:
        own = _own(request, key).deliveries.select_related("webhook__office")
        found = own.filter(key=delivery).first() if KEY_FORM.fullmatch(delivery) else None
        if found is None:
            raise Http404
        return Response(delivered(send_again(delivery=found, by=request.user)), status=202)


def _url(body: Any) -> str:
    if not isinstance(body, dict):
        raise Invalid({"body": ["Give an object."]})
    errors = {
        name.encode("ascii", "backslashreplace").decode()[:80]: ["There is no such field."]
        for name in body
        if name != "url"
    }
    url = body.get("url")
    if not isinstance(url, str) or not url:
        errors["url"] = ["This is required." if "url" not in body else "Give an address."]
    if errors:
        raise Invalid(errors)
    return cast(str, url)


def shown(hook: Webhook) -> dict[str, Any]:
    return {
        "id": hook.key,
        "url": hook.url,
        "created_at": hook.created_at,
        "failures": hook.failures,
        "retry_at": hook.retry_at,
    }


def delivered(row: Delivery) -> dict[str, Any]:
    waits = row.state == Delivery.State.WAITING
    return {
        "id": row.key,
        "kind": row.kind,
        "number": row.number,
        "state": row.state,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "next_at": row.next_at if waits else None,
        "answered": row.answered,
        "error": row.error,
    }
