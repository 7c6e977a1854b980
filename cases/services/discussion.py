"""R26 and R28: the panel's discussion under letters, and its vote on a crime."""

from django.db import IntegrityError, transaction

from cases.models import Assessment, CrimeVote, Determination, Label, Post, Round
from cases.selectors.findings import assemble
from cases.selectors.people import panel_member, roll
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .rounds import draw_labels


@transaction.atomic
def say(*, assessment: Assessment, element_id: str, text: str, by) -> Post:
    """Add to the discussion of one element, under one's letter; between and after the rounds."""
    require(by, Act.ESTIMATE)
    case = assessment.case
    member = panel_member(by, case)
    rounds = list(assessment.rounds.all())
    if not any(r.closed_at for r in rounds):
        raise Refused("R26", "The discussion begins when the first round has closed.")
    if assessment.ended_at:
        raise Refused("R26", "The assessment has ended; its discussion can be read, not continued.")
    if element_id not in {e for r in rounds for e in r.elements}:
        raise Refused("R24", "This element is not in issue.", field="element", status=400)
    if blank(text):
        raise Invalid({"text": ["Write something first."]})
    draw_labels(assessment, [member.pk])
    label = Label.objects.get(assessment=assessment, member=member)
    post = Post.objects.create(
        assessment=assessment, element_id=element_id, label=label, text=text.strip(), at=clock.now()
    )
    record(
        act="discussion.said",
        by=None,
        obj=case.number,
        case=case.number,
        content={"post": post.pk, "label": label.letter, "element": element_id, "text": post.text},
        facts={"element": element_id},
        protected=True,
    )
    return post


@transaction.atomic
def vote_crime(*, assessment: Assessment, crime_id: str, likely: bool, by) -> CrimeVote:
    """A panel member's recorded vote on a crime on which the two ways of R28 disagree."""
    require(by, Act.ESTIMATE)
    case = assessment.case
    everyone = roll(case)
    member = panel_member(by, case, everyone)
    second = Round.objects.filter(assessment=assessment, ordinal=2, closed_at__isnull=False).first()
    if second is None or assessment.ended_at:
        raise Refused("R28", "The panel votes on a crime between its second round and its determination.")
    if Determination.objects.filter(case=case, adopted_at=None, rejected_at=None).exists():
        raise Refused("R30", "A determination that rests on these findings is before the panel.")
    found = {c.crime: c for c in assemble(second).crimes}.get(crime_id)
    if found is None or not found.disagree:
        raise Refused(
            "R28", "The element findings and the members' own findings agree on this crime; there is no vote."
        )
    try:
        with transaction.atomic():
            vote = CrimeVote.objects.create(
                assessment=assessment, crime_id=crime_id, member=member, likely=likely, at=clock.now()
            )
    except IntegrityError:
        raise Refused("R28", "You have voted on this crime.") from None
    record(
        act="crime.voted",
        by=by,
        obj=case.number,
        case=case.number,
        content={"crime": crime_id, "member": member.pk, "likely": likely},
        facts={"crime": crime_id},
    )
    return vote
