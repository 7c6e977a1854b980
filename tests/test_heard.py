"""R53: a sentence with values in it is said in the reader's language, though the rules and the record hold it in English."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import engines
from django.utils import translation

from deliberation.procedure.gate import GateFacts, gate
from deliberation.procedure.votes import Choice, Discipline, Voter, result
from mad.frame import spoken
from mad.frame.heard import VALUE, say
from tests.test_messages import entries

NUMBERS = [f"M-2026-{n:04}" for n in range(1, 16)]


@pytest.fixture(autouse=True)
def _french():
    with translation.override("fr"):
        yield


def test_each_sentence_is_heard_as_itself_and_as_no_other():
    """The words of one sentence can hold those of another: "{0} is decided: {1}." and "{0} is closed."."""
    with_values = [entry for entry in entries() if VALUE.search(entry.words)]
    assert len(with_values) > 200
    for entry in with_values:
        assert say(entry.words.format(*NUMBERS)) == entry.said[0].format(*NUMBERS), entry.words


def test_every_sentence_of_the_code_is_in_the_catalogue():
    missing = {words for __, words in spoken.from_code()} - {entry.words for entry in entries()}
    assert not missing


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Paragraph 2 does not say its measure.", "Le paragraphe 2 n’indique pas sa mesure."),
        (
            "The text is in review and no longer changes.",
            "Le texte est à l’étape « en cours d’examen » et ne change plus.",
        ),
        (
            "Paragraph 4 (arms embargo) rests on no option.",
            "Le paragraphe 4 (embargo sur les armes) ne repose sur aucune",
        ),
        ("This text is under embargo until 3 August 2026, 09:00 UTC.", "jusqu’au 3 août 2026, 09:00 UTC."),
        ("2 ballots, one of legal", "2 bulletins, au moins un bulletin pour : droit"),
        ("Amal Benhaddou saved this paragraph while you were writing.", "Amal Benhaddou a enregistré ce paragraphe"),
        ("What somebody wrote, in words of their own", "What somebody wrote, in words of their own"),
        (
            "R39 e: Paragraph 2 does not say its measure. R35: The text is frozen.",
            "R39 e : Le paragraphe 2 n’indique pas",
        ),
        ("Taken on 3 August 2026; Legal, and more: as agreed", "Taken on 3 August 2026; Legal, and more: as agreed"),
        ("Vote: Legal: the words of a title", "Vote : Legal: the words of a title"),
        ("100 % sure, %(n)s and {0}", "100 % sure, %(n)s and {0}"),
        ("", ""),
    ],
)
def test_words_and_dates_within_it_are_said_too_and_names_are_not(english, french):
    assert french in say(english).replace("\u00a0", " ")


def test_in_english_nothing_is_looked_for():
    with translation.override("en"):
        assert say("Session 3 is still open.") == "Session 3 is still open."


def test_r33_what_the_gate_lacks_is_said_whole():
    now = datetime(2026, 11, 21, tzinfo=UTC)
    shut = gate(GateFacts(None, (), None, None, now, 30))
    said = say(f"Still missing: {shut.why_closed}.")
    assert not {"reason", "none", "peaceful", "passed"} & set(said.replace(":", " ").split())
    assert [say(check.title) == check.title for check in shut.checks] == [False] * 6


def test_r34_the_arithmetic_of_a_vote():
    voters = [Voter(n, Discipline.LEGAL, Choice.YES if n < 6 else None) for n in range(8)]
    said = say(result(voters).arithmetic).replace("\u00a0", " ")
    assert said.startswith("Votants à la clôture E = 8. Oui 6 : 6 × 3 = 18, 8 × 2 = 16, et 18 ≥ 16.")
    assert said.endswith("Quorum non atteint : pas de résultat, la motion n’est pas rejetée.")


def test_a_page_says_it_and_escapes_what_people_wrote():
    page = engines["django"].from_string(
        "{% load i18n %}{% translate why %} {% blocktranslate with w=why|say %}{{ w }}{% endblocktranslate %}"
    )
    said = page.render({"why": "<b>A</b> takes no part in the case any more."})
    assert said == " ".join(["&lt;b&gt;A&lt;/b&gt; ne prend plus part à l’affaire."] * 2)
