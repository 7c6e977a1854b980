"""`manage.py export_case NUMBER DIR [--edition outside|whole] [--by USERNAME]`: the case as a BagIt package (R51)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import Case
from deliberation.procedure.casefile import Edition
from deliberation.services.casefile import export_to_folder
from mad.accounts.models import User
from mad.common.errors import Refused


class Command(BaseCommand):
    help = "Write the file of a case as a BagIt package to a folder that does not exist yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="of the case, for example C-2026-0001")
        parser.add_argument("dir", type=Path, help="the folder to make")
        parser.add_argument("--edition", choices=[edition.value for edition in Edition], default=Edition.OUTSIDE.value)
        parser.add_argument("--by", metavar="USERNAME", help="whose export it is; the whole edition needs it (R50)")

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.filter(number=options["number"]).first()
        if case is None:
            raise CommandError(f"There is no case {options['number']}.")
        target = options["dir"].absolute()
        try:
            made = export_to_folder(case=case, edition=options["edition"], target=target, by=_user(options["by"]))
        except Refused as refused:
            said = f"{refused.reason} {refused.detail}".strip()
            raise CommandError(f"{refused.rule}: {said}" if refused.rule else said) from None
        left = f", {len(made.left_out)} left out (see data/contents.json)" if made.left_out else ""
        self.stdout.write(f"{case.number}: {len(made.pieces)} items{left}; {made.edition.value} edition at {target}")


def _user(username: str | None) -> User | None:
    if not username:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no account {username}.")
    return found
