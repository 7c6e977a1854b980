"""R31: sessions of the plenary: presence, quorum by discipline, the floor, minutes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from cases.services import recuse
from deliberation import services
from deliberation.models import Minutes, Presence, Sitting, Turn
from deliberation.procedure.speakers import Ask
from deliberation.selectors.sittings import Session, present_in
from mad.common import clock
from mad.common.clock import advance
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from tests.deliberation_factory import EVERYBODY, PEACEFUL, broken_digests
from tests.docx_help import docx_text
from tests.services.cases_steps import refusal

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def sitting(plenary, people) -> Sitting:
    return services.open_sitting(case=plenary.case, by=people.betty)


@pytest.fixture
def come(sitting, people):
    def present(*names):
        for name in names:
            services.mark_presence(sitting=sitting, by=getattr(people, name), here=True)

    return present


def ask(sitting, by, kind=Ask.FLOOR, **more) -> Turn:
    return services.ask_for_floor(sitting=sitting, by=by, kind=kind, **more)


def give(sitting, turn, by) -> Turn:
    return services.give_floor(sitting=sitting, turn=turn.pk, by=by)


def test_r31_the_presiding_member_or_the_registrar_opens_and_closes(plenary, people):
    for name in ("amal", "officer", "auditor", "admin"):
        with pytest.raises(Refused) as caught:
            services.open_sitting(case=plenary.case, by=getattr(people, name))
        assert caught.value.rule == "R9"
    first = services.open_sitting(case=plenary.case, by=people.registrar)
    assert refusal(services.open_sitting, case=plenary.case, by=people.betty).reason == "Session 1 is still open."
    assert services.close_sitting(sitting=first, by=people.betty).closed_by == people.betty
    assert services.open_sitting(case=plenary.case, by=people.betty).ordinal == 2
    assert refusal(services.close_sitting, sitting=first, by=people.betty).rule == "R31"


def test_r6_a_presiding_member_who_is_recused_opens_nothing(plenary, people):
    recuse(case=plenary.case, by=people.betty, reason="A brother is a party.")
    assert refusal(services.open_sitting, case=plenary.case, by=people.betty).rule == "R6"


def test_r31_no_session_before_a_determination(plenary, people):
    plenary.case.stage = "monitoring"
    plenary.case.save()
    assert refusal(services.open_sitting, case=plenary.case, by=people.betty).rule == "R20"


def test_r31_members_mark_themselves_and_coming_twice_is_coming_once(sitting, people, come):
    come("amal", "amal", "helene")
    assert Presence.objects.count() == 3  # who presides came by opening it
    services.mark_presence(sitting=sitting, by=people.amal, here=False)
    assert present_in(sitting) == {people.member("helene").pk, people.member("betty").pk}
    for name in ("registrar", "officer"):
        assert refusal(services.mark_presence, sitting=sitting, by=getattr(people, name), here=True).rule == "R9"


def test_r31_the_quorum_by_discipline(sitting, come):
    come("amal", "ingrid", "tomas", "chipo", "nguyen", "betty", "mikael", "rosa")
    short = Session(sitting).attendance
    assert (short.entitled, short.present, short.needed, short.quorate) == (15, 8, 8, False)
    assert [d.value for d in short.absent] == ["sanctions", "intervention"]
    come("helene", "fergus")
    assert Session(sitting).attendance.quorate


def test_r6_who_is_recused_meanwhile_is_no_longer_counted(plenary, sitting, people, come):
    come("amal", "bilal")
    recuse(case=plenary.case, by=people.bilal, reason="A brother is a party.")
    sitting = Sitting.objects.get(pk=sitting.pk)
    assert [m.name for m in Session(sitting).present] == ["Amal Benhaddou", "Betty Achieng Otieno"]
    assert refusal(ask, sitting=sitting, by=people.bilal).rule == "R6"


def test_r31_the_floor_is_asked_for_given_and_done(sitting, people, come):
    come("amal", "helene", "fergus")
    first, second = ask(sitting, people.amal, subject="The embargo"), ask(sitting, people.helene)
    advance(timedelta(minutes=1))
    give(sitting, first, people.betty)
    advance(timedelta(minutes=3))
    shown = Session(sitting)
    assert (shown.speaking.name, shown.speaking.subject, shown.speaking.spoke_for) == (
        "Amal Benhaddou", "The embargo", "3 min 00 s",
    )  # fmt: skip
    give(sitting, second, people.betty)
    shown = Session(sitting)
    assert (shown.speaking.name, [line.name for line in shown.spoke]) == ("Hélène Vautrin", ["Amal Benhaddou"])
    services.end_turn(sitting=sitting, turn=second.pk, by=people.helene)
    assert Session(sitting).speaking is None


def test_r31_nobody_is_on_the_list_twice(sitting, people, come):
    come("amal")
    turn = ask(sitting, people.amal)
    assert refusal(ask, sitting=sitting, by=people.amal).reason == "You are on the list already."
    give(sitting, turn, people.betty)
    assert refusal(ask, sitting=sitting, by=people.amal).reason == "You have the floor."
    assert Turn.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.create(sitting=sitting, member=people.member("amal"), kind="floor", asked_at=clock.now())


def test_r31_a_point_of_order_goes_first(sitting, people, come):
    come("amal", "helene")
    turn = ask(sitting, people.amal)
    order = ask(sitting, people.helene, Ask.ORDER)
    assert [line.name for line in Session(sitting).waiting] == ["Hélène Vautrin", "Amal Benhaddou"]
    assert refusal(give, sitting=sitting, turn=turn, by=people.betty).reason == "A point of order waits; it goes first."
    give(sitting, order, people.betty)
    give(sitting, turn, people.betty)


def test_r31_who_is_not_present_does_not_speak(sitting, people, come):
    assert "present" in refusal(ask, sitting=sitting, by=people.amal).reason
    come("amal")
    turn = ask(sitting, people.amal)
    services.mark_presence(sitting=sitting, by=people.amal, here=False)
    turn.refresh_from_db()
    assert turn.withdrawn_at is not None
    assert refusal(give, sitting=sitting, turn=turn, by=people.betty).rule == "R31"


def test_r31_a_name_is_withdrawn_by_its_member_alone(sitting, people, come):
    come("amal", "helene")
    turn = ask(sitting, people.amal)
    assert refusal(services.withdraw_from_list, sitting=sitting, turn=turn.pk, by=people.helene).status == 403
    services.withdraw_from_list(sitting=sitting, turn=turn.pk, by=people.amal)
    ask(sitting, people.amal)


def test_r9_the_floor_is_the_presiding_members_to_give(sitting, people, come):
    come("amal")
    turn = ask(sitting, people.amal)
    for name in ("amal", "registrar", "officer"):
        assert refusal(give, sitting=sitting, turn=turn, by=getattr(people, name)).rule == "R9"


@pytest.mark.parametrize("turn", [0, 99_999_999])
def test_r31_a_turn_that_is_not_there(sitting, people, turn):
    with pytest.raises(Invalid):
        services.give_floor(sitting=sitting, turn=turn, by=people.betty)


def test_r31_a_kind_that_is_none_and_a_subject_without_end(sitting, people, come):
    come("amal")
    with pytest.raises(Invalid):
        ask(sitting, people.amal, "speech")
    with pytest.raises(Invalid):
        ask(sitting, people.amal, subject="x" * 201)


def held(plenary, people, sitting, come) -> Minutes:
    """A session in which one member spoke, one motion carried, and another vote is still open at its end."""
    come(*EVERYBODY[:10])
    turn = ask(sitting, people.amal, subject="The envoy")
    give(sitting, turn, people.betty)
    advance(timedelta(minutes=2))
    services.end_turn(sitting=sitting, turn=turn.pk, by=people.betty)
    option = plenary.table(**PEACEFUL)
    services.remark_on(case=plenary.case, subject="option", key="1", text="It was tried.", by=people.helene)
    plenary.carry(plenary.move(kind="option", option=option))
    second = plenary.move(kind="option", option=plenary.table(tool="mediation", aim="Talks"))
    services.put_to_vote(motion=second, by=people.betty)
    ask(sitting, people.amal)
    services.close_sitting(sitting=sitting, by=people.betty)
    return Minutes.objects.get(sitting=sitting)


def test_r31_minutes_are_drafted_from_the_record(plenary, people, sitting, come):
    text = held(plenary, people, sitting, come).text
    for words in (
        "Betty Achieng Otieno opened session 1 of the plenary on C-2026-0900",
        "10 of 15 members entitled took part",
        "it was present when the session closed",
        "Amal Benhaddou spoke from the list of speakers at 09:30, on The envoy (2 min 00 s).",
        "Hélène Vautrin moved M-2026-0001",
        "Yes 11: 11 × 3 = 33, 15 × 2 = 30, and 33 ≥ 30.",
        "Voting on M-2026-0002, Mediation support, was open when the session closed",
        "Hélène Vautrin wrote on option O-1",
        "Betty Achieng Otieno closed the session",
    ):
        assert words in text
    assert Turn.objects.filter(ended_at=None, withdrawn_at=None).count() == 0
    assert broken_digests() == []


def test_r31_who_presides_is_present_by_presiding_unless_they_say_otherwise(plenary, people):
    sitting = services.open_sitting(case=plenary.case, by=people.registrar)
    assert present_in(sitting) == set()
    services.put_to_vote(motion=plenary.move(kind="option", option=plenary.table(**PEACEFUL)), by=people.betty)
    assert present_in(sitting) == {people.member("betty").pk}
    services.mark_presence(sitting=sitting, by=people.betty, here=False)
    services.mark_presence(sitting=sitting, by=people.amal, here=True)
    give(sitting, ask(sitting, people.amal), people.betty)
    assert present_in(sitting) == {people.member("amal").pk}
    services.close_sitting(sitting=sitting, by=people.registrar)
    text = Minutes.objects.get(sitting=sitting).text
    assert "Present: Amal Benhaddou (legal) and Betty Achieng Otieno (mediation)." in text
    assert "7 members were missing, and no member for mediation, for sanctions or for intervention was present." in text
    assert broken_digests() == []


def test_r31_what_happened_outside_the_session_is_not_in_its_minutes(plenary, people):
    plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    sitting = services.open_sitting(case=plenary.case, by=people.betty)
    services.close_sitting(sitting=sitting, by=people.registrar)
    plenary.table(tool="mediation", aim="x")
    text = Minutes.objects.get(sitting=sitting).text
    assert "moved" not in text
    assert "Statements" not in text


def test_r31_the_registrar_corrects_and_the_presiding_member_approves(plenary, people, sitting, come):
    drafted = held(plenary, people, sitting, come)
    words = drafted.text.replace("The envoy", "the envoy")
    for name in ("betty", "amal", "officer"):
        refused = refusal(
            services.correct_minutes, sitting=sitting, text=words, seen_version=1, by=getattr(people, name)
        )
        assert refused.rule == "R9"
    corrected = services.correct_minutes(sitting=sitting, text=words, seen_version=1, by=people.registrar)
    assert (corrected.version, corrected.by) == (2, people.registrar)
    late = refusal(services.correct_minutes, sitting=sitting, text="Other", seen_version=1, by=people.registrar)
    assert late.reason == "Version 2 was saved since you opened this page."
    assert refusal(services.approve_minutes, sitting=sitting, version=1, by=people.betty).rule == "R31"
    assert refusal(services.approve_minutes, sitting=sitting, version=2, by=people.registrar).rule == "R9"
    services.approve_minutes(sitting=sitting, version=2, by=people.betty)
    after = refusal(services.correct_minutes, sitting=sitting, text="Other", seen_version=2, by=people.registrar)
    assert after.reason == "The minutes are approved and stay as they are."
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.update(text="Other")


def test_r50_minutes_leave_as_pdf_and_docx_and_the_docket_says_so(plenary, people, sitting, come):
    drafted = held(plenary, people, sitting, come)
    made = services.export_minutes(minutes=drafted, form="pdf", by=people.amal)
    assert made.content.startswith(b"%PDF")
    word = services.export_minutes(minutes=drafted, form="docx", by=people.amal)
    assert "These minutes have not been approved yet." in docx_text(word.content)
    assert "Amal Benhaddou spoke from the list of speakers" in docx_text(word.content)
    assert Entry.objects.filter(act="minutes.exported").count() == 2


def test_minutes_wait_for_the_end_of_the_session(sitting, people):
    assert refusal(
        services.correct_minutes, sitting=sitting, text="Early", seen_version=1, by=people.registrar
    ).reason == "The minutes are drafted when the session closes."  # fmt: skip
