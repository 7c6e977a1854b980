"""R25: who asks for sealed answers gets nothing, and it is on the record."""

from django.db import transaction

from cases.models import Case, Round
from mad.docket.models import Entry
from mad.docket.services import record

ASKED = "answer.asked_for"


@transaction.atomic
def note_attempt(*, case: Case, by) -> None:
    """Record that `by` asked for the answers of the round that is open; once for each person and round."""
    round_ = Round.objects.select_for_update().filter(assessment__case=case, closed_at=None).first()
    if round_ is None:
        return
    known = Entry.objects.filter(object=case.number, act=ASKED, actor=by.docket_label, at__gte=round_.opened_at)
    if not known.exists():
        content = {"case": case.number, "round": round_.ordinal, "by": by.pk}
        record(act=ASKED, by=by, obj=case.number, case=case.number, content=content, facts={"round": round_.ordinal})
