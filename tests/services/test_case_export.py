"""R51: a case leaves as a BagIt package; R16: release terms kept; R50: on the docket; all of it or nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from deliberation import services
from deliberation.bag import folder
from deliberation.services.casefile import export_as_stream, export_to_folder
from evidence import store
from evidence.models import Item, StoredFile
from mad.common import clock
from mad.common.errors import NotPermitted, Refused
from mad.docket.models import Entry
from tests.bagit_check import faults
from tests.determination_factory import world
from tests.evidence_help import accepted
from tests.publishing_steps import adopted

CHECKER = "data/docket/check_proof.py"


@pytest.fixture
def bag(people, seal, tmp_path):
    """A case with files and texts of every kind, exported for outside; (World, folder)."""
    found = world(people)
    grading = {"sensitivity": "confidential", "destination": found.case.number}
    accepted(people, ("a b.txt", b"What was seen at the bridge."), title="Bridge", grading=grading)
    accepted(
        people,
        ("source.txt", b"Told by one who fears."),
        title="Protected",
        protect_source=True,
        grading=grading,
    )
    found.protected = Item.objects.filter(submission__title="Protected")
    seal()
    target = tmp_path / "out" / found.case.number
    target.parent.mkdir()
    return found, target


def export(found, target: Path, edition: str = "outside", by=None):
    return export_to_folder(case=found.case, edition=edition, target=target, by=by)


def everything(target: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file())


def test_r51_the_package_is_valid_and_has_what_the_rule_names(bag, people):
    found, target = bag
    export(found, target, "whole", people.registrar)
    assert faults(target) == []
    data = target / "data"
    for part in ("originals", "custody", "determinations", "docket"):
        assert any((data / part).iterdir()), part
    listed = json.loads((data / "contents.json").read_text())
    assert {item["number"] for item in json.loads((data / "items.json").read_text())} == set(listed["items"])
    assert b"What was seen at the bridge." in everything(data / "originals")
    document = next((data / "determinations").glob("*.json"))
    assert json.loads(document.read_text())["sha256"] == found.determination.digest


def test_r49_every_entry_of_the_extract_is_checked_offline(bag, people):
    found, target = bag
    export(found, target, "whole", people.registrar)
    script, entries = target / CHECKER, target / "data/docket/entries.json"
    done = subprocess.run([sys.executable, script, entries], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert len(json.loads(entries.read_text())) > 20


def test_r16_outside_has_nothing_that_may_not_leave_and_says_why(bag, people):
    found, target = bag
    export(found, target)
    assert faults(target) == []
    body = everything(target / "data")
    listed = json.loads((target / "data/contents.json").read_text())
    told = {row["reason"]: (row["what"], row["rule"]) for row in listed["left_out"]}
    for kind in ("kept inside the Division", "no release yet", "strictly confidential", "release terms not read yet"):
        assert told[kind][0].split()[0].isdigit() and told[kind][1] == "R16", kind
    for name in ("division", "later", "strict", "unread", "read"):
        item = found.closed[name]
        assert item.number.encode() not in body and item.submission.number.encode() not in body, name
        assert item.submission.narrative.encode() not in body
        assert item.title.encode() not in body
    assert found.closed["no publication"].number in listed["items"]
    assert b"sorrel" not in body
    assert b"Weighs 70." not in body


def test_r49_no_entry_is_named_that_the_package_does_not_have(bag, people):
    found, target = bag
    export(found, target)
    assert faults(target) == []
    leaves = [one["proof"]["leaf"] for one in json.loads((target / "data/docket/entries.json").read_text())]
    for path in (*(target / "data/determinations").glob("*.json"), *(target / "data").glob("votes/*.json")):
        facts = json.loads(path.read_text())
        named = [*facts.get("docket_entries", []), *([facts["docket_entry"]] if "docket_entry" in facts else [])]
        assert set(named) <= {leaf["entry"] for leaf in leaves}, path


def test_r50_an_export_that_never_began_is_not_on_the_docket(bag):
    found, _ = bag
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_case", found.case.number, "/proc/bag2")
    assert not Entry.objects.filter(act__in=("case.exported", "case.export_failed")).exists()


def test_r50_an_export_that_fails_on_the_way_is_told_after_it(bag, monkeypatch):
    found, target = bag

    def full(path, chunks):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "_file", full)
    with pytest.raises(Refused, match="No space left"):
        export(found, target)
    acts = Entry.objects.filter(object=found.case.number, act__startswith="case.export").order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["case.exported", "case.export_failed"]
    assert list(target.parent.iterdir()) == []


def test_r16_a_protected_source_is_named_in_neither_edition(bag, people, tmp_path):
    found, target = bag
    export(found, target, "whole", people.registrar)
    rows = {row["number"]: row for row in json.loads((target / "data/items.json").read_text())}
    for item in found.protected:
        assert rows[item.number]["source"] == "protected (R16)"
        custody = (target / f"data/custody/{item.number}.json").read_text()
        assert "ohchr" not in custody.lower()
    entries = json.loads((target / "data/docket/entries.json").read_text())
    submission = found.protected[0].submission.number
    actors = {one["proof"]["leaf"]["actor"] for one in entries if one["proof"]["leaf"]["object"] == submission}
    assert not [actor for actor in actors if actor.startswith(("office:", "partner:"))]
    outside = tmp_path / "outside"
    export(found, outside)
    assert b"Told by one who fears." not in everything(outside)


def test_r34_votes_have_the_roll_and_the_arithmetic(people, seal, tmp_path):
    found = world(people)
    found.case.refresh_from_db()
    output = services.draft_findings(case=found.case, by=people.amal, title="Findings")
    services.submit_for_review(output=output, by=people.amal)
    adopted(output, people)
    seal()
    whole, outside = tmp_path / "whole", tmp_path / "outside"
    export(found, whole, "whole", people.registrar)
    export(found, outside)
    vote = json.loads(next((whole / "data/votes").glob("*.json")).read_text())
    assert len(vote["roll_call"]) == 12
    assert "Carried." in vote["arithmetic"]
    assert (whole / f"data/outputs/{output.number}.pdf").read_bytes().startswith(b"%PDF")
    assert not (outside / "data/votes").exists()
    assert not (outside / "data/outputs").exists()
    assert output.symbol.encode() not in everything(outside)


def test_r18_a_held_file_is_left_out_and_named(people, seal, tmp_path):
    found = world(people)
    grading = {"sensitivity": "confidential", "destination": found.case.number}
    accepted(people, ("note.txt", b"Plain words."), title="Note", grading=grading)
    item = Item.objects.get(submission__title="Note", file__isnull=False)
    type(item.file).objects.filter(pk=item.file_id).update(verdict="held", why="Found: Eicar.")
    target = tmp_path / "held"
    export(found, target, "whole", people.registrar)
    listed = json.loads((target / "data/contents.json").read_text())
    assert {"what": item.number, "rule": "R18", "reason": "Found: Eicar."} in listed["left_out"]
    assert b"Plain words." not in everything(target)


def test_r50_the_export_and_each_original_are_on_the_docket(bag, people):
    found, target = bag
    export(found, target, "whole", people.registrar)
    entry = Entry.objects.get(act="case.exported")
    assert (entry.object, entry.facts["edition"]) == (found.case.number, "whole")
    assert Entry.objects.filter(act="evidence.exported").count() == 2
    strict = found.closed["strict"].submission
    assert strict.readings.filter(by=people.registrar).exists()


@pytest.mark.parametrize("name", ["amal", "officer", "ethics", "auditor", "focal", "admin"])
def test_r9_who_may_export(people, tmp_path, name):
    found = world(people)
    with pytest.raises(NotPermitted):
        export(found, tmp_path / "x", by=getattr(people, name))
    assert not (tmp_path / "x").exists()


def test_r16_the_whole_edition_is_the_registrars_by_name(people, tmp_path):
    found = world(people)
    for by in (people.betty, None):
        with pytest.raises(NotPermitted):
            export(found, tmp_path / "x", "whole", by)
    export(found, tmp_path / "x", "outside", people.betty)


def test_r51_the_command_writes_it_and_says_one_line(bag, capsys):
    found, target = bag
    call_command("export_case", found.case.number, str(target))
    assert faults(target) == []
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize("wrong", ["unknown", "existing", "no folder", "whole"])
def test_r51_what_the_command_refuses_in_one_line(people, tmp_path, wrong):
    found = world(people)
    number, target, more = found.case.number, tmp_path / "bag", []
    if wrong == "unknown":
        number = "C-2026-9999"
    elif wrong == "existing":
        target.mkdir()
        (target / "kept.txt").write_text("mine")
    elif wrong == "no folder":
        target = tmp_path / "none" / "bag"
    else:
        more = ["--edition", "whole"]
    with pytest.raises(CommandError) as caught:
        call_command("export_case", number, str(target), *more)
    assert len(str(caught.value).splitlines()) == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and "bag" in path.as_posix()] == (
        ["kept.txt"] if wrong == "existing" else []
    )


def test_r15_an_altered_or_missing_original_stops_the_export_and_leaves_nothing(bag):
    found, target = bag
    stored = StoredFile.objects.get(uses__submission__title="Bridge")
    path = store.path_of(stored.pk)
    os.chmod(path, 0o600)
    path.write_bytes(b"What was said at the bridge.")
    with pytest.raises(Refused) as caught:
        export(found, target)
    assert caught.value.rule == "R15"
    path.unlink()
    with pytest.raises(Refused):
        export(found, target)
    assert list(target.parent.iterdir()) == []


def test_r51_the_archive_is_the_same_package_and_streamed(bag, people, tmp_path):
    found, _ = bag
    name, content = export_as_stream(case=found.case, edition="outside", by=people.registrar)
    with tarfile.open(fileobj=io.BytesIO(b"".join(content))) as archive:
        archive.extractall(tmp_path / "tar", filter="data")
        members = archive.getnames()
    assert faults(tmp_path / "tar" / name) == []
    assert members[-1] == f"{name}/bagit.txt"


def test_r51_the_page_of_the_registrar_sends_the_archive(bag, people, client, settings, tmp_path):
    settings.DEMONSTRATION = True
    found, _ = bag
    where = reverse("case_export", args=[found.case.number])
    client.force_login(people.registrar)
    assert client.get(where).status_code == 200
    answer = client.post(where, {"edition": "whole"})
    assert answer["Content-Type"] == "application/x-tar"
    body = b"".join(answer.streaming_content)
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        archive.extractall(tmp_path / "tar", filter="data")
    assert faults(tmp_path / "tar" / f"{found.case.number}-whole") == []
    assert client.post(where, {"edition": "everything"}).status_code == 400
    client.force_login(people.betty)
    assert client.post(where, {"edition": "whole"}).status_code == 403
    for name in ("officer", "amal"):
        client.force_login(getattr(people, name))
        assert client.post(where, {"edition": "outside"}).status_code == 403
    for name in ("auditor", "ethics", "focal", "admin"):
        client.force_login(getattr(people, name))
        assert client.get(where).status_code in (403, 404)


def test_r51_the_public_tool_finds_it_valid(bag):
    bagit = pytest.importorskip("bagit")
    found, target = bag
    export(found, target)
    bagit.Bag(str(target)).validate()


def test_r34_an_open_vote_is_in_no_edition_not_even_by_its_count(people, seal, tmp_path):
    found = world(people)
    found.case.refresh_from_db()
    output = services.draft_findings(case=found.case, by=people.amal, title="Findings")
    services.submit_for_review(output=output, by=people.amal)
    motion = services.move(case=found.case, by=people.amal, kind="output", output=output)
    services.put_to_vote(motion=motion, by=people.betty)
    services.cast_ballot(motion=motion, by=people.amal, choice="no", explanation="Gentian is why.")
    seal()
    whole = tmp_path / "whole"
    export(found, whole, "whole", people.registrar)
    assert not (whole / "data/votes").exists()
    assert b"Gentian" not in everything(whole)
    entries = json.loads((whole / "data/docket/entries.json").read_text())
    of_motion = [one["proof"]["leaf"] for one in entries if one["proof"]["leaf"]["object"] == motion.number]
    assert of_motion
    assert not [leaf for leaf in of_motion if {"choice", "yes", "no"} & leaf["facts"].keys()]


def test_r37_what_is_under_embargo_is_not_in_the_edition_for_outside(people, seal, tmp_path):
    found = world(people)
    found.case.refresh_from_db()
    output = services.draft_findings(case=found.case, by=people.amal, title="Gentian findings")
    services.submit_for_review(output=output, by=people.amal)
    services.transmit(output=adopted(output, people), by=people.registrar)
    services.set_embargo(output=output, by=people.registrar, until=clock.now() + timedelta(days=3))
    seal()
    before, after = tmp_path / "before", tmp_path / "after"
    export(found, before)
    for needle in (output.symbol, output.number, "Gentian"):
        assert needle.encode() not in everything(before), needle
    services.set_embargo(output=output, by=people.registrar, until=None)
    services.publish(output=output, by=people.registrar)
    seal()
    export(found, after)
    assert (after / f"data/outputs/{output.number}.json").exists()
    assert b"Gentian" in everything(after)
