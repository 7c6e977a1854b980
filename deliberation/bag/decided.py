"""Determinations, votes and outputs of a case as files of its package (R30, R34, R37)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.utils import translation

from cases.documents.edition import Edition as Document
from cases.documents.edition import for_release, whole
from cases.documents.pdf import pdf
from cases.documents.word import word
from cases.models import Case, Determination
from deliberation.documents import as_it_left
from deliberation.models import Output, Vote
from deliberation.procedure.casefile import Edition, LeftOut
from deliberation.record import roll_of
from deliberation.selectors.findings import texts_of
from deliberation.selectors.voting import counted
from deliberation.services.renditions import FORMS, as_json, facts_of, rendition
from mad.common.errors import Refused

from .bagit import Member

LANGUAGE = "en"


def determinations_of(case: Case) -> list[Determination]:
    rows = Determination.objects.filter(case=case, adopted_at__isnull=False).order_by("pk")
    return list(rows.select_related("case", "replaced_by"))


def outputs_of(case: Case, edition: Edition) -> list[Output]:
    """Adopted outputs; outside only those that are published, so that nothing under embargo is given away."""
    rows = Output.objects.filter(case=case, adopted_at__isnull=False).select_related("case", "determination")
    return list((rows if edition is Edition.WHOLE else rows.filter(published_at__isnull=False)).order_by("pk"))


def votes_of(case: Case, edition: Edition, outputs: list[Output]) -> list[Vote]:
    """Closed votes; outside those on the outputs that are in the package. An open vote is sealed (R34)."""
    rows = Vote.objects.filter(motion__case=case, closed_at__isnull=False).select_related("motion").order_by("pk")
    return list(rows if edition is Edition.WHOLE else rows.filter(motion__output__in=outputs))


def determination_files(
    found: Determination, edition: Edition, by: Any, left: list[LeftOut], told: Collection[int]
) -> Iterator[Member]:
    """told: the entries of the docket that the package has; no other one is named in it."""
    with translation.override(LANGUAGE):
        document = whole(found, by) if edition is Edition.WHOLE else for_release(found)
        facts: dict[str, Any] = {
            "number": found.number,
            "version": "whole" if edition is Edition.WHOLE else "released",
            "adopted_at": found.adopted_at.isoformat() if found.adopted_at else "",
            "likely_crimes": found.likely_crimes,
            "severity": found.severity,
            "temporal": found.temporal,
            "status": list(document.status),
            "text": texts_of(document.blocks),
            "sha256": found.digest,
        }
        if found.entry_id in told:
            facts["docket_entry"] = found.entry_id
        if edition is Edition.WHOLE:
            facts["document"] = found.document
        yield Member.of(f"determinations/{document.name}.json", as_json(facts))
        yield from _printed(document, left)


def _printed(document: Document, left: list[LeftOut]) -> Iterator[Member]:
    for form, make in (("pdf", pdf), ("docx", word)):
        name = f"determinations/{document.name}.{form}"
        yield from _made(name, lambda make=make: make(document, LANGUAGE), left)  # type: ignore[misc] # bound per turn


def _made(name: str, make: Callable[[], bytes], left: list[LeftOut]) -> Iterator[Member]:
    """The file, or a line that says why it could not be made: the same text lies beside it as JSON."""
    try:
        yield Member.of(name, make())
    except Refused as refused:
        left.append(LeftOut(name, refused.rule, refused.reason))


def vote_file(vote: Vote, edition: Edition, told: Collection[int]) -> Member:
    """What was frozen, every ballot that counted with its salt, and the arithmetic. told: as of determination_files."""
    motion = vote.motion
    facts: dict[str, Any] = {
        "motion": motion.number,
        "kind": motion.kind,
        "vote": vote.ordinal,
        "opened_at": vote.opened_at.isoformat(),
        "closed_at": vote.closed_at.isoformat() if vote.closed_at else "",
        "rule": vote.rule,
        "council": vote.council,
        "roster": vote.roster,
        "struck": [{name: row[name] for name in ("member", "name") if name in row} for row in vote.struck],
        "entitled": vote.entitled,
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
        "outcome": vote.outcome,
        "arithmetic": vote.arithmetic,
        "text_sha256": vote.text_digest,
        "docket_entries": [entry for entry in (vote.entry_id, vote.closing_entry_id) if entry in told],
    }
    ballots = counted(vote)
    facts["roll_call"] = roll_of(vote, ballots)
    if edition is Edition.WHOLE:
        said = {member: ballot.explanation for member, ballot in ballots.items() if ballot.explanation}
        facts |= {"title": motion.title, "text": vote.text, "explanations": said, "void_reason": vote.void_reason}
    return Member.of(f"votes/{motion.number}-{vote.ordinal}.json", as_json(facts))


def output_files(output: Output, left: list[LeftOut]) -> Iterator[Member]:
    """Each form there is of an adopted output, as it left."""
    said = as_it_left(output)
    for form in FORMS:
        name = f"outputs/{output.number}.{form}"
        if form == "json":
            yield Member.of(name, as_json(facts_of(output, said)))
        else:
            yield from _made(name, lambda form=form: rendition(output, form, said)[0], left)  # type: ignore[misc] # bound per turn
