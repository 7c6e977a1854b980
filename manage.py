#!/usr/bin/env python3
"""Django's command line; a command that needs the database gets one (see mad.local.commands)."""

import os
import sys

from django.core.management import execute_from_command_line

from mad import env
from mad.local.commands import surroundings
from mad.local.processes import StartError


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mad.settings")
    try:
        with surroundings(sys.argv):
            execute_from_command_line(sys.argv)
    except env.EnvError as error:
        return env.complain(error)
    except StartError as error:
        sys.stderr.write(f"mad: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
