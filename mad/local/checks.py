"""What must hold before anything is started; each failure is an EnvError that names the variable."""

from __future__ import annotations

import importlib
import os
import socket

import psycopg2
import redis

from mad import env
from mad.local.services import check_writable

HOST = "127.0.0.1"
OLDEST_POSTGRES = 15
CONNECT_SECONDS = 5


def check_variables() -> None:
    """Read every variable that the settings read (importing them does that), and PORT."""
    env.port()
    check_writable(env.data_dir())
    importlib.import_module("mad.settings")


def check_addresses() -> None:
    """DATABASE_URL and REDIS_URL, where set, lead to servers that answer and are new enough."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if env.text(name):
            _check_postgres(name)
    if env.text("REDIS_URL"):
        _check_redis()


def check_port(number: int) -> None:
    """Nobody listens on the port, and this user may."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, number))
            trial.listen()
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise env.EnvError(f"PORT {number} cannot be used: {reason}. Choose another with PORT=….") from None


def _check_postgres(name: str) -> None:
    found = env.parse_database_url(env.text(name), name)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {keyword: found[key] for key, keyword in names.items() if found[key]}
    try:
        connection = psycopg2.connect(**given | {"connect_timeout": CONNECT_SECONDS} | found["OPTIONS"])
    except psycopg2.Error as error:
        raise env.EnvError(f"{name} leads to no usable database: {_one_line(error)}") from None
    major = connection.server_version // 10_000
    connection.close()
    if major < OLDEST_POSTGRES:
        raise env.EnvError(f"{name} leads to PostgreSQL {major}; {OLDEST_POSTGRES} or newer is needed.")


def _check_redis() -> None:
    address = env.redis_url()
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=CONNECT_SECONDS) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise env.EnvError(f"REDIS_URL leads to no usable server: {_one_line(error)}") from None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
