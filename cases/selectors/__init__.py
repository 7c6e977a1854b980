"""Reads of Part III; every list starts from visible_to(user)."""

from .findings import Findings, assemble, live_links
from .frame import case_frame, framed
from .people import acting_member, entitled, panel, panel_member, panel_state, recusals, refuse_who_may_not_act, roll
from .placing import all_items, lies_in
from .reading import determination_in_force
from .visible import (
    excluded_items,
    excluded_submissions,
    no_file,
    placed_in,
    recused_from,
    visible_case_numbers,
    visible_to,
)

__all__ = [
    "Findings",
    "acting_member",
    "all_items",
    "assemble",
    "case_frame",
    "determination_in_force",
    "entitled",
    "excluded_items",
    "excluded_submissions",
    "framed",
    "lies_in",
    "live_links",
    "no_file",
    "panel",
    "panel_member",
    "panel_state",
    "placed_in",
    "recusals",
    "recused_from",
    "refuse_who_may_not_act",
    "roll",
    "visible_case_numbers",
    "visible_to",
]
