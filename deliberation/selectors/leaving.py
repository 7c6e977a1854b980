"""What a text would give away by leaving the Division (R16, R39 f)."""

from collections.abc import Iterable

from cases.documents.edition import for_release, whole_text
from cases.models import Case
from cases.procedure.release import references_in, tells, tells_name
from cases.selectors.placing import all_items
from cases.selectors.release import case_guard, names_guard
from deliberation.models import Output
from evidence.procedure.release import citation_refusal
from evidence.selectors import release_terms_of
from mad.common import clock

from .facts import paragraphs_of
from .findings import texts_of


def closed_references(output: Output) -> list[tuple[str, str, str]]:
    """(paragraph or title, reference, why) of each item named in the text, its notes or its title that may not be
    released today."""
    named = list(_named(output))
    barred = _barred(output.case, {ref for _, ref in named})
    return [(label, ref, barred[ref]) for label, ref in named if barred[ref]]


def _named(output: Output) -> Iterable[tuple[str, str]]:
    yield from (("The title", ref) for ref in dict.fromkeys(references_in(output.title)))
    by_key = {str(row.pk): row for row in output.paragraphs.all()}
    for line in output.adopted_lines or []:
        row = by_key.get(line["key"])
        cited = [ref for ref in row.citations if ref[:2] in ("E-", "S-")] if row and line["notes"] else []
        typed = references_in(f"{line['opening']} {line['text']}")
        yield from ((line["label"], ref) for ref in dict.fromkeys([*cited, *typed]))


def _barred(case: Case, refs: set[str]) -> dict[str, str]:
    """Why each may not be named; "" when it may. A submission's number is never released."""
    rows = list(all_items(case).filter(number__in=refs)) if refs else []
    terms = release_terms_of(rows)
    today = clock.today()
    answers = {
        row.number: citation_refusal(
            row.sensitivity, terms[row.pk], retracted=row.retracted_at is not None, today=today
        )
        for row in rows
    }
    return {ref: answers.get(ref, "it may not be named outside") for ref in refs}


def gives_away(case: Case, text: str) -> bool:
    """Whether words typed in haste name or quote evidence of the case that may not be released (R16)."""
    return tells(text, case_guard(case, [text]))


def protected_names(output: Output) -> list[str]:
    """Where the text names a protected person or source of the case, whole or by a word that names somebody by itself
    (R16): labels of paragraphs, of a draft their places; "title" for its title."""
    if output.adopted_lines:
        said = {line["label"]: f"{line['opening']} {line['text']}" for line in output.adopted_lines}
    else:
        rows = enumerate(paragraphs_of(output), 1)
        said = {str(place): f"{row.opening} {row.text}" for place, row in rows}
    said = {"title": output.title, **said}
    guard = names_guard(output.case, said.values())
    return [label for label, text in said.items() if tells_name(text, guard)]


def findings_outdated(output: Output) -> bool:
    """Whether frozen findings have a paragraph that the released version of today withholds, or give a determination
    that another has replaced (R30)."""
    if output.determination is None or output.determination.replaced_by_id:
        return True
    said = {line["text"] for line in output.adopted_lines or []}
    now = set(texts_of(for_release(output.determination).blocks))
    whole = set(texts_of(whole_text(output.determination)))
    return bool((said & whole) - now)
