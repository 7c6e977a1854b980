"""R37: embargo, and what publication freezes for the public site (SCREENS 20)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cases.procedure.words import words
from deliberation import documents
from deliberation.models import Embargo, Output, Publication, Supersession
from deliberation.procedure.outputs import OutputKind, Stage
from deliberation.procedure.publication import embargo_refusal
from deliberation.selectors import published
from deliberation.selectors.leaving import closed_references, findings_outdated
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.kinds import ClockKind
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from mad.docket.services import record
from mad.notices.audience import Audience

from .guards import chair
from .naming import refuse_names
from .stages import locked, move_output

AT_ONCE = timedelta(minutes=1)
"""A clock runs forward: what is overdue gets the next minute."""


@transaction.atomic
def publish(*, output: Output, by) -> Output:
    """Make a transmitted output public, as it was adopted.

    Raises Refused: R37 out of turn or under embargo; R39 f when it names evidence that may no longer be released.
    """
    fresh = locked(output)
    _publisher(fresh, by)
    refuse_embargoed(fresh)
    refuse_closed(fresh)
    now = clock.now()
    moved = move_output(fresh, Stage.PUBLISHED, by=by, published_at=now)
    freeze(moved, now)
    end_embargo(moved, by)
    return moved


def refuse_embargoed(output: Output) -> None:
    """Raise Refused (R37) while nothing of the text may be public."""
    until = embargo_of(output)
    if until and clock.now() < until:
        raise Refused(
            "R37", f"This text is under embargo until {until:%-d %B %Y, %H:%M} UTC.", "Lift the embargo first."
        )


def end_embargo(output: Output, by) -> None:
    """Its clock stops: the text is public, or never will be."""
    clocks.stop(kind=ClockKind.EMBARGO, subject=output.number, by=by)


def _publisher(output: Output, by) -> None:
    if by is not None and Role.REGISTRAR in by.roles:
        require(by, Act.PUBLISH_OUTPUT)
    else:
        chair(by, output.case, Act.PUBLISH_OUTPUT)


@transaction.atomic
def set_embargo(*, output: Output, by, until: datetime | None) -> Embargo:
    """Nothing of the text is public before `until`; then a clock publishes it. None lifts the embargo.

    Raises Invalid (until) for a moment that is past, Refused (R37) for a text that is not adopted or is public.
    """
    fresh = locked(output)
    _publisher(fresh, by)
    field, why = embargo_refusal(Stage(fresh.stage), until, clock.now())
    if field:
        raise Invalid({field: [why]}, rule="R37")
    if why:
        raise Refused("R37", why)
    last = fresh.embargoes.first()
    if until is None and (last is None or last.until is None):
        raise Refused("R37", "There is no embargo to lift.")
    made = Embargo.objects.create(
        output=fresh, version=last.version + 1 if last else 1, until=until, by=by, at=clock.now()
    )
    clocks.stop(kind=ClockKind.EMBARGO, subject=fresh.number, by=by)
    if until is not None:
        _start_clock(fresh, until, by)
    record(
        act="output.embargoed" if until else "output.embargo_lifted",
        by=by,
        obj=fresh.number,
        case=fresh.case.number,
        content={"until": until, "version": made.version},
        facts={"rule": "R37"},
    )
    return made


def _start_clock(output: Output, until: datetime, by) -> None:
    """It reminds nobody: at its time it publishes, and when that fails it escalates to the presiding member."""
    clocks.start(
        kind=ClockKind.EMBARGO,
        subject=output.number,
        case=output.case.number,
        url=reverse("output", kwargs={"number": output.number}),
        due=until,
        to=Audience(),
        title="Embargo, then published",
        by=by,
    )


def resume_embargo(output: Output) -> None:
    """Of a text that goes out after its embargo has passed: the clock publishes it now, as it would have at its time."""
    until = embargo_of(output)
    if until and until <= clock.now():
        clocks.stop(kind=ClockKind.EMBARGO, subject=output.number, by=None)
        _start_clock(output, clock.now() + AT_ONCE, None)


def publish_due(subject: str, now: datetime) -> None:
    """The due action of the EMBARGO clock. A second run finds the text published and does nothing."""
    output = Output.objects.filter(number=subject, stage=Stage.TRANSMITTED).first()
    if output is not None:
        publish(output=output, by=None)


def embargo_of(output: Output) -> datetime | None:
    """The embargo in force or past, None without one or when it was lifted."""
    newest = Embargo.objects.filter(output=output).first()
    return newest.until if newest else None


def refuse_closed(output: Output) -> None:
    """Raises Refused (R39 f, R16) when the adopted text names evidence that may not be released as of today, or a person
    whose name is protected."""
    if output.kind == OutputKind.FINDINGS and findings_outdated(output):
        raise Refused(
            "R16",
            "The released version of the determination has changed since these findings were drafted, or another replaced it.",
            "Evidence it rests on may no longer be released. Draft the findings anew.",
        )
    if output.kind != OutputKind.FINDINGS:  # those are the released version, which leaves names out
        refuse_names(output)
    if found := closed_references(output):
        paragraph, ref, why = found[0]
        raise Refused("R39 f", f"{paragraph} names {ref}: {why}.", "The text stays as it is and is not sent out.")


def freeze(output: Output, now: datetime) -> Publication:
    """Write the row that the public site reads, and nothing of the case beside it."""
    entry = Entry.objects.filter(act="output.adopted", object=output.number).latest("pk")
    with translation.override(output.language):
        content = content_of(output)
    made = Publication.objects.create(
        output=output,
        symbol=output.symbol,
        kind=output.kind,
        language=output.language,
        title=output.title,
        states=sorted(output.case.states.values_list("pk", flat=True)),
        year=now.year,
        published_at=now,
        content=content,
        words=" ".join(words(_searched(output, content))),
        entry=entry,
    )
    published.forget()
    return made


def content_of(output: Output) -> dict[str, Any]:
    """What the public reads: the adopted lines with their digest, the notes, the heading, how it was adopted.

    No name of who drafted, moved or voted; of the case its number alone, which the docket entry names too.
    """
    lines = list(output.adopted_lines or [])
    return {
        "heading": str(documents.HEADINGS[output.kind]),
        "enacting": documents.enacting(output),
        "comma": documents.comma(output),
        "lines": lines,
        "notes": documents.notes_of(output, lines),
        "digest": output.adopted_digest,
        "version": output.version,
        "adoption": documents.adoption_of(output),
        "adopted_at": output.adopted_at.isoformat() if output.adopted_at else "",
        "transmitted_at": output.transmitted_at.isoformat() if output.transmitted_at else "",
        "refers_to": commented_symbol(output),
    }


def commented_symbol(output: Output) -> str:
    """The Council text that a comment refers to, or ""."""
    found = getattr(output, "commented", None)
    return found.symbol if found else ""


def _searched(output: Output, content: dict[str, Any]) -> str:
    body = (f"{line['opening']} {line['text']}" for line in content["lines"])
    return " ".join([output.symbol, output.title, content["heading"], content["refers_to"], *body])


def note_supersession(old: Output, new: Output) -> None:
    """A published text that was superseded says so on its page."""
    row = Publication.objects.filter(output=old).first()
    if row is not None:
        Supersession.objects.create(publication=row, successor=new, at=clock.now())
        published.forget()
