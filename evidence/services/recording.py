"""The row of a new upload, in one statement that looks at the token once more (R12)."""

from __future__ import annotations

from evidence.models import Upload
from mad.accounts.api_auth import STANDS, STANDS_TYPES, Granted, NoLongerStands, Standing, looked_at
from mad.common.prepared import Prepared

_NAMES = (
    "id",
    "name",
    "claimed_type",
    "declared_sha256",
    "metadata",
    "length",
    "offset",
    "sha256",
    "created_at",
    "expires_at",
)
_BEGIN = Prepared(
    "evidence_begin",
    f"""
INSERT INTO evidence_upload ({", ".join(f'"{name}"' for name in _NAMES)}, by_id)
SELECT {", ".join(f"%({name})s" for name in _NAMES)}, %(holder)s WHERE {STANDS} RETURNING true
""",
    types={
        **STANDS_TYPES,
        **dict.fromkeys(("created_at", "expires_at"), "timestamptz"),
        **dict.fromkeys(("length", "offset"), "bigint"),
        "id": "uuid",
    },
)


def record_new(upload: Upload, granted: Granted | None) -> None:
    """Write the row. A token that was changed since it was read is asked about again, by granted.renew().

    Raises NoLongerStands when it changes all the time, and what renew() raises; nothing is written then.
    """
    if not _written(upload, granted and granted.standing) and not (granted and _written(upload, granted.renew())):
        raise NoLongerStands
    upload._state.adding = False


def _written(upload: Upload, standing: Standing | None) -> bool:
    values = {name: getattr(upload, name) for name in _NAMES} | {"id": str(upload.pk), "at": upload.created_at}
    return bool(_BEGIN.rows(values | looked_at(standing, upload.by)))
