"""What of the Division's texts can be found, and by whom (SCREENS 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deliberation.models import Output, Paragraph
from deliberation.selectors.board import OUTDATED
from deliberation.selectors.editor import outputs_visible_to
from mad.common.ports import SearchSource, SearchText

_LIVE = Prefetch("paragraphs", Paragraph.objects.filter(removed_at=None), to_attr="live")


def _outputs() -> QuerySet[Output]:
    return Output.objects.select_related("case").prefetch_related("case__states", _LIVE)


def _live(row: Output) -> list[Paragraph]:
    return row.live  # type: ignore[attr-defined]  # fetched by _LIVE


def _texts(rows: Sequence[Output]) -> Iterator[SearchText]:
    for row in rows:
        yield SearchText(
            object_id=row.pk,
            number=row.number,
            title=row.title,
            text="\n\n".join(f"{part.opening} {part.text}".strip() for part in _live(row)),
            url=reverse("output", args=[row.number]),
            at=row.published_at or row.adopted_at or row.drafted_at,
            states=[state.pk for state in row.case.states.all()],
            status=row.stage,
            sensitivity="unclassified" if row.published_at else row.case.sensitivity,
            cases=[row.case.number],
        )


def marks(kind: str, numbers: Sequence[str]) -> dict[str, str]:
    """Of the outputs found, those that rest on a determination which is stale or replaced (R30). One query, or none."""
    if kind != "output":
        return {}
    rows = Output.objects.filter(OUTDATED, number__in=numbers)
    return dict.fromkeys(rows.values_list("number", flat=True), str(_("Rests on a stale determination")))


OUTPUTS = SearchSource("output", _("Outputs"), _outputs, "number", _texts, outputs_visible_to)
