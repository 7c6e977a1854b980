"""The reader of files (SCREENS 4, 5): text with search terms marked, page pictures, claims, archive listing.

Everything is chosen by the address (?file=7&show=pages&part=2&q=…), so that it works without a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evidence.models import Extraction, SubmissionFile
from evidence.procedure.texts import Reading
from evidence.selectors import files_visible_to
from evidence.services import retry_reading
from evidence.views.marks import counts, marked, terms_of
from mad.accounts.permissions import Act, may, require_act
from mad.common.web import get_visible, person, whole_number

PART_LETTERS = 60_000
PAGES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Link:
    """One tab, or one step through a long text."""

    label: str
    url: str
    current: bool = False
    count: int = 0


def chosen(request: HttpRequest, files: Sequence[SubmissionFile]) -> SubmissionFile | None:
    """The file that the address names, or the first that has something to show. None when none has."""
    readable = [file for file in files if file.is_released]
    named = next((file for file in readable if str(file.pk) == request.GET.get("file")), None)
    full = (file for file in readable if extraction_of(file).state == Reading.DONE)
    return named or next(full, readable[0] if readable else None)


def extraction_of(file: SubmissionFile) -> Extraction:
    """What reading a released file gave; of one that an earlier release of this product received, that it never was."""
    found: Extraction | None = getattr(file.stored, "extraction", None)
    never = _("It was received before files were read here.")
    return found or Extraction(stored=file.stored, state=Reading.FAILED.value, why=never)


def reader(request: HttpRequest, file: SubmissionFile | None) -> dict[str, Any] | None:
    """What templates/evidence/_reader.html draws of one file; None without a file or while it is held."""
    if file is None or not file.is_released:
        return None
    extraction = extraction_of(file)
    claims = list(file.stored.claims.all())
    pictures = file.stored.page_images.count()
    kinds = _kinds(extraction, pictures, len(claims))
    asked = request.GET.get("show", "")
    show = asked if asked in kinds else next(iter(kinds), "")
    return {
        "file": file,
        "extraction": extraction,
        "show": show,
        "tabs": [Link(label, _url(request, file, show=key), key == show, n) for key, (label, n) in kinds.items()],
        "claims": claims,
        "may_retry": may(request.user, Act.SCREEN) and _retriable(extraction),
        "here": request.get_full_path(),
        **_shown(request, file, extraction, show, pictures),
    }


def _retriable(extraction: Extraction) -> bool:
    return extraction.state == Reading.FAILED or (extraction.state != Reading.WAITING and bool(extraction.why))


def _kinds(extraction: Extraction, pictures: int, claims: int) -> dict[str, tuple[str, int]]:
    """Tabs that have something in them: key → label and count."""
    listed = extraction.listing.get("total", 0) if extraction.listing else 0
    tabs = {
        "listing": (_("Holds"), listed),
        "text": (_("Text"), 0 if not extraction.text or listed else 1),
        "pages": (_("Pages"), pictures),
        "claims": (_("Claims"), claims),
    }
    return {key: (label, count if key != "text" else 0) for key, (label, count) in tabs.items() if count}


def _shown(
    request: HttpRequest, file: SubmissionFile, extraction: Extraction, show: str, pictures: int
) -> dict[str, Any]:
    if show == "text":
        return _text(request, file, extraction.text)
    if show == "pages":
        part = _part(request, (pictures - 1) // PAGES_SHOWN + 1)
        first = (part - 1) * PAGES_SHOWN
        pages = list(file.stored.page_images.defer("text")[first : first + PAGES_SHOWN])
        return {"pages": pages, "steps": _steps(request, file, show, part, (pictures - 1) // PAGES_SHOWN + 1)}
    return {}


def _text(request: HttpRequest, file: SubmissionFile, text: str) -> dict[str, Any]:
    """The text in parts of a size that a page bears, cut between pages or lines; the terms are counted in all of it."""
    terms = terms_of(request.GET.get("q", ""))
    cuts = _cuts(text)
    part = _part(request, len(cuts) - 1)
    piece = text[cuts[part - 1] : cuts[part]].replace("\f", "\n\n")
    return {
        "text": marked(piece, terms),
        "found": counts(text, terms),
        "steps": _steps(request, file, "text", part, len(cuts) - 1),
    }


def _cuts(text: str) -> list[int]:
    cuts = [0]
    while len(text) - cuts[-1] > PART_LETTERS:
        until = cuts[-1] + PART_LETTERS
        at = max(text.rfind("\f", cuts[-1] + 1, until), text.rfind("\n", cuts[-1] + 1, until))
        cuts.append(at if at > cuts[-1] else until)
    return [*cuts, len(text)]


def _part(request: HttpRequest, last: int) -> int:
    asked = whole_number(request.GET.get("part", "1"), figures=6) or 1
    return min(asked, max(last, 1))


def _steps(request: HttpRequest, file: SubmissionFile, show: str, part: int, last: int) -> list[Link]:
    if last < 2:
        return []
    near = {1, part - 1, part, part + 1, last}
    numbers = sorted(number for number in near if 0 < number <= last)
    return [Link(str(number), _url(request, file, show=show, part=str(number)), number == part) for number in numbers]


def _url(request: HttpRequest, file: SubmissionFile, **more: str) -> str:
    asked = {"q": q} if (q := request.GET.get("q", "")) else {}
    return "?" + urlencode({"file": str(file.pk), **more, **asked}) + "#reader"


@person
@require_act(Act.SCREEN)
@require_POST
def reading_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one file read once more, and go back to where the button was."""
    file = get_visible(files_visible_to(request.user).select_related("submission", "stored"), pk=pk)
    retry_reading(file=file, by=request.user)
    messages.success(request, _("%(name)s is being read again.") % {"name": file.name})
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("submission", args=[file.submission.number])
    return redirect(back)
