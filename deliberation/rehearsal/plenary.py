"""Part IV of the rules: the whole Division chooses what to recommend, peaceful means first."""

from __future__ import annotations

from cases.selectors import entitled
from deliberation.models import Motion, Option
from deliberation.rehearsal.play import Play
from deliberation.services import (
    cast_ballot,
    close_vote,
    draft_recommendation,
    give_failure_reason,
    move,
    put_to_vote,
    score_option,
    table_option,
)

CRITERIA = ("effect", "speed", "feasibility", "harm", "pull")


def run(play: Play) -> None:
    play.chapter("Deliberation")
    sitting = entitled(play.case)
    play.say("R31", f"{len(sitting)} members are entitled; quorum is more than half, with one of each discipline")
    options = table(play)
    with play.refused("a no-fly zone is tabled before peaceful means were weighed"):
        facts = play.facts["force_attempt"]
        table_option(
            case=play.case,
            by=play.user("fergus.odwyer"),
            tool=facts["tool"],
            title=facts["title"],
            aim="Protect civilians from the air",
        )
    _insufficiency(play, options)
    for key, option in options.items():
        vote(play, move(case=play.case, by=play.user("helene.vautrin"), kind="option", option=option), key)
    _recommend(play, options)


def table(play: Play) -> dict[str, Option]:
    """Table and score the scenario's options."""
    options = {}
    for facts in play.facts["options"]:
        play.later(1)
        option = table_option(
            case=play.case,
            by=play.user("rosa.quispe"),
            tool=facts["tool"],
            title=facts["title"],
            aim=facts["aim"],
            who=facts["who"],
            effect=facts["effect"],
            risks=facts["risks"],
        )
        options[facts["key"]] = option
        play.say("R32", f"{option.label} tabled ({option.get_cls_display().lower()}): {option.title}")
        for place, member in enumerate(entitled(play.case)):
            score_option(option=option, by=member.user, scores=_scores(facts["scores"], place))
    play.say("R32", "every member scores every option; scores inform, votes decide")
    return options


def _scores(middle: list[int], place: int) -> dict[str, int]:
    """One member's scores: around the scenario's, some a point lower or higher."""
    shifts = [(place * 5 + criterion * 3) % 7 for criterion in range(len(CRITERIA))]
    return {
        name: min(5, max(1, score + (shift == 1) - (shift == 4)))
        for name, score, shift in zip(CRITERIA, middle, shifts, strict=True)
    }


def _insufficiency(play: Play, options: dict[str, Option]) -> None:
    for option in options.values():
        give_failure_reason(
            option=option,
            by=play.user("fergus.odwyer"),
            text="Tried since 2012 without effect on the conduct of the parties.",
        )
    motion = move(
        case=play.case, by=play.user("fergus.odwyer"), kind="insufficiency", text="Attempts without force will fail."
    )
    vote(play, motion, "insufficiency")
    with play.refused("the no-fly zone is tabled again after the motion failed"):
        facts = play.facts["force_attempt"]
        table_option(
            case=play.case,
            by=play.user("fergus.odwyer"),
            tool=facts["tool"],
            title=facts["title"],
            aim="Protect civilians from the air",
        )


def vote(play: Play, motion: Motion, key: str) -> None:
    """Put a motion to the vote, let everybody entitled vote as the scenario says, close, and write the count out."""
    put_to_vote(motion=motion, by=play.presiding)
    play.later(2)
    for member in entitled(play.case):
        cast_ballot(
            motion=motion,
            by=member.user,
            choice=choice(play, key, member.user.username),
            explanation=explanation(play, key, member.user.username),
        )
    play.later(2)
    result = close_vote(motion=motion, by=play.presiding)
    motion.refresh_from_db()
    play.say("R34", f"{motion.number} {motion.get_state_display().lower()}: {result.arithmetic}")
    play.beat()


def choice(play: Play, key: str, username: str) -> str:
    return play.facts["votes"][key].get(username, play.facts["votes"][key].get("others", "yes"))


def explanation(play: Play, key: str, username: str) -> str:
    return play.facts["explanations"].get(key, {}).get(username, "")


def _recommend(play: Play, options: dict[str, Option]) -> None:
    steps = [
        {
            "option": options[facts["key"]].label,
            "who": facts["who"],
            "what": facts["aim"],
            "when": "at once" if facts["key"] != "envoy" else "within fourteen days",
            "if_it_fails": "The Division returns to the Council.",
        }
        for facts in play.facts["options"]
        if facts["key"] in play.facts["carried"]
    ]
    draft = draft_recommendation(case=play.case, by=play.user("helene.vautrin"), steps=steps)
    play.say("R32", f"draft recommendation, version {draft.version}: {play.facts['recommendation'].strip()}")
    vote(
        play,
        move(case=play.case, by=play.user("helene.vautrin"), kind="recommendation", recommendation=draft),
        "recommendation",
    )
