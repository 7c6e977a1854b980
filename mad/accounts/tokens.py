"""Bearer tokens: made, shown once, kept as a digest, with scopes, an end, and a successor (R9)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from mad.accounts.models import Office, OfficeToken, User
from mad.accounts.permissions import Act, may, require
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


class Scope(StrEnum):
    """What a token opens. An office's token carries those of OFFICE_SCOPES, a person's those of PERSON_SCOPES."""

    SUBMISSIONS = "submissions"
    UPLOADS = "uploads"
    QUERIES = "queries"
    NIL_RETURNS = "nil-returns"
    REFERENCE = "reference"
    WEBHOOKS = "webhooks"
    SEARCH = "search"


SUBMIT_SCOPE = Scope.SUBMISSIONS
UPLOAD_SCOPE = Scope.UPLOADS
QUERY_SCOPE = Scope.QUERIES
NIL_RETURN_SCOPE = Scope.NIL_RETURNS
REFERENCE_SCOPE = Scope.REFERENCE
WEBHOOK_SCOPE = Scope.WEBHOOKS
SEARCH_SCOPE = Scope.SEARCH

OFFICE_SCOPES = tuple(scope for scope in Scope if scope is not Scope.SEARCH)
PERSON_SCOPES = (Scope.SEARCH, Scope.REFERENCE)
SCOPE_TEXTS = {
    Scope.SUBMISSIONS: "Submit, and read the status of one’s own submissions",
    Scope.UPLOADS: "Upload large files in parts",
    Scope.QUERIES: "Answer queries and withdraw a submission",
    Scope.NIL_RETURNS: "Declare that there is nothing to report",
    Scope.REFERENCE: "Read States, crimes and scales",
    Scope.WEBHOOKS: "Keep webhooks and send deliveries again",
    Scope.SEARCH: "Search what the person may read",
}

DEFAULT_LIFE = timedelta(days=365)
LONGEST_LIFE = timedelta(days=731)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_token(
    *,
    name: str,
    by: User | None,
    office: Office | None = None,
    person: User | None = None,
    scopes: Iterable[str] | None = None,
    life: timedelta = DEFAULT_LIFE,
) -> str:
    """Return a new token of `office` or of `person`. It cannot be read again.

    scopes: all that its kind of holder can have, when None. Raises Invalid for a scope that the holder cannot have
    and for a life that is no time from now to two years.
    """
    _require(by, office)
    carried = _scopes(OFFICE_SCOPES if office else PERSON_SCOPES, scopes)
    _check_holder(office, person, life)
    token = f"mad_{secrets.token_urlsafe(32)}"
    expires: datetime = clock.now() + life
    OfficeToken.objects.create(
        office=office,
        person=person,
        name=name,
        digest=token_digest(token),
        scopes=carried,
        created_at=clock.now(),
        created_by=by,
        expires_at=expires,
    )
    record(
        act="token.issued",
        by=by,
        obj=_holder(office, person),
        content={"name": name, "scopes": carried, "expires": expires, "digest": token_digest(token)},
        facts={"name": name, "expires": expires.date().isoformat()},
    )
    return token


def _require(by: User | None, office: Office | None) -> None:
    """The administrator keeps every token; a focal point those of its own office."""
    if by is not None and office is not None and by.office_id == office.pk and not by.is_machine:
        require(by, Act.KEEP_OWN_TOKENS)
    else:
        require(by, Act.MANAGE_ACCOUNTS)


def _scopes(can: tuple[Scope, ...], asked: Iterable[str] | None) -> list[str]:
    wanted = set(can if asked is None else asked)
    if unknown := wanted - set(can):
        raise Invalid({"scopes": [f"Not for this holder: {', '.join(sorted(unknown))}."]}, rule="R9")
    if not wanted:
        raise Invalid({"scopes": ["Choose at least one scope."]}, rule="R9")
    return [scope.value for scope in can if scope in wanted]


def _check_holder(office: Office | None, person: User | None, life: timedelta) -> None:
    if (office is None) == (person is None):
        raise Invalid({"office": ["A token belongs to an office or to a person."]}, rule="R9")
    if person is not None and (person.is_machine or not may(person, Act.SCREEN)):
        raise Refused("R9", "A person’s token is for the secretariat.", status=400, field="person")
    if not timedelta(0) < life <= LONGEST_LIFE:
        raise Invalid({"days": [f"A token lives for 1 to {LONGEST_LIFE.days} days."]}, rule="R9")


def _holder(office: Office | None, person: User | None) -> str:
    return f"office:{office.code}" if office else f"account:{person.username if person else ''}"


@transaction.atomic
def revoke_token(*, token: OfficeToken, by: User | None) -> None:
    """End a token now; a second call changes nothing."""
    _require(by, token.office)
    if token.revoked_at is not None:
        return
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record(
        act="token.revoked",
        by=by,
        obj=_holder(token.office, token.person),
        content={"digest": token.digest},
        facts={"name": token.name},
    )
