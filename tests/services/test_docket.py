"""R49: the record itself."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from mad.common.canonical import digest, new_salt
from mad.docket import proofs
from mad.docket.models import Entry, Leaf, Node, TreeHead, Unsealed
from mad.docket.sealing import seal, seal_all
from mad.docket.services import record
from mad.docket.verification import verify
from mad.docket.views import OFFLINE_CHECKER
from tests.database import as_superuser, owner_connection


def write(count: int = 1, **changes):
    with transaction.atomic():
        return [
            record(**{"act": "test.done", "by": None, "obj": f"X-{n}", "content": {"n": n}, **changes})
            for n in range(count)
        ]


def test_r49_an_act_and_its_entry_stand_or_fall_together(committed_db):
    with pytest.raises(RuntimeError, match="one transaction"):
        record(act="test.done", by=None, obj="X", content={})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(act="test.done", by=None, obj="X", content={})
        raise ZeroDivisionError
    assert not Entry.objects.exists()


COLUMN = {"docket_entry": "act", "docket_leaf": "hash", "docket_node": "hash", "docket_treehead": "root"}


@pytest.mark.parametrize("table", COLUMN)
def test_r49_the_database_refuses_to_change_the_record(committed_db, table):
    write(4)
    seal_all()
    for act in (
        f"UPDATE {table} SET {COLUMN[table]} = {COLUMN[table]}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ):
        with pytest.raises(DatabaseError, match=r"R49|permission denied"), connection.cursor() as cursor:
            cursor.execute(act)
        with closing(owner_connection()) as owner, pytest.raises(psycopg2.Error, match="R49"), owner.cursor() as cursor:
            cursor.execute(act)
    assert verify().holds


def test_r49_waiting_entries_are_sealed_in_one_head(committed_db):
    write(5)
    head = seal()
    assert (head.size, Leaf.objects.count(), Unsealed.objects.count()) == (5, 5, 0)
    assert seal() is None
    write(3)
    assert seal().size == 8
    assert Node.objects.filter(level=3).count() == 1
    assert verify().holds


def test_r49_an_inclusion_proof_checks_offline(committed_db, tmp_path):
    entry = write(11)[6]
    assert proofs.inclusion(entry.pk) is None
    seal_all()
    document = tmp_path / "proof.json"
    document.write_text(json.dumps({"proof": proofs.inclusion(entry.pk)}))
    checked = subprocess.run([sys.executable, "-I", OFFLINE_CHECKER, document], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout[:9]) == (0, "All holds")


@pytest.mark.parametrize(
    "harm",
    [
        lambda proof: proof["leaf"].update(act="test.undone"),
        lambda proof: proof["head"].update(size=proof["head"]["size"] + 1),
        lambda proof: proof.update(index=0),
        lambda proof: proof["path"].pop(),
    ],
)
def test_r49_a_tampered_proof_fails_offline(committed_db, tmp_path, harm):
    entry = write(11)[6]
    seal_all()
    proof = proofs.inclusion(entry.pk)
    harm(proof)
    document = tmp_path / "proof.json"
    document.write_text(json.dumps({"proof": proof}))
    checked = subprocess.run([sys.executable, "-I", OFFLINE_CHECKER, document], capture_output=True, text=True)
    assert checked.returncode == 1, checked.stdout


TAMPERED = {
    "altered": ("UPDATE docket_entry SET act = 'test.undone' WHERE object = 'X-2'", "was altered"),
    "reordered": (
        "UPDATE docket_leaf SET entry_id = -entry_id; "
        "UPDATE docket_leaf SET entry_id = CASE index WHEN 1 THEN (SELECT -entry_id FROM docket_leaf WHERE index = 2) "
        "WHEN 2 THEN (SELECT -entry_id FROM docket_leaf WHERE index = 1) ELSE -entry_id END",
        "was altered",
    ),
    "cut out": (
        "DELETE FROM docket_leaf WHERE index = 3; DELETE FROM docket_entry WHERE object = 'X-3'",
        "leaf 3 is missing",
    ),
    "cut off": ("DELETE FROM docket_leaf WHERE index >= 5", "cut off"),
    "inserted": (
        "INSERT INTO docket_entry (at, actor, act, object, case_number, digest, facts) "
        "VALUES (now() - interval '1 day', 'system', 'x', 'x', '', 'x', '{}')",
        "neither sealed nor waiting",
    ),
    "head forged": ("UPDATE docket_treehead SET signature = repeat('00', 64)", "not signed"),
    "node changed": ("UPDATE docket_node SET hash = '\\x00' WHERE level = 1 AND index = 0", "does not fit"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_r49_verification_names_what_does_not_fit(committed_db, name):
    write(7)
    seal_all()
    assert verify().holds
    statement, expected = TAMPERED[name]
    as_superuser(statement)
    report = verify()
    assert not report.holds
    assert any(expected in fault for fault in report.faults), report.faults
    with pytest.raises(SystemExit) as ended:
        call_command("verify_docket", "--no-seal")
    assert ended.value.code == 1


def test_r49_a_published_head_holds_the_log_to_its_past(committed_db, tmp_path):
    write(3)
    seal_all()
    published = tmp_path / "heads.jsonl"
    head = proofs.signed_head(TreeHead.objects.get(size=3))
    published.write_text(json.dumps(head) + "\n")
    write(2)
    call_command("verify_docket", "--published", str(published))
    published.write_text(json.dumps({**head, "root": "00" * 32}) + "\n")
    with pytest.raises(SystemExit):
        call_command("verify_docket", "--published", str(published))


def test_r49_what_is_sealed_is_salted():
    ballots = [{"choice": choice} for choice in ("yes", "no", "abstain")]
    salts = [new_salt() for _ in ballots]
    sealed = {digest(ballot, salt) for ballot, salt in zip(ballots, salts, strict=True)}
    assert not sealed & {digest(ballot) for ballot in ballots}
    assert digest(ballots[0], salts[0]) == digest(ballots[0], salts[0]) != digest(ballots[0], salts[1])


def test_r49_the_actor_of_a_protected_act_is_hidden(people):
    with transaction.atomic():
        entry = record(act="pressure.reported", by=people.amal, obj="PI-2026-001", content={}, protected=True)
    assert entry.actor == "protected"
    assert "amal" not in json.dumps(entry.leaf(), default=str)
