"""What lies in the package of a case, in the order in which it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from cases.models import Case
from deliberation.procedure.casefile import Edition, LeftOut, told_outside
from deliberation.services.renditions import as_json
from mad.common import clock
from mad.common.canonical import digest
from mad.docket import offline

from . import decided, evidence, extract
from .bagit import Bag, Member
from .evidence import Piece

CHECKER = Path(offline.__file__).with_name("check_proof.py")
README = """This is the file of {case} as the Mass Atrocities Division keeps it, {edition}.

contents.json        what is in the package, and what is not, each with its rule and reason
case.json            the case
items.json           each piece of evidence: grades, sensitivity, release terms, where its content lies
originals/           the content as received, one folder for each item
custody/             every recorded touch of each item
determinations/      the determinations, {determinations}
votes/               closed votes with the roll call and the arithmetic
outputs/             adopted texts
docket/entries.json  entries of the record, each with its proof; check them offline with
                     python3 docket/check_proof.py docket/entries.json

Release terms travel with each item in items.json. Whoever holds this package is bound by them.
"""


@dataclass
class Contents:
    """small: files held in memory or spooled. pieces: the originals, read when their turn comes."""

    case: Case
    edition: Edition
    small: list[Member]
    pieces: list[Piece]
    left_out: list[LeftOut]

    def members(self) -> Iterator[Member]:
        return chain(self.small, evidence.originals(self.pieces))

    def bag(self) -> Bag:
        said = "whole edition, stays inside the Division" if self.edition is Edition.WHOLE else "edition for outside"
        return Bag(
            [
                ("Source-Organization", "Mass Atrocities Division"),
                ("External-Identifier", self.case.number),
                ("Internal-Sender-Identifier", f"{self.case.number}-{self.edition.value}"),
                ("Internal-Sender-Description", f"Case file (R51), {said}"),
                ("Bagging-Date", clock.today().isoformat()),
                ("Bag-Software-Agent", "mad"),
            ]
        )

    @property
    def digest(self) -> str:
        """Of the paths and hashes known before writing: what the docket keeps of the export."""
        known = {member.path: member.sha256 for member in self.small if member.sha256}
        return digest(known | {piece.path: piece.item.sha256 for piece in self.pieces})


def contents(case: Case, edition: Edition, by: Any) -> Contents:
    """Everything but the originals' bytes. Raises Refused (R30) when a determination cannot be given in this edition."""
    gathered = evidence.gather(case, edition)
    left = list(gathered.left_out)
    outputs = decided.outputs_of(case, edition)
    votes = decided.votes_of(case, edition, outputs)
    adopted = decided.determinations_of(case)
    released = [*(one.number for one in adopted), *(o.number for o in outputs), *(v.motion.number for v in votes)]
    found = extract.entries(case, edition, gathered.pieces, released)
    told = frozenset(found.values_list("pk", flat=True))
    small = [
        Member.of("case.json", as_json(_case(case, edition))),
        Member.of("items.json", as_json(evidence.facts_of(gathered.pieces, edition))),
        *(_custody(number, touches) for number, touches in evidence.custody(gathered.pieces, edition)),
        *chain.from_iterable(decided.determination_files(one, edition, by, left, told) for one in adopted),
        *(decided.vote_file(vote, edition, told) for vote in votes),
        *chain.from_iterable(decided.output_files(output, left) for output in outputs),
    ]
    docket, count, unsealed = extract.extract(found, extract.hidden_submissions(case))
    if unsealed:
        left.append(LeftOut("docket/entries.json", "R49", f"{unsealed} entries were not sealed yet"))
    small += [docket, Member.of("docket/check_proof.py", CHECKER.read_bytes())]
    small.append(Member.of("README.txt", _readme(case, edition)))
    listed = _listed(case, edition, gathered.pieces, left, count)
    return Contents(case, edition, [Member.of("contents.json", as_json(listed)), *small], gathered.pieces, left)


def _custody(number: str, touches: list[dict[str, Any]]) -> Member:
    return Member.of(f"custody/{number}.json", as_json(touches))


def _readme(case: Case, edition: Edition) -> bytes:
    inside = edition is Edition.WHOLE
    said = {
        "edition": "whole: it stays inside the Division" if inside else "in the edition for outside",
        "determinations": "whole" if inside else "in their released version",
    }
    return README.format(case=case.number, **said).encode()


def _listed(case: Case, edition: Edition, pieces: list[Piece], left: list[LeftOut], entries: int) -> dict[str, Any]:
    missing = left if edition is Edition.WHOLE else told_outside(left)
    return {
        "case": case.number,
        "edition": edition.value,
        "made_at": clock.now().isoformat(),
        "items": [piece.number for piece in pieces],
        "docket_entries": entries,
        "left_out": [{"what": one.what, "rule": one.rule, "reason": one.reason} for one in missing],
    }


def _case(case: Case, edition: Edition) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "number": case.number,
        "stage": case.stage,
        "states": sorted(case.states.values_list("pk", flat=True)),
        "period": [day.isoformat() if day else None for day in (case.period_from, case.period_to)],
    }
    if edition is Edition.OUTSIDE:
        return facts
    moves = case.moves.values_list("source", "target", "ground", "at")
    return facts | {
        "title": case.title,
        "summary": case.summary,
        "parties": sorted(case.parties.values_list("pk", flat=True)),
        "groups_at_risk": case.groups_at_risk,
        "alleged_perpetrators": case.alleged,
        "urgency": case.urgency,
        "sensitivity": case.sensitivity,
        "opened_at": case.opened_at.isoformat(),
        "moves": [
            {"from": source, "to": target, "ground": ground, "at": at.isoformat()}
            for source, target, ground, at in moves
        ],
    }
