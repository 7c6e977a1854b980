"""Versions of a draft and of its paragraphs, with their differences (R38)."""

from django.http import Http404, HttpRequest, HttpResponse

from deliberation.models import DraftVersion, Output, Paragraph
from deliberation.selectors.history import compare, draft_versions, editions_of, lines_at
from mad.common.errors import Invalid
from mad.common.web import person, whole_number

from .acts import Reader
from .checking import editable_now
from .common import load_output, refusal_of, show_output

SHOWN = 50
SAYS = {
    "output.drafted": "Draft begun",
    "paragraph.added": "Paragraph added",
    "paragraphs.added": "Paragraphs added",
    "paragraph.edited": "Paragraph changed",
    "paragraph.moved": "Paragraph moved",
    "paragraph.indented": "Level changed",
    "paragraph.removed": "Paragraph taken out",
    "paragraph.restored": "Paragraph put back",
}


@person
def output_versions(request: HttpRequest, number: str) -> HttpResponse:
    """The versions of the whole draft; with ?from= and ?to=, two of them compared."""
    found = load_output(request, number)
    before = whole_number(request.GET.get("before", ""))
    rows = draft_versions(found, before, SHOWN + 1)
    old, new = _asked(request, found, "from"), _asked(request, found, "to")
    compared = compare(lines_at(found, old), lines_at(found, new)) if old and new else None
    context = {
        "rows": [{"row": row, "said": SAYS.get(row.act, row.act)} for row in rows[:SHOWN]],
        "next": rows[SHOWN - 1].version if len(rows) > SHOWN else None,
        "old": old,
        "new": new,
        "compared": compared,
        "unchanged": compared is not None and all(row.same for row in compared),
    }
    return show_output(request, found, "deliberation/output_versions.html", "versions", context)


def _asked(request: HttpRequest, found: Output, name: str) -> DraftVersion | None:
    given = request.GET.get(name, "")
    if not given:
        return None
    version = whole_number(given)
    kept = found.versions.filter(version=version).select_related("by").first() if version else None
    if kept is None:
        raise Invalid({name: ["The draft has no such version."]}, rule="R38")
    return kept


@person
def paragraph_versions(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Every version of one paragraph, each against the one before, also of one that was taken out."""
    found = load_output(request, number)
    row = Paragraph.objects.filter(output=found, pk=key).select_related("edited_by").first() if key < 10**18 else None
    if row is None:
        raise Http404
    locked = refusal_of(editable_now, found, request.user) or Reader(request.user, found.case).drafting
    context = {
        "paragraph": row,
        "editions": editions_of(row),
        "may_reuse": not locked and not row.fixed and row.removed_at is None,
    }
    return show_output(request, found, "deliberation/paragraph_versions.html", "versions", context)
