"""The reasoned text of a determination, assembled from its findings (R30)."""

from collections.abc import Collection, Mapping

from cases.models import ElementLink
from cases.procedure import CrimeFinding, Outcome
from cases.selectors.findings import Findings
from cases.selectors.lettering import letters_of
from cases.selectors.reveal import per_cent
from cases.trees import Placed
from mad.common.canonical import digest
from mad.reference import elements as reference


def core(findings: Findings) -> dict:
    """What a determination rests on, and what must not change between proposal and adoption."""
    return {
        "panel": sorted(findings.panel.ids),
        "crimes": [
            [c.crime, c.outcome, c.tree, c.count, c.panel, list(c.acts), list(_vote(c) or ())] for c in findings.crimes
        ],
        "elements": [[f.element, f.count, f.panel, f.met] for f in findings.by_element.values()],
        "severity": [dict(findings.severity.scores), findings.severity.level, findings.severity.temporal],
        "evidence": [
            [link.element_id, link.item.number, link.item.digest(), link.direction, link.weight]
            for e in findings.elements
            for link in findings.links[e.id]
        ],
    }


def _vote(crime: CrimeFinding) -> tuple[int, int] | None:
    return (crime.vote.yes, crime.vote.no) if crime.vote and crime.disagree else None


def build(
    findings: Findings,
    letters: Mapping[int, str],
    *,
    number: str,
    opening: str,
    reasons: Mapping[str, str],
    contrary: Mapping[tuple[str, str], str],
    severity: Mapping,
) -> dict:
    """The document as JSON: integers and strings only, so that its digest is the same everywhere.

    letters: member id → label, not used where letters are not told (R26): answers then stand in the order of values,
    under numbers; reasons: element → the panel's own words; contrary: (element, item number) → reply; severity: level,
    proposed, temporal, reason.
    """
    if not letters_of(findings.round.assessment, findings.panel.ids).told:
        letters = {}
    return {
        "number": number,
        "case": findings.round.assessment.case.number,
        "assessment": findings.round.assessment.ordinal,
        "opening": opening,
        "panel": {"size": findings.panel.size, "answered": _numbered(letters, findings.estimates)},
        "crimes": [_crime(c, findings, letters, reasons, contrary) for c in findings.crimes],
        "severity": {**severity, "scores": dict(findings.severity.scores)},
        "evidence": evidence(findings),
        "core": digest(core(findings)),
    }


def evidence(findings: Findings) -> list[dict]:
    """Every item relied on, once, with the version and digest frozen."""
    items = {link.item.number: link.item for e in findings.elements for link in findings.links[e.id]}
    return [
        {
            "item": n,
            "title": i.title,
            "version": i.version,
            "digest": i.digest(),
            "grade": f"{i.source_grade}{i.info_grade}",
        }
        for n, i in sorted(items.items())
    ]


def _crime(
    crime: CrimeFinding,
    findings: Findings,
    letters: Mapping[int, str],
    reasons: Mapping[str, str],
    contrary: Mapping[tuple[str, str], str],
) -> dict:
    known = reference.crime(crime.crime)
    vote = _vote(crime)
    return {
        "id": crime.crime,
        "name": known.name,
        "article": known.article,
        "likely": crime.outcome is Outcome.LIKELY,
        "tree": crime.tree,
        "individually": crime.count,
        "panel": crime.panel,
        "disagree": crime.disagree,
        "vote": {"yes": vote[0], "no": vote[1]} if vote else None,
        "acts": [{"id": a, "name": known.act(a).name} for a in crime.acts],
        "elements": [
            _element(e, findings, letters, reasons, contrary) for e in findings.elements if e.crime == crime.crime
        ],
    }


def _element(
    element: Placed,
    findings: Findings,
    letters: Mapping[int, str],
    reasons: Mapping[str, str],
    contrary: Mapping[tuple[str, str], str],
) -> dict:
    finding, pool = findings.by_element[element.id], findings.pools[element.id]
    links = findings.links[element.id]
    return {
        "id": element.id,
        "text": element.text,
        "act": element.act_name,
        "met": finding.met,
        "count": finding.count,
        "supported": finding.supported,
        "median": per_cent(pool.median) if pool else "",
        "pool": f"{pool.pooled:.4f}" if pool else "",
        "disagreement": bool(pool and pool.disagreement),
        "reasons": reasons.get(element.id, ""),
        "answers": _answers(element.id, findings, letters),
        "links": [_link(link) for link in links],
        "contrary": [
            _reply(link, findings, letters, contrary) for link in links if link.direction == ElementLink.CONTRADICTS
        ],
    }


def _numbered(letters: Mapping[int, str], members: Collection[int]) -> list[str]:
    return sorted(letters[m] for m in members) if letters else [str(n) for n in range(1, len(members) + 1)]


def _answers(element: str, findings: Findings, letters: Mapping[int, str]) -> list[dict]:
    rows = [(letters.get(m, ""), own[element]) for m, own in findings.estimates.items() if element in own]
    return [
        {"label": who or str(place), "met": (row.best or 0) > 500, "reasons": row.reasons}
        for place, (who, row) in enumerate(
            sorted(rows, key=lambda r: (len(r[0]), r[0], r[1].best or 0, r[1].reasons)), start=1
        )
    ]


def _link(link: ElementLink) -> dict:
    return {"item": link.item.number, "direction": link.direction, "weight": link.weight}


def _reply(
    link: ElementLink, findings: Findings, letters: Mapping[int, str], contrary: Mapping[tuple[str, str], str]
) -> dict:
    given = findings.replies.get((link.element_id, link.item_id), {})
    replies = sorted((letters.get(m, ""), text) for m, text in given.items())
    return {
        "item": link.item.number,
        "panel": contrary.get((link.element_id, link.item.number), ""),
        "replies": [{"label": who or str(place), "text": text} for place, (who, text) in enumerate(replies, start=1)],
    }
