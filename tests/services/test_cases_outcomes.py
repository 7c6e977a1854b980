"""What became of a crime that a determination decided on: append-only, and the docket commits to it (R15, R49)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from cases.checks import contents
from cases.models import CrimeOutcome
from cases.services import record_outcome
from mad.common.errors import Invalid, NotPermitted
from mad.docket.models import Entry

from .cases_steps import CRIME, adopted

GIVEN = {"crime_id": CRIME, "happened": "occurred", "source": "Judgment of 3 May", "reasons": "It heard 40 witnesses."}


@pytest.fixture
def made(people):
    return adopted(people)[2]


def test_r49_the_docket_commits_to_each_outcome(people, made):
    row = record_outcome(determination=made, by=people.registrar, **GIVEN)
    digests = dict(Entry.objects.values_list("pk", "digest"))
    found = {label: digests[entry] == again for entry, again, label in contents()}
    assert found[f"outcome {row.pk} of {made.number}"]
    assert all(found.values())


@pytest.mark.parametrize("statement", ["UPDATE {} SET happened = 'did_not'", "DELETE FROM {}", "TRUNCATE {}"])
def test_r15_the_database_refuses_to_change_or_remove_an_outcome(people, made, statement):
    record_outcome(determination=made, by=people.registrar, **GIVEN)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(CrimeOutcome._meta.db_table))
    assert CrimeOutcome.objects.get().happened == "occurred"


def test_a_later_record_is_added_and_the_earlier_stays(people, made):
    record_outcome(determination=made, by=people.registrar, **GIVEN)
    record_outcome(determination=made, by=people.registrar, **GIVEN | {"happened": "did_not"})
    assert list(made.outcomes.values_list("happened", flat=True)) == ["occurred", "did_not"]


def test_r09_nobody_but_the_registrar_records_one(people, made):
    for who in (people.amal, people.betty, people.officer, people.admin):
        with pytest.raises(NotPermitted):
            record_outcome(determination=made, by=who, **GIVEN)


def test_a_crime_that_it_does_not_decide_on_is_refused_by_field(people, made):
    with pytest.raises(Invalid) as caught:
        record_outcome(determination=made, by=people.registrar, **GIVEN | {"crime_id": "genocide", "source": ""})
    assert set(caught.value.errors) == {"crime", "source"}
    assert not CrimeOutcome.objects.exists()
