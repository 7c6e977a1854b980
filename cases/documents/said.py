"""The parts of a findings tree and the mark of a gap, in words: what PDF, DOCX and pages say alike."""

from django.utils.translation import gettext as _

from cases.procedure.outline import Branch, Leaf, Outline, State
from cases.procedure.release import Withheld

from .blocks import Gap


def gap_said(gap: Gap) -> str:
    if gap.why is Withheld.MEMBERS:
        return _("[reasons of single members, not part of the released version, R26]")
    return _("[paragraph withheld, R16]")


def outline_said(outline: Outline) -> str:
    found = _("more likely than not") if outline.likely else _("not found likely")
    if outline.to_vote:
        found = _("the two ways disagree")
    own = {"count": outline.count, "panel": outline.panel}
    return f"{outline.name}: {found}; " + _("%(count)s of %(panel)s find it on their own findings") % own


def branch_said(branch: Branch) -> str:
    if branch.name:
        found = _("made out") if branch.holds else _("not made out")
        return f"{branch.name}: {found}"
    return _("Contextual elements: all met") if branch.holds else _("Contextual elements: not all met")


def state_said(state: State) -> str:
    return {State.MET: _("met"), State.NOT_MET: _("not met"), State.UNSUPPORTED: _("not met, unsupported")}[state]


def leaf_said(leaf: Leaf) -> str:
    found = _("%(count)s of %(panel)s") % {"count": leaf.count, "panel": leaf.panel}
    return f"{leaf.id} {leaf.named}: {state_said(leaf.state)}, {found}"
