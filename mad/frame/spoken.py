"""Words that pages say through a variable: gathered here, so that they reach the catalogues (`make messages`).

A page translates them where it shows them; stored words, the docket and frozen texts keep the words of the rules, so
that no record depends on the language of who acted.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_noop as _

from mad.frame.heard import VALUE
from mad.frame.rulebook import parts
from mad.notices.models import KINDS
from mad.reference.files import read_csv
from mad.reference.scales import (
    INFORMATION_CREDIBILITY,
    PROBABILITY_TERMS,
    SEVERITY_ANCHORS,
    SEVERITY_LABELS,
    SOURCE_RELIABILITY,
)

Spoken = tuple[str, str]  # the file that says it, from the root of the project, and what it says
PACKAGES = ("mad", "evidence", "cases", "deliberation")
APART = {"migrations", "management", "rehearsal", "gallery.py"}
MAKERS = {
    "NavItem",
    "CaseTab",
    "CaseAction",
    "_action",
    "DeskItem",
    "_item",
    "Refused",
    "NotPermitted",
    "Check",
    "Condition",
    "Limb",
    "Invalid",
    "NotPossible",
    "OutputTab",
    "_act",
    "_limb",
    "_start",
    "MeasureKind",
    "Scale",
    "Finding",
    "sentence",
}
NAMES = {"title", "reason", "why", "seen_by", "detail"}
RECORDERS = {"record", "_record", "notify", "_notify", "_tell"}
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
SENTENCE = re.compile(r"(?!\w+(-\w+)+$)[A-Z“](?!\d+\b).{3,}")  # no name of a header, no number of a rule
FEWEST = 4  # letters between the values of a sentence; with fewer it could be any sentence


DESK = (_("Late"), _("Today"), _("This week"), _("Later"))
DISCIPLINES = (_("legal"), _("mediation"), _("sanctions"), _("intervention"))
NOTICES = (_("case assessment"), _("case plenary"))
ROLES = (_("Presiding member"),)
CLOCKS = (_("Opinions"), _("Voting closes"), _("The finding of insufficiency lapses"))


def everything() -> Iterator[Spoken]:
    yield from from_data()
    yield from from_models()
    yield from from_code()


def from_data() -> Iterator[Spoken]:
    """The rules with their titles, the scales and their anchors (R14, R25, R29), States, the kinds of notices."""
    for part in parts():
        yield "mad/frame/rules.yaml", part.title
        for rule in part.rules:
            for words in (rule.title, rule.text, *rule.points.values()):
                yield "mad/frame/rules.yaml", words
    anchors = [anchor for row in SEVERITY_ANCHORS.values() for anchor in row]
    grades = [words for scale in (SOURCE_RELIABILITY, INFORMATION_CREDIBILITY) for words in scale.values()]
    for words in (
        *(band.term for band in PROBABILITY_TERMS),
        *SEVERITY_LABELS.values(),
        *anchors,
        *(said for grade in grades for said in (grade.label, grade.meaning)),
    ):
        yield "mad/reference/data/scales.yaml", words
    for state in read_csv("states.csv"):
        yield "mad/reference/data/states.csv", state["name"]
    for words in KINDS.values():
        yield "mad/notices/models.py", words


def from_models() -> Iterator[Spoken]:
    """What a stored word is called, for every field that takes certain words only."""
    for model in apps.get_models():
        place = f"{model.__module__.replace('.', '/')}.py"
        if place.split("/")[0] in PACKAGES:
            for field in model._meta.get_fields():
                for __, words in getattr(field, "flatchoices", None) or ():
                    if len(str(words)) > 1:
                        yield place, str(words)


def from_code() -> Iterator[Spoken]:
    """What desks, tabs, acts and refusals say when it is written out, and the acts that the docket knows."""
    root = Path(settings.BASE_DIR)
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if not APART.intersection(path.parts):
                place = path.relative_to(root).as_posix()
                for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                    if isinstance(node, ast.Call):
                        yield from ((place, words) for words in _called(node))
                    elif isinstance(node, ast.Assign):
                        yield from ((place, words) for words in _named(node))


def _named(assigned: ast.Assign) -> Iterator[str]:
    names = {target.id for target in assigned.targets if isinstance(target, ast.Name)}
    if names & NAMES:
        yield from (words for words in _written_out(assigned.value) if _is_sentence(words) and not words[0].islower())


def _called(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if name in MAKERS:
        yield from filter(_is_sentence, (words for value in given for words in _written_out(value)))
    elif name in RECORDERS:
        said = (key for value in given for key in _written_out(value) if KEY.fullmatch(key))
        yield from (key_words(key) if name == "notify" else key_words(key).capitalize() for key in said)


def _is_sentence(words: str) -> bool:
    parts = VALUE.split(words)
    if len(parts) == 1:
        return bool(SENTENCE.fullmatch(words))
    # Where two values touch, or one may begin a second sentence, nobody can tell from the words where it ends.
    apart = "" not in parts[1:-1] and not re.search(r"[.)]\{\d+\}$", words)
    return apart and " " in words and sum(map(str.isalpha, "".join(parts))) >= FEWEST and not words.startswith("{0}?")


def _written_out(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield template_of(value)
    elif isinstance(value, ast.IfExp):
        yield from _written_out(value.body)
        yield from _written_out(value.orelse)
    elif isinstance(value, ast.List | ast.Tuple):
        for part in value.elts:
            yield from _written_out(part)
    elif isinstance(value, ast.Dict):
        for part in value.values:
            yield from _written_out(part)


def template_of(composed: ast.JoinedStr) -> str:
    """What an f-string says, its values numbered: f"{row.member} left." is "{0} left."; see mad/frame/heard.py."""
    number = count()
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{next(number)}}}" for part in composed.values
    )


def key_words(key: str) -> str:
    """A key as a reader sees it: "round.closed" is "round closed"."""
    return key.replace(".", " ").replace("_", " ")
