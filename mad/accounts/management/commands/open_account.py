"""`manage.py open_account`: the first administrator of a new installation; later ones are opened on the page."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from mad.accounts.roles import Role
from mad.accounts.services import open_account
from mad.common.errors import Refused


class Command(BaseCommand):
    help = "Open an account from the console, such as the first administrator's. The password is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--role", default=Role.ADMINISTRATOR.value, choices=[Role.ADMINISTRATOR.value, Role.REGISTRAR.value]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass.getpass("Password: ")
        try:
            validate_password(password)
            open_account(
                username=options["username"],
                full_name=options["name"],
                email=options["email"],
                role=options["role"],
                password=password,
                by=None,
            )
        except (ValidationError, Refused) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)])), returncode=2) from error
        self.stdout.write(
            f"The account {options['username']} is open. A second factor is asked for at the first sign-in."
        )
