"""Kinds of outputs in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KIND_WORDS: dict[str, Any] = {
    "draft_resolution": _("Draft resolution"),
    "emergency_call": _("Emergency call"),
    "request_to_be_heard": _("Request to be heard"),
    "press_statement": _("Press statement"),
    "comment": _("Comment"),
    "findings": _("Findings"),
}
