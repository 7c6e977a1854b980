"""The template tags: what they draw, and that they never let typed text become markup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, engines
from django.utils import timezone, translation

from mad.common.clock import travel
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.frame import rulebook

NOON = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)


def draw(source: str, **context) -> str:
    return engines["django"].from_string("{% load frame %}" + source).render(context)


def face(**changes):
    base = {
        "label": "Voting closes",
        "left": timedelta(hours=8, minutes=18),
        "due": NOON + timedelta(hours=8, minutes=18),
    }
    return base | {"percent": 66, "state": "running", "reason": ""} | changes


def test_a_rule_links_to_its_anchor_and_says_its_title():
    html = draw('{% rule "R33" %}')
    assert 'href="/rules/#R33"' in html
    assert "R33: Peaceful first" in html


@pytest.mark.parametrize("cited", ["R39 d", "R39 (d)"])
def test_a_limb_of_a_rule_has_an_anchor_of_its_own(cited):
    html = draw("{% rule cited %}", cited=cited)
    assert 'href="/rules/#R39-d"' in html
    assert ">R39 (d)</a>" in html


def test_several_rules_are_several_links_and_prose_is_none():
    assert draw('{% rule "R31, R34" %}').count("<a ") == 2
    assert "#R3" in draw('{% rule "R3 and more" %}')
    assert "(a)" not in draw('{% rule "R3 and more" %}')


def test_every_rule_from_1_to_53_stands_once_in_the_book():
    ids = [rule.id for part in rulebook.parts() for rule in part.rules]
    assert ids == [f"R{number}" for number in range(1, 54)]
    assert set(rulebook.rule("R39").points) == set("abcdef")


def test_r14_a_grade_that_cannot_be_judged_is_dashed():
    assert "app-grade--unknown" in draw('{% grade_tag "F" 6 %}')
    assert "app-grade--unknown" in draw('{% grade_tag "B" 6 %}')
    assert "app-grade--unknown" not in draw('{% grade_tag "E" 5 %}')


def test_r16_sensitivity_is_carried_by_shape():
    assert "app-tag--dashed" in draw('{% sens_tag "unclassified" %}')
    assert "Strictly confidential" in draw('{% sens_tag "strictly_confidential" %}')


def test_stages_choose_their_own_look_unless_told():
    assert "app-tag--stage" in draw('{% stage_tag "with_council" %}')
    assert "With the Council" in draw('{% stage_tag "with_council" %}')
    assert "app-tag--done" in draw('{% stage_tag "closed" %}')
    assert 'class="app-tag"' in draw('{% stage_tag "monitoring" "" %}')


@pytest.mark.parametrize(
    ("changes", "style", "words"),
    [
        ({}, "app-clock ", "8<small>h</small>18<small>min</small>"),
        ({"state": "ink"}, "app-clock--soon", "due today, 20:18 UTC"),
        ({"state": "paused", "reason": "query sent"}, "app-clock--paused", "query sent; 8 h 18 min left"),
        (
            {"state": "late", "left": -timedelta(minutes=22), "due": NOON - timedelta(minutes=22)},
            "app-clock--late",
            "still valid",
        ),
    ],
)
def test_r36_a_clock_says_what_how_long_and_until_when(changes, style, words):
    with travel(NOON):
        html = draw("{% clock face %}", face=face(**changes))
    assert style in html
    assert words in html


def test_a_short_clock_and_a_missing_one():
    assert draw("{% clock_short face %}", face=face()).endswith(">8 h 18 min</span>")
    assert draw("{% clock nothing %}{% clock_short nothing %}", nothing=None) == ""


def test_a_paused_clock_is_not_counted_down():
    assert "data-clock=" in draw("{% clock_short face %}", face=face())
    assert "data-clock=" not in draw("{% clock_short face %}", face=face(state="paused"))


def test_r53_times_are_shown_in_the_readers_zone_and_language():
    with timezone.override("America/New_York"), translation.override("fr"):
        assert "25 fév. 2026, 07:00 EST" in draw("{% when moment %}", moment=NOON)
        assert "12:00:00 UTC" in draw("{% utc moment seconds=True %}", moment=NOON)
    with translation.override("zh-hans"):
        assert "2026年2月25日" in draw("{% day moment %}", moment=NOON.date())


def test_a_refused_act_stays_focusable_with_its_rule():
    html = draw('{% act_button "Table" "/x/" refused=gate small=True %}', gate=Refused("R33", "Not <b>yet</b>."))
    assert 'aria-disabled="true"' in html
    assert "disabled>" not in html
    assert "#R33" in html
    assert "&lt;b&gt;yet" in html
    assert "/x/" not in html


def test_an_act_that_changes_something_is_sent_as_a_form():
    html = engines["django"].from_string('{% load frame %}{% act_button "Close" "/x/" post=True confirm="Close it?" %}')
    drawn = html.template.render(Context({"csrf_token": "abc"}))
    assert 'method="post"' in drawn
    assert 'value="abc"' in drawn
    assert 'data-confirm="Close it?"' in drawn


def test_a_refusal_names_rule_reason_and_the_way_on():
    html = draw(
        '{% refusal r way_on="See the gate" url="/gate/" %}',
        r=Refused("R39 d", "Paragraph 7.", "What was typed is kept."),
    )
    for part in ("R39 (d)", "Paragraph 7.", "What was typed is kept.", 'href="/gate/"'):
        assert part in html


class Act(ActForm):
    grounds = forms.CharField(help_text="One line.", error_messages={"required": "Write the grounds"})
    until = forms.DateField(required=False, widget=forms.DateInput)
    source = forms.ChoiceField(widget=forms.RadioSelect, choices=[("A", "A: Reliable"), ("F", "F: Cannot be judged")])
    score = forms.ChoiceField(widget=forms.RadioSelect, required=False, choices=[("1", "1"), ("2", "2")])
    protect = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_error_together():
    html = draw("{% field form.grounds %}", form=Act({}))
    assert '<label class="govuk-label" for="id_grounds">' in html
    assert 'aria-describedby="id_grounds-hint id_grounds-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Write the grounds" in html


def test_typed_text_is_kept_and_never_becomes_markup():
    html = draw("{% field form.grounds %}{% form_errors form %}", form=Act({"grounds": '"><script>x</script>'}))
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


def test_each_error_of_the_summary_leads_to_its_field():
    form = Act({})
    summary, fields = (
        draw("{% form_errors form %}", form=form),
        draw("{% for f in form %}{% field f %}{% endfor %}", form=form),
    )
    for target in ("id_grounds", "id_source_0"):
        assert f'href="#{target}"' in summary
        assert f'id="{target}"' in fields


def test_a_refused_form_shows_the_refusal_and_keeps_the_text():
    form = Act({"grounds": "kept", "source": "A"})
    assert form.is_valid()
    with form.refusals():
        raise Refused("R23", "The panel has two members; it needs three.")
    assert "R23" in draw("{% form_errors form %}", form=form)
    assert 'value="kept"' in draw("{% field form.grounds %}", form=form)


def test_a_picker_says_what_the_chosen_letter_means():
    html = draw('{% field form.source widget="segmented" %}', form=Act({"source": "F"}))
    assert 'data-said="Cannot be judged" checked>F</label>' in html
    assert '<p class="app-pick__said" aria-live="polite">Cannot be judged</p>' in html


def test_r29_all_severity_anchors_are_in_sight():
    html = draw(
        '{% field form.score widget="anchored" said=said %}',
        form=Act(),
        said={1: "Single victims", 2: "Dozens"},
    )
    assert "<b>1</b><span>Single victims</span>" in html
    assert "<b>2</b><span>Dozens</span>" in html


def test_dates_checkboxes_and_hidden_fields():
    form = Act({"until": "2026-03-12", "protect": "on", "secret": "s"})
    html = draw("{% field form.until %}{% field form.protect %}{% field form.secret %}", form=form)
    assert 'type="date" id="id_until" name="until" value="2026-03-12"' in html
    assert 'name="protect" checked' in html
    assert '<input type="hidden" name="secret" value="s" id="id_secret">' in html
