"""R37: an output leads to the pages that its kind has."""

import pytest
from django.urls import reverse

from deliberation import services

pytest_plugins = ["tests.deliberation_factory"]
ALWAYS = ["output", "output_versions", "output_council", "output_delivery"]
WRITTEN = [*ALWAYS, "output_paste", "amendments"]
HAS = {
    "draft_resolution": [*WRITTEN, "output_precedents", "adequacy"],
    "press_statement": WRITTEN,
    "comment": WRITTEN,
    "emergency_call": ALWAYS,
    "request_to_be_heard": ALWAYS,
    "findings": ALWAYS,
}


@pytest.mark.parametrize("kind", HAS)
def test_r37_an_output_leads_to_the_pages_that_its_kind_has(plenary, people, client, settings, kind):
    settings.DEMONSTRATION = True
    output = services.create_output(case=plenary.case, by=people.helene, kind=kind, title="On the river")
    client.force_login(people.helene)
    answer = client.get(reverse("output", args=[output.number]))
    assert sorted(tab.view for tab in answer.context["tabs"]) == sorted(HAS[kind])
    for view in HAS["draft_resolution"]:
        assert client.get(reverse(view, args=[output.number])).status_code == 200
