"""Who may load, and the rows that say how each load stands (R19)."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db import transaction

from evidence.eventfiles import Unreadable
from evidence.models import ImportRun
from evidence.procedure.events.runs import MAX_ATTEMPTS, RunState
from evidence.services.events.loading import Tell, load, only_one
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

logger = logging.getLogger(__name__)

RUNNER_LOCK = 0x4D41441A
UPLOAD_LARGEST = 50 * 1024 * 1024
UNPACKED_LARGEST = 2 * 1024**3
OPEN = (RunState.WAITING.value, RunState.RUNNING.value)


def import_events(
    path: str | Path,
    *,
    by: Any = None,
    release: str = "",
    provisional: bool | None = None,
    tell: Tell | None = None,
) -> ImportRun:
    """Load a file of event data (.csv or .csv.gz) at once. The same file again changes nothing; a newer release updates.

    A bad row goes to the report and stops nothing. tell: called now and then with the run. Raises Invalid, naming why,
    when the file as a whole cannot be read; then nothing was loaded.
    """
    require(by, Act.IMPORT_EVENTS)
    path, now = Path(path), clock.now()
    run = ImportRun.objects.create(
        name=path.name[:255],
        release=(release or path.name)[:80],
        provisional=provisional,
        by=by,
        state=RunState.RUNNING.value,
        created_at=now,
        started_at=now,
        attempts=1,
    )
    try:
        load(run, path, _telling(tell))
    except Unreadable as error:
        _fail(run, str(error))
        raise Invalid({"file": [str(error)]}, rule="R19") from error
    except BaseException as error:
        _fail(run, f"The import was stopped: {type(error).__name__}. Nothing was loaded.")
        raise
    return run


def upload(
    *, name: str, chunks: Iterable[bytes], by: Any, release: str = "", provisional: bool | None = None
) -> ImportRun:
    """Keep an uploaded file and queue it; a worker loads it. Raises Refused (413) above 50 MB, Invalid when empty."""
    require(by, Act.IMPORT_EVENTS)
    kept, size, sha256 = _keep(chunks)
    with transaction.atomic():
        run = ImportRun.objects.create(
            name=name[:255],
            release=(release or name)[:80],
            provisional=provisional,
            sha256=sha256,
            size=size,
            path=kept,
            by=by,
            created_at=clock.now(),
        )
        record(
            act="events.uploaded",
            by=by,
            obj=run.docket_object,
            content={"sha256": sha256, "size": size, "name": run.name},
            facts={"sha256": sha256, "size": size},
        )
    return run


@transaction.atomic
def start_again(*, run: ImportRun, by: Any) -> None:
    """Queue a failed upload once more."""
    require(by, Act.IMPORT_EVENTS)
    taken = ImportRun.objects.filter(pk=run.pk, state=RunState.FAILED.value).exclude(path="")
    if not taken.update(state=RunState.WAITING.value, attempts=0, why="", bytes_done=0, read=0, refused=0):
        raise Refused("R19", "Only a failed upload can be started again.", "Its file must still be kept here.")
    record(act="events.restarted", by=by, obj=run.docket_object, content={"sha256": run.sha256, "name": run.name})


def run_waiting() -> int:
    """Load what waits, oldest first, one at a time in the whole system; how many came to an end.

    The lock ends with the process that holds it, so that a run whose worker was killed is found here and starts over.
    """
    done = 0
    with only_one(RUNNER_LOCK) as mine:
        while mine and (run := ImportRun.objects.filter(state__in=OPEN).exclude(path="").order_by("id").first()):
            _attempt(run)
            done += 1
    return done


def _attempt(run: ImportRun) -> None:
    run.attempts += 1
    if run.attempts > MAX_ATTEMPTS:
        _fail(run, f"The import was interrupted {MAX_ATTEMPTS} times.")
        return
    run.state, run.started_at, run.bytes_done = RunState.RUNNING.value, clock.now(), 0
    run.read = run.refused = 0
    run.save()
    try:
        load(run, Path(settings.DATA_DIR) / run.path, _telling(None), UNPACKED_LARGEST)
    except Unreadable as error:
        _fail(run, str(error))
    except Exception as error:
        logger.exception("import %s failed", run.pk)
        _fail(run, f"The import was stopped by a fault of the system: {type(error).__name__}. Nothing was loaded.")


def _telling(tell: Tell | None) -> Tell:
    def told(run: ImportRun) -> None:
        if not run.is_over:
            ImportRun.objects.filter(pk=run.pk).update(
                source=run.source, size=run.size, bytes_done=run.bytes_done, read=run.read, refused=run.refused
            )
        if tell:
            tell(run)

    return told


def _fail(run: ImportRun, why: str) -> None:
    run.state, run.why, run.finished_at = RunState.FAILED.value, why[:1000], clock.now()
    ImportRun.objects.filter(pk=run.pk).update(
        state=run.state,
        why=run.why,
        finished_at=run.finished_at,
        source=run.source,
        size=run.size,
        attempts=run.attempts,
    )


def _keep(chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Write the bytes below DATA_DIR/imports under their SHA-256, synced: path, size and hash."""
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=folder, prefix="incoming-", delete=False) as incoming:
        try:
            for chunk in chunks:
                incoming.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                if size > UPLOAD_LARGEST:
                    raise _too_large()
            if not size:
                raise Invalid({"file": ["The file is empty."]}, rule="R19")
            incoming.flush()
            os.fsync(incoming.fileno())
            os.chmod(incoming.name, 0o440)
            os.replace(incoming.name, folder / digest.hexdigest())
        except BaseException:
            Path(incoming.name).unlink(missing_ok=True)
            raise
    return f"imports/{digest.hexdigest()}", size, digest.hexdigest()


def _too_large() -> Refused:
    return Refused(
        "R19",
        f"At most {UPLOAD_LARGEST // 2**20} MB are taken by this page.",
        "Nothing was stored. Compress the file with gzip, or load it with manage.py import_events.",
        status=413,
        field="file",
        code="too-large",
    )
