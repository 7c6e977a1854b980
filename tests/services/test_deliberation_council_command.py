"""R41: `manage.py council_result`: what a vote came to, under every name of a State, by the rule of its day."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max

from mad.membership.models import CouncilSeat
from mad.reference.models import State


def result(*arguments: str) -> dict:
    out = StringIO()
    call_command("council_result", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_r41_the_command_tells_the_result(people):
    told = result("--yes", "12", "--no", "RUS", "--abstain", "2", "--on", "2026-02-09")
    assert (told["carried"], told["reason"], told["permanent_no"]) == (False, "veto", ["RUS"])
    assert (told["yes"], told["no"], told["abstain"], told["absent"]) == (12, 1, 2, 0)
    told = result("--yes", "8", "--no", "RUS,PAK", "--abstain", "5", "--on", "2026-02-09")
    assert (told["reason"], told["permanent_no"]) == ("too_few_votes", ["RUS"])
    told = result("--yes", "9", "--abstain", "6", "--on", "2026-02-09")
    assert (told["carried"], told["reason"], told["permanent_no"]) == (True, "carried", [])
    assert result("--yes", "9", "--no", "Russia,united kingdom", "--on", "2026-02-09", "--procedural")["carried"]


def test_r41_the_command_knows_the_rule_of_the_day(people):
    told = result("--yes", "7", "--abstain", "4", "--on", "1965-11-23")
    assert (told["carried"], told["seats"], told["needed"]) == (True, 11, 7)
    told = result("--yes", "7", "--no", "USSR", "--on", "1956-10-30")
    assert (told["reason"], told["permanent_no"]) == ("veto", ["SUN"])
    told = result("--yes", "12", "--no", "CUB,YEM", "--abstain", "1", "--on", "1990-11-29")
    assert (told["carried"], told["unchecked"]) == (True, ["CUB", "YEM"])
    assert "could not be checked" in told["note"]


def test_r41_the_command_answers_up_to_the_last_year_on_record(people):
    last = CouncilSeat.objects.filter(permanent=False).aggregate(last=Max("ends"))["last"]
    assert result("--yes", "9", "--on", f"{last.year}-12-31")["carried"]
    with pytest.raises(CommandError, match=f"to {last.year}"):
        result("--yes", "9", "--on", f"{last.year + 1}-01-01")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--yes 9 --no XXX --on 2026-02-09", "--no: there is no State “XXX”"),
        ("--yes 9 --no DEU --on 2026-02-09", "--no: Germany (DEU) did not sit"),
        ("--yes 9 --no VAT --on 1985-02-09", "is not a Member State"),
        ("--yes 9 --no RUS --on 1991-12-23", "Soviet Union (SUN) did"),
        ("--yes 9 --no USSR --on 2026-02-09", "Russian Federation (RUS) did"),
        ("--yes 9 --no CHN --on 1971-10-24", "Republic of China (ROC) did"),
        ("--yes 9 --no RUS,rus --on 2026-02-09", "RUS is named twice"),
        ("--yes 15 --no RUS --on 2026-02-09", "--yes: 16 votes are more than the 15 seats"),
        ("--yes 9 --no RUS --abstain 6 --on 2026-02-09", "--yes: 16 votes"),
        ("--yes 12 --on 1960-02-09", "more than the 11 seats"),
        ("--yes 9 --on 1945-01-01", "--on: the Council first met"),
        ("--yes 9 --on 9999-02-03", "--on: who sits on the Council on 9999-02-03 is not known"),
        ("--yes 9 --on 2026-02-30", "--on: “2026-02-30” is no day"),
        ("--yes nine --on 2026-02-09", "--yes: “nine” is no number"),
        ("--yes 9 --abstain -1 --on 2026-02-09", "--abstain: “-1” is no number"),
    ],
)
def test_r41_the_command_refuses_in_one_line_with_argument_and_rule(people, arguments, said):
    with pytest.raises(CommandError) as caught:
        result(*arguments.split())
    assert said in str(caught.value)
    assert caught.value.returncode == 2
    assert str(caught.value).endswith("(R41)")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("code", ["CHN", "FRA", "GBR", "RUS", "USA"])
def test_r41_the_no_of_a_permanent_member_is_a_veto_under_every_name_of_it(people, code):
    """A code that the list of seats does not have must not make an elected member of it."""
    state = State.objects.get(pk=code)
    for name in {state.pk, state.pk.lower(), state.iso2, state.iso2.lower(), state.name, state.name.upper()}:
        told = result("--yes", "12", "--no", name, "--on", "2026-02-09")
        assert (name, told["reason"], told["permanent_no"]) == (name, "veto", [code])
    with pytest.raises(CommandError, match="named twice"):
        result("--yes", "12", "--no", f"{state.pk},{state.iso2}", "--on", "2026-02-09")


def test_r41_the_seat_of_another_time_is_refused_under_a_short_code_too(people):
    with pytest.raises(CommandError, match=r"Soviet Union \(SUN\) did"):
        result("--yes", "9", "--no", "RU", "--on", "1991-12-23")
