"""Running a command with the services around it: ``manage.py …`` and ``python -m mad.local exec -- …``."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence

from mad import env
from mad.local.processes import StartError
from mad.local.services import borrowed

AS_OWNER = frozenset({"migrate", "makemigrations", "test", "rehearse"})
WITHOUT_DATABASE = frozenset(
    {
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "spectacular",
        "startapp",
        "version",
    }
)


@contextlib.contextmanager
def surroundings(arguments: Sequence[str]) -> Iterator[None]:
    """What ``manage.py`` with these arguments needs: the role, and the services where none are configured."""
    command = arguments[1] if len(arguments) > 1 else "help"
    if command in AS_OWNER:
        os.environ.setdefault("MAD_DB_ROLE", "owner")
    asks_help = command.startswith("-") or {"-h", "--help"} & set(arguments)
    if env.text("DATABASE_URL") or command in WITHOUT_DATABASE or asks_help:
        yield
        return
    with _ending_on_sigterm(), borrowed(env.data_dir()):
        yield


def execute(command: Sequence[str]) -> int:
    """Run ``command`` with the variables that lead to the services of DATA_DIR; answer its exit code."""
    with _ending_on_sigterm(), borrowed(env.data_dir()) as info:
        return _call(command, os.environ | {"DATA_DIR": str(env.data_dir())} | info.environment())


def _call(command: Sequence[str], environment: dict[str, str]) -> int:
    try:
        process = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise StartError(f"{command[0]} cannot be run: {error.strerror}.") from None
    with process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


@contextlib.contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """SIGTERM ends the command the way Ctrl-C does, so that temporary services stop in order."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
