"""Strict readers of the environment: every wrong variable is one clear line, never a default in its place.

Nothing here needs Django. A variable may also be given as ``NAME_FILE``, the path of a file that holds the
value (a container secret). An empty variable counts as not set.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

PROJECT = Path(__file__).resolve().parent.parent
EXIT_WRONG_VARIABLE = 2
PERSISTENT_SECONDS = 60
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class EnvError(Exception):
    """A variable (or the folder or file it names) is wrong; the message is one line that names it."""


def complain(error: EnvError) -> int:
    """Write the error as one line on standard error; answer the exit code for it."""
    sys.stderr.write(f"mad: {error}\n")
    return EXIT_WRONG_VARIABLE


def _given(name: str) -> str | None:
    value, path = os.environ.get(name) or None, os.environ.get(f"{name}_FILE") or None
    if value and path:
        raise EnvError(f"{name} and {name}_FILE are both set: keep one of them.")
    if path is None:
        return value
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"{name}_FILE cannot be read: {path} ({_why(error)}).") from None


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def text(name: str, default: str = "") -> str:
    """The variable as text, or ``default``."""
    return _given(name) or default


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks around and between entries are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``."""
    value = text(name, default)
    if value not in allowed:
        raise EnvError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off, in any case."""
    value = (_given(name) or str(default)).lower()
    if value in TRUE or value in FALSE:
        return value in TRUE
    raise EnvError(f"{name} must be 1 or 0 (also true, false, yes, no, on, off), not {value!r}.")


def integer(name: str, default: int, minimum: int | None = None, maximum: int | None = None) -> int:
    """A whole number between ``minimum`` and ``maximum``, both included."""
    value = _given(name)
    if value is None:
        return default
    bounds = f" from {minimum}" * (minimum is not None) + f" to {maximum}" * (maximum is not None)
    number = int(value) if value.isascii() and value.removeprefix("-").isdigit() and len(value) < 19 else None
    low = number is not None and minimum is not None and number < minimum
    high = number is not None and maximum is not None and number > maximum
    if number is None or low or high:
        raise EnvError(f"{name} must be a whole number{bounds}, not {value!r}.")
    return number


def port() -> int:
    """PORT, the TCP port of the web server (default 8000)."""
    return integer("PORT", 8000, 1, 65535)


def data_dir() -> Path:
    """DATA_DIR as an absolute path (default ``.local`` in the project); it need not exist yet."""
    given = text("DATA_DIR", str(PROJECT / ".local"))
    if "\0" in given or "\n" in given:
        raise EnvError("DATA_DIR must be a path on one line.")
    path = Path(given).expanduser().absolute()
    if path == Path(path.anchor):
        raise EnvError("DATA_DIR must be a folder of its own, not the root of the file system.")
    return path


def secret(name: str, filename: str) -> str:
    """A secret from the environment, or made once (48 random bytes) in ``DATA_DIR/keys/`` with mode 0600."""
    return _given(name) or kept_secret(data_dir() / "keys" / filename)


def kept_secret(path: Path) -> str:
    """The secret in ``path``; a missing file is made whole in one step, so that of two makers one wins."""
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise EnvError(f"DATA_DIR does not let secrets be kept: {path} ({_why(error)}).") from None


def services(folder: Path | None = None) -> Mapping[str, Any]:
    """The addresses in ``DATA_DIR/run/services.json`` while embedded services run, else empty."""
    path = (folder or data_dir()) / "run" / "services.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise EnvError(f"DATA_DIR holds a file that cannot be read: {path} ({_why(error)}).") from None
    return found if isinstance(found, dict) else {}


def role() -> str:
    """MAD_DB_ROLE: ``owner`` (holds the schema, migrates) or ``app`` (everything else; the default)."""
    return choice("MAD_DB_ROLE", "app", ("app", "owner"))


def database() -> dict[str, Any]:
    """Django's settings of the one database, for the role in MAD_DB_ROLE.

    From DATABASE_URL (and DATABASE_OWNER_URL for the owner, if set), otherwise from the embedded services.
    When neither is there the address leads nowhere, so that commands that need no database still work.
    """
    given, owner = _given("DATABASE_URL"), _given("DATABASE_OWNER_URL")
    if given is None and owner is not None:
        raise EnvError("DATABASE_OWNER_URL is set but DATABASE_URL is not.")
    if given is not None:
        as_owner = role() == "owner" and owner is not None
        return parse_database_url(owner if as_owner else given, "DATABASE_OWNER_URL" if as_owner else "DATABASE_URL")
    nowhere = f"postgres://mad_{role()}@/mad?host={quote(str(data_dir() / 'run'))}"
    return parse_database_url(services().get(f"{role()}_url") or nowhere, "DATABASE_URL")


def parse_database_url(url: str | None, name: str = "DATABASE_URL") -> dict[str, Any]:
    """``postgres://user:password@host:port/name?host=/socket/folder&sslmode=…`` as Django's settings.

    Parameters other than ``host`` go to libpq as they are.
    """
    try:
        parts = urlsplit(url or "")
        number = parts.port
    except ValueError:
        raise EnvError(f"{name} has a port or host that cannot be read.") from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise EnvError(f"{name} must begin with postgres:// (only PostgreSQL is supported).")
    database_name = unquote(parts.path.removeprefix("/"))
    if not database_name or "/" in database_name:
        raise EnvError(f"{name} must end with the database's name: postgres://user:password@host:port/name.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(number or ""),
        "CONN_MAX_AGE": PERSISTENT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "mad", **options},
    }


def redis_url() -> str:
    """Valkey's address as redis-py and Django's cache read it: ``redis://``, ``rediss://`` or ``unix://``."""
    given = _given("REDIS_URL") or services().get("redis_url") or f"unix://{data_dir() / 'run' / 'valkey.sock'}"
    scheme, separator, rest = given.partition("://")
    if not separator or scheme not in ("redis", "rediss", "unix", "redis+socket") or not rest:
        raise EnvError("REDIS_URL must begin with redis://, rediss:// or unix:///path/of/socket.")
    if scheme in ("redis", "rediss"):
        _check_redis_host(given)
        return given
    return _unix_url(given)


def _check_redis_host(url: str) -> None:
    if not _has_host(url):
        raise EnvError("REDIS_URL needs a host and, if any, a port from 1 to 65535: redis://:password@host:6379/0.")


def _unix_url(url: str) -> str:
    parts = urlsplit(url)
    if not parts.path.startswith("/"):
        raise EnvError("REDIS_URL must name the socket by an absolute path: unix:///path/of/socket.")
    given = dict(parse_qsl(parts.query))
    password = unquote(parts.password or "") or given.get("password", "")
    access = f":{quote(password, safe='')}@" if password else ""
    return f"unix://{access}{parts.path}?db={given.get('db') or given.get('virtual_host') or 0}"


def clamd_address() -> str | tuple[str, int]:
    """CLAMD_ADDRESS: the path of clamd's socket, or its host and port; "" when no scanner is configured."""
    given = text("CLAMD_ADDRESS")
    if not given or given.startswith("/"):
        return given
    host, separator, number = given.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    right = separator and host and not set(host) & set("/@ ") and number.isascii() and number.isdigit()
    if not right or not 0 < int(number) < 65536:
        raise EnvError(f"CLAMD_ADDRESS must be the path of a socket (/run/clamd.sock) or host:port, not {given!r}.")
    return host, int(number)


def broker_url() -> str:
    """The same Valkey as Celery reads it: a socket is ``redis+socket://:password@/path?virtual_host=0``."""
    address = redis_url()
    if not address.startswith("unix://"):
        return address
    return address.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")


def object_store() -> dict[str, str]:
    """Where original files are kept: {} for the folder in DATA_DIR (EVIDENCE_STORE=disk, the default), else (s3) the
    bucket, prefix, endpoint, region, key and secret. Without a key boto3 looks where it always does."""
    if choice("EVIDENCE_STORE", "disk", ("disk", "s3")) == "disk":
        return {}
    bucket, endpoint, prefix = text("S3_BUCKET"), text("S3_ENDPOINT"), text("S3_PREFIX").strip("/")
    if not bucket:
        raise EnvError("S3_BUCKET must be set when EVIDENCE_STORE is s3.")
    if endpoint and not (endpoint.startswith(("http://", "https://")) and _has_host(endpoint)):
        raise EnvError("S3_ENDPOINT must begin with http:// or https:// and name a host.")
    key, secret = text("S3_KEY"), text("S3_SECRET")
    if bool(key) != bool(secret):
        raise EnvError("S3_KEY and S3_SECRET must be set together.")
    return {
        "bucket": bucket,
        "prefix": f"{prefix}/" if prefix else "",
        "endpoint": endpoint,
        "region": text("S3_REGION", "us-east-1"),
        "key": key,
        "secret": secret,
    }


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
