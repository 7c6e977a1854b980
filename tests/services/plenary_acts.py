"""What people do in the plenary, as steps of a machine: each is a rule, taken at any moment, and may be refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cases.services import recuse
from deliberation import services
from deliberation.models import Amendment, Motion, Option, Output, Recommendation, Vote
from deliberation.procedure.amendments import Change
from deliberation.procedure.outputs import Stage
from deliberation.selectors import carried_options, gate_of, options_of, paragraphs_of
from deliberation.selectors.amendments import text_now
from deliberation.services.consequences import lapse_due
from deliberation.services.voting import close_due
from mad.clocks.services import tick
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.models import Entry
from mad.membership.models import CouncilSeat
from mad.membership.services import sign_declaration
from tests.deliberation_factory import COERCIVE, EVERYBODY, FORCE, PEACEFUL, Plenary
from tests.services.test_deliberation_options import placed
from tests.services.undone import undone

MEMBERS = st.sampled_from(EVERYBODY)
CHOICES = st.sampled_from(["yes", "no", "abstain"])
LIVE = ("tabled", "voting", "inquorate", "void")
TEXTS = {
    "talks": {"opening": "Calls upon", "text": "the parties to open talks", "measure": "negotiation"},
    "sanctions": {"opening": "Decides", "text": "an arms embargo", "measure": "arms_embargo"},
    "force": {"opening": "Decides", "text": "a presence in the north", "measure": "armed_presence"},
    "words of force": {"opening": "Authorizes", "text": "all necessary measures", "measure": "protection"},
    "regime": {"opening": "Urges", "text": "the President to step down", "measure": "cessation"},
}
WORDS = st.sampled_from(list(TEXTS))
DISGUISED = {
    "title": "A corridor", "cls": "peaceful", "charter_basis": "Ch. VI", "who": "States",
    "aim": "Passage for relief, by all necessary means",
}  # fmt: skip
STEPS = st.sampled_from(["The parties meet", "Failing talks, the use of force is authorized"])
_serial = count()
DEPTHS = ["fresh", "gate", "recommended", "review", "amended", "voting", "adopted", "new year"]


class Acting(RuleBasedStateMachine):
    """secrets: of each ballot whose it is, its motion, and the words of its explanation, unlike any other text."""

    def __init__(self, people, depth: str) -> None:
        super().__init__()
        self.people, self.depth = people, depth
        self.secrets: list[tuple[str, int, str]] = []
        self.item = None
        self.undone = undone()
        self.undone.__enter__()
        self.travel = clock.travel(clock.now())
        self.travel.__enter__()

    @initialize()
    def begin(self) -> None:
        self.plenary = Plenary(self.people)
        self.case = self.plenary.case
        self.entries = Entry.objects.latest("pk").pk
        CouncilSeat.objects.get_or_create(state_id="NOR", starts=date(2027, 1, 1), ends=date(2028, 12, 31))
        reached = DEPTHS.index(self.depth)
        if self.depth == "gate":
            self.plenary.open_gate()
        if self.depth == "recommended":
            self.plenary.carried_option(**PEACEFUL)
            self.recommends("The parties meet")
            self.moves_a_recommendation(0, "amal")
            assert self.motions("tabled")
        if reached >= DEPTHS.index("review"):
            self.plenary.lawful_draft()
        if self.depth == "amended":
            talks = next(n for n, p in enumerate(paragraphs_of(self.outputs[0])) if p.measure == "good_offices")
            for change in ("replace", "add", "divide"):
                self.amends("talks", change, talks)
            assert Amendment.objects.filter(output__case=self.case).count() == 3
        if self.depth in ("voting", "adopted", "new year"):
            motion = self.plenary.move(kind="output", output=self.outputs[0])
            if self.depth == "new year":
                self.new_year_comes()
            services.put_to_vote(motion=motion, by=self.people.betty)
            self.all_vote(11 if self.depth == "adopted" else 9, "abstain")
            if self.depth == "adopted":
                self.closes(0)
                assert Output.objects.get(case=self.case).stage == Stage.ADOPTED

    def teardown(self) -> None:
        self.travel.__exit__(None, None, None)
        self.undone.__exit__(None, None, None)

    def attempt(self, act, **arguments) -> bool:
        """Whether the rules let it be done; an act that is refused changes nothing and names its rule."""
        before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
        try:
            with transaction.atomic():
                act(**arguments)
        except Refused as refused:
            assert refused.rule, (act.__name__, refused)
            assert Entry.objects.order_by("-pk").values_list("pk", flat=True).first() == before
            return False
        return True

    @property
    def outputs(self) -> list[Output]:
        return list(Output.objects.filter(case=self.case).order_by("pk"))

    def motions(self, *states: str) -> list[Motion]:
        return list(Motion.objects.filter(case=self.case, state__in=states).order_by("pk"))

    def one_of(self, rows: list, n: int):
        return rows[n % len(rows)] if rows else None

    def member(self, name: str):
        return getattr(self.people, name)

    @rule(words=st.sampled_from([PEACEFUL, COERCIVE, FORCE, DISGUISED]), who=MEMBERS)
    def tables_an_option(self, words: dict, who: str) -> None:
        self.attempt(services.table_option, case=self.case, by=self.member(who), **words)

    @rule()
    def explains_them(self) -> None:
        for option in options_of(self.case):
            self.attempt(services.give_failure_reason, option=option, by=self.people.amal, text="Tried in vain.")

    @rule(n=st.integers(0, 9), who=MEMBERS)
    def moves_an_option(self, n: int, who: str) -> None:
        option = self.one_of(list(Option.objects.filter(case=self.case).order_by("pk")), n)
        if option:
            self.attempt(services.move, case=self.case, by=self.member(who), kind="option", option=option)

    @rule(who=MEMBERS)
    def moves_insufficiency(self, who: str) -> None:
        self.attempt(services.move, case=self.case, by=self.member(who), kind="insufficiency")

    @rule(what=STEPS)
    def recommends(self, what: str) -> None:
        steps = [
            {"option": o.label, "who": "The Council", "what": what, "when": "At once", "if_it_fails": "The next step"}
            for o in carried_options(self.case)
        ]
        self.attempt(services.draft_recommendation, case=self.case, by=self.people.amal, steps=steps)

    @rule(n=st.integers(0, 2), who=MEMBERS)
    def moves_a_recommendation(self, n: int, who: str) -> None:
        found = self.one_of(list(Recommendation.objects.filter(case=self.case).order_by("-pk")), n)
        if found:
            kind = {"kind": "recommendation", "recommendation": found}
            self.attempt(services.move, case=self.case, by=self.member(who), **kind)

    @rule(n=st.integers(0, 2), who=MEMBERS)
    def moves_an_output(self, n: int, who: str) -> None:
        output = self.one_of(self.outputs, n)
        if output:
            self.attempt(services.move, case=self.case, by=self.member(who), kind="output", output=output)

    @precondition(lambda self: len(self.outputs) < 3)
    @rule(words=WORDS)
    def drafts(self, words: str) -> None:
        if not self.attempt(
            services.create_output, case=self.case, by=self.people.helene, kind="draft_resolution", title="Another"
        ):
            return
        self.writes("talks", len(self.outputs) - 1)
        self.writes(words, len(self.outputs) - 1)

    @rule(words=WORDS, n=st.integers(0, 2))
    def writes(self, words: str, n: int) -> None:
        output = self.one_of(self.outputs, n)
        if output:
            self.attempt(
                services.add_paragraph, output=output, by=self.people.helene, part="operative", **self.rested(words)
            )

    def rested(self, words: str) -> dict:
        """The words with a territory and the first option of their class to rest on."""
        wanted = {"sanctions": "coercive", "force": "force", "words of force": "force"}.get(words, "peaceful")
        option = next((o for o in options_of(self.case) if o.cls == wanted), None)
        return {**TEXTS[words], "territory": ["SYR"], "option": option.label if option else ""}

    @rule(words=WORDS, n=st.integers(0, 9))
    def edits(self, words: str, n: int) -> None:
        row = self.one_of([p for o in self.outputs for p in paragraphs_of(o)], n)
        if row and row.part == "operative":
            self.attempt(services.edit_paragraph, paragraph=row, by=self.people.helene, **self.rested(words))

    @rule(act=st.sampled_from(["submit_for_review", "return_to_draft", "transmit", "publish"]), n=st.integers(0, 2))
    def handles(self, act: str, n: int) -> None:
        output = self.one_of(self.outputs, n)
        by = self.people.registrar if act in ("transmit", "publish") else self.people.helene
        if output:
            self.attempt(getattr(services, act), output=output, by=by)

    @rule(n=st.integers(0, 2))
    def withdraws(self, n: int) -> None:
        output = self.one_of(self.outputs, n)
        if output and n == 2:
            self.attempt(services.withdraw, output=output, by=self.people.betty, reason="Overtaken.")

    @rule(words=WORDS, change=st.sampled_from(list(Change)), n=st.integers(0, 9), who=MEMBERS)
    def amends(self, words: str, change: str, n: int, who: str = "ingrid") -> None:
        row = self.one_of([p for o in self.outputs for p in paragraphs_of(o)], n)
        if row is None:
            return
        content = self.rested(words) if Change(change).has_words and row.part == "operative" else {}
        if Change(change).has_words and row.part == "preambular":
            content = {"opening": "Recalling", "text": f"the Charter, {next(_serial)}"}
        if change == Change.REPLACE and content:
            content["text"] += f" {next(_serial)}"
        self.attempt(
            services.table_amendment, output=row.output, by=self.member(who), change=change, target=row, **content
        )

    @rule(words=WORDS, n=st.integers(0, 5))
    def words_it_anew(self, words: str, n: int) -> None:
        one = self.one_of(list(Amendment.objects.filter(output__case=self.case).order_by("pk")), n)
        if one:
            content = self.rested(words) if one.now.content and one.part == "operative" else {}
            self.attempt(services.reword_amendment, amendment=one, by=one.moved_by.user, **content)

    @rule(n=st.integers(0, 9))
    def withdraws_a_motion(self, n: int) -> None:
        motion = self.one_of(self.motions(*LIVE), n)
        if motion:
            self.attempt(services.withdraw_motion, motion=motion, by=motion.moved_by.user)

    @rule(n=st.integers(0, 9))
    def reorders(self, n: int) -> None:
        output = self.one_of(self.outputs, n)
        if output:
            places = {a.ordinal: 1 + (a.ordinal + n) % 3 for a in output.amendments.all()}
            self.attempt(services.order_amendments, output=output, by=self.people.betty, places=places)

    @rule(n=st.integers(0, 9), who=st.sampled_from(["betty", "registrar"]))
    def puts(self, n: int, who: str) -> None:
        motion = self.one_of(self.motions(*LIVE), n)
        if motion:
            self.attempt(services.put_to_vote, motion=motion, by=self.member(who))

    @precondition(lambda self: self.motions("voting"))
    @rule(n=st.integers(0, 2), who=MEMBERS, choice=CHOICES)
    def votes(self, n: int, who: str, choice: str) -> None:
        motion, words = self.one_of(self.motions("voting"), n), f"zqx{next(_serial):06}zqx"
        done = self.attempt(services.cast_ballot, motion=motion, by=self.member(who), choice=choice, explanation=words)
        if done:
            self.secrets.append((who, motion.pk, words))

    @precondition(lambda self: self.motions("voting"))
    @rule(yes=st.sampled_from([0, 8, 9, 10, 11, 15]), other=CHOICES)
    def all_vote(self, yes: int, other: str) -> None:
        """The short way to a result: every open vote is voted on by all."""
        for motion in self.motions("voting"):
            for place, name in enumerate(EVERYBODY):
                choice = "yes" if place < yes else other
                self.attempt(services.cast_ballot, motion=motion, by=self.member(name), choice=choice)

    @precondition(lambda self: self.motions("voting"))
    @rule(n=st.integers(0, 2))
    def closes(self, n: int) -> None:
        self.attempt(services.close_vote, motion=self.one_of(self.motions("voting"), n), by=self.people.betty)

    @rule(yes=st.sampled_from([9, 10, 15]))
    def all_is_decided(self, yes: int) -> None:
        """The chair goes through what waits, in its order."""
        for motion in self.motions("tabled"):
            if self.attempt(services.put_to_vote, motion=motion, by=self.people.betty):
                self.all_vote(yes, "no")
                self.attempt(services.close_vote, motion=motion, by=self.people.betty)

    @rule(hours=st.sampled_from([1, 25, 24 * 31]))
    def time_goes_by(self, hours: int) -> None:
        clock.advance(timedelta(hours=hours))
        self.due()

    def due(self) -> None:
        tick()
        for vote in Vote.objects.filter(motion__case=self.case, closed_at=None, closes_at__lte=clock.now()):
            close_due(vote.motion.number, clock.now())
        for motion in Motion.objects.filter(case=self.case, kind="insufficiency", state="carried"):
            if not gate_of(self.case).open:
                lapse_due(motion.number, clock.now())

    @precondition(lambda self: clock.now().year == 2026)
    @rule()
    def new_year_comes(self) -> None:
        """To the last hours of the year, with everybody's declaration signed; the Council changes at midnight."""
        clock.advance(datetime(2026, 12, 31, 20, tzinfo=UTC) - clock.now())
        self.due()
        self.declares()

    @rule()
    def declares(self) -> None:
        for member in self.people.members:
            sign_declaration(member=member, by=member.user)

    @rule(who=st.sampled_from(EVERYBODY[5:]))
    def stands_aside(self, who: str) -> None:
        self.attempt(recuse, case=self.case, by=self.member(who), reason="I advised a party.")

    @rule()
    def another_determination(self) -> None:
        if self.plenary.case.determinations.count() < 4:
            self.plenary.determine()

    @rule(n=st.integers(0, 9), who=MEMBERS)
    def turns_out_to_be_barred(self, n: int, who: str) -> None:
        motion = self.one_of(self.motions("carried", "not_carried"), n)
        if motion:
            self.attempt(
                services.report_disqualified,
                motion=motion,
                member=self.people.member(who),
                reason="A tie.",
                by=self.people.betty,
            )

    @rule(n=st.integers(0, 9))
    def clears(self, n: int) -> None:
        row = self.one_of([p for o in self.outputs for p in paragraphs_of(o)], n)
        if row:
            for name in ("amal", "ingrid"):
                self.attempt(services.clear_wording, paragraph=row, version=row.version, by=self.member(name))

    @precondition(lambda self: self.motions("not_carried"))
    @rule(n=st.integers(0, 9), who=MEMBERS, evidence=st.sampled_from(["none", "old", "new"]))
    def brings_back(self, n: int, who: str, evidence: str) -> None:
        motion = self.one_of(self.motions("not_carried"), n)
        closed = motion.votes.latest("ordinal").closed_at
        if evidence == "new" and (self.item is None or self.item.created_at <= closed):
            clock.advance(timedelta(minutes=1))
            self.item = placed(self.plenary)
        given = None if evidence == "none" else self.item
        new = given is not None and given.created_at > closed
        done = self.attempt(services.reconsider, motion=motion, by=self.member(who), new_evidence=given)
        assert new or not done

    @rule(n=st.integers(0, 9))
    def sets_aside(self, n: int) -> None:
        """The chair, what others have moved; only an amendment that its text has left behind."""
        motion = self.one_of(self.motions(*LIVE), n)
        if motion is None or motion.moved_by.user_id == self.people.betty.pk:
            return
        fits = motion.amendment is None or not text_now(motion.output).conflict(motion.amendment)
        done = self.attempt(services.withdraw_motion, motion=motion, by=self.people.betty)
        assert not (done and fits)
