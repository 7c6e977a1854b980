"""Bring the database and the static files up to date: ``python -m mad.local.prepare schema|content``.

``schema`` migrates, as the role that owns it. ``content`` loads the reference data and, in a demonstration,
the demonstration docket (that command itself leaves a database with cases alone), and collects static files.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

from mad import env


def schema() -> None:
    call_command("migrate", interactive=False, verbosity=1)


def content() -> None:
    known = get_commands()
    wanted = ["load_reference"] + ["load_demonstration"] * settings.DEMONSTRATION
    for command in wanted:
        if command in known:
            call_command(command)
    _collect_static()


def _collect_static() -> None:
    """Only when a static file changed since: compressing them takes longer than the rest of a start."""
    stamp, now = Path(settings.DATA_DIR) / "run" / "static.stamp", _static_digest()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mad.settings")
    try:
        django.setup()
        {"schema": schema, "content": content}[sys.argv[1]]()
    except env.EnvError as error:
        sys.exit(env.complain(error))


if __name__ == "__main__":
    main()
