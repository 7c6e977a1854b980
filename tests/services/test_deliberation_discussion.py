"""R31: discussion among the members: remarks, corrections, whom they speak to."""

import pytest
from django.db import DatabaseError, transaction

from cases.services import recuse
from deliberation import services
from deliberation.models import Mention, Remark
from deliberation.selectors.threads import remarks_on, subject_of
from mad.common.errors import Invalid
from mad.docket.models import Entry
from tests.deliberation_factory import PEACEFUL, broken_digests
from tests.services.cases_steps import refusal

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def say(plenary, people):
    plenary.table(**PEACEFUL)

    def on_option(text, by="amal", key="1", subject="option"):
        return services.remark_on(case=plenary.case, subject=subject, key=key, text=text, by=getattr(people, by))

    return on_option


def shown(plenary, reader, subject="option", key="1"):
    return remarks_on(plenary.case, subject, key, reader)


def test_r31_a_remark_stands_under_its_authors_name_and_in_the_docket(plenary, people, say):
    say("  The envoy is known to both sides. ")
    (row,) = shown(plenary, people.betty)
    assert (row.name, row.newest.text, row.own) == ("Amal Benhaddou", "The envoy is known to both sides.", False)
    entry = Entry.objects.get(act="remark.made")
    assert entry.facts["subject"] == "option"
    assert broken_digests() == []


def test_r31_threads_are_on_options_motions_and_paragraphs(plenary, say, people):
    motion = plenary.move(kind="option", option=plenary.table(tool="mediation", aim="x"))
    row = plenary.write(plenary.draft(), "operative", "Demands", "that attacks end", measure="cessation")
    say("On the motion", subject="motion", key=motion.number)
    say("On the paragraph", subject="paragraph", key=str(row.pk))
    assert [r.newest.text for r in shown(plenary, people.amal, "motion", motion.number)] == ["On the motion"]
    assert [r.newest.text for r in shown(plenary, people.amal, "paragraph", str(row.pk))] == ["On the paragraph"]
    assert shown(plenary, people.amal) == []


@pytest.mark.parametrize(
    ("subject", "key"),
    [("option", "9"), ("option", "x"), ("option", "99999999999999999999"), ("motion", "M-2026-0099"), ("note", "1")],
)
def test_r31_what_the_case_does_not_have_cannot_be_discussed(say, subject, key):
    with pytest.raises(Invalid):
        say("Of what?", subject=subject, key=key)
    assert not Remark.objects.exists()


def test_r31_an_option_of_another_case_is_not_reached(plenary, people, say):
    case = plenary.case
    case.pk, case.number = None, "C-2026-0901"
    case.save()
    assert subject_of(case, "option", "1") is None


def test_r15_a_correction_leaves_what_was_said_before(plenary, people, say):
    remark = say("Ten envoys were sent.")
    services.correct_remark(remark=remark, text="Two envoys were sent.", by=people.amal)
    services.correct_remark(remark=remark, text="Two envoys were sent.", by=people.amal)
    (row,) = shown(plenary, people.amal)
    assert (row.newest.text, [old.text for old in row.earlier]) == ("Two envoys were sent.", ["Ten envoys were sent."])
    assert refusal(services.correct_remark, remark=remark, text="No.", by=people.betty).rule == "R15"
    with pytest.raises(DatabaseError), transaction.atomic():
        remark.texts.update(text="Never said.")


def test_r31_an_empty_or_endless_remark_is_refused(say):
    for text in ("", "  \n ", "x" * 10_001):
        with pytest.raises(Invalid) as caught:
            say(text)
        assert set(caught.value.errors) == {"text"}


def test_r31_a_member_spoken_to_finds_it_until_they_write_or_take_note(plenary, people, say):
    say("@betty.otieno and @nobody.here, see mail@amal.benhaddou.")
    assert [m.member.user.username for m in Mention.objects.all()] == ["betty.otieno"]
    assert shown(plenary, people.betty)[0].to_note
    assert not shown(plenary, people.helene)[0].to_note
    assert services.take_note(case=plenary.case, subject="option", key="1", by=people.betty) == 1
    assert not shown(plenary, people.betty)[0].to_note
    say("@helene.vautrin, and you?")
    say("I agree.", by="helene")
    assert Mention.objects.filter(noted_at=None).count() == 0


def test_r31_the_pieces_of_a_remark_mark_whom_it_speaks_to(plenary, people, say):
    say("Ask @betty.otieno.")
    (row,) = shown(plenary, people.amal)
    assert row.newest.pieces == [("Ask ", False), ("@betty.otieno", True), (".", False)]


def test_r6_a_recused_member_is_not_spoken_to_and_says_nothing(plenary, people, say):
    recuse(case=plenary.case, by=people.bilal, reason="A brother is a party.")
    with pytest.raises(Invalid) as caught:
        say("@bilal.haddad, what do you think?")
    assert caught.value.rule == "R6"
    assert "leave the name out" in caught.value.errors["text"][0]
    assert not Remark.objects.exists()
    assert (
        refusal(services.remark_on, case=plenary.case, subject="option", key="1", text="I", by=people.bilal).rule
        == "R6"
    )


@pytest.mark.parametrize("name", ["registrar", "officer", "auditor", "focal", "admin"])
def test_r9_members_alone_discuss(plenary, people, say, name):
    with pytest.raises(Exception, match="R9"):
        say("May I?", by=name)


def test_r20_nothing_is_said_on_a_closed_case(plenary, people, say):
    remark = say("While it was open.")
    plenary.case.stage = "closed"
    plenary.case.save()
    with pytest.raises(Exception, match="R20"):
        say("Too late.")
    assert refusal(services.correct_remark, remark=remark, text="Later.", by=people.amal).rule == "R20"
