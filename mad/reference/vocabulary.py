"""Words that name nobody, for telling a name from an ordinary word (R16)."""

from __future__ import annotations

import re
from functools import cache

from mad.reference.files import DATA, read_csv

# Texts of the Division's own, in which a word in lower case is an ordinary word.
_TEXTS = ("elements.yaml", "followup.yaml", "framework.yaml", "scales.yaml", "toolbox.yaml", "openings.csv")
_LOWER = re.compile(r"(?<![^\W_])[^\W\d_A-Z][^\W\d_A-Z]+(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")

# Of dates, of places, of people's offices: written with a capital, and nobody's name by themselves.
_CAPITAL = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
north south east west northern southern eastern western central upper lower new old great
admiral ambassador archbishop ayatollah bishop brigadier captain chief colonel commander commissioner corporal deputy
director doctor emir emperor field general governor imam judge king lieutenant madam major marshal minister mister officer
president prime prince princess private prosecutor queen secretary sergeant sheikh sultan
assembly charter committee convention council court division government nations protocol republic resolution rapporteur
security state states statute united
"""
# Of what bodies and places are called.
_BODIES = """
academy agency alliance archive association body bureau center centre citizens coalition collective college community
consortium department documentation federation forum foundation fund group initiative institute institution justice league
legal library media ministry mission monitor monitoring mothers movement national network observatory observers office
organisation organization partnership peace platform press programme project radio regional research society student
students studies support syndicate trust union university voices watch witness women workers world youth
african american arab asian christian european islamic latin muslim
bay border bridge camp city coast country delta desert district forest harbour hill hills island lake mountain mountains
plain province river sea town valley village villages
"""
# Little words inside names.
_PARTICLES = """
abd abou abu aka and banu bar ben bin bint das del della den der des die dos ibn mac san santa ter the tot umm und van von zur
"""


@cache
def ordinary() -> frozenset[str]:
    """Case-folded: what stands in lower case in the Division's reference texts, opening words, names of States, offices,
    bodies and places, months, directions, particles of names. Read once."""
    found = {word for name in _TEXTS for word in _LOWER.findall((DATA / name).read_text(encoding="utf-8"))}
    for row in read_csv("openings.csv"):
        found.update(word for value in row.values() if value for word in _WORD.findall(value))
    for row in read_csv("states.csv"):
        found.update(word for word in _WORD.findall(row["name"]))
    return frozenset(word.casefold() for word in (*found, *_CAPITAL.split(), *_BODIES.split(), *_PARTICLES.split()))
