"""Typed answers to what the rules do not allow. Pure: carries facts, never renders them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """A rule forbids the act. Nothing was changed.

    rule: "R33", or "R39 d" for one limb of a rule. reason: one sentence a diplomat can act on.
    detail: what was kept and the way on. field: the form or JSON field at fault, if one is.
    status: the HTTP status for machines (409 unless the actor lacks the right: 403).
    """

    def __init__(
        self,
        rule: str = "",
        reason: str = "",
        detail: str = "",
        *,
        status: int = 409,
        field: str | None = None,
        code: str = "refused",
    ) -> None:
        super().__init__(f"{rule}: {reason}" if rule else reason)
        self.rule = rule
        self.reason = reason
        self.detail = detail
        self.status = status
        self.field = field
        self.code = code


class NotPermitted(Refused):
    """The actor's role does not give this act (R9), whatever the state of the object."""

    def __init__(self, rule: str = "R9", reason: str = "", detail: str = "") -> None:
        super().__init__(
            rule, reason or "Your role does not give you this act.", detail, status=403, code="not-permitted"
        )


class Invalid(Refused):
    """Input that cannot be read. errors: field name (dotted for nested) → messages."""

    def __init__(
        self, errors: Mapping[str, Sequence[str]], *, rule: str = "", status: int = 400, code: str = "invalid"
    ) -> None:
        first = next(iter(errors), "")
        reason = f"{first}: {errors[first][0]}" if first else "The input cannot be read."
        super().__init__(rule, reason, status=status, field=first or None, code=code)
        self.errors: dict[str, list[str]] = {name: list(messages) for name, messages in errors.items()}
