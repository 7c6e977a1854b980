"""The acts an output allows now, each with its refusal for the person who looks (R37)."""

from functools import cached_property
from typing import Any

from cases.models import Case
from cases.selectors.people import acting_member, roll
from deliberation.models import Motion, Output
from deliberation.procedure.draft import Mandate
from deliberation.procedure.outputs import OutputKind, Stage, enough_signatories
from deliberation.selectors.draft_read import DraftRead
from deliberation.selectors.facts import OPEN_MOTION, checked_paragraphs
from deliberation.services.guards import chair
from deliberation.services.motions import refuse_mandate
from deliberation.services.publishing import refuse_embargoed
from deliberation.services.tabling import refuse_force_paragraphs
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common.errors import Refused

from .common import refusal_of


class Reader:
    """A person before a case: the standing is looked up once, then asked for each act."""

    def __init__(self, user: Any, case: Case) -> None:
        self.user, self.case = user, case

    @cached_property
    def outside(self) -> Refused | None:
        return refusal_of(acting_member, self.user, self.case)

    def refused(self, act: Act) -> Refused | None:
        """Why this member of the plenary may not, or None."""
        return refusal_of(require, self.user, act) or self.outside

    @property
    def drafting(self) -> Refused | None:
        """Members of the plenary draft, and the registrar."""
        forbidden = refusal_of(require, self.user, Act.DRAFT_OUTPUT)
        return forbidden or (self.outside if Role.MEMBER in self.user.roles else None)

    @property
    def chairing(self) -> Refused | None:
        """The presiding member, or the registrar in that member's place."""
        return refusal_of(chair, self.user, self.case, Act.PUT_TO_VOTE)

    @property
    def office(self) -> Refused | None:
        """The registrar, or the presiding member."""
        if Role.REGISTRAR in self.user.roles:
            return None
        return refusal_of(chair, self.user, self.case, Act.TRANSMIT_OUTPUT)


def acts_on(reader: Reader, output: Output, mandate: Mandate, read: DraftRead) -> list[dict[str, Any]]:
    """key, label, refused and primary of each act that the stage of the output allows."""
    stage = Stage(output.stage)
    if stage is Stage.DRAFT:
        return [
            _act("review", "Submit for review", reader.drafting or _force(output, mandate, read))
            if OutputKind(output.kind).needs_vote
            else _sign(reader, output, mandate, read)
        ]
    if stage is Stage.IN_REVIEW:
        live = any(motion.state in OPEN_MOTION for motion in read.motions if motion.kind == Motion.Kind.OUTPUT)
        return [] if live else [_move(reader, output, mandate), _act("return", "Back to draft", reader.drafting, False)]
    if stage is Stage.ADOPTED:
        return [_act("transmit", "Transmit to the Council", reader.office)]
    if stage is Stage.TRANSMITTED:
        return [_act("publish", "Publish", reader.office or refusal_of(refuse_embargoed, output))]
    return []


def _act(key: str, label: str, refused: Refused | None, primary: bool = True) -> dict[str, Any]:
    return {"key": key, "label": label, "refused": refused, "primary": primary}


def _sign(reader: Reader, output: Output, mandate: Mandate, read: DraftRead) -> dict[str, Any]:
    """R37: the signature that completes it sends it. Who has signed has nothing to press. said: how many have."""
    refused = reader.refused(Act.CALL_EMERGENCY)
    everyone = roll(output.case)
    counted = {one["id"] for one in read.signatures if everyone.acts(one["id"])}
    member = everyone.division.member_of(reader.user)
    needed = everyone.division.numbers.emergency_members
    last = enough_signatories(
        presiding=Role.PRESIDING in reader.user.roles, members=len(counted) + 1, emergency_members=needed
    )
    said = {"signed": len(counted), "needed": needed, "own": bool(member and member.pk in counted)}
    act = _act("sign", "Sign and send" if last else "Sign", refused or _force(output, mandate, read))
    return {**act, "said": said}


def _force(output: Output, mandate: Mandate, read: DraftRead) -> Refused | None:
    """R33, asked only of a text that the mandate check has found to hold force behind the gate."""
    behind = any(objection.letter == "d" for objection in mandate.objections)
    if not behind:
        return None
    text = checked_paragraphs(output, read.paragraphs, read)
    return refusal_of(refuse_force_paragraphs, output, text=text, opened=read.gate)


def _move(reader: Reader, output: Output, mandate: Mandate) -> dict[str, Any]:
    refused = reader.refused(Act.MOVE_MOTION) or refusal_of(refuse_mandate, output, mandate)
    return _act("move", "Move its adoption", refused)
