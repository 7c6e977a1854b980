"""The exact text put to the vote, per kind of motion (R35)."""

from deliberation.models import Motion, Option, Output, Recommendation
from deliberation.procedure.form import as_text
from deliberation.selectors import lines_of, options_of, paragraphs_of


def text_of(motion: Motion) -> str:
    """The text that is frozen when the vote opens, paragraphs parted by an empty line."""
    if motion.option is not None:
        body = option_text(motion.option)
    elif motion.recommendation is not None:
        body = recommendation_text(motion.recommendation)
    elif motion.output is not None:
        body = output_text(motion.output)
    else:
        body = insufficiency_text(motion)
    return "\n\n".join(part for part in (body, motion.text) if part)


def output_text(output: Output) -> str:
    opening = f"The plenary adopts {output.symbol}, version {output.version}."
    return f"{opening}\n\n{as_text(lines_of(paragraphs_of(output)))}"


def option_text(option: Option) -> str:
    parts = [
        f"The plenary carries {option.label}, {option.title} ({option.get_cls_display().lower()}).",
        f"Charter basis: {option.charter_basis}. Who acts: {option.who}.",
        f"Aim: {option.aim}",
        f"Expected effect: {option.effect}" if option.effect else "",
        f"Risks: {option.risks}" if option.risks else "",
    ]
    return "\n\n".join(part for part in parts if part)


def recommendation_text(recommendation: Recommendation) -> str:
    steps = [
        f"{step.ordinal}. {'At the same time, ' if step.together else ''}{step.option.label}, {step.option.title}. "
        f"Who: {step.who}. What: {step.what}. When: {step.when}."
        + (f" If it fails: {step.if_it_fails}." if step.if_it_fails else "")
        for step in recommendation.steps.select_related("option")
    ]
    return "\n\n".join(["The plenary recommends, in this order:", *steps])


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
