"""R20: which cases become one, and which become two."""

from __future__ import annotations

import pytest

from cases.procedure import Stage
from cases.procedure.joining import Joined, merge_refusal, split_refusal

SOURCE, INTO = Joined("C-1", Stage.MONITORING), Joined("C-2", Stage.DELIBERATION)


def test_r20_a_monitored_case_is_merged_into_any_that_is_not_closed():
    for stage in set(Stage) - {Stage.CLOSED}:
        assert merge_refusal(SOURCE, Joined("C-2", stage), new_crimes=True) is None


@pytest.mark.parametrize(
    ("source", "into", "rule"),
    [
        (SOURCE, SOURCE, "R20"),
        *[(Joined("C-1", stage), INTO, "R20") for stage in set(Stage) - {Stage.MONITORING}],
        (Joined("C-1", Stage.MONITORING, merged=True), INTO, "R20"),
        (SOURCE, Joined("C-2", Stage.MONITORING, merged=True), "R20"),
        (SOURCE, Joined("C-2", Stage.CLOSED), "R20"),
        (Joined("C-1", Stage.MONITORING, determined=True), INTO, "R30"),
        (Joined("C-1", Stage.MONITORING, strict=True), INTO, "R16"),
        (SOURCE, Joined("C-2", Stage.ASSESSMENT, strict=True), "R16"),
        (SOURCE, Joined("C-2", Stage.ASSESSMENT, sealed=True), "R25"),
        (SOURCE, Joined("C-2", Stage.ASSESSMENT, asked=True), "R26"),
        (SOURCE, Joined("C-2", Stage.ASSESSMENT, pending=True), "R30"),
    ],
)
def test_r20_what_is_not_merged(source, into, rule):
    assert merge_refusal(source, into, new_crimes=True, new_links=True).rule == rule


def test_r30_a_determination_before_the_panel_hinders_no_merge_that_brings_no_link():
    into = Joined("C-2", Stage.ASSESSMENT, pending=True)
    assert merge_refusal(SOURCE, into, new_crimes=False, new_links=False) is None
    assert merge_refusal(SOURCE, into, new_crimes=False, new_links=True).rule == "R30"


def test_r25_an_open_round_hinders_no_merge_that_brings_no_crime():
    assert merge_refusal(SOURCE, Joined("C-2", Stage.ASSESSMENT, sealed=True), new_crimes=False) is None


@pytest.mark.parametrize(
    ("chosen", "held", "refused"), [(0, 3, True), (1, 3, False), (2, 3, False), (3, 3, True), (1, 1, True)]
)
def test_r20_a_split_takes_some_and_leaves_some(chosen, held, refused):
    assert bool(split_refusal(SOURCE, chosen, held)) is refused


def test_r20_a_merged_case_is_not_split():
    assert split_refusal(Joined("C-1", Stage.CLOSED, merged=True), 1, 3).rule == "R20"
