"""One edition of a determination: what stands at its head, and its text, whole for a reader or as it may be released."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Determination
from cases.selectors.determinations import closed_to, opinions_of
from cases.selectors.freshness import Fresh, fresh
from cases.selectors.release import release_guard
from mad.common.errors import Refused
from mad.docket.models import Entry

from .blocks import Block, released, written
from .text import compose


@dataclass(frozen=True)
class Edition:
    """title: for the file's properties. status: what a reader must know first, in sentences. facts: names and values."""

    determination: Determination
    released: bool
    title: str
    heading: str
    stage: str
    dated: str
    status: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    @property
    def number(self) -> str:
        return self.determination.number

    @property
    def name(self) -> str:
        """Of the file, without its ending."""
        return f"{self.number}-released" if self.released else self.number


def whole(determination: Determination, reader) -> Edition:
    """All of it, as `reader` may read it: of items closed to them the number and digest alone (R16)."""
    blocks = compose(determination.document, opinions_of(determination), closed_to(determination, reader))
    return _edition(determination, blocks, released_=False)


def for_release(determination: Determination) -> Edition:
    """What may be released today. Raises Refused (R30) for one that the panel has not adopted."""
    if determination.adopted_at is None:
        raise Refused("R30", "Only a determination that the panel has adopted has a released version.")
    blocks = compose(determination.document, opinions_of(determination))
    return _edition(determination, released(blocks, release_guard(determination, written(blocks))), released_=True)


def _edition(determination: Determination, blocks: Collection[Block], *, released_: bool) -> Edition:
    state = fresh(determination)
    names = {"number": determination.number}
    heading = _("Determination %(number)s") % names
    version = _("Determination %(number)s, released version") % names
    return Edition(
        determination,
        released_,
        version if released_ else heading,
        heading,
        _stage(determination, state),
        date_format(determination.adopted_at or determination.proposed_at, "j F Y"),
        tuple(_status(determination, state, released_)),
        tuple(_facts(determination, released_)),
        tuple(blocks),
    )


def _stage(determination: Determination, state: Fresh) -> str:
    if determination.rejected_at:
        return _("not adopted")
    if determination.adopted_at is None:
        return _("before the panel")
    if state.replaced_by:
        return _("replaced")
    return _("in force, stale") if state.stale_since else _("in force")


def _status(determination: Determination, state: Fresh, released_: bool) -> list[str]:
    said = [_in_force(determination, state)]
    if state.replaces:
        said.append(_("It replaces %(number)s.") % {"number": state.replaces})
    if state.stale_since and not state.replaced_by:
        said.append(_stale(state.stale_since, state, released_))
    if released_:
        said.append(
            _(
                "This is the released version. Paragraphs that rest on or name evidence which may not be released are"
                " left out, and so are the reasons of single members; the numbers of the paragraphs are those of the whole."
            )
        )
    return said


def _in_force(determination: Determination, state: Fresh) -> str:
    if determination.rejected_at:
        return _("The panel did not adopt this text.")
    if determination.adopted_at is None:
        return _("This text is before the panel and has not been adopted.")
    if state.replaced_at:
        by = {"number": state.replaced_by, "day": date_format(state.replaced_at, "j F Y")}
        return _("This determination is no longer in force: %(number)s replaced it on %(day)s.") % by
    return _("This determination is in force.")


def _stale(since: datetime, state: Fresh, released_: bool) -> str:
    day = {"day": date_format(since, "j F Y")}
    if released_:
        return _("It is stale since %(day)s: evidence it rests on has changed, and a review is due (R30).") % day
    causes = {"retracted": _("retracted"), "changed": _("regraded or edited")}
    items = ", ".join(f"{item} ({causes[cause]})" for item, cause in state.changes)
    said = _("It is stale since %(day)s, and a review is due (R30). Evidence it rests on has changed since: %(items)s.")
    return said % (day | {"items": items})


def _facts(determination: Determination, released_: bool) -> list[tuple[str, str]]:
    document = determination.document
    facts = [(_("Number"), determination.number), (_("Case"), determination.case.number)]
    if not released_:
        facts.append((_("Situation"), determination.case.title))
    if determination.adopted_at:
        facts.append((_("Adopted"), date_format(determination.adopted_at, "j F Y, H:i") + " UTC"))
        facts.append((_("By"), _by(determination)))
    facts.append((_("Panel"), _("%(size)s legal members") % {"size": document["panel"]["size"]}))
    if not released_:
        facts.append((_("Docket"), _("entry %(entry)s") % {"entry": determination.entry_id}))
        facts.append((_("SHA-256"), determination.digest))
    return facts


def _by(determination: Determination) -> str:
    """Numbers, and never who voted what."""
    entry = Entry.objects.filter(act="determination.adopted", object=determination.number).first()
    if entry is None:
        return ""
    said = _("%(yes)s of the %(panel)s members of the panel (%(no)s against); more than half were needed (R30)")
    return said % {name: entry.facts.get(name, "–") for name in ("yes", "panel", "no")}
