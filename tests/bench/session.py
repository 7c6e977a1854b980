"""`python -m tests.bench.session USERNAME`: print the key of a new session of that person."""

from __future__ import annotations

import sys

import django


def main() -> None:
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 - after setup
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - after django.setup()

    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()

    user = User.objects.get(username=sys.argv[1])
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "mad.membership.backend.PersonBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)


if __name__ == "__main__":
    main()
