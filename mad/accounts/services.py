"""Accounts and offices, kept by the administrator (R9)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mad.accounts.models import Office, User
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


@transaction.atomic
def open_account(
    *,
    username: str,
    full_name: str,
    role: str,
    by: User | None,
    password: str | None = None,
    email: str = "",
    office: Office | None = None,
) -> User:
    """A new account. Without a password the person sets one through a reset mail."""
    require(by, Act.MANAGE_ACCOUNTS)
    if User.objects.filter(username=username).exists():
        raise Invalid({"username": ["This user name is taken."]})
    if role == Role.PARTNER and office is None:
        raise Invalid({"office": ["A focal point belongs to an office."]}, rule="R9")
    user = User.objects.create_user(username, password, full_name=full_name, role=role, email=email, office=office)
    record(
        act="account.opened",
        by=by,
        obj=f"account:{username}",
        content={"role": role, "name": full_name},
        facts={"role": role},
    )
    return user


@transaction.atomic
def close_account(*, user: User, by: User | None) -> None:
    """Close an account. Nothing it did is lost (R15)."""
    require(by, Act.MANAGE_ACCOUNTS)
    if by is not None and by.pk == user.pk:
        raise Refused("R9", "An administrator cannot close their own account.")
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(act="account.closed", by=by, obj=f"account:{user.username}", content={"username": user.username})


@transaction.atomic
def register_office(*, code: str, name: str, duty: str, by: User | None, bound_since: date | None = None) -> Office:
    """A source with its machine user (R10). A bound one owes reports from `bound_since`, today when None."""
    require(by, Act.MANAGE_ACCOUNTS)
    if Office.objects.filter(code=code).exists():
        raise Invalid({"code": ["An office with this code is registered."]})
    since = (bound_since or clock.today()) if duty == Office.Duty.BOUND else None
    office = Office.objects.create(code=code, name=name, duty=duty, bound_since=since)
    User.objects.create_user(f"{code}-machine", None, full_name=name, role=Role.PARTNER, office=office, is_machine=True)
    record(
        act="office.registered",
        by=by,
        obj=f"office:{code}",
        content={"name": name, "duty": duty, "bound_since": since},
        facts={"duty": duty},
    )
    return office
