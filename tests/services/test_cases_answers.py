"""R25: a member's own answer, saved as typed, sealed, seen by nobody."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.checks import contents
from cases.models import Answer, Commitment, Estimate
from cases.procedure import SCALES
from cases.selectors.panels import panel_page
from cases.selectors.reveal import reveal_page
from cases.selectors.sealed import revealed
from cases.services import (
    open_round,
    save_estimate,
    save_severity,
    say,
    submit_answers,
    take_back_answers,
)
from cases.services.answers import per_mille
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from mad.notices.models import Outbox

from .cases_steps import (
    ELEMENTS,
    LEGAL,
    SECRET,
    answer,
    save,
    under_assessment,
    write,
)


def refusal(act, **args):
    with pytest.raises(Refused) as caught:
        act(**args)
    return caught.value


# --- writing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, value",
    [("74", 740), ("74.5", 745), ("74,5 %", 745), ("", None), ("x", None), ("74.55", None), ("NaN", None)],
)
def test_r25_per_cent_as_typed_becomes_an_exact_per_mille(typed, value):
    assert per_mille(typed) == value


@pytest.fixture
def opened(people):
    case, items = under_assessment(people, contrary=True)
    return open_round(case=case, by=people.registrar), items


def test_r25_half_an_answer_is_kept_as_typed(people, opened):
    round_, _ = opened
    row, faults = save(round_, people.amal, low="", best="about 70")
    assert set(faults) == {"low", "best"}
    assert (row.best, row.typed["best"], row.reasons) == (None, "about 70", SECRET)


@pytest.mark.parametrize("typed", [{"low": "75"}, {"high": "65"}, {"low": "0"}, {"high": "100"}, {"best": "-1"}])
def test_r25_crossed_bounds_and_certainty_do_not_count_but_stay_on_the_page(people, opened, typed):
    round_, _ = opened
    row, faults = save(round_, people.amal, **typed)
    assert faults
    assert row.best is None
    assert row.typed == {"low": "60", "best": "70", "high": "80", **typed}


def test_r25_the_database_itself_refuses_crossed_bounds_and_certainty(people, opened):
    round_, _ = opened
    row, _ = save(round_, people.amal)
    for values in ({"low": 750}, {"high": 1000}, {"low": 0}, {"best": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Estimate.objects.filter(pk=row.pk).update(**values)


def test_r24_an_element_not_in_issue_is_refused(people, opened):
    round_, _ = opened
    typed = {"low": "1", "best": "2", "high": "3"}
    assert refusal(save_estimate, round=round_, by=people.amal, element_id="gen-6a.1", typed=typed).rule == "R24"


@pytest.mark.parametrize("who, rule", [("bilal", "R23"), ("officer", "R9"), ("registrar", "R9"), ("admin", "R9")])
def test_r23_only_the_panel_answers(people, opened, who, rule):
    round_, _ = opened
    typed = {"low": "1", "best": "2", "high": "3"}
    refused = refusal(save_estimate, round=round_, by=getattr(people, who), element_id=ELEMENTS[0], typed=typed)
    assert refused.rule == rule


def test_r29_scores_are_one_to_five_of_the_six_scales(people, opened):
    round_, _ = opened
    for scores in ({"scale": 6}, {"scale": 0}, {"horror": 3}):
        with pytest.raises(Invalid):
            save_severity(round=round_, by=people.amal, scores=scores)
    with pytest.raises(Invalid):
        save_severity(round=round_, by=people.amal, scores={"scale": 3}, temporal="soon")


def test_r28_an_answer_lacking_a_contrary_reply_is_not_sealed(people, opened):
    round_, items = opened
    write(round_, people.amal)
    with pytest.raises(Invalid) as caught:
        submit_answers(round=round_, by=people.amal)
    assert list(caught.value.errors) == [f"{ELEMENTS[0]}.{items[1].number}"]
    write(round_, people.amal, contrary=items[1].number)
    assert submit_answers(round=round_, by=people.amal).submitted_at


def test_r25_everything_missing_is_named(people, opened):
    round_, _ = opened
    save(round_, people.amal)
    with pytest.raises(Invalid) as caught:
        submit_answers(round=round_, by=people.amal)
    assert {*ELEMENTS[1:], *SCALES, "temporal"} <= set(caught.value.errors)


def test_r25_a_sealed_answer_is_taken_back_before_it_changes(people, opened):
    round_, items = opened
    answer(round_, people.amal, contrary=items[1].number)
    assert refusal(save, round_=round_, user=people.amal).rule == "R25"
    take_back_answers(round=round_, by=people.amal)
    assert not Answer.objects.filter(submitted_at__isnull=False).exists()
    answer(round_, people.amal, best=40, contrary=items[1].number)
    assert Commitment.objects.count() == 2


# --- sealed ----------------------------------------------------------------------------------------


def test_r25_no_docket_entry_notice_or_outbox_row_tells_a_sealed_value(people, opened):
    round_, items = opened
    for name, best in zip(LEGAL[:4], (11, 23, 87, 93), strict=True):
        write(round_, getattr(people, name), best=best, contrary=items[1].number, level=1 + best % 5)
        save(round_, getattr(people, name), best=str(best), low="7", high="97")
        submit_answers(round=round_, by=getattr(people, name))
    told = json.dumps(list(Entry.objects.values("facts", "object", "act"))) + json.dumps(
        list(Outbox.objects.values_list("payload", flat=True))
    )
    assert SECRET not in told
    assert "best" not in told
    assert Entry.objects.filter(act="answer.sealed").values_list("facts", flat=True).distinct().get() == {"round": 1}


def test_r49_equal_answers_have_different_salted_digests(people, opened):
    round_, items = opened
    for name in LEGAL[:2]:
        answer(round_, getattr(people, name), contrary=items[1].number)
    first, second = Commitment.objects.select_related("entry")
    assert first.entry.digest != second.entry.digest
    assert bytes(first.salt) != bytes(second.salt)


@pytest.mark.parametrize("viewer", [None, "other"])
def test_r25_reading_an_open_round_gives_nothing(people, opened, viewer):
    round_, items = opened
    answer(round_, people.amal, contrary=items[1].number)
    member = people.member("ingrid").pk if viewer else None
    panel = frozenset(m.pk for m in people.legal)
    assert revealed(round_.assessment, member, panel) == {}
    assert refusal(reveal_page, case=round_.case, user=people.ingrid).rule == "R25"


def test_r25_only_who_has_yet_to_answer_is_shown(people, opened):
    round_, items = opened
    answer(round_, people.amal, contrary=items[1].number)
    page = panel_page(round_.case, people.betty)["open_round"]
    assert {m.user.username.split(".")[0] for m in page["waiting"]} == set(LEGAL[1:])


def test_r49_a_changed_answer_is_found_by_the_docket(people, opened):
    round_, items = opened
    answer(round_, people.amal, contrary=items[1].number)
    digests = dict(Entry.objects.values_list("pk", "digest"))
    assert all(digests[entry] == again for entry, again, _ in contents())
    Estimate.objects.filter(element_id=ELEMENTS[1]).update(best=690)
    assert any(digests[entry] != again for entry, again, _ in contents())


@pytest.mark.parametrize("table", ["cases_commitment", "cases_label", "cases_post"])
def test_r15_the_database_refuses_to_change_what_was_sealed_or_said(people, opened, table):
    round_, items = opened
    for name in LEGAL:
        answer(round_, getattr(people, name), contrary=items[1].number)
    say(assessment=round_.assessment, element_id=ELEMENTS[0], text="I differ.", by=people.amal)
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match=r"append-only|permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(f"DELETE FROM {table}")
