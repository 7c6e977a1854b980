"""R26: who holds which letter, and whether letters may be told beside answers (docs/decisions/0030)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.models import Answer, Assessment, Label, Round


@dataclass(frozen=True, slots=True)
class Letters:
    """held: member id → letter. told: whether answers are shown under them."""

    held: dict[int, str]
    told: bool


def letters_of(assessment: Assessment, panel_ids: Collection[int]) -> Letters:
    """Letters are told while everybody who has one is of the panel and answered in every closed round.

    Who did not, or left, is known by name to every reader of the case. The letter that lacks an answer, or that is no
    longer counted, would be theirs. Two queries.
    """
    held = dict(Label.objects.filter(assessment=assessment).values_list("member_id", "letter"))
    return Letters(held, set(held) <= set(panel_ids) and not _gaps(assessment))


def _gaps(assessment: Assessment) -> bool:
    """Whether somebody who has a letter did not answer in a round that closed."""
    here, round_ = OuterRef("member"), OuterRef("pk")
    given = Answer.objects.filter(round=round_, member=OuterRef(here), submitted_at__isnull=False)
    unanswered = Round.objects.filter(~Exists(given), assessment=assessment, closed_at__isnull=False)
    return Label.objects.filter(Exists(unanswered), assessment=assessment).exists()
