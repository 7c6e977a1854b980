"""What follows a determination, for the walk: a draft with amendments, a text sent and answered, follow-up, reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.selectors import entitled
from deliberation.models import Motion, Output
from deliberation.selectors.adequacy import measures_of
from deliberation.services import (
    add_paragraph,
    cast_ballot,
    close_vote,
    create_output,
    draft_recommendation,
    make_call,
    publish,
    put_to_vote,
    record_reply,
    remark_on,
    set_embargo,
    submit_for_review,
    table_amendment,
    transmit,
)
from deliberation.services.adequacy import judge_measure, open_comparison
from deliberation.services.briefings import draft_briefing
from deliberation.services.council_votes import expect_position
from deliberation.services.reviews import decide, open_review, raise_item
from mad.common import clock
from tests import council_factory, followup_steps
from tests.deliberation_factory import PEACEFUL, Plenary
from tests.people import People
from tests.services.cases_steps import adopted


def build(people: People) -> None:
    """A second situation before the plenary, taken as far as the Council and what comes after it."""
    case, _items, _determination = adopted(people)
    plenary = Plenary(people, case=case)
    option = plenary.table(**PEACEFUL)
    _carried(plenary, kind="option", option=option)
    step = {"option": option.label, "who": "Secretary-General", "what": "Send an envoy", "when": "at once"}
    draft_recommendation(case=plenary.case, by=people.helene, steps=[step])
    sent = _in_review(plenary, option.label, "Draft resolution on talks")
    _carried(plenary, kind="output", output=sent)
    _amended(plenary, _in_review(plenary, option.label, "Draft resolution on monitors"))
    statement = _statement(plenary)
    words = {"title": "Session on the north", "text": "The Division calls for a session."}
    make_call(case=plenary.case, by=people.betty, kind="emergency_call", **words)
    transmit(output=sent, by=people.registrar)
    publish(output=sent, by=people.registrar)
    transmit(output=statement, by=people.registrar)
    set_embargo(output=statement, by=people.registrar, until=clock.now() + timedelta(days=1))
    _answered(plenary, sent)
    _followed(plenary)


def _carried(plenary: Plenary, **target: Any) -> Motion:
    """Moved, voted on by everybody entitled, and closed by the presiding member."""
    motion = plenary.move(**target)
    put_to_vote(motion=motion, by=plenary.people.betty)
    for member in entitled(plenary.case):
        cast_ballot(motion=motion, by=member.user, choice="yes")
    close_vote(motion=motion, by=plenary.people.betty)
    return motion


def _in_review(plenary: Plenary, option: str, title: str) -> Output:
    output = plenary.draft(title)
    plenary.write(output, "preambular", "Recalling", "the purposes and principles of the Charter")
    plenary.write(
        output,
        "operative",
        "Calls upon",
        "the parties to open talks under the good offices of the Secretary-General",
        measure="good_offices",
        addressee="The parties",
        territory=["SYR"],
        option=option,
    )
    return submit_for_review(output=output, by=plenary.people.helene)


def _amended(plenary: Plenary, output: Output) -> None:
    """An amendment to words, one that takes a paragraph out, a remark on a paragraph."""
    people = plenary.people
    first, second = output.paragraphs.filter(fixed=False).order_by("position", "id")
    table_amendment(
        output=output,
        by=people.helene,
        change="replace",
        target=second,
        version=second.version,
        text="the parties to open talks within a week under the good offices of the Secretary-General",
    )
    table_amendment(output=output, by=people.amal, change="remove", target=first, version=first.version)
    remark_on(case=plenary.case, subject="paragraph", key=str(second.pk), text="A week is short.", by=people.ingrid)


def _statement(plenary: Plenary) -> Output:
    writer = plenary.people.helene
    output = create_output(case=plenary.case, by=writer, kind="press_statement", title="Statement on the north")
    add_paragraph(output=output, by=writer, text="The Division is concerned.")
    submit_for_review(output=output, by=writer)
    _carried(plenary, kind="output", output=output)
    output.refresh_from_db()
    return output


def _answered(plenary: Plenary, sent: Output) -> None:
    """A meeting with a vote, a text compared, a text with a vote ahead, an addressee's answer."""
    people = plenary.people
    sent.refresh_from_db()
    held = council_factory.meeting(plenary, sent)
    text = council_factory.council_text(plenary, sent)
    council_factory.vote(plenary, held, text, RUS="no", CHN="abstain")
    ahead = council_factory.council_text(plenary, sent, symbol="S/2026/101", title="A second text")
    expect_position(text=ahead, by=people.registrar, state="CHN", position="abstain", reason="As it voted before.")
    record_reply(output=sent, addressee=sent.deliveries.all()[1].addressee, by=people.registrar, text="We study it.")
    adequacy = open_comparison(text=text, by=people.amal)
    judge_measure(
        adequacy=adequacy,
        by=people.amal,
        paragraph=int(measures_of(sent)[0].key),
        finding="absent",
        reason="The text says nothing of it.",
        seen_version=0,
    )


def _followed(plenary: Plenary) -> None:
    """Measures under way, a plan, a review of the region with a decision, a briefing."""
    registrar, now = plenary.people.registrar, clock.now()
    plenary.case.refresh_from_db()
    followup_steps.review(followup_steps.take(plenary), registrar, "at_risk")
    followup_steps.write_plan(plenary)
    review = open_review(region="asia-pacific", year=now.year, quarter=(now.month - 1) // 3 + 1, by=registrar)
    item = review.items.first()
    decide(review=review, by=registrar, text="The secretariat reports every fortnight.", item=item)
    if item is not None:
        raise_item(item=item, by=registrar, reason="Grave and rising.")
    draft_briefing(year=now.year, month=now.month, by=registrar)
