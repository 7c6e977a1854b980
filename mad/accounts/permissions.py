"""Who may do what, by role (R9): one table for the whole product.

It answers only for the role. What the state of an object allows is in each app's procedure.py; whether a
person may open a given case is in its selectors. An administrator appears once: accounts, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from mad.accounts.roles import Role
from mad.common.errors import NotPermitted

M, P, R, O, E, A, X, ADMIN = (  # noqa: E741 - one letter a column keeps the table readable
    Role.MEMBER,
    Role.PRESIDING,
    Role.REGISTRAR,
    Role.OFFICER,
    Role.ETHICS,
    Role.AUDITOR,
    Role.PARTNER,
    Role.ADMINISTRATOR,
)


class Act(StrEnum):
    """Every act a role can give."""

    # accounts
    MANAGE_ACCOUNTS = "accounts.manage"
    KEEP_OWN_TOKENS = "tokens.keep_own"
    KEEP_PERSONAL_TOKENS = "tokens.keep_personal"
    # Part I
    READ_ROSTER = "roster.read"
    KEEP_ROSTER = "roster.keep"
    DECLARE = "declaration.sign"
    HOLD_ELECTION = "election.hold"
    REPORT_PRESSURE = "pressure.report"
    READ_PRESSURE = "pressure.read"
    DECIDE_PRESSURE = "pressure.decide"
    CHANGE_NUMBERS = "numbers.change"
    # Part II
    SUBMIT = "submission.submit"
    READ_OWN_SUBMISSIONS = "submission.read_own"
    READ_SUBMISSIONS = "submission.read"
    SCREEN = "submission.screen"
    ANSWER_QUERY = "query.answer"
    REVEAL_SOURCE = "source.reveal"
    GRADE = "item.grade"
    PROTECT = "evidence.protect"
    LOWER_PROTECTION = "evidence.lower_protection"
    IMPORT_EVENTS = "events.import"
    READ_LEDGER = "ledger.read"
    KEEP_WATCH = "watch.keep"
    RETURN_NIL = "nil_return.make"
    # Part III
    READ_CASES = "case.read"
    OPEN_CASE = "case.open"
    EDIT_CASE = "case.edit"
    MERGE_CASES = "case.merge"
    READ_NAMES = "person.read_name"
    OPEN_ASSESSMENT = "assessment.open"
    PROPOSE_ASSESSMENT = "assessment.propose"
    LINK_EVIDENCE = "evidence.link"
    ANALYSE_FRAMEWORK = "framework.analyse"
    CHOOSE_CRIMES = "crimes.choose"
    OPEN_ROUND = "round.open"
    ESTIMATE = "estimate.give"
    PROPOSE_DETERMINATION = "determination.propose"
    VOTE_DETERMINATION = "determination.vote"
    ATTACH_OPINION = "opinion.attach"
    RECUSE_SELF = "recusal.self"
    MOVE_RECUSAL = "recusal.move"
    MOVE_CASE = "case.move"
    RECORD_OUTCOME = "outcome.record"
    # Part IV
    TABLE_OPTION = "option.table"
    SCORE_OPTION = "option.score"
    MOVE_MOTION = "motion.move"
    PUT_TO_VOTE = "motion.put"
    VOTE = "motion.vote"
    CLOSE_VOTE = "motion.close"
    VOID_VOTE = "motion.void"
    EXTEND_CLOCK = "clock.extend"
    DISCUSS = "remark.make"
    HOLD_SITTING = "sitting.hold"
    ATTEND = "sitting.attend"
    GIVE_FLOOR = "floor.give"
    CORRECT_MINUTES = "minutes.correct"
    APPROVE_MINUTES = "minutes.approve"
    # Part V
    READ_OUTPUTS = "output.read"
    DRAFT_OUTPUT = "output.draft"
    CLEAR_WORDING = "wording.clear"
    TRANSMIT_OUTPUT = "output.transmit"
    PUBLISH_OUTPUT = "output.publish"
    CALL_EMERGENCY = "emergency.call"
    KEEP_COUNCIL_RECORD = "council.keep"
    EXPECT_COUNCIL_VOTE = "council.expect"
    JUDGE_ADEQUACY = "adequacy.judge"
    # Part VI
    KEEP_FOLLOW_UP = "follow_up.keep"
    REVIEW_MEASURE = "measure.review"
    KEEP_CORRESPONDENCE = "correspondence.keep"
    EXPORT_CASE = "case.export"
    EXPORT_WHOLE_CASE = "case.export_whole"
    # Part VII
    REVIEW_LEVEL = "watch.review"
    READ_REVIEWS = "review.read"
    HOLD_REVIEW = "review.hold"
    RAISE_TO_PRINCIPALS = "review.raise"
    READ_BRIEFINGS = "briefing.read"
    KEEP_BRIEFING = "briefing.keep"
    READ_ACCOUNT = "account.read"
    PREPARE_ACCOUNT = "account.prepare"
    PUBLISH_ACCOUNT = "account.publish"
    # SCREENS 6
    SEARCH = "search"
    # Part VIII
    READ_DOCKET = "docket.read"
    READ_WHOLE_DOCKET = "docket.read_whole"


TABLE: dict[Act, frozenset[Role]] = {
    Act.MANAGE_ACCOUNTS: frozenset({ADMIN}),
    Act.KEEP_OWN_TOKENS: frozenset({X}),
    Act.KEEP_PERSONAL_TOKENS: frozenset({R, O}),
    Act.READ_ROSTER: frozenset({M, R, O, E, A}),
    Act.KEEP_ROSTER: frozenset({R}),
    Act.DECLARE: frozenset({M}),
    Act.HOLD_ELECTION: frozenset({R}),
    Act.REPORT_PRESSURE: frozenset({M}),
    Act.READ_PRESSURE: frozenset({M, P, E}),
    Act.DECIDE_PRESSURE: frozenset({E}),
    Act.CHANGE_NUMBERS: frozenset({R}),
    Act.SUBMIT: frozenset({X, O, R}),
    Act.READ_OWN_SUBMISSIONS: frozenset({X, O, R}),
    Act.READ_SUBMISSIONS: frozenset({M, R, O}),
    Act.SCREEN: frozenset({O, R}),
    Act.ANSWER_QUERY: frozenset({X, O, R}),
    Act.REVEAL_SOURCE: frozenset({R}),
    Act.GRADE: frozenset({O, R}),
    Act.PROTECT: frozenset({O, R}),
    Act.LOWER_PROTECTION: frozenset({R}),
    Act.IMPORT_EVENTS: frozenset({O, R}),
    Act.READ_LEDGER: frozenset({M, R, O, A, X}),
    Act.KEEP_WATCH: frozenset({R}),
    Act.RETURN_NIL: frozenset({X}),
    Act.READ_CASES: frozenset({M, R, O}),
    Act.OPEN_CASE: frozenset({O, R}),
    Act.EDIT_CASE: frozenset({O, R}),
    Act.MERGE_CASES: frozenset({R}),
    Act.READ_NAMES: frozenset({M, R}),
    Act.OPEN_ASSESSMENT: frozenset({R}),
    Act.PROPOSE_ASSESSMENT: frozenset({M}),
    Act.LINK_EVIDENCE: frozenset({M, O, R}),
    Act.ANALYSE_FRAMEWORK: frozenset({M, O, R}),
    Act.CHOOSE_CRIMES: frozenset({M, R}),
    Act.OPEN_ROUND: frozenset({R, P}),
    Act.ESTIMATE: frozenset({M}),
    Act.PROPOSE_DETERMINATION: frozenset({M, R}),
    Act.VOTE_DETERMINATION: frozenset({M}),
    Act.ATTACH_OPINION: frozenset({M}),
    Act.RECUSE_SELF: frozenset({M}),
    Act.MOVE_RECUSAL: frozenset({M}),
    Act.MOVE_CASE: frozenset({R, P}),
    Act.RECORD_OUTCOME: frozenset({R}),
    Act.TABLE_OPTION: frozenset({M}),
    Act.SCORE_OPTION: frozenset({M}),
    Act.MOVE_MOTION: frozenset({M}),
    Act.PUT_TO_VOTE: frozenset({P, R}),
    Act.VOTE: frozenset({M}),
    Act.CLOSE_VOTE: frozenset({P, R}),
    Act.VOID_VOTE: frozenset({P, R}),
    Act.EXTEND_CLOCK: frozenset({P}),
    Act.DISCUSS: frozenset({M}),
    Act.HOLD_SITTING: frozenset({P, R}),
    Act.ATTEND: frozenset({M}),
    Act.GIVE_FLOOR: frozenset({P, R}),
    Act.CORRECT_MINUTES: frozenset({R}),
    Act.APPROVE_MINUTES: frozenset({P, R}),
    Act.READ_OUTPUTS: frozenset({M, R, O}),
    Act.DRAFT_OUTPUT: frozenset({M, R}),
    Act.CLEAR_WORDING: frozenset({M}),
    Act.TRANSMIT_OUTPUT: frozenset({R, P}),
    Act.PUBLISH_OUTPUT: frozenset({R, P}),
    Act.CALL_EMERGENCY: frozenset({M, P}),
    Act.KEEP_COUNCIL_RECORD: frozenset({R}),
    Act.EXPECT_COUNCIL_VOTE: frozenset({M, R}),
    Act.JUDGE_ADEQUACY: frozenset({M}),
    Act.KEEP_FOLLOW_UP: frozenset({R, P}),
    Act.REVIEW_MEASURE: frozenset({R, O, P}),
    Act.KEEP_CORRESPONDENCE: frozenset({R}),
    Act.EXPORT_CASE: frozenset({R, P}),
    Act.EXPORT_WHOLE_CASE: frozenset({R}),
    Act.REVIEW_LEVEL: frozenset({M, O, R}),
    Act.READ_REVIEWS: frozenset({M, R, O}),
    Act.HOLD_REVIEW: frozenset({R, O}),
    Act.RAISE_TO_PRINCIPALS: frozenset({R, P}),
    Act.READ_BRIEFINGS: frozenset({M, R, O}),
    Act.KEEP_BRIEFING: frozenset({R}),
    Act.READ_ACCOUNT: frozenset({M, R, O, E, A}),
    Act.PREPARE_ACCOUNT: frozenset({R, O}),
    Act.PUBLISH_ACCOUNT: frozenset({R}),
    Act.SEARCH: frozenset({M, R, O}),
    Act.READ_DOCKET: frozenset({M, R, O, E, A}),
    Act.READ_WHOLE_DOCKET: frozenset({R, A}),
}


def may(user: Any, act: Act) -> bool:
    """True when one of the user's roles gives the act and the account is active."""
    return bool(user.is_authenticated and user.is_active and TABLE[act] & user.roles)


def require(user: Any, act: Act) -> None:
    """Raise NotPermitted (R9) unless `may(user, act)`. None, the system itself, may act."""
    if user is None or may(user, act):
        return
    holders = ", ".join(sorted(Role(role).label.lower() for role in TABLE[act]))
    raise NotPermitted("R9", f"This act belongs to: {holders}.")


def require_act(act: Act) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """View decorator: a signed-in person whose role gives `act`, or a refusal naming R9."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
            require(request.user, act)
            return view(request, *args, **kwargs)

        return wrapper

    return decorate
