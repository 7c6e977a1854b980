"""R37: embargo, publication, findings, comments, and what of them is public."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.services import name_person
from deliberation import services
from deliberation.models import Delivery, Embargo, Output, Publication
from deliberation.selectors import paragraphs_of, published
from evidence.services import reclassify_item
from mad.clocks.models import Clock
from mad.clocks.services import tick
from mad.common import clock
from mad.common.clock import advance
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.membership.models import CouncilSeat
from mad.notices import outbox
from tests.determination_factory import world
from tests.evidence_help import accepted
from tests.publishing_steps import adopted, call, statement

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture(autouse=True)
def _ask_again():
    published.forget()


def refused(rule, act, **arguments) -> Refused:
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert caught.value.rule == rule
    return caught.value


def test_r37_a_statement_under_embargo_is_published_by_its_clock_exactly_once(plenary, people):
    output = statement(plenary)
    services.transmit(output=output, by=people.registrar)
    services.set_embargo(output=output, by=people.registrar, until=clock.now() + timedelta(hours=6))
    refused("R37", services.publish, output=output, by=people.registrar)
    advance(timedelta(hours=5, minutes=59))
    tick()
    outbox.drain()
    assert not Publication.objects.exists()
    advance(timedelta(minutes=1))
    for _ in range(3):
        tick()
        outbox.drain()
    output.refresh_from_db()
    assert (output.stage, output.published_at) == ("published", clock.now())
    assert Publication.objects.count() == 1
    assert Entry.objects.filter(act="output.published", object=output.number).count() == 1
    assert not Clock.objects.of("embargo", output.number).exists()


def test_r37_a_statement_that_goes_out_after_its_embargo_has_passed_is_published_next(plenary, people):
    output = statement(plenary)
    services.set_embargo(output=output, by=people.registrar, until=clock.now() + timedelta(hours=6))
    advance(timedelta(hours=8))
    for _ in range(2):
        tick()
        outbox.drain()
    assert not Publication.objects.exists()
    services.transmit(output=output, by=people.registrar)
    assert not Publication.objects.exists()
    advance(timedelta(minutes=1))
    for _ in range(2):
        tick()
        outbox.drain()
    output.refresh_from_db()
    assert output.stage == "published"
    assert Entry.objects.filter(act="output.published", object=output.number).count() == 1
    assert not Clock.objects.of("embargo", output.number).exists()


def test_r37_an_embargo_in_the_past_is_refused_by_its_field(plenary, people):
    output = statement(plenary)
    with pytest.raises(Invalid) as caught:
        services.set_embargo(output=output, by=people.registrar, until=clock.now())
    assert "until" in caught.value.errors
    assert not Embargo.objects.exists()


def test_r37_an_embargo_is_moved_and_lifted_and_every_version_kept(plenary, people):
    output = statement(plenary)
    services.transmit(output=output, by=people.registrar)
    refused("R37", services.set_embargo, output=output, by=people.registrar, until=None)
    for hours in (6, 12):
        services.set_embargo(output=output, by=people.registrar, until=clock.now() + timedelta(hours=hours))
    advance(timedelta(hours=7))
    tick()
    outbox.drain()
    assert not Publication.objects.exists()
    services.set_embargo(output=output, by=people.registrar, until=None)
    assert services.publish(output=output, by=people.registrar).stage == "published"
    assert list(Embargo.objects.order_by("version").values_list("version", flat=True)) == [1, 2, 3]
    refused("R37", services.set_embargo, output=output, by=people.registrar, until=clock.now() + timedelta(days=1))


@pytest.mark.parametrize("name", ["amal", "officer", "ethics", "auditor", "admin", "focal"])
def test_r9_who_may_set_an_embargo(plenary, people, name):
    output = statement(plenary)
    with pytest.raises(NotPermitted):
        services.set_embargo(output=output, by=getattr(people, name), until=clock.now() + timedelta(days=1))


def test_r37_publication_freezes_the_adopted_text(plenary, people):
    output = statement(plenary, text="The river rose.")
    services.transmit(output=output, by=people.registrar)
    services.publish(output=output, by=people.registrar)
    row = Publication.objects.get()
    assert row.content["lines"] == output.adopted_lines
    assert row.content["digest"] == output.adopted_digest
    assert row.entry.act == "output.adopted"
    assert row.states == ["SYR"]
    assert "Carried." in " ".join(row.content["adoption"])
    refused("R37", services.publish, output=output, by=people.registrar)


def test_r37_a_superseded_text_says_so_and_names_its_successor_once_that_is_public(plenary, people):
    old, new = (statement(plenary, title=title) for title in ("First", "Second"))
    services.transmit(output=old, by=people.registrar)
    services.publish(output=old, by=people.registrar)
    services.supersede(output=old, by=people.betty, with_output=new)
    found = published.by_symbol(old.symbol)
    assert (found.status, found.successor) == ("superseded", None)
    new.refresh_from_db()
    services.transmit(output=new, by=people.registrar)
    services.publish(output=new, by=people.registrar)
    assert published.by_symbol(old.symbol).successor.symbol == new.symbol


def test_r39f_a_text_that_names_closed_evidence_does_not_leave(plenary, people):
    output = statement(plenary, text="As E-2026-0001 shows, the river rose.")
    said = refused("R39 f", services.transmit, output=output, by=people.registrar)
    assert "E-2026-0001" in said.reason
    output.refresh_from_db()
    assert (output.stage, Delivery.objects.count()) == ("adopted", 0)


@pytest.mark.parametrize("said", ["Zarathor Quillbane", "QUILLBANE, Zarathor", "men of Quillbane", "Zárathor"])
def test_r16_a_text_that_names_a_protected_person_does_not_leave(plenary, people, said):
    output = statement(plenary, text=f"The plenary has heard of {said}, and calls for talks.")
    commander(plenary, people)
    found = refused("R16", services.transmit, output=output, by=people.registrar)
    assert "Paragraph" in found.reason
    output.refresh_from_db()
    assert (output.stage, Delivery.objects.count()) == ("adopted", 0)


def commander(plenary, people) -> None:
    name_person(
        case=plenary.case,
        designation="Commander of the brigade",
        name="Zarathor Quillbane",
        grounds="Two accounts.",
        by=people.officer,
    )


def test_r16_nor_is_it_voted_on_and_the_designation_may_be_said(plenary, people):
    commander(plenary, people)
    refused("R16", statement, plenary=plenary, text="The plenary has heard of Quillbane, and calls for talks.")
    output = statement(plenary, text="The Commander of the brigade is called on to let the General Assembly be heard.")
    services.transmit(output=output, by=people.registrar)
    assert services.publish(output=output, by=people.registrar)


def test_r16_a_published_text_names_no_protected_source_by_a_part_of_its_name(plenary, people):
    people.ohchr.name = "Vintara Documentation Centre"
    people.ohchr.save(update_fields=["name"])
    output = statement(plenary, text="As Vintara told the Division, the river rose. It calls for talks.")
    services.transmit(output=output, by=people.registrar)
    # It sends more, under protection, once the text was sent.
    accepted(people, protect_source=True, grading={"destination": plenary.case.number})
    refused("R16", services.publish, output=output, by=people.registrar)


def test_r37_transmitting_twice_delivers_once(plenary, people):
    output = statement(plenary)
    services.transmit(output=output, by=people.registrar)
    refused("R37", services.transmit, output=output, by=people.betty)
    assert output.deliveries.count() == 16


def test_r37_a_seat_unknown_for_the_day_holds_up_what_was_voted(plenary, people):
    output = statement(plenary)
    CouncilSeat.objects.filter(permanent=False).delete()
    said = refused("R37", services.transmit, output=output, by=people.registrar)
    assert "10 are not known" in said.reason
    output.refresh_from_db()
    assert output.stage == "adopted"


def test_r37_a_call_goes_to_the_seats_known_and_to_the_others_once_they_are(plenary, people):
    kept = list(CouncilSeat.objects.filter(permanent=False))
    CouncilSeat.objects.filter(permanent=False).delete()
    output = call(plenary, people)
    assert (output.stage, output.deliveries.count()) == ("transmitted", 6)
    CouncilSeat.objects.bulk_create(kept)
    assert len(services.complete_delivery(output=output, by=people.registrar)) == 10
    refused("R37", services.complete_delivery, output=output, by=people.registrar)
    assert output.deliveries.count() == 16


def test_r37_the_council_is_that_of_the_day_of_sending(plenary, people):
    old, new = statement(plenary, title="In 2026"), statement(plenary, title="In 2027")
    services.transmit(output=old, by=people.registrar)
    advance(datetime(2027, 1, 1, 0, 5, tzinfo=UTC) - clock.now())
    assert "5 are not known" in refused("R37", services.transmit, output=new, by=people.registrar).reason
    elected = ("JPN", "NGA", "PER", "FIN", "JAM")
    CouncilSeat.objects.bulk_create(
        CouncilSeat(state_id=code, starts=date(2027, 1, 1), ends=date(2028, 12, 31)) for code in elected
    )
    services.transmit(output=new, by=people.registrar)
    before, after = (set(output.deliveries.values_list("state", flat=True)) for output in (old, new))
    assert after - before == set(elected)
    assert {"DNK", "GRC", "PAK", "PAN", "SOM"} == before - after


def test_r37_an_emergency_call_names_no_closed_evidence(plenary, people):
    with pytest.raises(Invalid) as caught:
        call(plenary, people, text="We learn this from S-2026-000001.")
    assert caught.value.rule == "R16"
    assert not Output.objects.exists()


def test_r37_the_adoption_of_a_call_on_the_docket_names_nobody(plenary, people):
    output = call(plenary, people)
    assert Entry.objects.get(act="output.adopted", object=output.number).actor == "system"


def test_r37_a_comment_refers_to_a_council_text(plenary, people):
    with pytest.raises(Invalid) as caught:
        services.draft_comment(case=plenary.case, by=people.helene, title="On it", on="that resolution")
    assert "on" in caught.value.errors
    assert not Output.objects.exists()
    made = services.draft_comment(case=plenary.case, by=people.helene, title="On it", on="s/2014/348")
    assert made.commented.symbol == "S/2014/348"


def test_r37_findings_are_the_released_version_and_nobody_edits_them(people, plenary):
    found = world(people)
    found.case.refresh_from_db()
    output = services.draft_findings(case=found.case, by=people.amal, title="Findings")
    texts = "\n".join(row.text for row in paragraphs_of(output))
    assert "poppy" in texts
    assert not [secret for secret in found.secrets if secret in texts]
    row = paragraphs_of(output)[0]
    assert refused("R38", services.edit_paragraph, paragraph=row, by=people.amal, text="Otherwise").rule == "R38"
    foreword = services.add_paragraph(output=output, by=people.amal, text="The Division publishes its findings.")
    assert paragraphs_of(output)[0] == foreword


def test_r16_findings_whose_evidence_was_closed_since_are_not_sent(people):
    found = world(people)
    found.case.refresh_from_db()
    output = services.draft_findings(case=found.case, by=people.amal, title="Findings")
    services.submit_for_review(output=output, by=people.amal)
    adopted(output, people)
    reclassify_item(item=found.free, by=people.officer, sensitivity="confidential", reason="It tells of others.")
    refused("R16", services.transmit, output=output, by=people.registrar)


@pytest.mark.parametrize(
    "words",
    [
        {"title": "What E-2026-0001 shows"},
        {"text": "As E\u20112026\u20110001 shows."},
        {"text": "As E-2026-\u200b0001 shows."},
        {"text": "As e \u2013 2026 \u2013 0001 shows."},
    ],
)
def test_r39f_closed_evidence_is_found_in_the_title_and_however_its_number_is_written(plenary, people, words):
    output = statement(plenary, **words)
    assert "E-2026-0001" in refused("R39 f", services.transmit, output=output, by=people.registrar).reason
    assert not Delivery.objects.exists()


def test_r30_findings_of_a_determination_replaced_since_are_not_sent(people, plenary):
    found = world(people)
    found.case.refresh_from_db()
    output = services.draft_findings(case=found.case, by=people.amal, title="Findings")
    services.submit_for_review(output=output, by=people.amal)
    adopted(output, people)
    plenary.case = found.case
    plenary.determine()
    refused("R37", services.transmit, output=output, by=people.registrar)


def test_r37_what_was_withdrawn_or_superseded_takes_no_other_texts_place(plenary, people):
    old, withdrawn, third, fourth = (statement(plenary, title=title) for title in ("One", "Two", "Three", "Four"))
    services.transmit(output=old, by=people.registrar)
    services.publish(output=old, by=people.registrar)
    services.withdraw(output=withdrawn, by=people.betty, reason="It was wrong.")
    for wrong in (withdrawn, old):
        refused("R37", services.supersede, output=old, by=people.betty, with_output=wrong)
    assert published.by_symbol(old.symbol).status == "published"
    services.supersede(output=old, by=people.betty, with_output=third)
    third.refresh_from_db()
    refused("R37", services.supersede, output=fourth, by=people.betty, with_output=third)  # it follows another already
    refused("R37", services.supersede, output=third, by=people.betty, with_output=old)
    services.supersede(output=third, by=people.betty, with_output=fourth)
    assert Entry.objects.get(act="output.supersedes", object=fourth.number).facts["output"] == third.number


def test_r37_an_embargo_beyond_the_calendar_is_refused_by_its_field(plenary, people):
    output = statement(plenary)
    with pytest.raises(Invalid) as caught:
        services.set_embargo(output=output, by=people.registrar, until=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    assert "until" in caught.value.errors
    assert not Embargo.objects.exists()


def test_the_public_site_knows_of_a_text_whose_row_came_in_late(plenary, people):
    """Two are published at the same instant; the row with the lower number is committed last."""
    first, second = statement(plenary, title="First"), statement(plenary, title="Second")
    for output in (first, second):
        services.transmit(output=output, by=people.registrar)
    services.publish(output=first, by=people.registrar)
    row = Publication.objects.get()
    published.forget()
    before = published.generation()
    earlier = row.published_at - timedelta(milliseconds=1)
    row.pk, row.output, row.symbol, row.published_at = row.pk - 1, second, second.symbol, earlier
    row.save(force_insert=True)
    published.forget()
    assert published.generation() != before


@pytest.mark.parametrize(
    "words",
    [
        {"title": "On Colonel Needleman Vask"},
        {"text": "It was ordered by NEEDLEMAN\u200b VASK, a colonel."},
        {"text": "Vask (Needleman), the colonel, gave the order."},
    ],
)
def test_r16_a_protected_name_does_not_leave_and_is_not_told_in_the_refusal(plenary, people, words):
    output = statement(plenary, **words)
    name_person(
        case=plenary.case,
        by=people.registrar,
        designation="The commander of the northern force",
        name="Colonel Needleman Vask",
        grounds="Heard by two.",
    )
    said = refused("R16", services.transmit, output=output, by=people.registrar)
    assert "Vask" not in f"{said.reason} {said.detail}"
    assert not Delivery.objects.exists()
    plain = statement(plenary, text="The commander of the northern force gave the order, says a colonel.")
    assert services.transmit(output=plain, by=people.registrar).stage == "transmitted"


def test_r16_a_text_sent_before_its_evidence_was_closed_is_published_by_no_door(people):
    found = world(people)
    found.case.refresh_from_db()
    plain = services.draft_comment(case=found.case, by=people.amal, title="On it", on="S/2026/12")
    services.add_paragraph(output=plain, by=people.amal, text=f"As {found.free.number} shows, roofs are gone.")
    services.submit_for_review(output=plain, by=people.amal)
    output = services.transmit(output=adopted(plain, people), by=people.registrar)
    services.set_embargo(output=output, by=people.registrar, until=clock.now() + timedelta(hours=6))
    reclassify_item(item=found.free, by=people.officer, sensitivity="confidential", reason="It tells of others.")
    advance(timedelta(hours=7))
    for _ in range(2):
        tick()
        outbox.drain()
    said = refused("R39 f", services.publish, output=output, by=people.registrar)
    assert found.free.number in said.reason
    assert not Publication.objects.exists()
    running = Clock.objects.of("embargo", output.number).get()
    assert running.ended_at is None  # late, and so it goes to who presides (R36)


def test_r37_what_is_completed_after_new_year_goes_to_the_council_of_the_day_of_sending(plenary, people):
    kept = list(CouncilSeat.objects.filter(permanent=False))
    CouncilSeat.objects.filter(permanent=False).delete()
    output = call(plenary, people)
    advance(datetime(2027, 1, 3, tzinfo=UTC) - clock.now())
    CouncilSeat.objects.bulk_create(kept)
    made = {row.state_id for row in services.complete_delivery(output=output, by=people.registrar)}
    assert {"DNK", "GRC", "PAK", "PAN", "SOM"} <= made
    assert output.deliveries.count() == 16
