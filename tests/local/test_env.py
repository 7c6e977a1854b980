"""Every wrong variable is one line that names it, and exit code 2."""

from __future__ import annotations

import json
import os
import stat

import pytest

from mad import env

VARIABLES = (
    "PORT",
    "DATA_DIR",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "DEMO",
    "MAD_DB_ROLE",
    "CLAMD_ADDRESS",
)


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


WRONG = [
    ("PORT", "0", env.port),
    ("PORT", "65536", env.port),
    ("PORT", "-1", env.port),
    ("PORT", "eighty", env.port),
    ("PORT", "80.5", env.port),
    ("PORT", "８０００", env.port),
    ("PORT", "9" * 5000, env.port),
    ("DATA_DIR", "/", env.data_dir),
    ("DATA_DIR", "/tmp/a\nb", env.data_dir),
    ("CLAMD_ADDRESS", "clamav", env.clamd_address),
    ("CLAMD_ADDRESS", "clamav:0", env.clamd_address),
    ("CLAMD_ADDRESS", "tcp://clamav:3310", env.clamd_address),
    ("CLAMD_ADDRESS", ":3310", env.clamd_address),
    ("DEMO", "perhaps", lambda: env.flag("DEMO")),
    ("MAD_DB_ROLE", "root", env.database),
    ("DATABASE_URL", "mysql://root@localhost/mad", env.database),
    ("DATABASE_URL", "mad", env.database),
    ("DATABASE_URL", "postgres://localhost", env.database),
    ("DATABASE_URL", "postgres://localhost/", env.database),
    ("DATABASE_URL", "postgres://localhost:port/mad", env.database),
    ("DATABASE_URL", "postgres://[::1/mad", env.database),
    ("DATABASE_OWNER_URL", "postgres://localhost/mad", env.database),
    ("REDIS_URL", "localhost:6379", env.redis_url),
    ("REDIS_URL", "http://localhost/0", env.redis_url),
    ("REDIS_URL", "redis://", env.redis_url),
    ("REDIS_URL", "redis://localhost:99999/0", env.redis_url),
    ("REDIS_URL", "unix://relative.sock", env.redis_url),
    ("DATABASE_URL_FILE", "/nonexistent/secret", env.database),
]


@pytest.mark.parametrize(("name", "value", "read"), WRONG, ids=[f"{name}-{value[:20]!a}" for name, value, _ in WRONG])
def test_a_wrong_variable_is_one_line_that_names_it(monkeypatch, capsys, name, value, read):
    monkeypatch.setenv(name, value)
    with pytest.raises(env.EnvError) as refusal:
        read()
    assert env.complain(refusal.value) == 2
    line = capsys.readouterr().err
    assert line.startswith(f"mad: {name}")
    assert line.count("\n") == 1


def test_a_variable_and_its_file_together_are_refused(monkeypatch, tmp_path):
    (tmp_path / "port").write_text("8001")
    monkeypatch.setenv("PORT_FILE", str(tmp_path / "port"))
    assert env.port() == 8001
    monkeypatch.setenv("PORT", "8002")
    with pytest.raises(env.EnvError, match="PORT and PORT_FILE"):
        env.port()


def test_an_empty_variable_is_not_set(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert env.port() == 8000


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)])
def test_flags(monkeypatch, given, meant):
    monkeypatch.setenv("DEMO", given)
    assert env.flag("DEMO", not meant) is meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", ""),
        ("/run/clamav/clamd.sock", "/run/clamav/clamd.sock"),
        ("clamav:3310", ("clamav", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_scanner_is_a_socket_or_a_host_and_port(monkeypatch, given, meant):
    monkeypatch.setenv("CLAMD_ADDRESS", given)
    assert env.clamd_address() == meant


def test_database_url_over_a_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ann:p%40ss@/mad?host=/run/pg&sslmode=disable")
    found = env.database()
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "mad",
        "ann",
        "p@ss",
        "/run/pg",
        "",
    )
    assert found["OPTIONS"] == {"application_name": "mad", "sslmode": "disable"}


def test_database_url_over_tcp(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://mad@db.example.org:5433/mad")
    found = env.database()
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example.org", "5433", "")


def test_the_owner_has_an_address_of_its_own(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app@db/mad")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner@db/mad")
    assert env.database()["USER"] == "app"
    monkeypatch.setenv("MAD_DB_ROLE", "owner")
    assert env.database()["USER"] == "owner"


def test_one_address_serves_both_roles(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app@db/mad")
    monkeypatch.setenv("MAD_DB_ROLE", "owner")
    assert env.database()["USER"] == "app"


def test_without_an_address_the_embedded_services_are_meant(monkeypatch):
    run = env.data_dir() / "run"
    run.mkdir(parents=True)
    addresses = {
        "app_url": "postgres://mad_app:a@/mad?host=/s",
        "owner_url": "postgres://mad_owner:o@/mad?host=/s",
    }
    (run / "services.json").write_text(json.dumps(addresses | {"redis_url": "unix://:p@/s/v.sock?db=0"}))
    assert env.database()["USER"] == "mad_app"
    assert env.redis_url() == "unix://:p@/s/v.sock?db=0"
    monkeypatch.setenv("MAD_DB_ROLE", "owner")
    assert env.database()["USER"] == "mad_owner"


def test_without_any_services_settings_can_still_be_read():
    assert env.database()["NAME"] == "mad"
    assert env.broker_url().startswith("redis+socket:///")


@pytest.mark.parametrize(
    ("given", "client", "broker"),
    [
        ("redis://:p@host:6379/1", "redis://:p@host:6379/1", "redis://:p@host:6379/1"),
        ("unix:///v.sock", "unix:///v.sock?db=0", "redis+socket:///v.sock?virtual_host=0"),
        (
            "unix:///v.sock?db=2&password=a%26b",
            "unix://:a%26b@/v.sock?db=2",
            "redis+socket://:a%26b@/v.sock?virtual_host=2",
        ),
        (
            "redis+socket://:p@/v.sock?virtual_host=3",
            "unix://:p@/v.sock?db=3",
            "redis+socket://:p@/v.sock?virtual_host=3",
        ),
    ],
)
def test_valkey_is_spelt_for_both_readers(monkeypatch, given, client, broker):
    monkeypatch.setenv("REDIS_URL", given)
    assert (env.redis_url(), env.broker_url()) == (client, broker)


def test_a_secret_is_made_once_and_closed_to_others(monkeypatch):
    made = env.secret("SECRET_KEY_OF_TEST", "test")
    path = env.data_dir() / "keys" / "test"
    assert env.secret("SECRET_KEY_OF_TEST", "test") == made == path.read_text()
    assert len(made) >= 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["test"]
    monkeypatch.setenv("SECRET_KEY_OF_TEST", "given")
    assert env.secret("SECRET_KEY_OF_TEST", "test") == "given"


def test_a_secret_that_cannot_be_kept_names_data_dir(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "below"))
    with pytest.raises(env.EnvError, match=r"^DATA_DIR "):
        env.secret("SECRET_KEY_OF_TEST", "test")


STORE = {"EVIDENCE_STORE": "s3", "S3_BUCKET": "evidence"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"EVIDENCE_STORE": "tape"}, "EVIDENCE_STORE"),
        ({"S3_BUCKET": ""}, "S3_BUCKET"),
        ({"S3_ENDPOINT": "objects:8333"}, "S3_ENDPOINT"),
        ({"S3_ENDPOINT": "http://objects:port"}, "S3_ENDPOINT"),
        ({"S3_KEY": "key"}, "S3_SECRET"),
    ],
)
def test_a_wrong_store_is_named(monkeypatch, changes, named):
    for name, value in (STORE | changes).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(env.EnvError, match=named):
        env.object_store()


def test_originals_lie_on_disk_unless_a_bucket_is_named(monkeypatch):
    assert env.object_store() == {}
    for name, value in (STORE | {"S3_PREFIX": "/mad/"}).items():
        monkeypatch.setenv(name, value)
    assert (env.object_store()["bucket"], env.object_store()["prefix"]) == ("evidence", "mad/")
