"""Forms of the Framework and of the watch list; each is bound to one service call (R22, R45)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.procedure.framework import Status, Trend
from cases.procedure.watch import GREATEST_LEVEL, LEAST_LEVEL
from cases.selectors.framework import FactorPage, Held, held_at
from cases.services.framework import LONGEST_GROUNDS
from cases.words import LEVEL, STATUS, TREND
from mad.common.forms import ActForm

_PARTS = ("status", "trend", "grounds", "evidence")
_BETWEEN = re.compile(r"[\s,;]+")


class FactorForm(ActForm):
    """All indicators of one factor. A field is named after its indicator: status-1.1, trend-1.1, grounds-1.1 …"""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: FactorPage, **kwargs: Any) -> None:
        held = {row.indicator.id: row.held for row in page.rows}
        stands = {name: value for indicator in held for name, value in _typed(indicator, held[indicator]).items()}
        kwargs["initial"] = {"after": page.version, **stands, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.page = page
        for indicator in held:
            self._add(indicator)

    def _add(self, indicator: str) -> None:
        self.fields[f"status-{indicator}"] = forms.ChoiceField(
            label=_("Status"),
            choices=[(status.value, label) for status, label in STATUS.items()],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[f"trend-{indicator}"] = forms.ChoiceField(
            label=_("Trend"),
            choices=[(trend.value, label) for trend, label in TREND.items()],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[f"grounds-{indicator}"] = forms.CharField(
            label=_("Grounds"), required=False, max_length=LONGEST_GROUNDS, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields[f"evidence-{indicator}"] = forms.CharField(
            label=_("Evidence, by number"), required=False, max_length=4000
        )

    def clean(self) -> dict[str, Any]:
        """Refuses fields of indicators that the factor has not."""
        for name in self.data:
            part, dash, indicator = name.partition("-")
            if dash and part in _PARTS and name not in self.fields:
                self.add_error(
                    None, _("%(name)s: this factor has no indicator %(id)s.") % {"name": name, "id": indicator}
                )
        return self.cleaned_data

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the page: each indicator with what stands, its history and its four fields."""
        return [{"row": row, **{part: self[f"{part}-{row.indicator.id}"] for part in _PARTS}} for row in self.page.rows]

    def typed(self) -> dict[str, dict[str, Any]]:
        """What was sent, by indicator; one whose status was not sent is left as it is."""
        given = self.cleaned_data
        sent = [row.indicator.id for row in self.page.rows if f"status-{row.indicator.id}" in self.data]
        return {
            indicator: {
                "status": given[f"status-{indicator}"] or Status.UNKNOWN.value,
                "trend": given[f"trend-{indicator}"] or Trend.UNKNOWN.value,
                "grounds": given[f"grounds-{indicator}"],
                "evidence": frozenset(_BETWEEN.split(given[f"evidence-{indicator}"].upper())) - {""},
            }
            for indicator in sent
        }

    def beside(self, page: FactorPage) -> "FactorForm":
        """The same form on the page as it stands now: what this writer changed is kept, all else is as others left it."""
        base = held_at(page.history, self.cleaned_data["after"])
        kept: dict[str, str] = {}
        for row in page.rows:
            before = _typed(row.indicator.id, base.get(row.indicator.id))
            mine = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in before}
            if mine != before:
                kept |= mine
        form = FactorForm(page=page, initial=kept)
        form.refused = self.refused
        return form


def _typed(indicator: str, held: Held | None) -> dict[str, str]:
    """The four fields of an indicator as they are filled in for what stands."""
    was = held.reading if held else None
    return {
        f"status-{indicator}": was.status if was else Status.UNKNOWN.value,
        f"trend-{indicator}": was.trend if was else Trend.UNKNOWN.value,
        f"grounds-{indicator}": was.grounds if was else "",
        f"evidence-{indicator}": " ".join(item.number for item in held.items) if held else "",
    }


class ReviewForm(ActForm):
    """A person's word on the proposed level. proposed, after: what they had before them."""

    proposed = forms.IntegerField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[(n, str(n)) for n in range(LEAST_LEVEL, GREATEST_LEVEL + 1)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    next_review = forms.DateField(label=_("Next review"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].said = LEVEL  # type: ignore[attr-defined]  # read by the frame's picker
