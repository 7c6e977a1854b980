"""Signed-in persons come with their membership, so that no page asks for it again."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from mad.accounts.models import User


class PersonBackend(AuthenticationBackend):
    """As allauth's; the person is read together with the member they are, if they are one."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("office", "member").filter(pk=user_id).first()
