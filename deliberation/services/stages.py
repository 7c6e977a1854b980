"""The one door through which an output changes stage (R37)."""

from typing import Any

from deliberation.models import Output
from deliberation.procedure.outputs import OutputKind, Stage, move_of
from deliberation.selectors import lines_of, paragraphs_of
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Refused
from mad.docket.services import record


def locked(output: Output) -> Output:
    return Output.objects.select_for_update(of=("self",)).select_related("case", "determination").get(pk=output.pk)


def move_output(output: Output, target: Stage, *, by, **changes: Any) -> Output:
    """Make the move or raise Refused (R37). `changes` are saved with it; call with the row locked."""
    move = move_of(OutputKind(output.kind), Stage(output.stage), target)
    if move is None:
        now, wanted = output.get_stage_display().lower(), target.value.replace("_", " ")
        kept = f"{output.number} stays as it is."
        raise Refused("R37", f"An output that is {now} does not become {wanted}.", kept)
    for name, value in {"stage": target.value, **changes}.items():
        setattr(output, name, value)
    output.save()
    record(
        act=move.act,
        by=by,
        obj=output.number,
        case=output.case.number,
        content={"stage": target, "version": output.version, "text": output.adopted_digest},
        facts={"stage": target.value, "kind": output.kind},
    )
    return output


def adopt(output: Output, by) -> Output:
    """R37: adopted, with the text as printed frozen by its digest (R35)."""
    fresh = locked(output)
    lines = [frozen(line) for line in lines_of(paragraphs_of(fresh), fresh.language)]
    now = clock.now()
    return move_output(fresh, Stage.ADOPTED, by=by, adopted_at=now, adopted_lines=lines, adopted_digest=digest(lines))


def frozen(line) -> dict[str, Any]:
    return {
        "key": line.key,
        "part": line.part.value,
        "level": line.level,
        "number": line.number,
        "label": line.label,
        "opening": line.opening,
        "text": line.text,
        "notes": list(line.notes),
    }
