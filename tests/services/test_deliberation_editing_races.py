"""R38: several editors of one draft at once, each on a connection of their own. Nothing is lost."""

import pytest

from deliberation import services
from deliberation.models import Paragraph, ParagraphVersion, Writing
from deliberation.procedure.form import Part
from deliberation.selectors import paragraphs_of
from mad.common.errors import Refused
from tests.deliberation_factory import Plenary
from tests.services.test_deliberation_races import at_once

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def session(committed_people) -> Plenary:
    return Plenary(committed_people)


@pytest.fixture
def output(session):
    return session.draft()


@pytest.fixture
def rows(session, output):
    openings = ("Demands", "Urges", "Requests", "Invites")
    return [
        session.write(output, "operative", opening, "that attacks end", measure="cessation") for opening in openings
    ]


def edit(row, by, text, version=1):
    return lambda: services.edit_paragraph(paragraph=row, by=by, text=text, version=version)


def test_r38_editors_of_different_paragraphs_never_collide(session, output, rows):
    people = (session.people.amal, session.people.helene, session.people.ingrid, session.people.fergus)
    answers = at_once(*(edit(row, by, f"text of {by}") for row, by in zip(rows, people, strict=True)))
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    assert [p.text for p in paragraphs_of(output)][:4] == [f"text of {by}" for by in people]
    output.refresh_from_db()
    versions = list(output.versions.order_by("version").values_list("version", flat=True))
    assert versions == list(range(1, output.version + 1))


def test_r38_of_editors_of_one_paragraph_one_saves_and_the_others_are_told(session, rows):
    people = (session.people.amal, session.people.helene, session.people.ingrid)
    answers = at_once(*(edit(rows[0], by, f"text of {by}") for by in people))
    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert [(one.rule, one.code) for one in told] == [("R38", "conflict")] * 2
    assert ParagraphVersion.objects.filter(paragraph=rows[0]).count() == 2


def test_r38_moves_and_edits_at_once_have_one_order(session, output, rows):
    amal, helene = session.people.amal, session.people.helene
    acts = [
        edit(rows[0], amal, "a new text"),
        lambda: services.move_paragraph(paragraph=rows[0], by=helene, places=2),
        lambda: services.move_paragraph(paragraph=rows[3], by=amal, places=-1),
        lambda: services.indent_paragraph(paragraph=rows[1], by=helene, steps=1),
        lambda: services.remove_paragraph(paragraph=rows[2], by=amal),
        lambda: session.write(output, "operative", "Recalls", "its words", measure="cessation", after=rows[0]),
    ]
    answers = at_once(*acts)
    stands = paragraphs_of(output)
    assert {p.pk for p in stands} >= {rows[0].pk, rows[3].pk}
    assert stands[-1].fixed
    assert len({p.position for p in stands}) == len(stands)
    assert Paragraph.objects.get(pk=rows[0].pk).text == "a new text"
    assert {answer.rule for answer in answers if isinstance(answer, Refused)} <= {"R38"}


def test_r38_one_writer_on_two_devices_keeps_one_unsaved_text(session, output, rows):
    amal = session.people.amal

    def keep(text):
        return lambda: services.keep_writing(
            output=output, paragraph=rows[0], part=Part.OPERATIVE, version=1, fields={"text": [text]}, by=amal
        )

    at_once(*(keep(f"text {n}") for n in range(6)))
    assert Writing.objects.count() == 1
