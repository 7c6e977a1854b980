"""To whom a notice goes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Audience:
    """Holders of `roles` (role values), single `users` (ids), and the webhooks of `offices` (ids)."""

    roles: list[str] = field(default_factory=list)
    users: list[int] = field(default_factory=list)
    offices: list[int] = field(default_factory=list)

    @classmethod
    def presiding(cls) -> Audience:
        return cls(roles=["presiding"])
