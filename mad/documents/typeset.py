"""Tagged PDF (PDF/UA-1), set by Typst from data. Nothing a person typed is interpreted as markup."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from mad.common import clock
from mad.common.errors import Refused

FOLDER = Path(settings.BASE_DIR) / "templates" / "documents"
MASTHEAD = "Mass Atrocities Division"


@cache
def fonts() -> typst.Fonts:
    """The bundled fonts only, so that every machine prints the same page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER / "fonts")])


def render(template: str, data: dict[str, Any], rule: str = "R38", *, at: datetime | None = None) -> bytes:
    """Set `template` with `data`. at: when the file says it was made (default: now).

    Raises Refused (`rule`, 503, code "document") when the page cannot be set.
    """
    try:
        return typst.compile(
            str(FOLDER / template),
            root=str(FOLDER),
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=(at or clock.now()).replace(microsecond=0),
        )
    except (typst.TypstError, OSError) as failure:
        raise Refused(
            rule,
            "The PDF could not be made by Typst; the text is kept as it is.",
            _why(failure),
            status=503,
            code="document",
        ) from failure


def _why(failure: Exception) -> str:
    message = str(getattr(failure, "message", failure))
    if "could not be displayed" in message:
        return "The text has characters that the bundled fonts cannot print: " + message.split("`")[1][:40]
    return message.splitlines()[0][:200] if message else ""


def demonstration_words() -> dict[str, str]:
    """What a document made by a demonstration says of itself."""
    return {
        "demonstration": _("Demonstration: not an act of any authority"),
        "demonstration-mark": _("DEMONSTRATION"),
        "demonstration-long": _(
            "Made by a demonstration. The members named are invented; no organisation has adopted this text."
        ),
    }
