"""Loading motions and outputs, and what several pages ask."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from cases.selectors.visible import no_file, recused_from, visible_to
from cases.views.common import opened
from deliberation.models import Motion, Output, Paragraph
from deliberation.procedure.outputs import OutputKind
from mad.accounts.permissions import Act, require
from mad.common.errors import Refused
from mad.common.web import KEY_FIGURES, page, whole_number

RESOLUTION = frozenset({OutputKind.DRAFT_RESOLUTION})
WRITTEN = RESOLUTION | {OutputKind.PRESS_STATEMENT, OutputKind.COMMENT}
"""What members write paragraph by paragraph and vote on; a call goes out as it was signed, findings are produced."""


class OutputTab(NamedTuple):
    """A page of one output; view: name of the address, which takes the output's number. kinds: those that have it."""

    key: str
    label: str
    view: str
    kinds: frozenset[OutputKind] = frozenset(OutputKind)


OUTPUT_TABS: tuple[OutputTab, ...] = (
    OutputTab("output", "Text", "output"),
    OutputTab("paste", "Paste a text", "output_paste", WRITTEN),
    OutputTab("precedents", "Agreed language", "output_precedents", RESOLUTION),
    OutputTab("versions", "Versions", "output_versions"),
    OutputTab("amendments", "Amendments", "amendments", WRITTEN),
    OutputTab("council", "Council", "output_council"),
    OutputTab("adequacy", "Adequacy", "adequacy", RESOLUTION),
    OutputTab("delivery", "Delivery", "output_delivery"),
)


def load_motion(request: HttpRequest, number: str) -> Motion:
    """The motion with its case. What it moves is read when asked for: it is one of five things, and PostgreSQL plans a
    statement over all of them for longer than it reads them one by one."""
    found: Motion = _load(request, Motion.objects.select_related("case"), number, Act.READ_CASES)
    if found.output_id is not None:
        found.output = (
            Output.objects.select_related("determination").defer("determination__document").get(pk=found.output_id)
        )
        found.output.case = found.case
    return found


def load_output(request: HttpRequest, number: str) -> Output:
    rows = Output.objects.select_related("case", "determination", "drafted_by")
    return _load(request, rows, number, Act.READ_OUTPUTS)


def _load(request: HttpRequest, rows: Any, number: str, act: Act) -> Any:
    """404 for what does not exist; R6 for a file the member cannot open; R9 by role."""
    require(request.user, act)
    found = rows.filter(number=number, case__in=visible_to(request.user)).first()
    if found is not None:
        opened(request, found.case)
        return found
    if rows.filter(number=number, case__in=recused_from(request.user)).exists():
        raise no_file()
    raise Http404


def standing_paragraph(output: Output, given: str) -> Paragraph | None:
    """The paragraph of the draft with this key, as an address or a form sends it, if it stands there."""
    key = whole_number(given, KEY_FIGURES)
    return None if key is None else Paragraph.objects.filter(output=output, pk=key, removed_at=None).first()


def show_output(
    request: HttpRequest, found: Output, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """One page of an output, under its head and beside its other pages."""
    mark_nav(request, "outputs")
    tabs = [one for one in OUTPUT_TABS if found.kind in one.kinds]
    return page(request, template, {"output": found, "tabs": tabs, "tab": tab, **context}, status=status)


def mark_nav(request: Any, key: str) -> None:
    """Which entry of the main navigation this page belongs to."""
    request.nav_key = key


def refusal_of(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Refused | None:
    """The refusal that `act` would meet, or None: for buttons shown disabled with their rule."""
    try:
        act(*args, **kwargs)
    except Refused as refused:
        return refused
    return None
