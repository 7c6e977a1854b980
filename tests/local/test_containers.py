"""The production shape, as far as it can be checked without a Docker engine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
import yaml

from mad import env

COMPOSE = yaml.safe_load((env.PROJECT / "docker-compose.yml").read_text())
DOCKERFILE = (env.PROJECT / "Dockerfile").read_text()


def test_compose_file_follows_the_published_schema():
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            "docker-compose.yml",
        ],
        cwd=env.PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_every_part_is_there_and_watched():
    services = COMPOSE["services"]
    expected = {"proxy", "web", "worker", "reader", "beat", "migrate", "postgres", "valkey", "clamav", "objects"}
    assert set(services) == expected
    assert services["web"]["deploy"]["replicas"] == 2
    assert services["beat"]["deploy"]["replicas"] == 1
    own_check = expected - {"web", "migrate"}
    assert {name for name in own_check if "test" in services[name]["healthcheck"]} == own_check
    assert "HEALTHCHECK" in DOCKERFILE


def test_only_the_proxy_is_published():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", ["web", "worker", "reader", "beat", "migrate"])
def test_the_application_is_confined(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["DEMO"] == "0"


def test_only_the_migration_holds_the_owner_s_password():
    holders = [n for n, s in COMPOSE["services"].items() if "database_owner_url" in s.get("secrets", [])]
    assert holders == ["migrate"]


def test_every_secret_that_is_used_is_made(tmp_path):
    shutil.copy(env.PROJECT / "deploy" / "make_secrets.py", tmp_path)
    for _ in range(2):
        subprocess.run([sys.executable, tmp_path / "make_secrets.py"], check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    found = env.parse_database_url(made["database_url"])
    assert (found["USER"], found["PASSWORD"]) == ("mad_app", made["postgres_app_password"])


def test_no_secret_is_written_into_the_files():
    assert not re.search(r"(?i)password:\s*[\"']?[a-z0-9]{6,}", (env.PROJECT / "docker-compose.yml").read_text())


def test_the_image_runs_as_an_ordinary_user_on_hashed_packages():
    lines = DOCKERFILE.splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert "--require-hashes" in DOCKERFILE
    assert all(":latest" not in line for line in lines if line.startswith("FROM "))
    assert len([line for line in lines if line.startswith("FROM ")]) == 2
