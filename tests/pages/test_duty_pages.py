"""SCREENS 18: the ledger's pages; who sees which row; nil returns and watches by hand."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest

from evidence.models import NilReturn, Situation
from evidence.services import open_watch, receive
from mad.accounts.models import OfficeToken
from mad.common import clock
from mad.docket.models import Entry
from mad.notices import outbox
from mad.notices.models import Delivery, Webhook
from mad.notices.webhooks import register_webhook
from tests.evidence_help import PLAIN

OTHERS = ("United Nations Operations and Crisis Centre", "Office on Genocide Prevention")
OWN = "Office of the High Commissioner for Human Rights"


@pytest.fixture
def visit(client, settings):
    settings.DEMONSTRATION = True

    def go(user, address: str, data: dict | None = None):
        client.force_login(user)
        return client.get(address) if data is None else client.post(address, data)

    return go


@pytest.fixture
def silent(people) -> Situation:
    """OHCHR reported in the first period, the others were silent; the second runs."""
    situation = open_watch(name="Northern Syria", states=["SYR"], since=date(2026, 2, 9), by=people.registrar)
    body = {**PLAIN, "known_since": "2026-02-08T09:30:00Z"}
    receive(body=body, office=people.ohchr, by=people.ohchr.machine)
    clock.advance(timedelta(days=30))
    outbox.drain()
    return situation


def test_r11_the_division_sees_every_bound_source(visit, people, silent):
    for who in ("amal", "betty", "registrar", "officer", "auditor"):
        text = visit(getattr(people, who), "/duty/").content.decode()
        assert all(name in text for name in (OWN, *OTHERS, "On time", "Silent", "1 d")), who


def test_r11_a_source_sees_its_own_row_and_nothing_of_another(visit, people, silent):
    for address in ("/duty/", "/duty/?standing=silent", "/duty/ledger.csv"):
        text = visit(people.focal, address).content.decode()
        assert not any(name in text for name in OTHERS), address
    assert OWN in visit(people.focal, "/duty/").content.decode()


def test_r10_a_voluntary_source_learns_nothing_of_what_is_watched(visit, people, silent):
    type(people.ohchr).objects.filter(pk=people.ohchr.pk).update(duty="voluntary")
    for address in ("/duty/", "/duty/ledger.csv", f"/duty/?situation={silent.number}", "/"):
        answer = visit(people.focal, address)
        assert answer.status_code == 200
        assert "Northern Syria" not in answer.content.decode(), address
    refused = visit(people.focal, "/duty/nil-return/")
    assert refused.status_code == 403
    assert "Syria" not in refused.content.decode()


def test_r16_a_protected_report_shows_on_its_own_sources_page_alone(visit, people):
    open_watch(name="Northern Syria", states=["SYR"], since=date(2026, 2, 9), by=people.registrar)
    receive(body={**PLAIN, "protect_source": True}, office=people.ohchr, by=people.ohchr.machine)
    clock.advance(timedelta(days=30))
    outbox.drain()

    def standings(user) -> list[str]:
        rows = csv.DictReader(visit(user, "/duty/ledger.csv").content.decode().splitlines())
        return [row["standing"] for row in rows if row["source"] == OWN]

    assert standings(people.focal) == ["on_time", "open"]
    assert standings(people.registrar) == standings(people.officer) == ["silent", "open"]
    assert not Entry.objects.filter(object=OWN).exists()


def test_r11_the_ledger_is_filtered(visit, people, silent):
    open_watch(name="Sudan", states=["SDN"], since=date(2026, 3, 11), by=people.registrar)
    text = visit(people.officer, "/duty/?standing=silent").content.decode()
    assert OWN not in text
    assert OTHERS[0] in text
    rows = visit(people.officer, f"/duty/ledger.csv?situation={silent.number}").content.decode()
    assert "Northern Syria" in rows
    assert "Sudan" not in rows
    for odd in ("?situation=x", "?months=999", "?standing=x"):
        assert visit(people.officer, f"/duty/{odd}").status_code == 200


def test_r50_the_csv_is_recorded_and_no_formula(visit, people):
    open_watch(name="=HYPERLINK(1)", states=["SYR"], since=date(2026, 2, 9), by=people.registrar)
    rows = list(csv.reader(visit(people.officer, "/duty/ledger.csv").content.decode().splitlines()))
    assert rows[0] == ["source", "situation", "states", "first day", "last day", "standing"]
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)"}
    assert Entry.objects.filter(act="ledger.exported").count() == 1


def test_r11_a_focal_point_declares_that_there_is_nothing_to_report(visit, people, silent):
    page = visit(people.focal, "/duty/nil-return/").content.decode()
    assert "Northern Syria" in page
    wrong = visit(
        people.focal, "/duty/nil-return/", {"states": ["SYR"], "period_from": "2026-03-11", "period_to": "2026-04-01"}
    )
    assert (wrong.status_code, NilReturn.objects.count()) == (400, 0)
    assert "future" in wrong.content.decode()
    sent = {"states": ["SYR"], "period_from": "2026-03-11", "period_to": "2026-03-11"}
    assert visit(people.focal, "/duty/nil-return/", sent).status_code == 302
    assert NilReturn.objects.get().number in visit(people.focal, "/duty/").content.decode()
    overlapping = visit(people.focal, "/duty/nil-return/", {**sent, "period_from": "2026-03-01"})
    assert overlapping.status_code == 409
    assert NilReturn.objects.get().number in overlapping.content.decode()


def test_r11_the_registrar_opens_and_ends_a_watch(visit, people):
    sent = {"name": "Sudan", "states": ["SDN", "SSD"], "since": "2026-02-01"}
    assert visit(people.registrar, "/duty/watch/", {**sent, "since": "2026-02-10"}).status_code == 400
    assert visit(people.registrar, "/duty/watch/", sent).status_code == 302
    watched = Situation.objects.get()
    assert watched.state_codes == ["SDN", "SSD"]
    end = f"/duty/watch/{watched.number}/end/"
    assert visit(people.registrar, end).status_code == 200
    assert visit(people.registrar, end, {"reason": ""}).status_code == 400
    for who in ("officer", "amal", "focal", "admin", "auditor", "ethics"):
        assert visit(getattr(people, who), end, {"reason": "x"}).status_code == 403
    assert visit(people.registrar, end, {"reason": "Settled."}).status_code == 302
    assert Situation.objects.get().until == date(2026, 2, 9)
    assert visit(people.registrar, "/duty/watch/W-2026-999/end/").status_code == 404


def test_r11_the_desk_tells_officers_of_silence_and_sources_of_what_is_due(visit, people, silent):
    assert "2 bound sources are silent" in visit(people.officer, "/").content.decode()
    assert "Northern Syria" in visit(people.focal, "/").content.decode()
    for who in ("amal", "ethics", "auditor", "admin"):
        text = visit(getattr(people, who), "/").content.decode()
        assert "bound sources are silent" not in text
        assert "Northern Syria" not in text


def test_r09_tokens_are_issued_replaced_and_revoked_by_page(visit, people):
    user, address = people.focal, "/office/"
    answer = visit(user, address, {"act": "issue", "name": "desk", "scopes": ["submissions"], "days": "30"})
    assert "mad_" in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0")
    token = OfficeToken.objects.get(name="desk")
    assert (token.scopes, token.created_by) == (["submissions"], user)
    assert "mad_" in visit(user, address, {"act": "replace", "which": token.pk}).content.decode()
    assert "mad_" not in visit(user, address).content.decode()
    assert visit(user, address, {"act": "revoke", "which": token.pk}).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at and token.successor_id
    assert visit(user, address, {"act": "replace", "which": token.pk}).status_code == 409
    assert visit(user, address, {"act": "issue", "name": "", "scopes": ["search"], "days": "0"}).status_code == 400


def test_r52_webhooks_are_kept_by_page(visit, people, settings):
    user, address = people.focal, "/office/"
    settings.WEBHOOKS_TO_PRIVATE = False
    assert visit(user, address, {"act": "register", "url": "https://10.0.0.1/"}).status_code == 400
    made = visit(user, address, {"act": "register", "url": HOOK})
    assert "whsec_" in made.content.decode()
    hook = Webhook.objects.get()
    assert "whsec_" in visit(user, address, {"act": "secret", "which": hook.key}).content.decode()
    given_up(hook)
    shown = visit(user, address).content.decode()
    assert "No connection: refused." in shown
    assert "whsec_" not in shown
    assert "S-2026-000001" in shown
    assert visit(user, address, {"act": "remove", "which": hook.key}).status_code == 302
    assert HOOK not in visit(user, address).content.decode()


HOOK = "https://office.example.org/"


def given_up(hook: Webhook) -> Delivery:
    now = clock.now()
    return Delivery.objects.create(
        webhook=hook, source="x", kind="submission.queried", number="S-2026-000001", url="/", state="dead",
        created_at=now, next_at=now, settled_at=now, error="No connection: refused.",
    )  # fmt: skip


def test_r09_the_administrator_is_given_no_secret_of_an_office(visit, people):
    """R9, R16: with one, an administrator would read what the office sent."""
    token, hook = (
        OfficeToken.objects.get(office=people.ohchr),
        register_webhook(office=people.ohchr, url=HOOK, by=people.focal)[0],
    )
    asked = [
        {"act": "issue", "name": "desk", "scopes": ["submissions"], "days": "30"},
        {"act": "replace", "which": token.pk},
        {"act": "register", "url": "https://elsewhere.example.org/"},
        {"act": "secret", "which": hook.key},
    ]
    salt = hook.salt
    for data in asked:
        answer = visit(people.admin, "/offices/ohchr/", data)
        assert (answer.status_code, "mad_" in answer.content.decode(), "whsec_" in answer.content.decode()) == (
            403, False, False,
        ), data  # fmt: skip
        assert "that office alone" in answer.content.decode()
    hook.refresh_from_db()
    assert (OfficeToken.objects.filter(office=people.ohchr).count(), Webhook.objects.count()) == (1, 1)
    assert hook.salt == salt


def test_r09_the_administrator_sees_an_offices_lists_and_ends_what_stands_there(visit, people):
    token, hook = (
        OfficeToken.objects.get(office=people.ohchr),
        register_webhook(office=people.ohchr, url=HOOK, by=people.focal)[0],
    )
    dead = given_up(hook)
    shown = visit(people.admin, address := "/offices/ohchr/").content.decode()
    assert token.name in shown and HOOK in shown and people.focal.full_name in shown
    assert "S-2026-000001" not in shown, "whose a submission is, is the source's to know (R16)"
    assert not any(f'value="{act}"' in shown for act in ("issue", "replace", "register", "secret"))
    for data in (
        {"act": "again", "which": dead.key},
        {"act": "revoke", "which": token.pk},
        {"act": "remove", "which": hook.key},
    ):
        assert visit(people.admin, address, data).status_code == 302, data
    token.refresh_from_db()
    dead.refresh_from_db()
    assert token.revoked_at and dead.state == "waiting"
    assert HOOK not in visit(people.admin, address).content.decode()
    assert "no focal point yet" in visit(people.admin, "/offices/unocc/").content.decode()


@pytest.mark.parametrize("act", ["revoke", "replace", "remove", "secret", "again"])
@pytest.mark.parametrize("which", ["", "0", "x", "99999999999999999999", "²"])
def test_what_is_no_object_of_the_office_is_not_found(visit, people, act, which):
    assert visit(people.focal, "/office/", {"act": act, "which": which}).status_code == 404


def test_r09_a_focal_point_reaches_nothing_of_another_office(visit, people):
    other = OfficeToken.objects.get(office=people.unocc)
    for act in ("revoke", "replace"):
        assert visit(people.focal, "/office/", {"act": act, "which": other.pk}).status_code == 404
    assert visit(people.focal, "/offices/unocc/").status_code == 403
    other.refresh_from_db()
    assert other.revoked_at is None
