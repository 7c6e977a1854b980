"""Signing in (SCREENS 1, R9): password and second factor, machines never, the demonstration on loopback only."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client, override_settings

from mad.common.middleware import LoopbackOnly

PASSWORD = "a long enough secret"


@pytest.fixture
def member(people):
    people.amal.set_password(PASSWORD)
    people.amal.save()
    return people.amal


def sign_in(client: Client, user, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": user.username, "password": password})


def test_r9_a_person_without_a_second_factor_is_led_to_set_one_up_and_nowhere_else(client, member):
    sign_in(client, member)
    for address in ("/", "/roster/", "/docket/"):
        assert client.get(address).headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_r9_the_second_factor_is_asked_for_at_every_sign_in(client, member):
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    answer = sign_in(client, member)
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/").status_code == 200


def test_r9_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, member):
    wrong = sign_in(client, member, "not the password")
    unknown = client.post("/accounts/login/", {"login": "nobody.known", "password": PASSWORD})
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_r9_nobody_signs_up(client, db):
    answer = client.get("/accounts/signup/")
    assert answer.status_code == 200
    assert b"<form" not in answer.content.split(b"<main")[1].split(b"</main")[0] or b"password1" not in answer.content


def test_r9_a_machine_cannot_sign_in(client, people):
    machine = people.ohchr.machine
    machine.set_password(PASSWORD)
    machine.save()
    sign_in(client, machine)
    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    client.force_login(machine)
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("address", "answered"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.7", 403), ("192.0.2.1", 403)]
)
def test_the_demonstration_answers_this_machine_only(rf, address, answered):
    with override_settings(DEMONSTRATION=True):
        guard = LoopbackOnly(lambda request: type("Answer", (), {"status_code": 200})())
    assert guard(rf.get("/", REMOTE_ADDR=address)).status_code == answered
