"""``python -m mad.local run`` and ``python -m mad.local exec -- COMMAND …``."""

from __future__ import annotations

import argparse
import sys

from mad import env
from mad.local import commands, supervisor
from mad.local.processes import StartError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m mad.local", description="The product on this machine.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run", help="start everything and serve until Ctrl-C")
    execute = verbs.add_parser("exec", help="run a command with the database and broker around it")
    execute.add_argument("command", nargs="+")
    given = parser.parse_args()
    try:
        if given.verb == "run":
            return supervisor.run()
        return commands.execute(given.command)
    except env.EnvError as error:
        return env.complain(error)
    except StartError as error:
        sys.stderr.write(f"mad: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
