"""Pages for the tests of the scripts: an estimate that saves itself, a queue with keys, an upload."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

from mad.common.forms import ActForm

SAVED: list[dict[str, str]] = []
ANSWER = {"status": 204}

PAGE = """{% extends "base.html" %}{% load frame %}{% block content %}
<form method="post" action="/sent/" data-autosave="/save/">{% csrf_token %}
{% estimate form.low form.best form.high %}{% field form.reasons %}<span data-saved></span>
{% field form.scale widget="anchored" %}
{% field form.decision widget="choice" keys="accept:a decline:d" %}
{% field form.attachments data_limit_mb=1 %}
<button class="govuk-button" type="submit">Send</button></form>
<ol class="app-queue"><li><a href="/one/" aria-current="true">One</a></li>
<li><a href="/two/">Two</a></li></ol>
<p class="app-keys" data-keys></p>{% clock face %}
{% endblock %}"""


class Form(ActForm):
    low = forms.IntegerField(required=False)
    best = forms.IntegerField(required=False)
    high = forms.IntegerField(required=False)
    reasons = forms.CharField(widget=forms.Textarea, required=False)
    scale = forms.ChoiceField(widget=forms.RadioSelect, required=False, choices=[("1", "1"), ("2", "2")])
    decision = forms.ChoiceField(widget=forms.RadioSelect, choices=[("accept", "Accept"), ("decline", "Decline")])
    attachments = forms.FileField(required=False)


def form_page(request: HttpRequest) -> HttpResponse:
    stored = SAVED[-1] if SAVED else {}
    form = Form(initial={name: stored.get(name, "") for name in ("low", "best", "high", "reasons")})
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


def save(request: HttpRequest) -> HttpResponse:
    if ANSWER["status"] == 204:
        SAVED.append(request.POST.dict())
        return HttpResponse(status=204)
    return JsonResponse({"reason": "The round is closed."}, status=ANSWER["status"])


def other(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string('{% extends "base.html" %}').render({}, request))


urlpatterns = [
    path("", include("mad.frame.urls")),
    path("accounts/", include("allauth.urls")),
    path("form/", form_page),
    path("save/", save),
    path("sent/", other),
    path("one/", other),
    path("two/", other),
    path("desk/", other, name="desk"),
]
