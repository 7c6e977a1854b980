"""The OpenAPI document is true: schemathesis tries every operation it lists and finds nothing."""

from __future__ import annotations

import contextlib
from datetime import date
from itertools import count

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from evidence.procedure import tus
from evidence.services import open_watch, receive, return_nil, screen
from evidence.services.uploads import begin
from mad.accounts.tokens import issue_token
from mad.api.views import document
from mad.common import clock
from mad.notices.models import Delivery
from mad.notices.webhooks import register_webhook
from tests.evidence_help import PLAIN


@schemathesis.serializer(tus.CONTENT_TYPE)
def bytes_of(ctx, value) -> bytes:
    """A body of tus: the bytes themselves."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
    ignored_auth,
]
EXAMPLES = 8
# tus has statuses of its own for what is wrong: 412 for its version, 413 for a length, 460 for a checksum.
REJECTED = [400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 428, 429, 460]
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            name: {"expected-statuses": REJECTED} for name in ("negative_data_rejection", "missing_required_header")
        }
    }
)
PERSONAL = ("/api/v1/search/",)


def operations() -> list[tuple[str, str]]:
    return [
        (method.upper(), path)
        for path, item in sorted(document()["paths"].items())
        for method in item
        if method in ("get", "post", "put", "patch", "delete", "head", "options")
    ]


@pytest.fixture
def schema(people):
    """Requests through the WSGI application, in the test's transaction: no request ends its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    application = get_wsgi_application()
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application, config=CONFIG)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def there(people) -> dict[str, str]:
    """Path parameters of things that exist: a queried submission, a nil return, a webhook with a delivery given up."""
    open_watch(name="Northern Syria", states=["SYR"], since=date(2026, 2, 1), by=people.registrar)
    submission = receive(body=PLAIN, office=people.ohchr, by=people.ohchr.machine)
    screen(submission=submission, by=people.officer, decision="query", question="Who saw it?")
    nil, _ = return_nil(body={"states": ["SYR"], "period": {"from": "2026-02-01", "to": "2026-02-08"}}, by=people.focal)
    hook, _ = register_webhook(office=people.ohchr, url="https://office.example.org/", by=people.focal)
    dead = {"state": Delivery.State.DEAD, "created_at": clock.now(), "next_at": clock.now()}
    delivery = Delivery.objects.create(
        webhook=hook, source="x", kind="submission.queried", number="S-1", url="/", **dead
    )
    announced = tus.announced("10", "filename YS50eHQ=")
    upload = begin(announced=announced, by=people.ohchr.machine)
    return {
        "upload_id": str(upload.pk),
        "nil": nil.number,
        "number": submission.number,
        "key": hook.key,
        "delivery": delivery.key,
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), operations(), ids=lambda value: value)
def test_what_the_document_says_of_it_is_true(people, schema, there, method, path, mode):
    holder = {"person": people.officer} if path in PERSONAL else {"office": people.ohchr}
    headers = {"Authorization": f"Bearer {issue_token(name='x', by=None, **holder)}"}
    known = {**there, "number": there["nil"]} if "nil-returns" in path else there
    tried = count()

    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case):
        if mode is GenerationMode.POSITIVE and next(tried) % 3:
            case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    with contextlib.suppress(Unsatisfiable):  # an operation without anything that could be wrong
        try_it()


def test_the_document_is_openapi_3_1_and_served(client, db):
    served = client.get(reverse("schema"), {"format": "json"}).json()
    assert served["openapi"].startswith("3.1")
    assert all(
        operation.get("security") == [{"officeToken": []}]
        for item in served["paths"].values()
        for operation in item.values()
    )


def test_every_answer_to_a_token_tells_its_limit(client, db):
    paths = client.get(reverse("schema"), {"format": "json"}).json()["paths"]
    for item in paths.values():
        for operation in item.values():
            if "security" not in operation:
                continue
            assert all("RateLimit-Remaining" in response["headers"] for response in operation["responses"].values())
            assert operation["responses"]["429"]["headers"]["Retry-After"]["required"]
