"""R49: the Merkle tree, held to published values and to its own proofs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mad.docket.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    inclusion_path,
    leaf_hash,
    peak_positions,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# The eight leaves of the Certificate Transparency reference tests, and the roots of their first n.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def grow(leaves):
    frontier, nodes = Frontier(), {}
    for leaf in leaves:
        nodes.update({(level, index): value for level, index, value in frontier.append(leaf)})
    return frontier, lambda level, index: nodes[level, index]


def test_r49_the_empty_log_has_the_published_root():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Frontier().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_r49_roots_are_the_published_ones(size):
    assert root_of(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size - 1]


def test_r49_published_audit_path_of_the_sixth_of_eight():
    _, node = grow(map(leaf_hash, LEAVES))
    assert [step.hex() for step in inclusion_path(5, 8, node)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_r49_published_consistency_proof_of_six_with_eight():
    _, node = grow(map(leaf_hash, LEAVES))
    assert [step.hex() for step in consistency_path(6, 8, node)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.integers(1, 70), st.data())
def test_r49_every_leaf_is_proved_and_no_other(size, data):
    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    frontier, node = grow(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, node)
    assert verify_inclusion(leaves[index], index, size, path, frontier.root())
    assert not verify_inclusion(leaf_hash(b"forged"), index, size, path, frontier.root())
    if size > 1:
        assert not verify_inclusion(leaves[index], (index + 1) % size, size, path, frontier.root())
        assert not verify_inclusion(leaves[index], index, size, path[:-1], frontier.root())


@given(st.integers(1, 70), st.data())
def test_r49_an_older_log_is_a_prefix_and_a_changed_one_is_not(new, data):
    leaves = [leaf_hash(bytes([n])) for n in range(new)]
    _, node = grow(leaves)
    old = data.draw(st.integers(1, new))
    path = consistency_path(old, new, node)
    assert verify_consistency(old, new, root_of(leaves[:old]), root_of(leaves), path)
    changed = [leaf_hash(b"changed"), *leaves[1:old]]
    if old < new:
        assert not verify_consistency(old, new, root_of(changed), root_of(leaves), path)


@given(st.integers(0, 300))
def test_a_frontier_can_be_taken_up_again_from_its_peaks(size):
    frontier, node = grow([leaf_hash(str(n).encode()) for n in range(size)])
    again = Frontier(size, [node(*place) for place in peak_positions(size)])
    assert again.root() == frontier.root()
