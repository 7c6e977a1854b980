"""R6, R9, R16: every endpoint of evidence × every role × every sensitivity, as one table.

Endpoints come from the URL configuration: one that is not in the table fails the last test. A cell names the
materials for which the endpoint answers that role, in this order:

    u  unclassified             s  strictly confidential; jonas (officer) screened it and so is its named reader
    c  confidential             p  confidential, from a protected source
    r  confidential, in a case that amal is recused from

"." instead of a letter: not found, as if it did not exist. "403": the role never has this act. A POST is sent
empty, and answers when it is refused for what it lacks (400, 409) or led on (302), that is: by the rules of the act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern

from cases.models import Case
from cases.services import recuse
from evidence.api_urls import urlpatterns as api_patterns
from evidence.models import Submission
from evidence.services import name_reader
from evidence.urls import urlpatterns
from evidence.views.pages import signed_address
from tests.evidence_help import GRADED, accepted
from tests.hostile_files import pdf

ROLES = ("amal", "betty", "registrar", "officer", "officer2", "ethics", "auditor", "admin", "focal")
STRICT = "strictly_confidential"
MATERIAL: dict[str, dict[str, Any]] = {
    "u": {"grading": {**GRADED, "sensitivity": "unclassified"}},
    "c": {},
    "s": {"grading": {**GRADED, "sensitivity": STRICT}},
    "p": {"protect_source": True},
    "r": {},
}

NONE = "....."
#             member  presiding registrar officer  officer2 ethics auditor admin  source
READ_ONLY = ("uc.p.", "uc.pr", "ucspr", "ucspr", "uc.pr", NONE, NONE, NONE, NONE)
OWN_TOO = ("uc.p.", "uc.pr", "ucspr", "ucspr", "uc.pr", NONE, NONE, NONE, "ucspr")
OWN_ONLY = ("403", "403", NONE, NONE, NONE, "403", "403", "403", "ucspr")
OWN_POST = (NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, "ucspr")
DESK = ("403", "403", "ucspr", "ucspr", "uc.pr", "403", "403", "403", "403")
REGISTRAR = ("403", "403", "ucspr", "403", "403", "403", "403", "403", "403")
PROTECTED = ("403", "403", "...p.", "403", "403", "403", "403", "403", "403")

GET: dict[str, tuple[str, ...]] = {
    "submission": OWN_TOO,
    "receipt": OWN_POST,
    "screening_item": DESK,
    "item": READ_ONLY,
    "file": READ_ONLY,
    "page_image": READ_ONLY,
    "page_picture": READ_ONLY,
    "compare": READ_ONLY,
    "redact": DESK,
}
POST: dict[str, tuple[str, ...]] = {
    "answer": OWN_POST,
    "withdraw": OWN_POST,
    "source": PROTECTED,
    "readers": REGISTRAR,
    "reader_end": REGISTRAR,
    "sensitivity": DESK,
    "release": DESK,
    "place": DESK,
    "screening_item": DESK,
    "screening_draft": DESK,
    "reopen": DESK,
    "origin": DESK,
    "regrade": DESK,
    "retract": DESK,
    "derive": DESK,
    "item_sensitivity": DESK,
    "item_release": DESK,
    "redact": DESK,
    "redact_draft": DESK,
    "reading_again": DESK,
}
# No submission behind them, and so no sensitivity: test_every_address.py and tests of their own hold the roles.
PLAIN = {
    *("submit", "submit_draft", "submissions", "screening"),
    *("duty", "duty_csv", "nil_return", "watch", "watch_end"),
    *("events", "situation", "imports", "import", "import_report", "import_again"),
}
API_GET = {"api_submission": ""}
API_POST = {"api_answer": "answer/", "api_withdrawal": "withdrawal/"}
API_PLAIN = {"api_submissions", "api_nil_returns", "api_nil_return", "api_uploads", "api_upload"}


@dataclass(frozen=True)
class Material:
    submission: Submission
    reader: int

    @property
    def file(self) -> Any:
        return self.submission.files.get()

    @property
    def item(self) -> Any:
        return self.submission.items.exclude(file=None).get()

    def address(self, pattern: URLPattern, user: Any) -> str:
        """The endpoint's address for this material, as this user would have been given it."""
        route = str(pattern.pattern)
        if pattern.name == "page_picture":
            return signed_address(file=self.file, number=1, reader=user)
        number = self.item.number if route.startswith("evidence/<") else self.submission.number
        named = {"number": number, "left": self.submission.number, "right": f"F{self.file.pk}"}
        named["pk"] = str(self.reader if "readers" in route else self.file.pk)
        if "pages" in route:
            named["number"] = "1"
        for part in route.split("<")[1:]:
            kind_and_name = part.split(">")[0]
            route = route.replace(f"<{kind_and_name}>", named[kind_and_name.split(":")[1]])
        return f"/{route}"


@pytest.fixture
def material(people, settings) -> dict[str, Material]:
    settings.DEMONSTRATION = True
    made = {}
    for letter, facts in MATERIAL.items():
        sent = accepted(people, (f"{letter}.pdf", pdf(f"Material {letter}")), title=f"Material {letter}", **facts)
        named = name_reader(submission=sent, user=people.officer, by=people.registrar, reason="Screened it.")
        made[letter] = Material(sent, named.pk)
    recuse(case=Case.objects.get(placed__submission=made["r"].submission), by=people.amal, reason="A former client.")
    return made


def patterns(method: str) -> Iterator[URLPattern]:
    table = GET if method == "get" else POST
    yield from (pattern for pattern in urlpatterns if pattern.name in table)


def cell(client, method: str, pattern: URLPattern, material: dict[str, Material], user: Any) -> str:
    statuses = {}
    for letter, one in material.items():
        statuses[letter] = getattr(client, method)(one.address(pattern, user)).status_code
    if set(statuses.values()) == {403}:
        return "403"
    unexpected = {letter: status for letter, status in statuses.items() if status not in (200, 302, 400, 404, 409)}
    assert not unexpected, (pattern.name, user.username, unexpected)
    return "".join("." if status == 404 else letter for letter, status in statuses.items())


@pytest.mark.parametrize("method", ["get", "post"])
def test_r16_every_endpoint_by_every_role_on_every_material(people, material, client, method):
    found: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        user = getattr(people, role)
        client.force_login(user)
        for pattern in patterns(method):
            found[pattern.name] = (*found.get(pattern.name, ()), cell(client, method, pattern, material, user))
    expected = GET if method == "get" else POST
    wrong = {name: (found.get(name), cells) for name, cells in expected.items() if found.get(name) != cells}
    assert not wrong, "\n".join(
        f"{name}\n   is        {is_}\n   should be {should}" for name, (is_, should) in wrong.items()
    )


def test_r12_by_the_api_an_office_sees_its_own_and_no_other(people, material, client):
    tokens = {"own": people.token, "other": people.other_token, "none": ""}
    methods = [(client.get, end, 200) for end in API_GET.values()] + [
        (client.post, end, 400) for end in API_POST.values()
    ]
    for one in material.values():
        for ask, end, reached in methods:
            address = f"/api/v1/submissions/{one.submission.number}/{end}"
            answers = {}
            for who, token in tokens.items():
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                more = {"data": {}, "content_type": "application/json"} if ask == client.post else {}
                answers[who] = ask(address, headers=headers, **more).status_code
            assert answers == {"own": reached, "other": 404, "none": 401}, address


def test_nobody_reads_without_signing_in(material, client):
    for method in ("get", "post"):
        for pattern in patterns(method):
            if pattern.name != "page_picture":  # its address is the permission, given to one reader for minutes
                answer = getattr(client, method)(material["u"].address(pattern, None))
                assert answer.status_code == 302, pattern.name
                assert answer["Location"].startswith("/accounts/login/"), pattern.name


def test_no_endpoint_of_evidence_is_missing_from_the_table():
    named = {pattern.name for pattern in [*urlpatterns, *api_patterns]}
    assert named - {*GET, *POST, *PLAIN, *API_GET, *API_POST, *API_PLAIN} == set()
    assert {*GET, *POST} - named == set()
