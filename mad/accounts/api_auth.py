"""Bearer tokens for machines (R9: a partner office)."""

from __future__ import annotations

from django.db.models import F, Q
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from mad.accounts.models import User
from mad.accounts.tokens import token_digest
from mad.common import clock


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` → (the office's machine user, the token's scopes). One query."""

    def authenticate(self, request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        user = machine_for(token.strip())
        if user is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        return user, frozenset(user.token_scopes)

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="Mass Atrocities Division"'


def machine_for(token: str) -> User | None:
    """The active office machine that holds `token` now, with `token_scopes`; None when there is none."""
    live = Q(office__tokens__expires_at=None) | Q(office__tokens__expires_at__gt=clock.now())
    return (
        User.objects.filter(
            live,
            office__tokens__digest=token_digest(token),
            office__tokens__revoked_at=None,
            office__active=True,
            is_machine=True,
            is_active=True,
        )
        .select_related("office")
        .annotate(token_scopes=F("office__tokens__scopes"))
        .first()
    )


class HasScope(BasePermission):
    """The token carries the view's `required_scope`."""

    message = "This token does not carry the scope of this endpoint (R9)."

    def has_permission(self, request, view) -> bool:
        return bool(request.user and request.user.is_authenticated) and view.required_scope in (request.auth or ())


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "mad.accounts.api_auth.BearerAuthentication"
    name = "officeToken"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "Token of a partner office."}
