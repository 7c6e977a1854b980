"""Original bytes, addressed by their SHA-256 and never changed (R12, R15): on disk, or in an S3-compatible store.

A file is received under `incoming` or `uploads` of DATA_DIR, synced, and given its place as the last step before its
submission is committed. What never got that far is removed, at once or by sweep().
"""

from evidence.store.backend import holds, local_copy, names, open_original
from evidence.store.disk import path_of
from evidence.store.incoming import Batch, Incoming, Kept, Spooled, sweep
from evidence.store.objects import StoreUnavailable

__all__ = [
    "Batch",
    "Incoming",
    "Kept",
    "Spooled",
    "StoreUnavailable",
    "holds",
    "local_copy",
    "names",
    "open_original",
    "path_of",
    "sweep",
]
