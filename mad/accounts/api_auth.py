"""Bearer tokens for machines (R9: a partner office)."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.base import ModelState
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from mad.accounts.factors import has_second_factor
from mad.accounts.models import Office, User
from mad.accounts.permissions import may
from mad.accounts.tokens import token_digest
from mad.common import clock
from mad.common.errors import NotPermitted, Refused
from mad.common.prepared import Prepared, trust_an_open_connection

_MACHINE = Prepared(
    "accounts_machine",
    """
SELECT u.id, u.username, u.full_name, u.role, u.presiding, u.office_id, u.is_machine, u.is_active, u.language, u.timezone,
    o.id, o.code, o.name, o.duty, o.active, t.id, t.scopes::text, concat_ws(',', t.xmin, u.xmin, o.xmin)
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


class Standing(NamedTuple):
    """A token as it was read: its key, and the versions of its row, its holder's and the office's. While these are the
    same, the token still grants what it did, unless it has expired meanwhile."""

    token: int
    versions: str


# Whether a token stands as it was read, for the statement that stores. holder: who sends; at: now.
STANDS = """(%(token)s IS NULL OR EXISTS (
    SELECT FROM accounts_officetoken AS t JOIN accounts_user AS u ON u.id = %(holder)s
    LEFT JOIN accounts_office AS o ON o.id = u.office_id
    WHERE t.id = %(token)s AND concat_ws(',', t.xmin, u.xmin, o.xmin) = %(versions)s
        AND (t.expires_at IS NULL OR t.expires_at > %(at)s)
))"""
STANDS_TYPES = {"token": "bigint", "holder": "bigint", "at": "timestamptz"}


def looked_at(standing: Standing | None, holder: User) -> dict[str, Any]:
    """The values of STANDS, but for `at`. Without a token to look at it is true."""
    return {
        "token": standing and standing.token,
        "versions": standing and standing.versions,
        "holder": holder.pk,
    }


class NoLongerStands(Refused):
    """The token was changed after it was read."""

    def __init__(self) -> None:
        super().__init__(
            "R9", "This token was changed at this moment.", "Nothing was stored. Send it again.", status=409
        )


class Grant(frozenset[str]):
    """The scopes of one token. token: its key, which limits are counted by."""

    token: int = 0
    standing: Standing | None = None


class Granted(NamedTuple):
    """What a request was granted by: a token as it was read, and how to ask about it again.

    renew() raises what a request that no longer has it is answered with.
    """

    standing: Standing | None
    renew: Callable[[], Standing | None]


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` → (who holds the token, a Grant). One query."""

    def authenticate(self, request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        trust_an_open_connection()
        found = self.held_by(token.strip())
        if found is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        return found

    def held_by(self, token: str) -> tuple[User, Grant] | None:
        return machine_for(token)

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
        user.office = Office.from_db("default", _OFFICE, row[len(_USER) : -3])
    key, scopes, versions = row[-3:]
    grant = Grant(json.loads(scopes))
    grant.token, grant.standing = key, Standing(key, versions)
    return user, grant


REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 1000
_remembered: dict[tuple[str, str], tuple[float, User, Grant]] = {}


class RememberingBearer(BearerAuthentication):
    """For an endpoint that has the statement which stores look once more whether the token stands (Grant.standing).

    Asking first and storing then are two round trips, and the first answer may be out of date at the second. Here the
    answer is remembered for a minute and the second one asks: one round trip, and what is stored was granted in that
    instant. The endpoint says by `may_remember(request)` which of its requests end in such a statement.
    """

    def authenticate(self, request):
        view = request.parser_context["view"]
        self.remembers = view.may_remember(request)
        return super().authenticate(request)

    def held_by(self, token: str) -> tuple[User, Grant] | None:
        if not self.remembers:
            return machine_for(token)
        key = (connection.settings_dict["NAME"], token_digest(token))
        known = _remembered.get(key)
        if known and monotonic() - known[0] < REMEMBERED_SECONDS:
            return _own(known[1]), known[2]
        found = machine_for(token)
        if found:
            if len(_remembered) >= _MOST_REMEMBERED:
                _remembered.clear()
            _remembered[key] = monotonic(), _own(found[0]), found[1]
        return found


def _own(user: User) -> User:
    """A copy that its request may change."""
    made, state = User.__new__(User), ModelState()
    made.__dict__.update(user.__dict__, _state=state)
    state.db, state.adding, state.fields_cache = user._state.db, False, dict(user._state.fields_cache)
    return made


def granted_to(view: Any, request: Any) -> Granted | None:
    """What the request of an API view was granted by; None in a person's session."""
    if not isinstance(request.auth, Grant):
        return None

    def renew() -> Standing | None:
        forget_tokens()
        request.user, request.auth = BearerAuthentication().authenticate(request)  # type: ignore[misc] # it came with a token
        view.check_permissions(request)
        return request.auth.standing

    return Granted(request.auth.standing, renew)


def forget_tokens() -> None:
    """Ask the database about every token again."""
    _remembered.clear()


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
    match_subclasses = True
    name = "officeToken"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Token of a partner office, or of a person of the secretariat.",
        }
