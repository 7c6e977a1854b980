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
        seal_all()
        target = Path(settings.DATA_DIR) / "demo-accounts.json"
        draft = target.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(loaded.accounts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(target)
        self.stdout.write(
            f"Demonstration loaded: {loaded.voting.number} with a vote open, {loaded.in_round.number} in its first round."
        )
