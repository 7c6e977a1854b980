"""The exact text put to the vote, per kind of motion (R35)."""

from collections.abc import Mapping
from typing import Any

from deliberation.models import Amendment, Motion, Option, Output, Recommendation
from deliberation.procedure.amendments import Change
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import as_text
from deliberation.selectors import lines_of, options_of, paragraphs_of
from deliberation.selectors.amendments import text_now


def text_of(motion: Motion) -> str:
    """The text that is frozen when the vote opens, paragraphs parted by an empty line."""
    if motion.option is not None:
        body = option_text(motion.option)
    elif motion.recommendation is not None:
        body = recommendation_text(motion.recommendation)
    elif motion.amendment is not None:
        body = amendment_text(*motion.amends)
    elif motion.output is not None:
        body = output_text(motion.output)
    else:
        body = insufficiency_text(motion)
    return "\n\n".join(part for part in (body, motion.text) if part)


def output_text(output: Output) -> str:
    opening = f"The plenary adopts {output.symbol}, version {output.version}."
    return f"{opening}\n\n{as_text(lines_of(paragraphs_of(output), output.language), output.language)}"


def amendment_text(amendment: Amendment, output: Output) -> str:
    """What is to be changed, where, from which words and to which."""
    worded, text = amendment.now, text_now(output)
    at = text.labels.get(amendment.target_id or 0, "")
    where = f"paragraph {at}".replace("paragraph Paragraph", "paragraph") if at else f"the {amendment.part} part"
    opening = {
        Change.REPLACE: f"The plenary amends {where} of {output.symbol} ({amendment.label}). In place of:",
        Change.ADD: f"The plenary adds to {output.symbol} ({amendment.label}), {'after' if at else 'at the end of'} {where}:",
        Change.REMOVE: f"The plenary takes {where} out of {output.symbol} ({amendment.label}):",
        Change.DIVIDE: f"The plenary keeps {where} of {output.symbol} as it stands ({amendment.label}):",
    }[Change(amendment.change)]
    parts = [opening, *map(paragraph_text, worded.before)]
    if worded.content is not None:
        parts += ["It is to read:"] if worded.before else []
        parts.append(paragraph_text(worded.content))
    return "\n\n".join([*parts, f"Version {worded.version} of the amendment."])


def paragraph_text(content: Mapping[str, Any]) -> str:
    """The words of one paragraph, then on a line of their own what goes with them."""
    said = {
        "Measure": MEASURES[content["measure"]].name if content["measure"] else "",
        "Addressee": content["addressee"],
        "Territory": ", ".join(content["territory"]),
        "Rests on": content["option"],
        "Cites": ", ".join(content["citations"]),
        "Level": str(content["level"]) if content["level"] else "",
        "States a fact": "yes" if content["of_fact"] else "",
    }
    more = ". ".join(f"{name}: {value}" for name, value in said.items() if value)
    words = f"{content['opening']} {content['text']}".strip()
    return f"{words}\n{more}." if more else words


def substance(text: str, motion: Motion) -> str:
    """Of a text voted on, what is moved: without the mover's own words, nor the version of an output."""
    body = text.removesuffix(f"\n\n{motion.text}") if motion.text else text
    return body.partition("\n\n")[2] if motion.kind == Motion.Kind.OUTPUT else body


def option_text(option: Option) -> str:
    parts = [
        f"The plenary carries {option.label}, {option.title} ({option.get_cls_display().lower()}).",
        f"{_ended(f'Charter basis: {option.charter_basis}')} {_ended(f'Who acts: {option.who}')}",
        f"Aim: {option.aim}",
        f"Expected effect: {option.effect}" if option.effect else "",
        f"Risks: {option.risks}" if option.risks else "",
    ]
    return "\n\n".join(part for part in parts if part)


def recommendation_text(recommendation: Recommendation) -> str:
    steps = [
        f"{step.ordinal}. {'At the same time, ' if step.together else ''}{step.option.label}, {step.option.title}. "
        f"{_ended(f'Who: {step.who}')} {_ended(f'What: {step.what}')} {_ended(f'When: {step.when}')}"
        + (f" {_ended(f'If it fails: {step.if_it_fails}')}" if step.if_it_fails else "")
        for step in recommendation.steps.select_related("option")
    ]
    return "\n\n".join(["The plenary recommends, in this order:", *steps])


def _ended(words: str) -> str:
    """With a full stop, unless the writer has closed the sentence already."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def insufficiency_text(motion: Motion) -> str:
    reasons = [
        f"{option.label}, {option.title} ({option.get_cls_display().lower()}): {_analysis(option)}"
        for option in options_of(motion.case)
        if option.failure_reasons.all()
    ]
    opening = f"The plenary finds, on {motion.determination.number}, that attempts without force will fail:"
    return "\n\n".join([opening, *reasons])


def _analysis(option: Option) -> str:
    newest = option.failure_reasons.all()[0]
    return f"{newest.text} To work it would need: {newest.needs}" if newest.needs else newest.text
