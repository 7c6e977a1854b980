"""R53: where people decide, French is whole: ballots, acts, tabs, checks, refusals and results."""

from __future__ import annotations

from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tests.deliberation_factory import PEACEFUL

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture(autouse=True)
def _setting(settings):
    settings.DEMONSTRATION = True  # asks for no second factor
    with translation.override("en"):  # a request leaves its language behind
        yield


@pytest.fixture
def said(client, people):
    def read(name: str, address: str) -> str:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        client.force_login(getattr(people, name))
        page = unescape(client.get(address).content.decode()).replace("\u00a0", " ")
        assert '<html lang="fr"' in page
        return page

    return read


def test_r34_the_ballot_and_what_the_quorum_lacks(plenary, said):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), close=False)
    page = said("amal", reverse("motion", args=[motion.number]))
    for word in ("Oui", "Non", "Abstention"):
        assert f"<span>{word}" in page
    assert "bulletins, au moins un bulletin pour : droit, au moins un bulletin pour : médiation" in page


def test_r33_the_checks_of_the_gate(plenary, said):
    motion = plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    page = said("amal", reverse("motion", args=[motion.number]))
    assert "Une raison contre chaque option pacifique" in page
    assert "0 sur 1 options déposées" in page
    assert "aucune option coercitive n’est déposée" in page


def test_r34_the_arithmetic_of_the_result(plenary, said):
    motion = plenary.carry(plenary.move(kind="option", option=plenary.table(**PEACEFUL)))
    page = said("amal", reverse("motion", args=[motion.number]))
    assert "Votants à la clôture E = " in page
    assert "Entitled at closing" not in page


def test_r39_the_editor_its_acts_its_tabs_and_its_objections(plenary, said):
    output = plenary.draft()
    plenary.write(output, "operative", "Urges", "access")
    page = said("helene", reverse("output", args=[output.number]))
    for words in ("Soumettre à l’examen", "Remise", "Préambule", "Insérer : dispositif", "Pas de changement de régime"):
        assert words in page
    assert "Le paragraphe 1 n’indique pas sa mesure." in page
    assert "does not say" not in page


def test_r37_a_refusal_with_a_value_in_it(plenary, said):
    output = plenary.lawful_draft()
    assert "Renvoyer au projet" in said("helene", reverse("output", args=[output.number]))
    plenary.carry(plenary.move(kind="output", output=output))
    page = said("helene", reverse("output", args=[output.number]))
    assert "Le texte est à l’étape « adopté" in page
    assert "no longer changes" not in page
