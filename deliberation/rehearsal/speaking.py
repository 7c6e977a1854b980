"""Part V of the rules: the draft resolution, its mandate check, its adoption and its way to the Council."""

from __future__ import annotations

from typing import Any

from cases.selectors import determination_in_force
from deliberation.models import Option, Output
from deliberation.rehearsal.play import Play
from deliberation.rehearsal.plenary import vote
from deliberation.services import (
    add_paragraph,
    create_output,
    move,
    publish,
    remove_paragraph,
    submit_for_review,
    transmit,
)
from deliberation.services.motions import refuse_mandate


def run(play: Play) -> Output:
    play.chapter("Draft resolution")
    output = draft(play)
    _refuse_force(play, output)
    review(play, output)
    vote(play, move(case=play.case, by=play.user("helene.vautrin"), kind="output", output=output), "resolution")
    transmit(output=output, by=play.registrar)
    play.say("R37", f"{output.number} transmitted to the Council’s president and every Council member")
    play.later(1)
    publish(output=output, by=play.registrar)
    play.say("R37", f"{output.number} published")
    play.beat()
    output.refresh_from_db()
    return output


def draft(play: Play) -> Output:
    """Draft the scenario's resolution."""
    facts = play.facts["resolution"]
    drafter = play.user("amal.benhaddou")
    output = create_output(case=play.case, by=drafter, kind="draft_resolution", title=facts["title"])
    for part in ("preambular", "operative"):
        for words in facts[part]:
            add_paragraph(output=output, by=drafter, part=part, **_words(play, words))
    return output


def review(play: Play, output: Output) -> None:
    """Lay the draft before the plenary."""
    facts = play.facts["resolution"]
    submit_for_review(output=output, by=play.user("amal.benhaddou"))
    play.say(
        "R38",
        f"{output.number} in review: {len(facts['preambular'])} preambular, {len(facts['operative']) + 1} operative paragraphs",
    )
    play.later(0.5)


def _words(play: Play, facts: dict[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {
        name: facts[name] for name in ("opening", "text", "measure", "addressee", "territory") if name in facts
    }
    if "option" in facts:
        words["option"] = _option(play, facts["option"]).label
    if cited := facts.get("cites"):
        number = _finding(play) if cited == "determination" else play.items[cited].number
        words |= {"of_fact": True, "citations": [number]}
    return words


def _finding(play: Play) -> str:
    determination = determination_in_force(play.case)
    if determination is None:
        raise LookupError("no determination is in force")
    return determination.number


def _option(play: Play, key: str) -> Option:
    title = next(facts["title"] for facts in play.facts["options"] if facts["key"] == key)
    return Option.objects.get(case=play.case, title=title)


def _refuse_force(play: Play, output: Output) -> None:
    """A paragraph that means force, whatever its tag, keeps the whole draft from the plenary until it is taken out."""
    drafter = play.user("fergus.odwyer")
    paragraph = add_paragraph(
        output=output, by=drafter, part="operative", **_words(play, play.facts["resolution"]["refused_paragraph"])
    )
    said = f"“{paragraph.text}”"
    with play.refused(f"{said} stands in a draft resolution"):
        refuse_mandate(output)
    with play.refused(f"{said} is laid before the plenary"):
        submit_for_review(output=output, by=drafter)
    remove_paragraph(paragraph=paragraph, by=drafter)
    play.say("R38", "the paragraph is taken out of the draft and kept in its history (R15)")
