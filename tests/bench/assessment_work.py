"""`python -m tests.bench.assessment_work`: cases of two sizes, one cell and one closing, measured; prints JSON."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import django

SIZES = {"small": (40, 12, 200), "large": (400, 120, 20_000), "round": (30, 120, 600)}
GRADES = ("A1", "B2", "B3", "C3", "F3", "B6")
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - after django.setup()

    def asked(work: Callable[[], Any]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            work()
        return [query["sql"].lstrip() for query in captured.captured_queries]

    facts: dict[str, Any] = {}
    made = {name: _case(name, *size) for name, size in SIZES.items()}
    for name in ("small", "large"):
        facts[name] = made[name].number
        facts[f"{name}_asks"] = len(asked(_reading(made[name])))
    facts["writes"] = sum(sql.startswith(WRITES) for sql in asked(_linking(made["large"])))
    round_, closing = _closing(made["round"])
    facts["closing"] = len([sql for sql in asked(closing) if not sql.startswith(("SAVEPOINT", "RELEASE"))])
    facts["assembling"] = len(asked(_assembling(round_)))
    print(json.dumps(facts))


def _case(name: str, items: int, elements: int, links: int) -> Any:
    """A case under assessment with this many items, elements in issue and links."""
    from cases.models import Case, CaseSubmission, CrimeInIssue  # noqa: PLC0415 - after django.setup()
    from cases.trees import as_chosen  # noqa: PLC0415 - after django.setup()
    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()
    from mad.reference.models import State  # noqa: PLC0415 - after django.setup()
    from tests.bench.assessment import of_size  # noqa: PLC0415 - after django.setup()

    registrar = User.objects.get(username="registrar")
    now, number = clock.now(), f"C-1999-{list(SIZES).index(name):06}"
    case = Case.objects.create(
        number=number, title=f"A {name} case", stage="assessment", opened_at=now, opened_by=registrar
    )
    case.states.set([State.objects.get(pk="SSD")])
    trees = of_size(elements)
    for tree in trees:
        acts = [act.id for act in tree.acts]
        version, law = as_chosen(tree.crime, acts)
        CrimeInIssue.objects.create(case=case, crime_id=tree.crime, acts=acts, version=version, law=law)
    made = _items(name, items)
    CaseSubmission.objects.bulk_create(
        CaseSubmission(case=case, submission_id=item.submission_id, at=now, by=registrar) for item in made
    )
    _links(case, made, [e for tree in trees for e in tree.elements], links, registrar, against=name != "round")
    return case


def _items(name: str, count: int) -> list[Any]:
    """Copies of an accepted submission and its text; every tenth item goes back to the first."""
    from evidence.models import Item, Submission  # noqa: PLC0415 - after django.setup()

    base = (
        Item.objects.filter(file=None, retracted_at=None, derived_from=None).select_related("submission").earliest("pk")
    )
    first = list(SIZES).index(name) * 10_000
    submissions = Submission.objects.bulk_create(
        _copy(base.submission, number=f"S-1997-{first + n:06}", idempotency_key=None) for n in range(count)
    )
    choice = random.Random(7)
    made = []
    for n, submission in enumerate(submissions):
        source, credibility = choice.choice(GRADES)
        changed = {"source_grade": source, "info_grade": credibility, "sensitivity": "confidential"}
        made.append(
            _copy(base, number=f"E-1999-{first + n:06}", submission_id=submission.pk, title=f"Report {n}", **changed)
        )
    made = Item.objects.bulk_create(made[:1]) + Item.objects.bulk_create(made[1:])
    Item.objects.filter(pk__in=[item.pk for item in made[10::10]]).update(derived_from=made[0])
    return made


def _copy(row: Any, **changes: Any) -> Any:
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key and not field.generated]
    return type(row)(**{**{name: getattr(row, name) for name in fields}, **changes})


def _links(case: Any, items: list[Any], elements: list[str], count: int, by: Any, *, against: bool) -> None:
    from cases.models import ElementLink  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()

    choice = random.Random(11)
    cells = choice.sample(range(len(items) * len(elements)), count)
    directions = ("supports", "supports", "contradicts", "neutral") if against else ("supports",)
    now = clock.now()
    ElementLink.objects.bulk_create(
        (
            ElementLink(
                case=case,
                item=items[cell // len(elements)],
                element_id=elements[cell % len(elements)],
                direction=choice.choice(directions),
                weight=choice.randint(1, 3),
                note="Paragraph 4, second sentence." if choice.random() < 0.2 else "",
                by=by,
                at=now,
            )
            for cell in cells
        ),
        batch_size=2000,
    )


def _reading(case: Any) -> Callable[[], Any]:
    from cases.selectors.matrix import matrix  # noqa: PLC0415 - after django.setup()
    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()

    user = User.objects.get(username="amal.benhaddou")
    return lambda: matrix(case, user)


def _linking(case: Any) -> Callable[[], Any]:
    """Another direction for a cell that has a link."""
    from cases.models import ElementLink  # noqa: PLC0415 - after django.setup()
    from cases.services import link_evidence  # noqa: PLC0415 - after django.setup()
    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()

    by = User.objects.get(username="amal.benhaddou")
    link = ElementLink.objects.filter(case=case).select_related("item").earliest("pk")
    cell = {"case": case, "item": link.item, "element_id": link.element_id, "seen": link.pk}
    return lambda: link_evidence(**cell, direction="neutral", weight=1, by=by)


def _closing(case: Any) -> tuple[Any, Callable[[], Any]]:
    """A round whose fifteen members have all written and fourteen have sealed; the last seal closes it."""
    from cases.models import Assessment  # noqa: PLC0415 - after django.setup()
    from cases.selectors.people import panel  # noqa: PLC0415 - after django.setup()
    from cases.services import open_round, submit_answers  # noqa: PLC0415 - after django.setup()
    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()
    from mad.membership.models import Member  # noqa: PLC0415 - after django.setup()

    Member.objects.update(discipline="legal")
    registrar = User.objects.get(username="registrar")
    Assessment.objects.create(case=case, ordinal=1, ground="alarm", opened_at=clock.now(), opened_by=registrar)
    round_ = open_round(case=case, by=registrar)
    members = panel(case)
    if len(members) != 15:
        raise RuntimeError(f"a panel of {len(members)}, not of 15")
    for member in members:
        _write(round_, member)
    for member in members[:-1]:
        submit_answers(round=round_, by=member.user)
    return round_, lambda: submit_answers(round=round_, by=members[-1].user)


def _write(round_: Any, member: Any) -> None:
    from cases.models import Answer, Estimate, SeverityScore  # noqa: PLC0415 - after django.setup()
    from cases.procedure import SCALES  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()

    choice, now = random.Random(member.pk), clock.now()
    answer = Answer.objects.create(round=round_, member=member, temporal="ongoing")
    bests = {element: choice.randint(100, 900) for element in round_.elements}
    Estimate.objects.bulk_create(
        Estimate(answer=answer, element_id=e, low=b - 50, best=b, high=b + 50, reasons="Weighed.", saved_at=now)
        for e, b in bests.items()
    )
    SeverityScore.objects.bulk_create(SeverityScore(answer=answer, scale=s, score=choice.randint(1, 5)) for s in SCALES)


def _assembling(round_: Any) -> Callable[[], Any]:
    from cases.models import Round  # noqa: PLC0415 - after django.setup()
    from cases.selectors.findings import assemble  # noqa: PLC0415 - after django.setup()

    def work() -> Any:
        closed = Round.objects.select_related("assessment__case").get(pk=round_.pk)
        if closed.closed_at is None:
            raise RuntimeError("the last seal did not close the round")
        return assemble(closed)

    return work


if __name__ == "__main__":
    main()
