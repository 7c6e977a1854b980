"""Access to the API (R9): an office's tokens and webhooks, and the tokens of a person of the secretariat.

An office's focal points are given its secrets; the administrator sees the lists, and can end what stands on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from mad.accounts.models import Office
from mad.accounts.permissions import Act, require_act
from mad.accounts.tokens import (
    LONGEST_LIFE,
    OFFICE_SCOPES,
    PERSON_SCOPES,
    SCOPE_TEXTS,
    Scope,
    issue_token,
    replace_token,
    revoke_token,
)
from mad.common import clock
from mad.common.forms import ActForm
from mad.common.web import KEY_FIGURES, SignedInRequest, page, person, whole_number
from mad.notices.models import Delivery
from mad.notices.webhooks import register_webhook, remove_webhook, replace_secret, send_again

DELIVERIES = 50


class TokenForm(ActForm):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What the token is for, such as the system that will use it.")
    )
    scopes = forms.MultipleChoiceField(label=_("What it opens"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("Days it lives"), min_value=1, max_value=LONGEST_LIFE.days, initial=365)

    def __init__(self, *args: Any, can: Sequence[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["scopes"])
        field.choices = [(scope.value, SCOPE_TEXTS[scope]) for scope in can]
        field.initial = [scope.value for scope in can]

    def issued(self, **holder: Any) -> str:
        """The new token, or nothing when it is refused."""
        given = self.cleaned_data
        with self.refusals():
            life = timedelta(days=given["days"])
            return issue_token(name=given["name"], scopes=given["scopes"], life=life, **holder)
        return ""


class WebhookForm(ActForm):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https://. It is told a number, a kind and a link, never content."),
    )


@person
@require_act(Act.MANAGE_ACCOUNTS)
@never_cache
def office(request: SignedInRequest, code: str) -> HttpResponse:
    """The administrator's page of one office: its lists, and no secret."""
    request.nav_key = "offices"  # type: ignore[attr-defined]  # read by the navigation
    return _access(request, get_object_or_404(Office, code=code), reverse("office", args=[code]))


@person
@require_act(Act.KEEP_OWN_TOKENS)
@never_cache
def own_access(request: SignedInRequest) -> HttpResponse:
    """The focal point's page of its own office."""
    assert request.user.office is not None  # the database holds that a partner has one
    return _access(request, request.user.office, reverse("office_access"))


@person
@require_act(Act.KEEP_PERSONAL_TOKENS)
@never_cache
def own_tokens(request: SignedInRequest) -> HttpResponse:
    """A person of the secretariat keeps tokens that search as that person does."""
    asked, own = request.POST.get("act", ""), request.user.tokens
    form, secret = TokenForm(_if(asked == "issue", request), can=PERSON_SCOPES), ""
    if asked == "revoke":
        revoke_token(token=get_object_or_404(own, pk=_key(request)), by=request.user)
        return redirect("own_tokens")
    if asked == "replace":
        secret = replace_token(token=get_object_or_404(own, pk=_key(request)), by=request.user)
    elif form.is_valid():
        secret = form.issued(person=request.user, by=request.user)
    context = {"token_form": form, "secret": secret, "tokens": own.order_by("-created_at"), "now": clock.now()}
    return page(request, "mad/accounts/own_tokens.html", context, status=form.status)


def _access(request: SignedInRequest, found: Office, here: str) -> HttpResponse:
    asked = request.POST.get("act", "")
    if asked in _PLAIN and _PLAIN[asked](request, found):
        return redirect(here)
    tokens, hooks = (
        TokenForm(_if(asked == "issue", request), can=OFFICE_SCOPES),
        WebhookForm(_if(asked == "register", request)),
    )
    secret = _SHOWN[asked](request, found) if asked in _SHOWN else _issued(request, found, tokens, hooks)
    kept = found.webhooks.filter(removed_at=None)
    given_up = Delivery.objects.filter(webhook__in=kept, state=Delivery.State.DEAD).select_related("webhook")
    context: dict[str, Any] = {
        "office": found,
        "token_form": tokens,
        "webhook_form": hooks,
        "secret": secret,
        "secret_kind": "token" if secret.startswith("mad_") else "webhook",
        "tokens": found.tokens.order_by("-created_at"),
        "webhooks": kept,
        "dead": given_up[:DELIVERIES],
        "waiting": Delivery.objects.filter(webhook__in=kept, state=Delivery.State.WAITING).count(),
        "now": clock.now(),
        "managed": request.user.office_id != found.pk,
        "focal_points": found.people.filter(is_machine=False, is_active=True),
    }
    return page(request, "mad/accounts/office.html", context, status=max(tokens.status, hooks.status))


def _if(wanted: bool, request: HttpRequest) -> Any:
    return request.POST if wanted else None


def _issued(request: SignedInRequest, found: Office, tokens: TokenForm, hooks: WebhookForm) -> str:
    """The new token or secret, shown this once."""
    secret = ""
    if tokens.is_valid():
        secret = tokens.issued(office=found, by=request.user)
    elif hooks.is_valid():
        with hooks.refusals():
            secret = register_webhook(office=found, url=hooks.cleaned_data["url"], by=request.user)[1]
    return secret


def _revoke(request: SignedInRequest, found: Office) -> bool:
    revoke_token(token=get_object_or_404(found.tokens, pk=_key(request)), by=request.user)
    return True


def _remove(request: SignedInRequest, found: Office) -> bool:
    remove_webhook(webhook=get_object_or_404(found.webhooks, key=_which(request)), by=request.user)
    return True


def _again(request: SignedInRequest, found: Office) -> bool:
    dead = Delivery.objects.filter(webhook__office=found)
    send_again(delivery=get_object_or_404(dead, key=_which(request)), by=request.user)
    return True


def _replace(request: SignedInRequest, found: Office) -> str:
    return replace_token(token=get_object_or_404(found.tokens, pk=_key(request)), by=request.user)


def _new_secret(request: SignedInRequest, found: Office) -> str:
    kept = found.webhooks.filter(removed_at=None)
    return replace_secret(webhook=get_object_or_404(kept, key=_which(request)), by=request.user)


def _which(request: HttpRequest) -> str:
    return request.POST.get("which", "").replace("\0", "")


def _key(request: HttpRequest) -> int:
    return whole_number(_which(request), KEY_FIGURES) or 0


_PLAIN = {"revoke": _revoke, "remove": _remove, "again": _again}
_SHOWN = {"replace": _replace, "secret": _new_secret}
