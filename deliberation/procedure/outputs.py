"""Kinds of outputs, their stages, and who may move them (R37)."""

from dataclasses import dataclass
from enum import StrEnum


class OutputKind(StrEnum):
    DRAFT_RESOLUTION = "draft_resolution"
    EMERGENCY_CALL = "emergency_call"
    REQUEST_TO_BE_HEARD = "request_to_be_heard"
    PRESS_STATEMENT = "press_statement"
    COMMENT = "comment"
    FINDINGS = "findings"

    @property
    def prefix(self) -> str:
        """Prefix of the document number and of the Division's symbol (MAD/DR/2026/6)."""
        return PREFIXES[self]

    @property
    def needs_vote(self) -> bool:
        """R37: all but the emergency call and the request are adopted by supermajority."""
        return self not in AT_ANY_TIME


PREFIXES = {
    OutputKind.DRAFT_RESOLUTION: "DR",
    OutputKind.EMERGENCY_CALL: "EC",
    OutputKind.REQUEST_TO_BE_HEARD: "RH",
    OutputKind.PRESS_STATEMENT: "PS",
    OutputKind.COMMENT: "CC",
    OutputKind.FINDINGS: "F",
}
AT_ANY_TIME = frozenset({OutputKind.EMERGENCY_CALL, OutputKind.REQUEST_TO_BE_HEARD})


class Stage(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    ADOPTED = "adopted"
    TRANSMITTED = "transmitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Mover(StrEnum):
    """Who moves an output."""

    MEMBER = "an entitled member"
    VOTE = "the plenary by supermajority"
    SIGNATORIES = "the presiding member or three members"
    OFFICE = "the presiding member or the registrar"
    PRESIDING = "the presiding member"
    RULE = "the rules themselves"


@dataclass(frozen=True)
class Move:
    source: Stage
    target: Stage
    mover: Mover
    act: str


MOVES = (
    Move(Stage.DRAFT, Stage.IN_REVIEW, Mover.MEMBER, "output.submitted"),
    Move(Stage.IN_REVIEW, Stage.DRAFT, Mover.MEMBER, "output.returned"),
    Move(Stage.IN_REVIEW, Stage.ADOPTED, Mover.VOTE, "output.adopted"),
    Move(Stage.DRAFT, Stage.ADOPTED, Mover.SIGNATORIES, "output.adopted"),
    Move(Stage.ADOPTED, Stage.IN_REVIEW, Mover.RULE, "output.adoption_voided"),
    Move(Stage.ADOPTED, Stage.TRANSMITTED, Mover.OFFICE, "output.transmitted"),
    Move(Stage.TRANSMITTED, Stage.PUBLISHED, Mover.OFFICE, "output.published"),
    Move(Stage.DRAFT, Stage.WITHDRAWN, Mover.PRESIDING, "output.withdrawn"),
    Move(Stage.IN_REVIEW, Stage.WITHDRAWN, Mover.PRESIDING, "output.withdrawn"),
    Move(Stage.ADOPTED, Stage.WITHDRAWN, Mover.PRESIDING, "output.withdrawn"),
    Move(Stage.ADOPTED, Stage.SUPERSEDED, Mover.RULE, "output.superseded"),
    Move(Stage.TRANSMITTED, Stage.SUPERSEDED, Mover.RULE, "output.superseded"),
    Move(Stage.PUBLISHED, Stage.SUPERSEDED, Mover.RULE, "output.superseded"),
)


def move_of(kind: OutputKind, source: Stage, target: Stage) -> Move | None:
    """R37: the move from `source` to `target` that this kind of output allows, or None."""
    for move in MOVES:
        if (move.source, move.target) == (source, target) and _for_kind(move, kind):
            return move
    return None


def moves_from(kind: OutputKind, source: Stage) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.source is source and _for_kind(move, kind))


def _for_kind(move: Move, kind: OutputKind) -> bool:
    if move.mover is Mover.VOTE:
        return kind.needs_vote
    if move.mover is Mover.SIGNATORIES:
        return not kind.needs_vote
    return kind.needs_vote or Stage.IN_REVIEW not in (move.source, move.target)


def enough_signatories(*, presiding: bool, members: int, emergency_members: int) -> bool:
    """R37: the presiding member alone, or `emergency_members` (three) members."""
    return presiding or members >= emergency_members


def symbol(kind: OutputKind, year: int, serial: int) -> str:
    """R38: the Division's own symbol, for example MAD/DR/2026/6."""
    return f"MAD/{kind.prefix}/{year}/{serial}"


EDITABLE = frozenset({Stage.DRAFT, Stage.IN_REVIEW})
STANDING = frozenset({Stage.ADOPTED, Stage.TRANSMITTED, Stage.PUBLISHED})
"""Adopted, and neither taken back nor superseded since."""
