"""Who may write on the file of a case, whatever they write."""

from typing import Any

from cases.models import Case
from cases.procedure import Stage
from cases.selectors.people import panel_member
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common.errors import Refused


def panel_or_secretariat(case: Case, by: Any, act: Act) -> None:
    """The secretariat, or a member of the panel who acts (R3, R6, R23), on a case that is not closed (R20)."""
    require(by, act)
    if Role.MEMBER in by.roles:
        panel_member(by, case)
    if case.stage == Stage.CLOSED:
        raise Refused("R20", f"{case.number} is closed.")
