"""Two texts side by side, with what differs marked (R17)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from evidence.models import TextSignature
from evidence.procedure.likeness import COMPARED, difference, likeness
from evidence.selectors import side
from evidence.selectors.likeness import Side
from evidence.services import record_opening
from mad.accounts.permissions import Act, may
from mad.common.web import page, person


@person
def compare(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Both or nothing: who may open only one of the two is told of neither."""
    one, other = side(left, request.user), side(right, request.user)
    if one is None or other is None:
        raise Http404
    for shown in (one, other):
        what = f"Compared: {shown.title}"
        record_opening(submission=shown.submission, sensitivity=shown.sensitivity, by=request.user, what=what)
    signed = [_signature(shown) for shown in (one, other)]
    alike = likeness(signed[0].signature, signed[1].signature) if signed[0] and signed[1] else None
    context = {
        "left": one,
        "right": other,
        "rows": difference(one.text, other.text),
        "percent": None if alike is None else round(alike * 100),
        "cut": max(len(one.text), len(other.text)) > COMPARED,
        "may_mark": may(request.user, Act.GRADE) and one.submission.pk != other.submission.pk,
    }
    return page(request, "evidence/compare.html", context)


def _signature(shown: Side) -> TextSignature | None:
    if shown.file is not None:
        return TextSignature.objects.filter(stored=shown.file.stored_id).first()
    return TextSignature.objects.filter(submission=shown.submission).first()
