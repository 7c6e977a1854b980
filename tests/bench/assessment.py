"""The matrix at size, one cell, the closing of a round, and the arithmetic of findings against plain numpy (R24 to R28)."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from cases.procedure import Act, Inputs, Tree, whole
from mad.reference import elements as reference
from tests.bench import load
from tests.bench.load import Call
from tests.bench.place import PROJECT, Place
from tests.bench.report import Report

READER = "amal.benhaddou"
CHUNKS, REQUESTS = 6, 40
TURNS, PANELS, MEMBERS = 50, 200, 15
LIMIT = 0.25


def measure(place: Place, report: Report) -> None:
    where = place.copy_database("mad_assessment")
    command = [sys.executable, "-m", "tests.bench.assessment_work"]
    run = subprocess.run(command, check=True, cwd=PROJECT, env=where, stdout=subprocess.PIPE, text=True)
    facts = json.loads(run.stdout.splitlines()[-1])
    place.settle("mad_assessment")
    pages(place, report, where, facts)
    report.exactly("one cell: statements that write", facts["writes"], 2)
    report.at_most("closing a round of 15 members × 120 elements: queries", facts["closing"], 50)
    report.note(f"the findings of that round: {facts['assembling']} queries")
    arithmetic(report)


def pages(place: Place, report: Report, where: dict[str, str], facts: dict[str, Any]) -> None:
    headers = place.signed_in(READER, where)
    times: dict[str, list[float]] = {"small": [], "large": []}
    with place.web(where) as web:
        for chunk in range(CHUNKS + 1):
            for name in times:
                call = Call("GET", f"/cases/{facts[name]}/elements/", headers)
                result = load.run(web.port, [call], clients=1, count=REQUESTS, keep=chunk == 0)
                if set(result.statuses) != {200}:
                    raise RuntimeError(f"the matrix answered {result.statuses}")
                if chunk == 0:  # every thread of the server has learned its statements
                    report.note(f"matrix, {name}: {len(result.bodies[-1]) / 1024:.0f} kB")
                else:
                    times[name] += result.times
    small, large = p95(times["small"]), p95(times["large"])
    report.note(f"matrix: p95 {large * 1000:.1f} ms at 400 × 120 with 20,000 links, {small * 1000:.1f} ms at 40 × 12")
    report.at_most("matrix page: p95 at 400 × 120 with 20,000 links ÷ at 40 × 12", large / small, 4)
    report.exactly(
        "matrix page: queries at 400 × 120, less those at 40 × 12", facts["large_asks"] - facts["small_asks"], 0
    )


def p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(len(times) * 0.95) - 1]


def of_size(wanted: int) -> list[Tree]:
    """Trees of the reference data, whole acts of them, with `wanted` elements in all."""
    trees: list[Tree] = []
    left = wanted
    for crime in reference.crimes():
        context = tuple(e.id for e in crime.contextual)
        acts: list[Act] = []
        room = left - len(context)
        for act in crime.acts:
            if len(act.elements) <= room and room - len(act.elements) != 1:  # no act has one element
                acts.append(Act(act.id, tuple(e.id for e in act.elements)))
                room -= len(act.elements)
        if acts:
            trees.append(Tree(crime.id, context, tuple(acts)))
            left = room
    if left:
        raise RuntimeError(f"no whole acts make up {wanted} elements: {left} are left")
    return trees


def arithmetic(report: Report) -> None:
    """One panel at a time, as findings are made; and what numpy gains where all panels lie in one array."""
    trees = of_size(120)
    elements = [e for tree in trees for e in tree.elements]
    panels = [_panel(seed, elements) for seed in range(PANELS)]
    answers = np.array([[[own[e] for e in elements] for own in p.bests.values()] for p in panels], dtype=np.int16)
    supported = np.array([[e in p.supported for e in elements] for p in panels])
    forests = _forests(trees, elements)
    _same([whole(elements, trees, p, LIMIT) for p in panels], _numpy(answers, supported, forests))

    def ours() -> None:
        for panel in panels:
            whole(elements, trees, panel, LIMIT)

    def bare() -> None:
        for n in range(PANELS):
            _numpy(answers[n : n + 1], supported[n : n + 1], forests)

    times = [
        [_seconds(work) for work in (ours, bare, lambda: _numpy(answers, supported, forests))] for _ in range(TURNS)
    ]
    mine, theirs, at_once = (sorted(column)[TURNS // 2] * TURNS for column in zip(*times, strict=True))
    report.note(f"{TURNS * PANELS:,} full findings: {mine:.2f} s, in plain numpy {theirs:.2f} s")
    report.note(
        f"numpy with {PANELS} panels in one array: {at_once:.2f} s, which is {mine / at_once:.1f} times as fast"
    )
    report.at_most(f"{TURNS * PANELS:,} full findings ÷ the same sums in plain numpy", mine / theirs, 5)


def _panel(seed: int, elements: list[str]) -> Inputs:
    choice = random.Random(seed)
    bests = {member: {e: choice.randint(1, 999) for e in elements} for member in range(MEMBERS)}
    return Inputs(frozenset(bests), bests, frozenset(e for e in elements if choice.random() < 0.9))


Forest = tuple[str, Any, Any, Any]


def _forests(trees: list[Tree], elements: list[str]) -> list[Forest]:
    """Per tree: its crime, which elements are contextual, which belong to each act, and how many to each act."""
    out = []
    for tree in trees:
        acts = np.array([[e in act.elements for e in elements] for act in tree.acts], dtype=np.int16)
        out.append((tree.crime, np.array([e in tree.contextual for e in elements]), acts.T, acts.sum(axis=1)))
    return out


def _numpy(answers: Any, supported: Any, forests: list[Forest]) -> dict[str, Any]:
    """The same for panels that lie in one array. answers: panel × member × element; supported: panel × element."""
    above = answers > 500
    count = above.sum(axis=1)
    met = supported & (2 * count > MEMBERS)
    low, mid, high = np.quantile(answers, (0.25, 0.5, 0.75), axis=1)
    held = np.clip(answers, 10, 990).astype(float)
    pooled = 1 / (1 + np.exp(-(np.log(held) - np.log(1000 - held)).mean(axis=1)))
    held_back = ((answers < 10) | (answers > 990)).sum(axis=1)
    own = above & supported[:, None, :]
    found = {forest[0]: (_holds(forest, met), _holds(forest, own).sum(axis=1)) for forest in forests}
    wide = high - low > 1000 * LIMIT
    return {"count": count, "met": met, "mid": mid, "pooled": pooled, "held": held_back, "wide": wide, "found": found}


def _holds(forest: Forest, met: Any) -> Any:
    """Over the last axis of `met`."""
    _, context, acts, sizes = forest
    made = met.astype(np.int16) @ acts == sizes
    return met[..., context].all(axis=-1) & made.any(axis=-1)


def _same(ours: list[Any], bare: dict[str, Any]) -> None:
    """Both worked out the same things, or their times say nothing."""
    for n, found in enumerate(ours):
        for k, (element, finding) in enumerate(found.elements.items()):
            pool = found.pools[element]
            one = (finding.count, finding.met, float(pool.median) * 1000, pool.held_back, pool.disagreement)
            other = tuple(bare[name][n, k] for name in ("count", "met", "mid", "held", "wide"))
            if one != other or abs(pool.pooled - bare["pooled"][n, k]) > 1e-9:
                raise RuntimeError(f"{element}: {one} and {other}")
        for crime in found.crimes:
            tree, count = (part[n] for part in bare["found"][crime.crime])
            if (crime.tree, crime.count) != (tree, count):
                raise RuntimeError(f"{crime.crime} differs")


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
