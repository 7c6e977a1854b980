"""A case before the plenary, and the steps of a vote, for the tests of deliberation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from cases.models import Assessment, Case, Determination, StageMove
from deliberation import services
from deliberation.models import Motion, Option, Output
from deliberation.record import checks as record_checks
from mad.common import clock
from mad.common.clock import advance
from mad.docket.models import Entry
from mad.docket.services import record
from mad.reference.models import State

PEACEFUL = {"tool": "good-offices", "aim": "A channel to the parties"}
COERCIVE = {"tool": "arms-embargo", "aim": "Fewer weapons in the province"}
FORCE = {"tool": "no-fly-zone", "aim": "An end to attacks from the air"}


class Plenary:
    """A case at the stage of deliberation, with what the members do there."""

    def __init__(self, people, state: str = "SYR", case: Case | None = None) -> None:
        """case: one that came to the plenary by its own steps; otherwise a bare one is made."""
        self.people = people
        self.case = case or _case(people, state)

    def determine(self) -> Determination:
        """Another determination in force, which replaces the one before."""
        return _determination(self.case, self.people)

    def table(self, by="helene", **words) -> Option:
        return services.table_option(case=self.case, by=getattr(self.people, by), **words)

    def explain(self, option: Option, by="amal") -> None:
        services.give_failure_reason(option=option, by=getattr(self.people, by), text="It was tried and ignored.")

    def move(self, by="helene", **target) -> Motion:
        return services.move(case=self.case, by=getattr(self.people, by), **target)

    def vote(self, motion: Motion, *, yes=(), no=(), abstain=(), close: bool = True) -> Motion:
        """Open the vote, cast the ballots by short name, and let its time pass."""
        services.put_to_vote(motion=motion, by=self.people.betty)
        for choice, names in (("yes", yes), ("no", no), ("abstain", abstain)):
            for name in names:
                services.cast_ballot(motion=motion, by=getattr(self.people, name), choice=choice)
        if close:
            advance(timedelta(hours=24))
            services.close_vote(motion=motion)
        motion.refresh_from_db()
        return motion

    @property
    def all(self) -> list[str]:
        """Short names of the members who take part, one of each discipline among the first ten."""
        return EVERYBODY

    def carry(self, motion: Motion) -> Motion:
        return self.vote(motion, yes=EVERYBODY[:11])

    def carried_option(self, **words) -> Option:
        option = self.table(**words)
        assert self.carry(self.move(kind="option", option=option)).state == "carried"
        return option

    def open_gate(self) -> Motion:
        """Options without force tabled and explained, and a finding of insufficiency carried."""
        for words in (PEACEFUL, COERCIVE):
            self.explain(self.table(**words))
        motion = self.carry(self.move(kind="insufficiency"))
        assert motion.state == "carried"
        return motion

    def draft(self, title="Draft resolution on the situation") -> Output:
        return services.create_output(case=self.case, by=self.people.helene, kind="draft_resolution", title=title)

    def write(self, output: Output, part: str, opening: str, text: str, **words):
        return services.add_paragraph(
            output=output, by=self.people.helene, part=part, opening=opening, text=text, **words
        )

    def lawful_draft(self) -> Output:
        """A draft that passes the mandate check, in review."""
        option = self.carried_option(**PEACEFUL)
        output = self.draft()
        self.write(output, "preambular", "Recalling", "the purposes and principles of the Charter")
        self.write(
            output,
            "operative",
            "Calls upon",
            "the parties to open talks under the good offices of the Secretary-General",
            measure="good_offices",
            addressee="The parties",
            territory=["SYR"],
            option=option.label,
        )
        return services.submit_for_review(output=output, by=self.people.helene)


EVERYBODY = [
    *("amal", "betty", "helene", "fergus", "ingrid", "mikael", "arjun", "milica"),
    *("tomas", "rosa", "katarzyna", "bilal", "chipo", "sione", "nguyen"),
]


@transaction.atomic
def _case(people, state: str) -> Case:
    case = Case.objects.create(
        number="C-2026-0900",
        title="The situation in the north",
        summary="Attacks on civilians.",
        stage="deliberation",
        urgency="ongoing",
        opened_at=clock.now(),
        opened_by=people.registrar,
    )
    case.states.add(State.objects.get(pk=state))
    StageMove.objects.create(case=case, source="assessment", target="deliberation", at=clock.now(), by=None)
    _determination(case, people)
    return case


@transaction.atomic
def _determination(case: Case, people) -> Determination:
    ordinal = case.determinations.count() + 1
    Assessment.objects.filter(case=case, ended_at=None).update(ended_at=clock.now())
    assessment = Assessment.objects.create(
        case=case, ordinal=ordinal, ground="alarm", opened_at=clock.now(), ended_at=clock.now()
    )
    values = {
        "number": f"D-2026-9{ordinal:02}",
        "case": case,
        "assessment": assessment,
        "document": {"reasons": "In the record."},
        "digest": "0" * 64,
        "likely_crimes": ["cah"],
        "severity": 4,
        "temporal": "ongoing",
        "proposed_at": clock.now(),
        "proposed_by": people.amal,
        "entry": record(act="determination.adopted", by=people.amal, obj=case.number, content={}),
    }
    old = Determination.objects.filter(case=case, adopted_at__isnull=False, replaced_by=None).first()
    made = Determination.objects.create(**values)
    if old:
        Determination.objects.filter(pk=old.pk).update(replaced_by=made)
    Determination.objects.filter(pk=made.pk).update(adopted_at=clock.now())
    made.refresh_from_db()
    return made


def broken_digests() -> list[str]:
    """What `verify_docket` would find wrong of this app's rows: every digest derived anew and compared."""
    kept = dict(Entry.objects.values_list("pk", "digest"))
    return [what for entry, derived, what in record_checks() if kept[entry] != derived]


@pytest.fixture
def plenary(people) -> Plenary:
    return Plenary(people)
