"""Pinned packages: hashed, without a registry's address, under licences that suit, listed for the reader."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from mad import env
from tests.local import licences

FILES = ("requirements.txt", "requirements-dev.txt")


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_hashes(name):
    text = (env.PROJECT / name).read_text()
    blocks = [block for block in re.split(r"\n(?=[a-z])", text) if "==" in block]
    assert len(blocks) == len(licences.pins(name))
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("name", FILES)
def test_no_address_of_a_registry_is_written_down(name):
    assert not re.search(r"://|^--|^-i|find-links", (env.PROJECT / name).read_text(), re.MULTILINE)


def test_both_files_agree():
    run, dev = licences.pins("requirements.txt"), licences.pins("requirements-dev.txt")
    assert {name: run[name] for name in run.keys() & dev.keys()} == {
        name: dev[name] for name in run.keys() & dev.keys()
    }


@pytest.mark.parametrize("package", sorted(licences.pins(FILES[0]) | licences.pins(FILES[1])))
def test_its_licence_suits(package):
    assert not licences.FORBIDDEN.search(licences.licence(package))


def test_the_list_for_the_reader_is_up_to_date():
    assert (env.PROJECT / "docs" / "dependencies.md").read_text() == licences.page()


def test_without_a_usable_python_make_says_so_in_one_line(tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in ("make", "sh"):
        (programs / program).symlink_to(shutil.which(program))
    (tmp_path / "Makefile").write_text((env.PROJECT / "Makefile").read_text())
    bare = {"PATH": str(programs), "HOME": os.environ.get("HOME", "/")}
    done = subprocess.run([programs / "make", "run"], cwd=tmp_path, env=bare, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert len(said) == 1
    assert said[0].startswith("mad: Python 3.11 or newer")
