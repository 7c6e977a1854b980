"""R38: what a pasted text becomes; opening words; measures told by their wording."""

import pytest

from deliberation.procedure.agreed import agreed
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import Part, is_opening, nearest_opening, openings
from deliberation.procedure.measures import PHRASES, measures_of
from deliberation.procedure.pasting import Note, read
from mad.reference.files import read_csv

TEXT = """Resolution 9 (2026)

The Security Council,

Recalling its resolution 8 (2026),

Fearful of what is to come,

1. Demands an immediate ceasefire;
2. Obliterates the camp;
3. Requests the Secretary-General:
(a) To report;
(b) To appoint an envoy;
4. Decides to remain actively seized of the matter.

Adopted at the 9000th meeting.
"""


def test_r38_paragraphs_with_their_part_opening_and_level():
    pasted = read(TEXT, resolution=True).pasted
    assert [(one.part, one.opening, one.level) for one in pasted] == [
        (Part.PREAMBULAR, "Recalling", 0),
        (Part.PREAMBULAR, "", 0),
        (Part.OPERATIVE, "Demands", 0),
        (Part.OPERATIVE, "", 0),
        (Part.OPERATIVE, "Requests", 0),
        (Part.OPERATIVE, "", 1),
        (Part.OPERATIVE, "", 1),
    ]


def test_r38_an_opening_that_does_not_exist_is_kept_as_text_with_a_notice():
    odd = next(one for one in read(TEXT, resolution=True).pasted if "camp" in one.text)
    assert odd.text == "Obliterates the camp;"
    assert odd.notes == (Note.NONE,)


def test_r38_what_is_left_out_is_listed_with_its_reason():
    left = {one.words[:20]: one.reason for one in read(TEXT, resolution=True).left_out}
    assert left == {
        "Resolution 9 (2026)": Note.OUTSIDE,
        "The Security Council": Note.OUTSIDE,
        "4. Decides to remain": Note.PRODUCED,
        "Adopted at the 9000t": Note.OUTSIDE,
    }


@pytest.mark.parametrize("resolution", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "إن مجلس الأمن،\n\nإذ يشير\n\n1 - يطالب",
        "安全理事会\n\n回顾其决议",
        "‏\u202eabc\u202c\n\n(((",
        "a\x00b\n\n1. x",
    ],
)
def test_r38_nothing_of_a_pasted_text_is_lost(text, resolution):
    done = read(text, resolution=resolution)
    kept = "".join(
        [*(one.number + one.opening + one.text for one in done.pasted), *(one.words for one in done.left_out)]
    )
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


def test_r38_an_output_that_is_no_resolution_takes_the_text_paragraph_by_paragraph():
    assert [one.part for one in read("One.\n\nTwo.", resolution=False).pasted] == [Part.PLAIN, Part.PLAIN]


def test_r38_french_opening_words_are_known():
    text = "Le Conseil de sécurité,\n\nProfondément préoccupé par les attaques,\n\n1. Exige que les attaques cessent;"
    pasted = read(text, resolution=True, language="fr").pasted
    assert [one.opening for one in pasted] == ["Profondément préoccupé par", "Exige"]


def test_r38_french_words_that_contract_are_left_to_the_text():
    text = "Le Conseil de sécurité,\n\nSe félicitant du rapport,\n\n1. Se déclare prêt à agir;\n2. Prend note des vues."
    pasted = read(text, resolution=True, language="fr").pasted
    assert [(one.opening, one.text) for one in pasted] == [
        ("Se félicitant", "du rapport,"),
        ("Se déclare prêt", "à agir;"),
        ("Prend note", "des vues."),
    ]


def test_r38_french_opening_words_stand_for_english_ones_and_are_ordered_by_their_counts():
    rows = list(read_csv("openings.csv"))
    counts = {(row["part"], row["words"]): int(row["count"]) for row in rows if row["language"] == "en"}
    assert {row["language"] for row in rows} == {"en", "fr"}
    for part in ("preambular", "operative"):
        french = [row for row in rows if (row["part"], row["language"]) == (part, "fr")]
        totals = [sum(counts[part, like] for like in row["like"].split(" / ")) for row in french]
        assert totals == sorted(totals, reverse=True)
        stood_for = {like for row in french for like in row["like"].split(" / ")}
        often = {words for (of, words), count in counts.items() if of == part and count > 2}
        assert often <= stood_for


@pytest.mark.parametrize(
    ("part", "typed", "language", "nearest"),
    [
        (Part.OPERATIVE, "Decide", "fr", "Décide"),
        (Part.OPERATIVE, "Decide", "en", "Decides"),
        (Part.OPERATIVE, "Condamne fermment", "fr", "Condamne fermement"),
        (Part.PREAMBULAR, "profondement preoccupée par", "fr", "Profondément préoccupé par"),
        (Part.PREAMBULAR, "Recaling", "en", "Recalling"),
        (Part.OPERATIVE, "Zzyzx", "fr", ""),
        (Part.OPERATIVE, "", "en", ""),
    ],
)
def test_r38_the_nearest_opening_words_are_proposed(part, typed, language, nearest):
    assert nearest_opening(part, typed, language) == nearest


def test_r38_opening_words_are_listed_by_how_often_the_council_uses_them():
    assert openings(Part.PREAMBULAR)[:3] == ("Recalling", "Reaffirming", "Noting")
    assert openings(Part.OPERATIVE)[:3] == ("Requests", "Decides", "Calls upon")
    assert openings(Part.OPERATIVE, "fr")[:2] == ("Prie", "Décide")
    assert openings(Part.PLAIN) == ()
    assert is_opening(Part.OPERATIVE, "Takes note of")
    assert len(set(openings(Part.PREAMBULAR))) == len(openings(Part.PREAMBULAR))


MEASURED = [
    (
        "arms_embargo",
        "Decides that all States shall prevent the sale or supply of arms and related matériel to the parties",
    ),
    ("arms_embargo", "Calls upon all States to observe strictly the arms embargo"),
    ("asset_freeze", "Decides that all States shall freeze without delay the funds and other financial assets"),
    ("travel_ban", "Decides that all States shall prevent the entry into or transit through their territories"),
    ("ceasefire", "Calls upon the parties to observe a cease-fire"),
    ("ceasefire", "Exige un cessez-le-feu immédiat"),
    ("humanitarian_access", "Demands unimpeded access for humanitarian relief to all in need"),
    ("inquiry", "Requests the Secretary-General to establish a commission of inquiry"),
    ("inquiry", "Prie le Secrétaire général de créer une commission d’enquête"),
    ("court_referral", "Decides to refer the situation to the Prosecutor of the International Criminal Court"),
    ("monitoring", "Authorizes the dispatch of military observers"),
    ("good_offices", "Requests the Secretary-General to lend his good offices"),
    ("negotiation", "Urges the parties to resume negotiations"),
    ("no_fly_zone", "Decides to establish a ban on military flights in the airspace"),
    ("reporting", "Requests the Secretary-General to report to the Council within 30 days"),
    ("seized", "Decides to remain seized of the matter"),
    ("accountability", "Affirms that those who commit such acts will be held individually responsible"),
    ("evidence", "Calls upon States to collate substantiated information on violations"),
    ("protection_force", "Authorizes States to take all necessary measures to protect civilians"),
    ("armed_presence", "Decides to extend the stationing of the United Nations Peace-keeping Force"),
]


@pytest.mark.parametrize(("measure", "text"), MEASURED)
def test_r38_measures_are_told_by_their_wording(measure, text):
    assert measure in measures_of(text)


def test_r38_a_paragraph_without_a_measure_has_none():
    assert measures_of("Recalling its previous resolutions") == ()


def test_r38_every_phrase_belongs_to_a_kind_of_measure():
    assert set(PHRASES) <= set(MEASURES)


def test_r38_agreed_language_is_called_as_it_is_spoken_of():
    read_ = agreed(TEXT.replace("2. Obliterates the camp;\n3.", "2."))
    labels = [one.label for one in read_.paragraphs]
    assert labels == ["PP1", "PP2", "1", "2", "2 (a)", "2 (b)", "4"]
