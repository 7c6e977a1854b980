"""Bearer tokens for machines (R9: a partner office)."""

from __future__ import annotations

import json

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from mad.accounts.models import Office, User
from mad.accounts.tokens import token_digest
from mad.common import clock
from mad.common.prepared import Prepared

_MACHINE = Prepared(
    "accounts_machine",
    """
SELECT u.id, u.username, u.full_name, u.role, u.presiding, u.office_id, u.is_machine, u.is_active, u.language, u.timezone,
    o.id, o.code, o.name, o.duty, o.active, t.scopes::text
FROM accounts_officetoken AS t
JOIN accounts_office AS o ON o.id = t.office_id AND o.active
JOIN accounts_user AS u ON u.office_id = o.id AND u.is_machine AND u.is_active
WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
""",
    types={"now": "timestamptz"},
)
_USER = (
    "id",
    "username",
    "full_name",
    "role",
    "presiding",
    "office_id",
    "is_machine",
    "is_active",
    "language",
    "timezone",
)
_OFFICE = ("id", "code", "name", "duty", "active")


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` → (the office's machine user, the token's scopes). One query."""

    def authenticate(self, request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        found = machine_for(token.strip())
        if found is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        return found

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="Mass Atrocities Division"'


def machine_for(token: str) -> tuple[User, frozenset[str]] | None:
    """The active office machine that holds `token` now, and the token's scopes; None when there is none.

    Every request of an office begins here, so the query is written out: building it anew took longer than running it.
    """
    rows = _MACHINE.rows({"digest": token_digest(token), "now": clock.now()})
    if not rows:
        return None
    row = rows[0]
    user = User.from_db("default", _USER, row[: len(_USER)])
    user.office = Office.from_db("default", _OFFICE, row[len(_USER) : -1])
    return user, frozenset(json.loads(row[-1]))


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
