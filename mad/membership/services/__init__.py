"""What can be done to the roster. Each verb is atomic, takes `by`, and writes to the docket (R49)."""

from mad.membership.services.council import end_council_seat, seat_on_council
from mad.membership.services.declarations import declare_tie, end_tie, sign_declaration
from mad.membership.services.elections import elect, hold_election, nominate, open_election
from mad.membership.services.inputs import Nominee, TieFacts
from mad.membership.services.pressure import decide_pressure, report_pressure
from mad.membership.services.roster import appoint_presiding, lift_suspension, resign, suspend

__all__ = [
    "Nominee",
    "TieFacts",
    "appoint_presiding",
    "decide_pressure",
    "declare_tie",
    "elect",
    "end_council_seat",
    "end_tie",
    "hold_election",
    "lift_suspension",
    "nominate",
    "open_election",
    "report_pressure",
    "resign",
    "seat_on_council",
    "sign_declaration",
    "suspend",
]
