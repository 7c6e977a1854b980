"""`manage.py load_demonstration`: fill an empty database with the demonstration docket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from deliberation.rehearsal.demonstration import load
from mad.accounts.models import User
from mad.common import clock
from mad.docket.sealing import seal_all


class Command(BaseCommand):
    help = (
        "Load the demonstration docket into an empty database, and write its sign-ins to DATA_DIR/demo-accounts.json."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This is no demonstration (DEMO is not set).", returncode=2)
        if User.objects.exists():
            self.stdout.write("The database holds accounts already; the demonstration is left as it is.")
            return
        with transaction.atomic():
            loaded = load(clock.now())
            # Before the commit: the tokens in it cannot be read again, so there is no docket without this file.
            _write(loaded.accounts)
        seal_all()
        voting, in_round = loaded.voting.number, loaded.in_round.number
        self.stdout.write(f"Demonstration loaded: {voting} with a vote open, {in_round} in its first round.")


def _write(accounts: list[dict[str, str | None]]) -> None:
    target = Path(settings.DATA_DIR) / "demo-accounts.json"
    draft = target.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(accounts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(target)
