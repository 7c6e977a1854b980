"""Part III of the rules: the legal panel finds what is more likely than not."""

from __future__ import annotations

from cases.models import Assessment, Case, Determination, Round
from cases.selectors import panel
from cases.selectors.findings import assemble
from cases.selectors.sealed import contrary_items
from cases.services import (
    attach_opinion,
    choose_crime,
    link_evidence,
    open_assessment,
    open_round,
    propose_determination,
    save_estimate,
    save_severity,
    say,
    submit_answers,
    vote_determination,
)
from deliberation.rehearsal import watching
from deliberation.rehearsal.play import Play
from mad.accounts.models import User

WEIGHTS = {"slight": 1, "moderate": 2, "strong": 3}
SCALES = ("scale", "nature", "manner", "impact", "imminence", "trajectory")


def run(play: Play) -> None:
    find(play)
    watching.review(play)


def find(play: Play) -> None:
    """From the opening to the determination."""
    open_(play)
    _round(play, "first")
    _discuss(play)
    _round(play, "second")
    _determine(play)


def open_(play: Play) -> None:
    """Assessment opened, crimes put in issue, evidence linked."""
    play.chapter("Assessment")
    open_assessment(case=play.case, by=play.registrar, reason="Screened alarm", urgency="ongoing")
    play.case.refresh_from_db()
    play.say(
        "R21", "the registrar opens the assessment on the screened alarm; the determination is due in 72 hours (R36)"
    )
    for crime in play.facts["crimes"]:
        choose_crime(case=play.case, crime_id=crime["crime"], acts=crime["acts"], by=play.registrar)
        play.say("R24", f"in issue: {crime['crime'].replace('_', ' ')} ({', '.join(crime['acts'])})")
    links = sum(link_elements(play, play.case).values())
    play.say("R24", f"{links} links between evidence and elements")
    watching.analyse(play)
    play.later(6)


def link_elements(play: Play, case: Case, wanted: set[str] | None = None) -> dict[str, int]:
    """Link what the scenario names, for the elements `wanted` (all by default); links per element."""
    made: dict[str, int] = {}
    for element, facts in play.facts["elements"].items():
        if wanted is not None and element not in wanted:
            continue
        for key, direction, weight in facts["links"]:
            if not case.placed.filter(submission__items=play.items[key]).exists():
                continue
            link_evidence(
                case=case,
                item=play.items[key],
                element_id=element,
                direction=direction,
                weight=WEIGHTS[weight],
                by=play.officer,
            )
            made[element] = made.get(element, 0) + 1
    return made


def _round(play: Play, name: str) -> None:
    round_ = open_round(case=play.case, by=play.registrar)
    sitting = panel(play.case)
    play.say("R25", f"{name} round opened and sealed; {len(sitting)} of the panel have yet to answer")
    for member in sitting:
        play.later(3)
        answer(play, round_, member.user, name)
        play.say("R25", f"{member} seals an answer; nobody can read it")
    round_ = Round.objects.get(pk=round_.pk)
    assert round_.closed_at, "the round closes when all have answered"
    play.beat()
    _tell_findings(play, round_)


def answer(
    play: Play, round_: Round, user: User, name: str, *, elements: list[str] | None = None, seal: bool = True
) -> None:
    """Give one member's estimates, answers to contrary items and severity; seal them unless told otherwise."""
    replies = {play.items[key].number: text for key, text in play.facts["contrary"].items()}
    against = {element: {item.number for item in items} for element, items in contrary_items(round_, user).items()}
    place = [member.user.username for member in play.cast.legal].index(user.username)
    for element in elements if elements is not None else round_.elements:
        facts = play.facts["elements"][element]
        save_estimate(
            round=round_,
            by=user,
            element_id=element,
            typed=_bounds(facts[name][place], play.facts["spread"]),
            reasons=play.facts["reasons"][name],
            contrary={number: text for number, text in replies.items() if number in against[element]},
        )
    if not seal:
        return
    severity = play.facts["severity"]
    save_severity(
        round=round_,
        by=user,
        scores=dict(zip(SCALES, severity[name][place], strict=True)),
        temporal=severity["temporal"],
    )
    submit_answers(round=round_, by=user)


def _bounds(best: int, spread: int) -> dict[str, str]:
    return {"low": str(max(1, best - spread)), "best": str(best), "high": str(min(99, best + spread))}


def _tell_findings(play: Play, round_: Round) -> None:
    findings = assemble(round_)
    for element, pool in findings.pools.items():
        if pool is not None and pool.disagreement:
            play.say("R27", f"{element}: inter-quartile range {float(pool.spread):.2f}, to be discussed")
    if round_.ordinal == 1:
        play.say("R26", "all answers appear at once, under letters and not names")
        return
    for crime in findings.crimes:
        play.say("R28", f"{crime.crime.replace('_', ' ')}: {crime.outcome.value.replace('_', ' ')}")


def _discuss(play: Play) -> None:
    assessment = Assessment.objects.get(case=play.case, ended_at=None)
    sitting = play.cast.legal
    for post in play.facts["discussion"]:
        play.later(4)
        say(assessment=assessment, element_id=post["element"], text=post["text"], by=sitting[post["member"]].user)
        play.say("R26", f"discussion of {post['element']}: “{post['text']}”")


def _determine(play: Play) -> None:
    facts = play.facts["determination"]
    findings = assemble(Round.objects.filter(assessment__case=play.case, ordinal=2).latest("id"))
    contrary = {
        (element, play.items[key].number): play.facts["contrary"][key]
        for element, values in play.facts["elements"].items()
        for key, direction, _ in values["links"]
        if direction == "contradicts"
    }
    determination = propose_determination(
        case=play.case,
        by=play.cast.legal[0].user,
        opening=facts["opening"].strip(),
        reasons=dict.fromkeys(findings.pools, play.facts["reasons"]["second"]),
        contrary=contrary,
    )
    play.say("R30", f"{determination.number} put before the panel; the evidence is frozen by digest")
    for member in panel(play.case):
        if Determination.objects.get(pk=determination.pk).adopted_at:
            break
        play.later(1)
        vote = "no" if member.user.username == facts["against"] else "yes"
        vote_determination(determination=determination, by=member.user, vote=vote)
        play.say("R30", f"{member} votes {vote} on {determination.number}")
    determination.refresh_from_db()
    assert determination.adopted_at, "the determination is adopted"
    play.say("R30", f"{determination.number} adopted: severity {determination.severity}, {determination.temporal}")
    opinion = facts["opinion"]
    attach_opinion(
        determination=determination, by=play.user(opinion["by"]), kind=opinion["kind"], text=opinion["text"].strip()
    )
    play.say("R30", f"{play.user(opinion['by'])} attaches a {opinion['kind']} opinion")
    play.case.refresh_from_db()
    play.say(
        "R31", f"{play.case.number} moves to {play.case.stage.replace('_', ' ')}; the plenary is due in 48 hours (R36)"
    )
    play.beat()
