"""The Division changes a number of its rules."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from mad.accounts.models import User
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid
from mad.docket.services import record
from mad.reference.models import ParameterDecision
from mad.reference.parameters import read


@transaction.atomic
def decide_number(*, key: str, value: str, decided_on: date, reason: str, by: User | None) -> ParameterDecision:
    """Record that a number of the rules changes from `decided_on`: today or later, never for the past.

    Raises Invalid.
    """
    require(by, Act.CHANGE_NUMBERS)
    number = read(key, value.strip())
    if blank(reason):
        raise Invalid({"reason": ["Give the reason the Division decided on."]})
    if decided_on < clock.today():
        raise Invalid({"decided_on": ["A number changes from today or a later day."]})
    facts = {"key": key, "value": str(number), "decided_on": decided_on.isoformat()}
    try:
        with transaction.atomic():
            decision = ParameterDecision.objects.create(**facts, reason=reason.strip())
    except IntegrityError as error:
        raise Invalid({"decided_on": ["This number is decided for that day already."]}) from error
    record(
        act="number.decided",
        by=by,
        obj=f"number/{key}",
        content={**facts, "reason": reason.strip()},
        facts=facts,
    )
    return decision
