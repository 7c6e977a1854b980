"""The demonstration's past: a first cycle of the situation in spring 2014, from the warnings to the Council and back.

It is played on the days on which the Council in truth met, so that the roll is the one that the public record reports.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from deliberation.models import Measure, Output, Paragraph
from deliberation.rehearsal import assessment, council, intake, plenary, speaking
from deliberation.rehearsal.cast import SEATS, Cast, Seat
from deliberation.rehearsal.play import Play, scenario
from deliberation.selectors.adequacy import beside
from deliberation.selectors.followup import takeable
from deliberation.services import move, publish, remark_on, submit_for_review, table_amendment, transmit
from deliberation.services.accounts import publish_account
from deliberation.services.adequacy import draft_comment, judge_measure, open_comparison
from deliberation.services.followup import review_measure, take_measures
from mad.common import clock

BEGINS = datetime(2014, 4, 24, 9, 0, tzinfo=UTC)
DECLARED_ON = date(2014, 1, 6)
TAKEN_BEFORE, REVIEWED_BEFORE = 17, 7
"""Days before the first warning of the case of today, after the last step of what was watched."""


def seats() -> list[Seat]:
    """Those who were members then: fewer than today, and enough of each discipline."""
    return [seat for seat in SEATS if seat.username in scenario()["history"]["members"]]


def facts() -> dict[str, Any]:
    """The scenario, cut down to its first cycle: some of the warnings, one crime, what was carried."""
    whole = scenario()
    past = whole["history"]
    kept = {"submissions": "key", "options": "key"}
    cut = {name: [row for row in whole[name] if row[key] in past[name]] for name, key in kept.items()}
    elements = {name: row for name, row in whole["elements"].items() if name.startswith("wc-")}
    linked = {name: {**row, "links": _of(row["links"], past["submissions"])} for name, row in elements.items()}
    return {
        **whole,
        **cut,
        **{name: past[name] for name in ("title", "summary", "crimes", "determination", "framework", "discussion")},
        "elements": linked,
        "votes": {**whole["votes"], **past["votes"]},
        "resolution": {**whole["resolution"], "preambular": _found(whole["resolution"]["preambular"], past["found"])},
    }


def _of(links: list[list[str]], submissions: list[str]) -> list[list[str]]:
    return [link for link in links if link[0] in submissions]


def _found(paragraphs: list[dict[str, str]], words: str) -> list[dict[str, str]]:
    return [{**row, "text": words} if row.get("cites") == "determination" else row for row in paragraphs]


def run(cast: Cast) -> Play:
    """From the warnings to the comment on what the Council had before it. The clock stands at BEGINS."""
    play = Play(cast, lambda line: None, facts=facts(), paced=False)
    intake.run(play)
    assessment.find(play)
    for key, option in plenary.table(play).items():
        plenary.vote(play, move(case=play.case, by=play.user("helene.vautrin"), kind="option", option=option), key)
    output = speaking.draft(play)
    speaking.review(play, output)
    _amend(play, output)
    _send(play, output, "resolution")
    council.run(play, output)
    _compare(play, output)
    return play


def _amend(play: Play, output: Output) -> None:
    """A member asks for words, another answers, and the plenary merges the amendment."""
    past = play.facts["history"]
    target = Paragraph.objects.get(output=output, measure=past["amendment"]["measure"], removed_at=None)
    for username, text in past["remarks"]:
        remark_on(case=play.case, subject="paragraph", key=str(target.pk), text=text, by=play.user(username))
    words = {name: past["amendment"][name] for name in ("text", "reason")}
    mover = play.user(past["amendment"]["by"])
    amendment = table_amendment(
        output=output, by=mover, change="replace", target=target, version=target.version, **words
    )
    plenary.vote(play, amendment.motion, "amendment")


def _send(play: Play, output: Output, votes: str) -> None:
    """Adopted, transmitted, published."""
    plenary.vote(play, move(case=play.case, by=play.user("helene.vautrin"), kind="output", output=output), votes)
    transmit(output=output, by=play.registrar)
    play.later(1)
    publish(output=output, by=play.registrar)
    play.beat()


def _compare(play: Play, output: Output) -> None:
    """The Council's text beside the Division's, judged measure by measure, and the comment on it."""
    past, judges = play.facts["history"]["comparison"], play.facts["history"]["judges"]
    text = output.council_texts.get()
    adequacy = open_comparison(text=text, by=play.user("helene.vautrin"))
    for row, judge in zip(beside(text, adequacy).rows, judges, strict=True):
        (measure,) = row.aligned.measure.measures
        judge_measure(
            adequacy=adequacy,
            by=play.user(judge),
            paragraph=int(row.key),
            seen_version=0,
            **past["measures"][measure],
        )
    comment = draft_comment(
        adequacy=adequacy, by=play.user("helene.vautrin"), sufficient=False, why=past["why"].strip()
    )
    submit_for_review(output=comment, by=play.user("helene.vautrin"))
    _send(play, comment, "comment")


def take_up(play: Play, now: datetime) -> None:
    """What is followed up of it today, and the account of its year."""
    publish_account(year=BEGINS.year, by=play.registrar, after=0)
    sources = {source.pk: source.key for source in takeable(play.case) if source.field == "paragraph"}
    operative = Paragraph.objects.filter(pk__in=sources).values_list("measure", "pk")
    by_measure = {measure: sources[pk] for measure, pk in operative}
    rows = [
        {
            **{name: facts[name] for name in ("title", "actor", "benchmark")},
            "source": by_measure.get(facts.get("measure"), ""),
            "starts": clock.today(),
            "due": now.date() + timedelta(days=facts["due_in_days"]),
        }
        for facts in play.facts["history"]["follow_up"]
    ]
    take_measures(case=play.case, by=play.registrar, rows=rows)
    play.beat()


def review(play: Play) -> None:
    measures = Measure.objects.filter(case=play.case).order_by("pk")
    for measure, row in zip(measures, play.facts["history"]["follow_up"], strict=True):
        if said := row.get("review"):
            review_measure(measure=measure, by=play.registrar, version=measure.version, **said)
    play.beat()
