"""From a pure refusal to the error that pages and API show."""

from cases.procedure import Refusal
from mad.common.errors import Refused


def as_refused(refusal: Refusal | None, *, status: int = 409) -> Refused | None:
    return Refused(refusal.rule, refusal.reason, refusal.detail, status=status) if refusal else None


def refuse(refusal: Refusal | None) -> None:
    """Raise Refused when there is something to refuse."""
    if refused := as_refused(refusal):
        raise refused


class StillSealed(Refused):
    """Somebody asked for answers that are sealed (R25)."""

    def __init__(self) -> None:
        super().__init__(
            "R25",
            "Nothing can be read before the first round closes.",
            "Then all answers appear at once, under letters.",
        )
