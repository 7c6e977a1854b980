"""R25 and R26: the one filter between a sealed answer and any reader. Pure.

Pages, lists, search, exports and the API all pass answers through `shown`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sealed(Generic[T]):
    """One member's answer in one round; `content` is what must not leak."""

    author: int
    submitted: bool
    content: T


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """An answer as a reader sees it: under a label and never a name; `own` when it is the reader's."""

    label: str
    own: bool
    content: T


def shown(
    answers: Iterable[Sealed[T]], *, viewer: int | None, closed: bool, labels: Mapping[int, str]
) -> tuple[Shown[T], ...]:
    """What `viewer` (a member's id, None for anybody else) may read of these answers.

    While the round is open: only the viewer's own. Once it is closed: every submitted answer, ordered
    by label, so that order tells nothing. A draft that was never submitted stays its author's alone.
    """
    seen = [
        Shown(labels.get(a.author, "") if closed else "", a.author == viewer, a.content)
        for a in answers
        if (viewer is not None and a.author == viewer) or (closed and a.submitted and a.author in labels)
    ]
    return tuple(sorted(seen, key=lambda s: (len(s.label), s.label)))
