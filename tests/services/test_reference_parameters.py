"""The numbers of the rules: one table, changed by recorded decisions."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from mad.common.errors import Invalid, NotPermitted
from mad.docket.models import Entry
from mad.reference.parameters import DEFAULTS, PARAMETERS, Numbers, numbers
from mad.reference.services import decide_number

TODAY = date(2026, 2, 9)

pytestmark = pytest.mark.django_db


def decide(people, key="declaration_days", value="90", decided_on=TODAY, reason="as decided", by=None):
    return decide_number(key=key, value=value, decided_on=decided_on, reason=reason, by=by or people.registrar)


def test_every_number_has_a_rule_and_an_attribute():
    assert {field.name for field in fields(Numbers)} == set(PARAMETERS)
    assert all(parameter.rule.startswith("R") for parameter in PARAMETERS.values())


def test_the_defaults_are_those_of_the_rules():
    assert (DEFAULTS.declaration_days, DEFAULTS.panel_minimum, DEFAULTS.seal_seconds) == (180, 3, 2)
    assert (DEFAULTS.group_share, DEFAULTS.iqr_disagreement) == (Fraction(1, 3), Decimal("0.25"))


def test_r04_a_decision_counts_from_its_day_on(people):
    decide(people, decided_on=date(2026, 3, 1))
    assert numbers(date(2026, 2, 28)).declaration_days == 180
    assert numbers(date(2026, 3, 1)).declaration_days == 90
    assert numbers().declaration_days == 180


def test_the_newest_decision_counts_and_each_is_docketed(people):
    decide(people)
    decide(people, value="60", decided_on=date(2026, 3, 1))
    assert numbers(date(2026, 3, 2)).declaration_days == 60
    assert Entry.objects.filter(act="number.decided").count() == 2


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [("group_share", "1/4", Fraction(1, 4)), ("iqr_disagreement", "0.2", Decimal("0.2"))],
)
def test_a_share_and_a_probability_are_read_exactly(people, key, value, read):
    decide(people, key=key, value=value)
    assert getattr(numbers(TODAY), key) == read


@pytest.mark.parametrize("value", ["0", "-3", "many", "1.5", "", "1/0", "999999", "NaN"])
def test_what_is_no_number_above_zero_is_refused(people, value):
    with pytest.raises(Invalid):
        decide(people, value=value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1/0", "0"])
def test_what_is_no_probability_is_refused(people, value):
    with pytest.raises(Invalid):
        decide(people, key="iqr_disagreement", value=value)


def test_the_past_is_not_decided_anew(people):
    with pytest.raises(Invalid):
        decide(people, decided_on=date(2026, 2, 8))


def test_only_the_registrar_records_it_with_a_reason(people):
    with pytest.raises(NotPermitted):
        decide(people, by=people.admin)
    with pytest.raises(Invalid):
        decide(people, reason=" ")
    with pytest.raises(Invalid):
        decide(people, key="nothing")


def test_a_number_is_decided_once_for_a_day(people):
    decide(people)
    with pytest.raises(Invalid):
        decide(people, value="100")
