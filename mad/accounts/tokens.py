"""Tokens of partner offices: made, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from mad.accounts.models import Office, OfficeToken, User
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.docket.services import record

SUBMIT_SCOPE = "submissions"
DEFAULT_LIFE = timedelta(days=365)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_token(
    *,
    office: Office,
    name: str,
    by: User | None,
    scopes: tuple[str, ...] = (SUBMIT_SCOPE,),
    life: timedelta = DEFAULT_LIFE,
) -> str:
    """Return a new token for `office`. It cannot be read again."""
    require(by, Act.MANAGE_ACCOUNTS)
    token = f"mad_{secrets.token_urlsafe(32)}"
    expires: datetime = clock.now() + life
    OfficeToken.objects.create(
        office=office,
        name=name,
        digest=token_digest(token),
        scopes=list(scopes),
        created_at=clock.now(),
        created_by=by,
        expires_at=expires,
    )
    record(
        act="token.issued",
        by=by,
        obj=f"office:{office.code}",
        content={"name": name, "scopes": scopes, "expires": expires, "digest": token_digest(token)},
        facts={"name": name, "expires": expires.date().isoformat()},
    )
    return token


@transaction.atomic
def revoke_token(*, token: OfficeToken, by: User | None) -> None:
    """End a token now; a second call changes nothing."""
    require(by, Act.MANAGE_ACCOUNTS)
    if token.revoked_at is not None:
        return
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record(
        act="token.revoked",
        by=by,
        obj=f"office:{token.office.code}",
        content={"digest": token.digest},
        facts={"name": token.name},
    )
