"""Bearer tokens: made, shown once, kept as a digest, with scopes, an end, and a successor (R9)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction

from mad.accounts.models import Office, OfficeToken, User
from mad.accounts.permissions import Act, may, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.outbox import enqueue
from mad.notices.services import notify


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

EXPIRY_TOPIC = "token.expiry"
DEFAULT_LIFE = timedelta(days=365)
GRACE = timedelta(days=7)
WARNED_BEFORE = timedelta(days=14)
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

    by: that person, or a focal point of the office; None for a set-up that hands the token over itself. scopes: all
    that its kind of holder can have, when None. Raises Invalid for a scope that the holder cannot have and for a life
    that is no time from now to two years.
    """
    _require_holder(by, office, person)
    carried = _scopes(OFFICE_SCOPES if office else PERSON_SCOPES, scopes)
    _check_holder(office, person, life)
    return _made(office, person, name, carried, clock.now() + life, by)[1]


def _made(
    office: Office | None, person: User | None, name: str, scopes: list[str], expires: datetime, by: User | None
) -> tuple[OfficeToken, str]:
    text = f"mad_{secrets.token_urlsafe(32)}"
    made = OfficeToken.objects.create(
        office=office,
        person=person,
        name=name,
        digest=token_digest(text),
        scopes=scopes,
        created_at=clock.now(),
        created_by=by,
        expires_at=expires,
    )
    enqueue(EXPIRY_TOPIC, {"token": made.pk}, delay=max(timedelta(0), expires - WARNED_BEFORE - clock.now()))
    record(
        act="token.issued",
        by=by,
        obj=_holder(office, person),
        content={"name": name, "scopes": scopes, "expires": expires, "digest": made.digest},
        facts={"name": name, "expires": expires.date().isoformat()},
    )
    return made, text


@transaction.atomic
def replace_token(*, token: OfficeToken, by: User | None) -> str:
    """Return a successor with the same scopes. Both work for GRACE, or until the old one ends, if that is sooner.

    Refused (R9) for one that has ended or was replaced already.
    """
    _require_holder(by, token.office, token.person)
    locked = OfficeToken.objects.select_for_update().get(pk=token.pk)
    now = clock.now()
    if locked.revoked_at or locked.successor_id or (locked.expires_at and locked.expires_at <= now):
        raise Refused("R9", "This token has ended or was replaced already.", "Issue a new one.", code="ended")
    carried = _scopes(OFFICE_SCOPES if token.office else PERSON_SCOPES, locked.scopes)
    successor, text = _made(token.office, token.person, locked.name, carried, now + DEFAULT_LIFE, by)
    ends = now + GRACE
    locked.expires_at = min(locked.expires_at, ends) if locked.expires_at else ends
    locked.successor = successor
    locked.save(update_fields=["expires_at", "successor"])
    record(
        act="token.replaced",
        by=by,
        obj=_holder(token.office, token.person),
        content={"digest": locked.digest, "successor": successor.digest, "ends": locked.expires_at},
        facts={"name": locked.name, "ends": locked.expires_at.date().isoformat()},
    )
    return text


def warn_of_expiry(payload: dict[str, Any], key: str) -> None:
    """Outbox handler, due WARNED_BEFORE a token ends: its holders and the administrator are told, once."""
    token = OfficeToken.objects.select_related("office", "person").get(pk=payload["token"])
    if token.revoked_at or token.successor_id or token.expires_at is None or token.expires_at <= clock.now():
        return
    if token.office is None:
        own, subject = Audience(users=[token.person_id] if token.person_id else []), "token"
    else:
        people = User.objects.filter(office=token.office, is_machine=False, is_active=True)
        own, subject = (
            Audience(users=list(people.values_list("pk", flat=True)), offices=[token.office.pk]),
            token.office.code,
        )
        managed = f"/offices/{token.office.code}/"
        notify(kind="token.expiring", subject=subject[:40], url=managed, to=Audience(roles=[Role.ADMINISTRATOR.value]))
    notify(kind="token.expiring", subject=subject[:40], url="/office/" if token.office else "/tokens/", to=own)


def _require_holder(by: User | None, office: Office | None, person: User | None) -> None:
    """A token reads as its holder does: so only that person, or a focal point of the office, is given it (R9, R16).

    The administrator, who reads nothing, is not: what exists the administrator can end (`_require_ending`).
    """
    if by is None:
        return
    if person is not None:
        if by.pk != person.pk:
            raise NotPermitted("R9", "A person’s token reads as that person does: the person alone has it made.")
        require(by, Act.KEEP_PERSONAL_TOKENS)
    elif office is None or by.office_id != office.pk or by.is_machine:
        raise NotPermitted("R9", "A token reads what its office sent: a focal point of that office alone is given it.")
    else:
        require(by, Act.KEEP_OWN_TOKENS)


def _require_ending(by: User | None, token: OfficeToken) -> None:
    """Who was given a token can end it, and so can the administrator."""
    if by is None or may(by, Act.MANAGE_ACCOUNTS):
        return
    _require_holder(by, token.office, token.person)


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
    if person is not None and (person.is_machine or not may(person, Act.KEEP_PERSONAL_TOKENS)):
        raise Refused("R9", "A person’s token is for the secretariat.", status=400, field="person")
    if not timedelta(0) < life <= LONGEST_LIFE:
        raise Invalid({"days": [f"A token lives for 1 to {LONGEST_LIFE.days} days."]}, rule="R9")


def _holder(office: Office | None, person: User | None) -> str:
    return f"office:{office.code}" if office else f"account:{person.username if person else ''}"


@transaction.atomic
def revoke_token(*, token: OfficeToken, by: User | None) -> None:
    """End a token now; a second call changes nothing."""
    _require_ending(by, token)
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
