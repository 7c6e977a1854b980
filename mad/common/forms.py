"""Forms that carry out one act and keep what was typed when the act is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from mad.common.errors import Invalid, Refused


class ActForm(forms.Form):
    """A form bound to one service call.

    `with form.refusals(): service(...)` turns Invalid into field errors and Refused into `form.refused`;
    `form.accepted` then tells whether the act went through, `form.status` what the answer's status is.
    """

    refused: Refused | None = None
    _attempted = False

    @contextmanager
    def refusals(self) -> Iterator[None]:
        self._attempted = True
        try:
            yield
        except Invalid as invalid:
            self._take(invalid)
        except Refused as refused:
            self.refused = refused

    def _take(self, invalid: Invalid) -> None:
        for name, messages in invalid.errors.items():
            target = name if name in self.fields else None
            for message in messages:
                self.add_error(target, message if target else f"{name}: {message}")

    @property
    def accepted(self) -> bool:
        return self._attempted and self.refused is None and not self.errors

    @property
    def status(self) -> int:
        if self.refused is not None:
            return self.refused.status
        return 400 if self.is_bound and self.errors else 200
