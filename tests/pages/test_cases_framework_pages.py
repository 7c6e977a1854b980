"""The pages of the Framework and of the watch list: roles, recusal, forms without script, the file (R6, R9, R22, R45)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cases.models import Case, FrameworkReading, LevelReview
from cases.services import recuse
from deliberation.rehearsal.demonstration import load
from mad.accounts.models import User
from mad.common import clock
from mad.docket.models import Entry
from mad.reference.framework import factor
from tests.pages.cases_help import at, text, visit
from tests.pages.page_queries import queries
from tests.services.cases_steps import adopted, case_with_items
from tests.services.test_cases_framework import draft, read

__all__ = ["visit"]  # a fixture

FACTOR = "rf-07"


def pages(case: Case) -> list[str]:
    return [at("case_framework", case), at("case_factor", case, FACTOR), at("case_level", case)]


def filled(after: int = 0, **changes: str) -> dict[str, str]:
    """What a browser sends for a factor: every indicator unknown, but for `changes` (s1, t1, g1, e1 for 7.1 …)."""
    body = {"after": str(after)}
    for indicator in factor(FACTOR).indicators:
        place = indicator.id.partition(".")[2]
        body |= {
            f"status-{indicator.id}": changes.get(f"s{place}", "unknown"),
            f"trend-{indicator.id}": changes.get(f"t{place}", "unknown"),
            f"grounds-{indicator.id}": changes.get(f"g{place}", ""),
            f"evidence-{indicator.id}": changes.get(f"e{place}", ""),
        }
    return body


# --- who opens what --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["amal", "betty", "bilal", "officer", "registrar"])
def test_the_pages_open_for_who_may_read_the_case(people, visit, who):
    case, _ = case_with_items(people)
    client = visit(who)
    for address in pages(case):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("who", ["ethics", "auditor", "admin", "focal"])
def test_r9_and_for_no_other_role(people, visit, who):
    case, _ = case_with_items(people)
    client = visit(who)
    for address in (*pages(case), reverse("watch_list"), reverse("watch_csv")):
        response = client.get(address)
        assert response.status_code == 403, address
        assert case.title not in text(response)


def test_r6_nothing_of_a_case_one_is_recused_from(people, visit):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft())
    recuse(case=case, by=people.amal, reason="I advised a party.")
    client = visit("amal")
    for address in pages(case):
        assert client.get(address).status_code == 403
    for name in ("watch_list", "watch_csv"):
        page = text(client.get(reverse(name)))
        assert case.number not in page
        assert case.title not in page
    assert "No situation is watched" in text(client.get(reverse("watch_list")))
    assert client.post(at("case_factor", case, FACTOR), filled(s1="absent", g1="x")).status_code == 403


def test_what_does_not_exist_is_404(people, visit):
    case, _ = case_with_items(people)
    client = visit("amal")
    assert client.get(at("case_factor", case, "rf-99")).status_code == 404
    assert client.get("/cases/C-2026-0999/framework/").status_code == 404
    assert client.get("/cases/C-2026-0999/level/").status_code == 404


# --- the grid --------------------------------------------------------------------------------------


def test_r22_the_grid_has_fourteen_factors_and_says_each_cell_in_words(people, visit):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft("emerging"))
    page = text(visit("betty").get(at("case_framework", case)))
    assert page.count('<th scope="row"><b>') == 14
    assert page.count('class="unknown') == 14 * 12 - 1
    assert '<td class="emerging is-learned" title="Emerging, 1 of 14 indicators known, became known">' in page
    assert "What changed in February 2026" in page
    with clock.travel(clock.now() + timedelta(days=40)):
        read(case, people.officer, i2=draft("emerging"))
        later = text(visit("betty").get(at("case_framework", case)))
    assert '<td class="emerging is-touched" title="Emerging, 2 of 14 indicators known, indicators changed">' in later
    assert "R23" in page


def test_r22_an_unread_case_says_so_and_what_is_no_month_is_400(people, visit):
    case, _ = case_with_items(people)
    client = visit("amal")
    assert "No indicator has been read yet" in text(client.get(at("case_framework", case)))
    response = client.get(at("case_framework", case) + "?until=soon")
    assert response.status_code == 400
    assert "until" in text(response)


# --- one factor ------------------------------------------------------------------------------------


def test_r22_one_form_saves_all_indicators_of_a_factor(people, visit):
    case, items = case_with_items(people)
    client = visit("amal")
    body = filled(
        s1="present", t1="rising", g1="Decree of January.", e1=f" {items[0].number.lower()}, {items[1].number}",
        s2="absent", g2="Courts sit.",
    )  # fmt: skip
    assert client.post(at("case_factor", case, FACTOR), body).status_code == 302
    assert FrameworkReading.objects.count() == 2
    assert Entry.objects.filter(act="framework.analysed").count() == 1
    page = text(client.get(at("case_factor", case, FACTOR)))
    assert "Decree of January." in page
    assert page.count(items[0].number) >= 2
    assert "Amal Benhaddou" in page


def test_r22_what_cannot_be_read_is_named_and_everything_typed_is_kept(people, visit):
    case, _ = case_with_items(people)
    body = filled(s1="present", g1="", s2="absent", g2="Kept on the page.", e2="E-2026-777777")
    response = visit("officer").post(at("case_factor", case, FACTOR), body)
    page = text(response)
    assert response.status_code == 400
    assert 'href="#id_grounds-7.1"' in page
    assert "Kept on the page." in page
    assert "E-2026-777777" in page
    assert not FrameworkReading.objects.exists()
    body = filled(s2="absent", g2="Kept on the page.", e2="E-2026-777777")
    response = visit("officer").post(at("case_factor", case, FACTOR), body)
    assert response.status_code == 400
    assert 'href="#id_evidence-7.2"' in text(response)


@pytest.mark.parametrize(
    "change",
    [{"status-7.1": "likely"}, {"trend-7.1": "sideways"}, {"status-1.1": "present"}, {"after": "x"}, {"after": "-1"}],
)
def test_r22_what_no_form_sends_is_refused(people, visit, change):
    case, _ = case_with_items(people)
    response = visit("officer").post(at("case_factor", case, FACTOR), filled(s2="absent", g2="Courts sit.") | change)
    assert response.status_code == 400
    assert not FrameworkReading.objects.exists()


def test_r22_a_form_overtaken_keeps_what_was_typed_beside_what_stands(people, visit):
    case, _ = case_with_items(people)
    read(
        case, people.ingrid, i1=draft("absent", "unknown", "Ingrid’s grounds."), i3=draft("present", "steady", "Third.")
    )
    response = visit("amal").post(
        at("case_factor", case, FACTOR), filled(after=0, s1="present", t1="rising", g1="Line one.\r\nLine two.")
    )
    page = text(response)
    assert response.status_code == 409
    assert "7.1 is absent, unknown, by Ingrid Solheim" in page
    assert "Line one.\nLine two." in page
    assert "Third." in page
    assert FrameworkReading.objects.count() == 2
    newest = FrameworkReading.objects.latest("pk").pk
    assert f'name="after" value="{newest}"' in page
    again = filled(after=newest, s1="present", t1="rising", g1="Line one.", s3="present", t3="steady", g3="Third.")
    assert visit("amal").post(at("case_factor", case, FACTOR), again).status_code == 302
    assert list(FrameworkReading.objects.values_list("indicator", "status")) == [
        ("7.1", "absent"),
        ("7.3", "present"),
        ("7.1", "present"),
    ]


def test_r23_who_may_not_read_indicators_sees_them_and_no_form(people, visit):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft())
    read(case, people.officer, i1=draft("emerging", grounds="Less of it."))
    page = text(visit("betty").get(at("case_factor", case, FACTOR)))
    assert "R23" in page
    assert "Less of it." in page
    assert "2 readings" in page
    assert "Save all readings" not in page
    assert visit("betty").post(at("case_factor", case, FACTOR), filled(s2="absent", g2="x")).status_code == 403


def test_r20_a_closed_case_shows_its_picture_and_no_form(people, visit):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft())
    Case.objects.filter(pk=case.pk).update(stage="closed")
    page = text(visit("officer").get(at("case_factor", case, FACTOR)))
    assert "R20" in page
    assert "Save all readings" not in page
    assert visit("officer").post(at("case_factor", case, FACTOR), filled(s2="absent", g2="x")).status_code == 409


def test_r13_what_warnings_said_points_to_indicators(people, visit):
    case, _ = case_with_items(people)
    page = text(visit("amal").get(at("case_factor", case, FACTOR)))
    assert "What warnings said" in page
    assert 'href="#i-7.12"' in page
    assert "1 submission that you may open carried a quick matrix" in page


def test_r22_another_case_does_not_lend_its_readings(people, visit):
    case, _ = case_with_items(people)
    other, _ = case_with_items(people)
    read(case, people.officer, i1=draft(grounds="Only of the first."))
    assert "Only of the first." not in text(visit("amal").get(at("case_factor", other, FACTOR)))


# --- the watch list --------------------------------------------------------------------------------


def test_r45_the_list_says_the_level_its_grounds_and_what_is_due(people, visit):
    case, *_ = adopted(people)
    page = text(visit("betty").get(reverse("watch_list")))
    assert "Why level 5 is proposed: 9 points" in page
    assert "finds 1 crime likely." in page
    assert "Review due" in page
    assert 'data-m49="760"' in page
    assert page.index(case.title) < page.index("Levels begin at")


def test_r45_the_file_has_the_same_lines_and_is_recorded(people, visit):
    case, *_ = adopted(people)
    Case.objects.filter(pk=case.pk).update(title="=HYPERLINK(1)")
    response = visit("officer").get(reverse("watch_csv"))
    assert response["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(text(response)))
    assert (row["case"], row["title"], row["level"], row["points"]) == (case.number, "'=HYPERLINK(1)", "5", "9")
    assert "[4] D-2026-001 finds 1 crime likely." in row["grounds"]
    assert Entry.objects.filter(act="watch.exported", actor="officer:jonas.ferreira").count() == 1


def body_of_review(level=1, proposed=1, after=0, **changes: str) -> dict[str, str]:
    day = (clock.today() + timedelta(days=20)).isoformat()
    plain = {
        "level": str(level),
        "proposed": str(proposed),
        "after": str(after),
        "reasons": "Quiet.",
        "next_review": day,
    }
    return plain | changes


def test_r45_a_review_on_its_page(people, visit):
    case, _ = case_with_items(people)
    client = visit("amal")
    assert client.post(at("case_level", case), body_of_review(2)).status_code == 302
    page = text(client.get(at("case_level", case)))
    assert "Quiet." in page
    assert "Level 2 was set by Amal Benhaddou" in page
    listed = text(client.get(reverse("watch_list")))
    assert "proposed 1; reviewed 2, Amal Benhaddou" in listed
    assert "Review due" not in listed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"level": "7"}, "level"),
        ({"level": "high"}, "level"),
        ({"reasons": ""}, "reasons"),
        ({"next_review": "2026-02-09"}, "next_review"),
        ({"next_review": "soon"}, "next_review"),
        ({"proposed": ""}, "proposed"),
    ],
)
def test_r45_what_is_no_review_is_told_at_its_field(people, visit, change, field):
    case, _ = case_with_items(people)
    response = visit("officer").post(at("case_level", case), body_of_review() | change)
    assert response.status_code == 400
    assert f"#id_{field}" in text(response)
    assert not LevelReview.objects.exists()


def test_r45_a_review_overtaken_is_told_and_kept(people, visit):
    case, _ = case_with_items(people)
    assert visit("amal").post(at("case_level", case), body_of_review(2)).status_code == 302
    response = visit("officer").post(at("case_level", case), body_of_review(3, reasons="Mine, kept."))
    page = text(response)
    assert response.status_code == 409
    assert "Amal Benhaddou set level 2 since you opened this page." in page
    assert "Mine, kept." in page
    newest = LevelReview.objects.get().pk
    assert f'name="after" value="{newest}"' in page


def test_r23_who_may_not_review_sees_why(people, visit):
    case, _ = case_with_items(people)
    page = text(visit("betty").get(at("case_level", case)))
    assert "R23" in page
    assert "Record the review" not in page
    assert visit("betty").post(at("case_level", case), body_of_review()).status_code == 403


def test_the_overview_leads_to_the_level(people, visit):
    case, _ = case_with_items(people)
    assert at("case_level", case) in text(visit("betty").get(at("case", case)))


# --- costs -----------------------------------------------------------------------------------------


def test_no_page_asks_more_than_eight_queries_but_the_forms(people, visit):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft())
    client = visit("officer")
    counts = {address: len(queries(client, address)) for address in (*pages(case), reverse("watch_list"))}
    assert {address: count for address, count in counts.items() if count > 10} == {}
    assert counts[reverse("watch_list")] <= 8
    assert counts[at("case_framework", case)] <= 8


# --- the demonstration -----------------------------------------------------------------------------


@pytest.mark.parametrize("now", [datetime(2026, 11, 21, 9, tzinfo=UTC), datetime(2027, 1, 10, 9, tzinfo=UTC)])
def test_the_demonstration_has_a_picture_of_some_months_and_a_reviewed_level(committed_db, settings, client, now):
    settings.DEMONSTRATION = True
    with clock.travel(now):
        case = load(now).voting
        client.force_login(User.objects.get(username="amal.benhaddou"))
        page = text(client.get(at("case_framework", case)))
        listed = text(client.get(reverse("watch_list")))
    assert case.number == f"C-{now.year}-0001"
    assert {f'class="{status} ' in page or f'class="{status}"' in page for status in ("present", "unknown")} == {True}
    assert "What changed in" in page
    assert "reviewed 5, Marguerite Achterberg" in listed
    assert Entry.objects.filter(at__gt=now).count() == 0
    moments = list(Entry.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
