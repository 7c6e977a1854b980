"""Where screening puts an accepted submission: into an open case, or into a new one (R14)."""

from cases.models import Case
from cases.procedure import Stage
from cases.selectors import visible_to
from cases.services import open_case, place
from evidence.procedure.terms import Sensitivity
from mad.common.errors import Invalid

NEW = "new"


class Cases:
    """Fills `ports.destination`."""

    def choices(self, user) -> list[tuple[str, str]]:
        """Open cases the user may add to, newest first, after "open a new case"."""
        open_ = visible_to(user).exclude(stage=Stage.CLOSED)
        listed = open_.values_list("number", "title")[:200]
        return [(NEW, "Open a new case"), *((number, f"{number} {title}") for number, title in listed)]

    def place(self, *, submission, choice: str, by, **options) -> str:
        """Returns the case number. Options for a new case: title, urgency; for a split: parts (see the port).

        Invalid for an unknown choice.
        """
        case = self._new(submission, by, options) if choice == NEW else self._known(choice, by)
        place(case=case, submission=submission, by=by, parts=options.get("parts"))
        return case.number

    def _known(self, number: str, by) -> Case:
        case = visible_to(by).filter(number=number).first()
        if case is None:
            raise Invalid({"choice": [f"There is no open case {number}."]}, rule="R14")
        return case

    def _new(self, submission, by, options: dict) -> Case:
        title = options.get("title") or _title(submission)
        return open_case(
            title=title,
            states=submission.states.all(),
            by=by,
            urgency=options.get("urgency") or "neither",
            sensitivity=submission.sensitivity,
            on_alarm=submission.alarm,
        )


def _title(submission) -> str:
    """What a new case is called where nobody named it. Every reader of cases reads it: a strictly confidential title
    is not for them (R16), so that the States stand in its place."""
    if submission.sensitivity != Sensitivity.STRICT:
        return submission.title
    return ", ".join(submission.states.order_by("name").values_list("name", flat=True))[:200]
