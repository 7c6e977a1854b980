"""R20: when two cases of one situation become one, and one case becomes two."""

from dataclasses import dataclass

from .issue import Standing, fixed_refusal, link_refusal
from .terms import Refusal, Stage


@dataclass(frozen=True, slots=True)
class Joined(Standing):
    """What is looked at of each of two cases, beside what its panel does.

    determined: a determination was ever before its panel, and not rejected; merged: it was merged into another;
    strict: its file is strictly confidential.
    """

    determined: bool = False
    merged: bool = False
    strict: bool = False


def merge_refusal(source: Joined, into: Joined, *, new_crimes: bool, new_links: bool = False) -> Refusal | None:
    """Why `source` cannot be merged into `into`, or None. It brings crimes or acts in issue, and links, as said."""
    if source.number == into.number:
        return Refusal("R20", "A case is not merged into itself.")
    for case in (source, into):
        if case.merged:
            return Refusal("R20", f"{case.number} was merged into another case already.")
    if source.stage is not Stage.MONITORING:
        return Refusal(
            "R20",
            f"{source.number} is not being monitored; a case under assessment or after it keeps its own record.",
            "Merge the other case into it instead, if that one is being monitored.",
        )
    if source.determined:
        return Refusal("R30", f"{source.number} carries a determination, which stays with its case.")
    if source.strict is not into.strict:
        strict, other = (source, into) if source.strict else (into, source)
        return Refusal(
            "R16",
            f"{strict.number} is strictly confidential and {other.number} is not: their readers are not the same.",
            f"Make {other.number} strictly confidential first, or {strict.number} no more so.",
        )
    if into.stage is Stage.CLOSED:
        return Refusal("R20", f"{into.number} is closed.", "Reopen it by an assessment first.")
    way_on = "Merge once it is adopted, or take the crimes out of the case that is merged."
    if new_crimes and (fixed := fixed_refusal(into, way_on)):
        return fixed
    return link_refusal(into) if new_links else None


def split_refusal(source: Joined, chosen: int, held: int) -> Refusal | None:
    """Why a case cannot be split by `chosen` of the `held` submissions it holds, or None."""
    if source.merged:
        return Refusal("R20", f"{source.number} was merged into another case; split that one.")
    if not chosen:
        return Refusal("R20", "Choose at least one submission for the new case.")
    if chosen >= held:
        return Refusal("R20", "Leave at least one submission out: a new case with all of them would be the same case.")
    return None
