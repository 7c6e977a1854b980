"""Bearer tokens for machines (R9: a partner office)."""

from __future__ import annotations

import json

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from mad.accounts.factors import has_second_factor
from mad.accounts.models import Office, User
from mad.accounts.permissions import may
from mad.accounts.tokens import token_digest
from mad.common import clock
from mad.common.errors import NotPermitted
from mad.common.prepared import Prepared

_MACHINE = Prepared(
    "accounts_machine",
    """
SELECT u.id, u.username, u.full_name, u.role, u.presiding, u.office_id, u.is_machine, u.is_active, u.language, u.timezone,
    o.id, o.code, o.name, o.duty, o.active, t.id, t.scopes::text
FROM accounts_officetoken AS t
JOIN accounts_user AS u ON u.is_active AND u.id = coalesce(
    t.person_id, (SELECT machine.id FROM accounts_user AS machine WHERE machine.office_id = t.office_id AND is_machine)
)
LEFT JOIN accounts_office AS o ON o.id = u.office_id
WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
    AND (o.active OR o.id IS NULL)
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


class Grant(frozenset[str]):
    """The scopes of one token. token: its key, which limits are counted by."""

    token: int = 0


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` → (who holds the token, a Grant). One query."""

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


def machine_for(token: str) -> tuple[User, Grant] | None:
    """Who holds `token` now, an active office's machine or a person, and what it grants; None when nobody does.

    Every request of an office begins here, so the query is written out: building it anew took longer than running it.
    """
    rows = _MACHINE.rows({"digest": token_digest(token), "now": clock.now()})
    if not rows:
        return None
    row = rows[0]
    user = User.from_db("default", _USER, row[: len(_USER)])
    if user.office_id is not None:
        user.office = Office.from_db("default", _OFFICE, row[len(_USER) : -2])
    grant = Grant(json.loads(row[-1]))
    grant.token = row[-2]
    return user, grant


class PersonAuthentication(SessionAuthentication):
    """A page's own requests: the session of a signed-in person with a second factor, and the CSRF token."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found is None or found[0].is_machine or not has_second_factor(request._request):
            return None
        return found


class HasScope(BasePermission):
    """The token carries the scope of the method (`scopes` of the view), or the view's `required_scope`."""

    message = "This token does not carry the scope of this endpoint (R9)."

    def has_permission(self, request, view) -> bool:
        if not (request.user and request.user.is_authenticated):
            return False
        return getattr(view, "scopes", {}).get(request.method, view.required_scope) in (request.auth or ())


class HasScopeOrAct(HasScope):
    """For addresses that pages and machines share: a token carries the scope; without one, in a person's session,
    the role gives the view's `required_act`."""

    def has_permission(self, request, view) -> bool:
        if not request.user or request.auth is not None:
            return super().has_permission(request, view)
        if not may(request.user, view.required_act):
            raise NotPermitted
        return True


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "mad.accounts.api_auth.BearerAuthentication"
    name = "officeToken"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Token of a partner office, or of a person of the secretariat.",
        }
