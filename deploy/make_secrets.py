"""Make deploy/secrets/ for docker-compose.yml: `python3 deploy/make_secrets.py`. Existing files are kept.

The folder is closed to others; the files are readable, because containers read them as users of their own.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"


def keep(name: str, value: str) -> str:
    """Write ``value`` unless the file is there; answer what it holds."""
    path = FOLDER / name
    if not path.exists():
        path.write_text(value, encoding="ascii")
        path.chmod(0o444)
    return path.read_text(encoding="ascii")


def main() -> None:
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    names = ("postgres_owner", "postgres_app", "valkey", "postgres")
    owner, app, broker, _ = (keep(f"{name}_password", secrets.token_urlsafe(32)) for name in names)
    keep("secret_key", secrets.token_urlsafe(48))
    keep("signing_secret", secrets.token_urlsafe(48))
    keep("database_url", f"postgres://mad_app:{app}@postgres:5432/mad")
    keep("database_owner_url", f"postgres://mad_owner:{owner}@postgres:5432/mad")
    keep("redis_url", f"redis://:{broker}@valkey:6379/0")
    access = {"accessKey": secrets.token_urlsafe(15), "secretKey": secrets.token_urlsafe(30)}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "mad", "credentials": [access], "actions": actions}
    keep("objects_config", json.dumps({"identities": [identity]}))
    print(f"Secrets are in {FOLDER}.")
    print("Keep a copy of signing_secret apart: the signatures of the docket hang on it.")


if __name__ == "__main__":
    main()
