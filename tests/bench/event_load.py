"""`python -m tests.bench.event_load FILE …`: load each file in one process; print seconds and memory as JSON lines."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    from evidence.services import import_events  # noqa: PLC0415 - after django.setup()

    for file in sys.argv[1:]:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
        connection.ensure_connection()
        before, began = _memory("VmRSS"), time.perf_counter()
        run = import_events(file)
        seconds = time.perf_counter() - began
        counts = {name: getattr(run, name) for name in ("read", "added", "changed", "unchanged", "refused")}
        print(json.dumps({"seconds": seconds, "grown": _memory("VmHWM") - before, "peak": _memory("VmHWM"), **counts}))


def _memory(name: str) -> int:
    """Bytes, from the kernel: VmRSS now, VmHWM the peak since the marks were cleared."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
