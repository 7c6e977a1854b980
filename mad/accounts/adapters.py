"""allauth on our terms: nobody signs up, a machine never signs in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return None if user is not None and user.is_machine else user
