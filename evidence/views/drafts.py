"""The answer to a form that saves itself as it is written."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from evidence.services.drafts import save_draft
from mad.common.errors import Invalid


def kept(request: HttpRequest, place: str) -> JsonResponse:
    try:
        save_draft(user=request.user, place=place, fields=request.POST.dict())
    except Invalid as invalid:
        return JsonResponse({"reason": invalid.reason}, status=invalid.status)
    return JsonResponse({"saved": True})
