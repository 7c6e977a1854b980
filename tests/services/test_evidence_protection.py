"""R16: sensitivity, named readers, release terms and origins change by further records."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from deliberation.selectors import citations_of
from evidence.models import NamedReader, SensitivityChange
from evidence.procedure.release import Limit
from evidence.selectors import (
    files_visible_to,
    items_visible_to,
    own_submissions,
    release_terms_of,
    submission_terms,
    submissions_visible_to,
)
from evidence.services import (
    derive,
    end_reader,
    mark_origin,
    name_reader,
    own_office,
    receive,
    reclassify,
    reclassify_item,
    retract,
    screen,
    set_release_terms,
)
from mad.clocks.models import Clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.selectors import visible_to as entries_visible_to
from mad.reference.models import State
from tests.evidence_help import ACCEPT, GRADED, PLAIN, accepted, an_item, received
from tests.hostile_files import mail

STRICT = "strictly_confidential"
OPEN = {**GRADED, "sensitivity": "unclassified"}


def test_r16_raising_a_submission_raises_its_items_and_closes_them(people):
    submission = accepted(people, ("a.txt", b"One of them."))
    reclassify(submission=submission, by=people.officer, sensitivity=STRICT, reason="A witness is named.")
    assert set(submission.items.values_list("sensitivity", flat=True)) == {STRICT}
    assert submission.items.first().version == 2
    assert not items_visible_to(people.amal).exists()
    assert not submissions_visible_to(people.amal).exists()
    assert items_visible_to(people.officer).exists(), "who raised it is its reader"
    assert SensitivityChange.objects.filter(submission=submission).count() == 3
    assert Entry.objects.filter(act="submission.reclassified", object=submission.number).exists()


def test_r16_lowering_is_the_registrars_and_leaves_what_was_set_apart(people):
    submission = accepted(people, ("a.txt", b"One of them."))
    apart = submission.items.get(title="a.txt")
    reclassify_item(item=apart, by=people.officer, sensitivity=STRICT, reason="A name.")
    with pytest.raises(NotPermitted):
        reclassify(submission=submission, by=people.officer, sensitivity="unclassified", reason="Public by now.")
    reclassify(submission=submission, by=people.registrar, sensitivity="unclassified", reason="Public by now.")
    kept = dict(submission.items.values_list("title", "sensitivity"))
    assert kept == {"Report": "unclassified", "a.txt": STRICT}


def test_r16_raising_a_part_opens_nothing_that_was_closed(people):
    """Naming is for the whole of a submission: who raises one part is not named for what others keep apart."""
    submission = accepted(people, ("a.txt", b"A name."), ("b.txt", b"A place."))
    first, second = (submission.items.get(title=name) for name in ("a.txt", "b.txt"))
    reclassify_item(item=first, by=people.registrar, sensitivity=STRICT, reason="A name.")
    reclassify_item(item=second, by=people.officer, sensitivity=STRICT, reason="A place.")
    assert not items_visible_to(people.officer).filter(pk__in=[first.pk, second.pk]).exists()
    reclassify(submission=submission, by=people.officer, sensitivity=STRICT, reason="All of it.")
    assert not submissions_visible_to(people.officer).exists()
    assert not items_visible_to(people.officer).exists()


def test_r16_raising_what_was_lowered_apart_does_not_open_its_original(people):
    submission = accepted(people, ("a.txt", b"One."), grading={**GRADED, "sensitivity": STRICT})
    end_reader(reader=NamedReader.objects.get(), by=people.registrar, reason="Another desk.")
    apart = submission.items.get(title="a.txt")
    reclassify_item(item=apart, by=people.registrar, sensitivity="confidential", reason="Harmless.")
    reclassify_item(item=apart, by=people.officer, sensitivity=STRICT, reason="Not harmless.")
    assert not submissions_visible_to(people.officer).exists()


def test_r16_a_case_is_not_called_by_a_strictly_confidential_title(people):
    accepted(people, title="Zora Vell saw it", grading={**GRADED, "sensitivity": STRICT})
    assert Case.objects.get().title == State.objects.get(pk="SYR").name


def test_r16_an_origin_is_not_changed_to_be_freer_of_terms(people):
    bound = accepted(people, release={"limits": ["no_publication"]}).items.get()
    child = an_item(people, title="Copied")
    derive(item=child, parent=bound, by=people.officer, reason="Word for word.")
    other = an_item(people, title="Other")
    with pytest.raises(NotPermitted):
        derive(item=child, parent=other, by=people.officer, reason="Rather from here.")
    child.refresh_from_db()
    assert child.derived_from == bound
    derive(item=child, parent=other, by=people.registrar, reason="Rather from here.")
    child.refresh_from_db()
    assert not release_terms_of([child])[child.pk].any


def test_r16_nobody_but_the_registrar_takes_back_an_origin_with_terms(people):
    bound, child = accepted(people, release={"limits": ["no_publication"]}), accepted(people, title="Copied")
    mark_origin(submission=child, origin=bound, by=people.officer, reason="Word for word.")
    with pytest.raises(NotPermitted):
        mark_origin(submission=child, origin=None, by=people.officer, reason="Not after all.")
    assert Limit.NO_PUBLICATION in release_terms_of(child.items.all())[child.items.get().pk].limits


def test_r16_that_a_protected_source_is_the_division_itself_is_for_who_sent_it(people):
    body = {**PLAIN, "protect_source": True}
    sent = receive(body=body, office=own_office(), by=people.registrar)
    assert sent in own_submissions(people.registrar)
    assert not own_submissions(people.officer).filter(pk=sent.pk).exists()


def test_r16_the_docket_tells_members_of_no_terms_before_a_case_does(people):
    submission = accepted(people)
    set_release_terms(submission=submission, by=people.officer, limits=["division_only"], reason="As they wrote.")
    assert entries_visible_to(people.officer).filter(act="release.read").exists()
    assert not entries_visible_to(people.amal).filter(act="release.read").exists()


@pytest.mark.parametrize(("sensitivity", "reason"), [("secret", "Why."), (STRICT, " ")])
def test_r16_a_sensitivity_is_one_of_three_and_has_a_reason(people, sensitivity, reason):
    with pytest.raises(Invalid):
        reclassify_item(item=an_item(people), by=people.officer, sensitivity=sensitivity, reason=reason)


def test_r16_no_change_and_no_change_before_the_decision(people):
    with pytest.raises(Refused):
        reclassify(submission=received(people), by=people.officer, sensitivity=STRICT, reason="Why.")
    with pytest.raises(Refused) as refused:
        reclassify_item(item=an_item(people), by=people.officer, sensitivity="confidential", reason="Why.")
    assert refused.value.field == "sensitivity"


def test_r16_a_readers_naming_ends_by_a_record_and_can_begin_again(people):
    submission = accepted(people, grading={**GRADED, "sensitivity": STRICT})
    named = name_reader(submission=submission, user=people.amal, by=people.registrar, reason="Panel.")
    assert submissions_visible_to(people.amal).exists()
    end_reader(reader=named, by=people.registrar, reason="Left the panel.")
    assert not submissions_visible_to(people.amal).exists()
    assert not items_visible_to(people.amal).exists()
    with pytest.raises(Refused):
        end_reader(reader=named, by=people.registrar, reason="Again.")
    again = name_reader(submission=submission, user=people.amal, by=people.registrar, reason="Back.")
    assert again.pk != named.pk
    assert submissions_visible_to(people.amal).exists()
    assert NamedReader.objects.filter(user=people.amal).count() == 2
    with pytest.raises(NotPermitted):
        end_reader(reader=again, by=people.officer, reason="No.")


def test_r16_words_bar_release_until_they_are_read_into_limits(people):
    item = accepted(people, grading=OPEN, release_terms="Ask us first.").items.get()
    case = Case.objects.get()
    assert "release terms" in citations_of(case, [item.number], reader=people.officer)[item.number]
    set_release_terms(submission=item.submission, by=people.officer, limits=["no_attribution"], reason="Their letter.")
    assert citations_of(case, [item.number], reader=people.officer)[item.number] == ""
    assert submission_terms(item.submission).words == ("Ask us first.",)


def test_r16_structured_terms_are_received_kept_and_followed(people, seal):
    item = accepted(
        people, grading=OPEN, release={"limits": ["no_publication"], "not_before": "2026-05-01"}
    ).items.get()
    assert release_terms_of([item])[item.pk].keys == ("no_publication", "not_before=2026-05-01")
    assert "no publication" in citations_of(Case.objects.get(), [item.number], reader=people.officer)[item.number]


@pytest.mark.parametrize(
    "release", [{"limits": ["never"]}, {"limits": "no_publication"}, {"until": 1}, [], {"not_before": "soon"}]
)
def test_r12_structured_terms_that_cannot_be_read_are_named(people, release):
    with pytest.raises(Invalid) as invalid:
        received(people, release=release)
    assert all(name.startswith("release") for name in invalid.value.errors)


def test_r39_f_a_derivative_of_what_may_not_be_published_cannot_be_cited(people):
    origin = accepted(people, grading=OPEN, release={"limits": ["division_only"]}).items.get()
    own = accepted(people, grading={**OPEN}).items.get()
    case = Case.objects.get(placed__submission=own.submission)
    assert citations_of(case, [own.number], reader=people.officer)[own.number] == ""
    derive(item=own, parent=origin, by=people.officer, reason="It quotes it.")
    assert "inside the Division" in citations_of(case, [own.number], reader=people.officer)[own.number]


def test_r16_a_freer_reading_and_the_sources_consent_are_the_registrars(people):
    submission = accepted(people, release={"limits": ["division_only"]})
    freer = {"submission": submission, "limits": [], "reason": "Letter of 3 February."}
    with pytest.raises(NotPermitted):
        set_release_terms(by=people.officer, **freer)
    with pytest.raises(NotPermitted):
        set_release_terms(by=people.officer, consent=True, **freer)
    set_release_terms(by=people.registrar, **freer)
    assert Limit.DIVISION_ONLY in submission_terms(submission).limits, "only consent replaces"
    set_release_terms(by=people.registrar, consent=True, **freer)
    assert not submission_terms(submission).any


def test_r16_terms_of_one_item_add_to_those_of_its_submission(people):
    item = an_item(people, release={"limits": ["no_attribution"]})
    set_release_terms(
        submission=item.submission,
        item=item,
        by=people.officer,
        limits=[],
        not_before=date(2026, 4, 1),
        reason="Trial.",
    )
    assert release_terms_of([item])[item.pk].keys == ("no_attribution", "not_before=2026-04-01")


@pytest.mark.parametrize("wrong", [{"limits": ["all"]}, {"reason": ""}, {"words": "x" * 2001}])
def test_r16_terms_that_cannot_be_read_are_named(people, wrong):
    given = {"limits": [], "reason": "Why.", "words": "", **wrong}
    with pytest.raises(Invalid) as invalid:
        set_release_terms(submission=accepted(people), by=people.officer, **given)
    assert list(invalid.value.errors) == list(wrong)


def test_r17_a_submission_marked_as_derived_takes_its_items_along(people):
    origin = accepted(people, ("a.txt", b"The same bytes."))
    later = accepted(people, ("copy.txt", b"The same bytes."))
    mark_origin(submission=later, origin=origin, by=people.officer, reason="It quotes it word for word.")
    derived = {item.title: item.derived_from.title for item in later.items.select_related("derived_from")}
    assert derived == {"Report": "Report", "copy.txt": "a.txt"}


def test_r17_marked_before_it_is_accepted_the_items_follow_when_they_are_made(people):
    origin, later = received(people), received(people)
    mark_origin(submission=later, origin=origin, by=people.officer, reason="A digest of it.")
    screen(submission=later, by=people.officer, **ACCEPT)
    assert later.items.get().derived_from is None
    screen(submission=origin, by=people.officer, **ACCEPT)
    assert later.items.get().derived_from == origin.items.get()


def test_r17_a_circle_of_submissions_is_refused(people):
    first, second, third = (received(people) for _ in range(3))
    for one, other in ((second, first), (third, second)):
        mark_origin(submission=one, origin=other, by=people.officer, reason="It says so.")
    with pytest.raises(Refused) as refused:
        mark_origin(submission=first, origin=third, by=people.officer, reason="And back.")
    assert refused.value.rule == "R17"


def test_r17_a_derivation_is_taken_back_by_a_further_record(people):
    origin, later = accepted(people), accepted(people)
    mark_origin(submission=later, origin=origin, by=people.officer, reason="It says so.")
    mark_origin(submission=later, origin=None, by=people.officer, reason="Two witnesses, after all.")
    assert later.items.get().derived_from is None
    assert later.origins.count() == 2
    with pytest.raises(Refused):
        mark_origin(submission=later, origin=None, by=people.officer, reason="Again.")


def test_r15_a_declined_submission_is_reopened_by_a_further_decision(people, morning):
    submission = received(people)
    declined = screen(
        submission=submission, by=people.officer, decision="decline", decline_reason="repeated", grounds="As S-1."
    )
    assert declined.decline_reason == "repeated"
    with pytest.raises(Invalid) as invalid:
        screen(submission=submission, by=people.officer2, decision="reopen")
    assert list(invalid.value.errors) == ["grounds"]
    screen(submission=submission, by=people.officer2, decision="reopen", grounds="It is new.")
    submission.refresh_from_db()
    assert submission.status == "received"
    assert Clock.objects.of("screening", submission.number).get().due_at > morning
    assert [one.decision for one in submission.decisions.all()] == ["decline", "reopen"]


def test_r14_a_decline_names_a_reason_of_the_list(people):
    with pytest.raises(Invalid) as invalid:
        screen(submission=received(people), by=people.officer, decision="decline", decline_reason="dull", grounds="x")
    assert list(invalid.value.errors) == ["decline_reason"]


def a_mail(people, **grading: str):
    """A mail, the mail within it, and the note within that one: items, outermost first."""
    inner = mail(("note.txt", "text/plain", b"Her name."))
    submission = accepted(
        people, ("m.eml", mail(("inner.eml", "application/octet-stream", inner))), grading={**GRADED, **grading}
    )
    return list(submission.items.exclude(file=None).order_by("file_id"))


def test_r16_what_holds_a_strict_attachment_is_read_by_nobody_else_either(people):
    """Its bytes are in the mail: whoever could download the mail would read it."""
    outer, inner, note = a_mail(people)
    assert (inner.file.parent, note.file.parent) == (outer.file, inner.file)
    retract(item=inner, by=people.officer, reason="Sent by mistake.")
    changed = reclassify_item(item=note, by=people.officer, sensitivity=STRICT, reason="A name.")
    assert [change.item for change in changed] == [note, inner, outer]
    assert not files_visible_to(people.amal).filter(pk__in=[one.file_id for one in (outer, inner, note)]).exists()
    assert items_visible_to(people.amal).count() == 1, "the text stays open"
    assert Entry.objects.filter(act="item.reclassified", object=outer.number).count() == 1
    assert outer.sensitivity_changes.get().reason == f"It holds {note.number}. A name."


def test_r16_a_mail_is_not_lowered_below_what_it_holds(people):
    outer, inner, note = a_mail(people, sensitivity="confidential")
    reclassify_item(item=note, by=people.officer, sensitivity=STRICT, reason="A name.")
    with pytest.raises(Refused) as refused:
        reclassify_item(item=outer, by=people.registrar, sensitivity="unclassified", reason="Public by now.")
    assert refused.value.rule == "R16"
    assert refused.value.detail == f"Lower {inner.number} first."
    for one in (note, inner, outer):
        reclassify_item(item=one, by=people.registrar, sensitivity="confidential", reason="The name is known.")
    assert files_visible_to(people.amal).count() == 3


def test_r16_lowering_a_submission_leaves_a_mail_as_strict_as_what_it_holds(people):
    *_, note = a_mail(people, sensitivity=STRICT)
    retract(item=note, by=people.officer, reason="Sent by mistake.")
    reclassify(submission=note.submission, by=people.registrar, sensitivity="confidential", reason="Known by now.")
    kept = dict(note.submission.items.values_list("title", "sensitivity"))
    assert kept == {"Report": "confidential", "m.eml": STRICT, "inner.eml": STRICT, "note.txt": STRICT}


def test_r16_raising_a_submission_closes_what_was_retracted_too(people):
    submission = accepted(people, ("a.txt", b"A name."))
    retract(item=submission.items.get(title="a.txt"), by=people.officer, reason="A mistake.")
    reclassify(submission=submission, by=people.officer, sensitivity=STRICT, reason="A witness is named.")
    assert not items_visible_to(people.amal).exists()
