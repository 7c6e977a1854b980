"""Whether a signed-in person has a second factor, which is asked of everybody who is not a machine."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest


def has_second_factor(request: HttpRequest) -> bool:
    """True once the person of this session has one; the demonstration asks none."""
    if settings.DEMONSTRATION:
        return True
    if not request.session.get("second_factor"):
        factors = Authenticator.objects.filter(user_id=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
        request.session["second_factor"] = factors.exists()
    return bool(request.session["second_factor"])
