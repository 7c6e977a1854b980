"""What a text or a file is the same as, or nearly (R17), as far as the reader may open it (R16)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from evidence.models import Band, Extraction, Item, Submission, SubmissionFile, TextSignature
from evidence.procedure.likeness import ALIKE, likeness
from evidence.selectors.visible import files_visible_to, items_visible_to, reader, submissions_visible_to

CANDIDATES = 300
SHOWN = 12
REF = re.compile(r"S-[0-9]{4}-[0-9]{6,12}|F[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Alike:
    """One text that is like one of those asked about: `own` and `ref` name the two for the comparison."""

    own: str
    ref: str
    name: str
    submission: Submission
    likeness: float

    @property
    def percent(self) -> int:
        return round(self.likeness * 100)


def same_bytes(files: Iterable[SubmissionFile], here: Submission, user: Any) -> list[SubmissionFile]:
    """Files of other submissions with the same bytes as one of `files`. One query."""
    stored = {file.stored_id for file in files}
    others = _others(files_visible_to(user), here, user)
    if not stored or others is None:
        return []
    return list(others.filter(stored__in=stored).select_related("submission").order_by("pk")[:SHOWN])


def near(here: Submission, files: Iterable[SubmissionFile], user: Any, *, text: bool = True) -> list[Alike]:
    """Texts of other submissions that are nearly that of `here` (with `text`) or of one of `files`; likest first."""
    own = {file.stored_id: f"F{file.pk}" for file in files}
    of_text = Q(submission=here) if text else Q(pk=None)
    asked = list(TextSignature.objects.filter(of_text | Q(stored__in=own.keys())))
    others = _others(files_visible_to(user), here, user)
    if not asked or others is None:
        return []
    found = _alike(asked)
    narratives = _narratives(found, here, user)
    by_stored = others.filter(stored__in={other.stored_id for other, *_ in found if other.stored_id})
    uses: dict[str, list[SubmissionFile]] = {}
    for file in by_stored.filter(redaction_of=None).select_related("submission").order_by("pk"):
        uses.setdefault(file.stored_id, []).append(file)
    listed: list[Alike] = []
    for other, mine, part in found:
        ref = own[mine.stored_id] if mine.stored_id else here.number
        if other.submission_id in narratives:
            there = narratives[other.submission_id]
            listed.append(Alike(ref, there.number, "", there, part))
        listed += [
            Alike(ref, f"F{use.pk}", use.name, use.submission, part) for use in uses.get(other.stored_id or "", ())
        ]
    return listed[:SHOWN]


def _others(files: QuerySet[SubmissionFile], here: Submission, user: Any) -> QuerySet[SubmissionFile] | None:
    """Of other submissions. Nothing tells who a protected source is by what else it resembles, but to the registrar."""
    if reader(user).keeps_register:
        return files.exclude(submission=here)
    return None if here.protect_source else files.exclude(submission=here).filter(submission__protect_source=False)


def _alike(asked: list[TextSignature]) -> list[tuple[TextSignature, TextSignature, float]]:
    """(other, the asked one it is likest to, estimate), likest first. Two queries over the index of bands."""
    keys = Band.objects.filter(signature__in=asked).values_list("key", flat=True)
    sharing = Band.objects.filter(key__in=list(keys)).exclude(signature__in=asked)
    ids = sharing.order_by("-signature").values_list("signature", flat=True).distinct()[:CANDIDATES]
    found = []
    for other in TextSignature.objects.filter(pk__in=list(ids)):
        part, place = max((likeness(one.signature, other.signature), -place) for place, one in enumerate(asked))
        if part >= ALIKE:
            found.append((other, asked[-place], part))
    return sorted(found, key=lambda one: (-one[2], one[0].pk))


def _narratives(
    found: Iterable[tuple[TextSignature, Any, float]], here: Submission, user: Any
) -> dict[int, Submission]:
    wanted = {other.submission_id for other, *_ in found if other.submission_id} - {here.pk}
    if not wanted:
        return {}
    readable = texts_visible_to(user).filter(pk__in=wanted)
    if not reader(user).keeps_register:
        readable = readable.filter(protect_source=False)
    return {one.pk: one for one in readable}


def texts_visible_to(user: Any) -> QuerySet[Submission]:
    """Submissions whose text the user may read, as a page of its own or as an item."""
    item = items_visible_to(user).filter(submission=OuterRef("pk"), file=None)
    unmade = ~Exists(Item.objects.filter(submission=OuterRef("pk"), file=None))
    whole = Q(pk__in=submissions_visible_to(user).values("pk")) & unmade
    return Submission.objects.filter(whole | Q(Exists(item)))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. title: what the reader may know it as."""

    ref: str
    title: str
    number: str
    text: str
    sensitivity: str
    submission: Submission
    file: SubmissionFile | None = None


def side(ref: str, user: Any) -> Side | None:
    """The text a reference names: "S-2026-000001" a narrative, "F12" what was read out of a file; None for nobody's."""
    if not REF.fullmatch(ref):
        return None
    if ref.startswith("S-"):
        found = texts_visible_to(user).filter(number=ref).first()
        if found is None:
            return None
        return Side(ref, found.title, found.number, found.narrative, _strictest(found, None), found)
    file = files_visible_to(user).filter(pk=int(ref[1:])).select_related("submission").first()
    if file is None or not file.is_released:
        return None
    text = Extraction.objects.filter(stored=file.stored_id).values_list("text", flat=True).first() or ""
    whole = file.submission
    return Side(ref, file.name, whole.number, text, _strictest(whole, file), whole, file)


def _strictest(submission: Submission, file: SubmissionFile | None) -> str:
    item = Item.objects.filter(submission=submission, file=file).values_list("sensitivity", flat=True).first()
    return item or submission.sensitivity
