"""R47: the Council briefing tells what was published, and not a word of anything else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cases.models import Determination
from cases.services import name_person, open_case
from deliberation import followup_record
from deliberation import services as plenary_services
from deliberation.briefing_document import briefing_pdf, export_briefing
from deliberation.models import Briefing
from deliberation.services import briefings, closing_cases, reviews
from deliberation.services.council_votes import expect_position
from evidence.models import ImportRun, IncidentMonth
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.reference.models import State
from tests import pdf_help
from tests.council_factory import council_text, transmitted
from tests.deliberation_factory import PEACEFUL
from tests.evidence_help import accepted
from tests.followup_steps import DAY, take
from tests.publishing_steps import call

pytest_plugins = ["tests.deliberation_factory"]

ITEM_TITLE = "Needle convoy at the eastern ford"
NARRATIVE = "Forty needle trucks passed the eastern ford before dawn on Tuesday."
STRICT = "Needle witness at the broken mill"
PROTECTED = "Needle letter from the hidden clerk"
PERSON = "Colonel Needleman Vask"
CASE_TITLE = "Needle valley under the militia"
DRAFT_TITLE = "Needle draft on the situation there"
NEEDLE = "needle"


def draft(people, **changes) -> Briefing:
    return briefings.draft_briefing(**{"year": 2026, "month": 2, "by": people.registrar, **changes})


def write(briefing, people, text: str, **changes):
    briefing.refresh_from_db()
    given = {"texts": {"assessment": text}, "version": briefing.version, **changes}
    return briefings.edit_briefing(briefing=briefing, by=people.registrar, **given)


def published(plenary, title="Draft resolution on the protection of civilians"):
    output = plenary.lawful_draft()
    type(output).objects.filter(pk=output.pk).update(title=title)
    plenary.carry(plenary.move(kind="output", output=output))
    plenary_services.transmit(output=output, by=plenary.people.registrar)
    plenary_services.publish(output=output, by=plenary.people.registrar)
    output.refresh_from_db()
    return output


@pytest.fixture
def needles(plenary):
    """A record full of what must not get out: evidence, a person, a protected source, a case, a draft, a measure."""
    people = plenary.people
    accepted(people, title=ITEM_TITLE, narrative=NARRATIVE)
    strict = {"sensitivity": "strictly_confidential", "grading": {"sensitivity": "strictly_confidential"}}
    accepted(people, title=STRICT, narrative="The needle witness saw nine men.", **strict)
    accepted(people, title=PROTECTED, narrative="The needle clerk keeps the lists.", protect_source=True)
    open_case(
        title=CASE_TITLE, states=[State.objects.get(pk="SDN")], by=people.officer, summary="The needle valley burns."
    )
    name_person(
        case=plenary.case,
        by=people.registrar,
        designation="The needle commander of the north",
        name=PERSON,
        grounds="Heard.",
    )
    plenary.draft(title=DRAFT_TITLE)
    take(plenary, title="Needle envoy to the generals there")
    plenary.determine()
    return plenary


def everything(briefing) -> str:
    return " ".join([str(briefing.content), briefing.reason, " ".join(pdf_help.text(briefing_pdf(briefing)).split())])


def test_r47_a_draft_is_made_from_what_was_published(plenary):
    output = published(plenary)
    with clock.travel(clock.now() + DAY):
        briefing = draft(plenary.people)
    (line,) = _section(briefing, "published")["lines"]
    assert output.symbol in line
    assert output.title in line
    assert "Permanent members" in _section(briefing, "council")["lines"][0]


def _section(briefing, key):
    return next(section for section in briefing.content["sections"] if section["key"] == key)


def test_r47_nothing_unreleased_gets_into_a_draft(needles):
    briefing = draft(needles.people)
    said = everything(briefing).lower()
    assert NEEDLE not in said
    for number in ("C-2026", "D-2026", "E-2026", "S-2026", "M-2026", "FU-2026", "DR-2026", "MAD/DR"):
        assert number.lower() not in said
    assert "situation in the north" not in said


def test_r47_what_is_transmitted_but_not_published_is_not_in_it(plenary):
    output = plenary.lawful_draft()
    plenary.carry(plenary.move(kind="output", output=output))
    plenary_services.transmit(output=output, by=plenary.people.registrar)
    assert output.symbol not in everything(draft(plenary.people))


def test_r47_event_data_loaded_for_single_states_does_not_say_whom_the_division_watches(people):
    _events(["SYR"])
    assert _section(draft(people), "events")["lines"] == []


def test_r47_event_data_of_the_whole_world_gives_the_months_out_of_line(people):
    _events(list(State.objects.values_list("pk", flat=True)))
    (line,) = _section(draft(people), "events")["lines"]
    assert line.startswith("Syria: 90 killed in January 2026")


def _events(states: list[str]) -> None:
    """Two years of ten killed a month, then ninety, and the load that told of them."""
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(25)]
    IncidentMonth.objects.bulk_create(
        IncidentMonth(
            source="ucdp-ged",
            state_id="SYR",
            month=month,
            events=1,
            low=1,
            best=90 if month == months[-1] else 10 + n % 2,
            high=99,
            deadliest=[],
        )
        for n, month in enumerate(months)
    )
    ImportRun.objects.create(
        name="ged.csv",
        release="26.0.1",
        source="ucdp-ged",
        state="done",
        created_at=clock.now(),
        first_day=months[0],
        last_day=date(2026, 1, 31),
        states=states,
    )


@pytest.mark.parametrize(
    "text",
    [
        f"As {ITEM_TITLE.upper()} shows, it goes on.",
        "We learnt that forty needle trucks passed the eastern ford before dawn.",
        "The needle\u200b witness saw nine\u00a0men, it is said.",
        f"The man is {PERSON}.",
        f"It was {PERSON.split()[-1]} again.",
        f"In {CASE_TITLE}, nothing has changed.",
        f"The plenary works on a {DRAFT_TITLE}.",
        "See E-2026-0001.",
        "See e\u20112026\u20110001 on it.",
        "It was found in D-2026-901.",
        "Case C-2026-0900 goes on.",
        "The needle commander of the north is there.",
    ],
)
def test_r47_a_text_that_tells_what_is_not_released_is_not_saved(needles, text):
    briefing = draft(needles.people)
    with pytest.raises(Invalid) as caught:
        write(briefing, needles.people, f"The Council should look.\n\n{text}")
    assert (caught.value.rule, caught.value.field) == ("R47", "text_assessment")
    assert NEEDLE not in str(caught.value).lower()
    briefing.refresh_from_db()
    assert briefing.version == 1
    assert NEEDLE not in everything(briefing).lower()


def test_r47_the_same_words_may_be_said_once_they_are_published(plenary):
    output = published(plenary, title="Draft resolution on the burning of nine villages")
    briefing = draft(plenary.people)
    text = f"The Division published {output.number}, Draft resolution on the burning of nine villages."
    assert _section(write(briefing, plenary.people, text), "assessment")["text"] == text


def test_r47_what_was_closed_since_it_was_written_is_found_when_it_is_issued(plenary):
    briefing = write(draft(plenary.people), plenary.people, "Nine men crossed the old stone bridge at noon.")
    accepted(plenary.people, title="Crossing", narrative="Nine men crossed the old stone bridge at noon, armed.")
    with pytest.raises(Invalid) as caught:
        briefings.issue_briefing(briefing=briefing, by=plenary.people.registrar, version=briefing.version)
    assert caught.value.field == "text_assessment"


def test_r47_an_issued_brief_is_frozen_with_its_digest(people):
    briefing = draft(people)
    with pytest.raises(Invalid, match="assessment"):
        briefings.issue_briefing(briefing=briefing, by=people.registrar, version=1)
    briefing = write(briefing, people, "The Council should look at the dry season.")
    issued = briefings.issue_briefing(briefing=briefing, by=people.registrar, version=briefing.version)
    entry = Entry.objects.get(act="briefing.issued")
    checked = {pk: said for pk, said, _name in followup_record.checks()}
    assert issued.digest == entry.digest == checked[entry.pk] == entry.facts["sha256"]
    with pytest.raises(Refused, match="no longer changes"):
        write(issued, people, "Another text.")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Briefing.objects.filter(pk=issued.pk).update(content={})


def test_r47_a_correction_is_a_new_edition_with_its_reason(people):
    first = write(draft(people), people, "The Council should look at the dry season.")
    with pytest.raises(Refused, match="being drafted"):
        draft(people)
    briefings.issue_briefing(briefing=first, by=people.registrar, version=first.version)
    with pytest.raises(Invalid) as caught:
        draft(people)
    assert caught.value.field == "reason"
    second = draft(people, reason="The season was named wrongly.")
    assert (second.edition, _section(second, "assessment")["text"]) == (2, "The Council should look at the dry season.")
    assert Briefing.objects.get(pk=first.pk).issued_at


def test_r47_who_saves_over_another_is_told(people):
    briefing = draft(people)
    write(briefing, people, "One.")
    with pytest.raises(Refused, match="saved this draft since"):
        write(briefing, people, "Two.", version=1)


@pytest.mark.parametrize("who", ["amal", "betty", "officer", "auditor"])
def test_r9_briefs_are_the_registrars(people, who):
    with pytest.raises(NotPermitted):
        draft(people, by=getattr(people, who))


@pytest.mark.parametrize(
    ("changes", "field"), [({"month": 13}, "month"), ({"year": 1900}, "year"), ({"month": 7}, "month")]
)
def test_r47_bad_months_are_refused_by_field(people, changes, field):
    with pytest.raises(Invalid) as caught:
        draft(people, **changes)
    assert (caught.value.rule, caught.value.field) == ("R47", field)


def test_r47_the_pdf_is_tagged_and_its_export_recorded(people):
    briefing = write(draft(people), people, "First.\n\nSecond paragraph.")
    made = export_briefing(briefing=briefing, by=people.amal)
    said = " ".join(pdf_help.text(made).split())
    assert "Horizon scanning: February 2026" in said
    assert "Second paragraph." in said
    assert pdf_help.tags(made)["H1"] == 1
    assert Entry.objects.filter(act="briefing.exported", object=briefing.number).exists()
    with pytest.raises(NotPermitted):
        export_briefing(briefing=briefing, by=people.auditor)


SAID = "nine men with lamps crossed the old stone bridge"


def _in_a_determination(plenary):
    document = {"opening": "", "crimes": [{"elements": [{"reasons": f"It saw that {SAID}."}]}]}
    Determination.objects.filter(case=plenary.case).update(document=document)


def _in_a_plan(plenary):
    registrar, triggers = plenary.people.registrar, [{"kind": "alarm"}]
    closing_cases.write_plan(case=plenary.case, by=registrar, text=SAID, triggers=triggers, after=0)


def _in_an_answer_of_an_addressee(plenary):
    output = call(plenary, plenary.people)
    plenary_services.record_reply(output=output, addressee="France", by=plenary.people.registrar, text=SAID)


def _in_a_decision_of_a_review(plenary):
    review = reviews.open_review(region="asia-pacific", year=2026, quarter=1, by=plenary.people.registrar)
    reviews.decide(review=review, by=plenary.people.registrar, text=SAID)


def _in_an_option(plenary):
    plenary.table(**{**PEACEFUL, "aim": SAID})


def _in_a_remark(plenary):
    option = plenary.table(**PEACEFUL)
    key = str(option.ordinal)
    plenary_services.remark_on(case=plenary.case, subject="option", key=key, text=SAID, by=plenary.people.amal)


def _in_what_is_expected_of_a_state(plenary):
    text = council_text(plenary, transmitted(plenary))
    expect_position(text=text, by=plenary.people.betty, state="FRA", position="no", reason=SAID)


@pytest.mark.parametrize(
    "written",
    [
        _in_a_determination,
        _in_a_plan,
        _in_an_answer_of_an_addressee,
        _in_a_decision_of_a_review,
        _in_an_option,
        _in_a_remark,
        _in_what_is_expected_of_a_state,
    ],
)
def test_r47_no_text_of_the_record_is_quoted_wherever_it_stands(plenary, written):
    briefing = draft(plenary.people)
    written(plenary)
    with pytest.raises(Invalid) as caught:
        write(briefing, plenary.people, f"It is known that {SAID}.")
    assert (caught.value.rule, caught.value.field) == ("R47", "text_assessment")
