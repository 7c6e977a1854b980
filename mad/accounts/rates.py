"""Limits per token and minute, counted in Valkey and hardly ever asked for.

A process takes a lease of a part of the minute's limit and spends it without asking again. The total of all leases
never passes the limit, so no process lets too much through; at a small limit a lease is a single request, and the
count is exact. When Valkey does not answer, requests pass: a limit protects the service, it is no rule of procedure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from time import monotonic

import redis
from django.conf import settings
from django.db import connection

from mad.common import clock

WINDOW = 60
LEASES = 200
ANSWER_SECONDS = 0.2
SILENT_SECONDS = 5.0


@dataclass(slots=True)
class Lease:
    """What this process may still let through in one minute. taken: by all processes, when last asked."""

    window: int
    left: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """remaining: of the limit in this minute; reset: seconds until the next one."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return told if self.allowed else {**told, "Retry-After": str(self.reset)}


_leases: dict[tuple[str, int, str], Lease] = {}
_lock = Lock()
_silent_until = 0.0


def take(token: int, kind: str) -> Verdict:
    """Count one request of `token` towards its limit of `kind` (a key of settings.API_RATES)."""
    limit, second = settings.API_RATES[kind], int(clock.now().timestamp())
    window, reset = second // WINDOW, WINDOW - second % WINDOW
    key = (connection.settings_dict["NAME"], token, kind)
    with _lock:
        lease = _leases.get(key)
        if lease is None or lease.window != window:
            lease = _leases[key] = Lease(window)
        if not lease.left and lease.taken < limit:
            _renew(lease, key, limit)
        allowed = lease.left > 0
        lease.left -= allowed
        return Verdict(allowed, limit, max(0, limit - lease.taken) + lease.left, reset)


def _renew(lease: Lease, key: tuple[str, int, str], limit: int) -> None:
    size = max(1, limit // LEASES)
    total = _count("rate:{}:{}:{}:{}".format(*key, lease.window), size)
    if total is None:
        lease.left = size
        return
    lease.taken = total
    lease.left = max(0, size - max(0, total - limit))


def _count(name: str, size: int) -> int | None:
    """The total in Valkey after adding `size`; None when it does not answer, which is not asked again at once."""
    global _silent_until
    if monotonic() < _silent_until:
        return None
    try:
        with _valkey(settings.RATE_LIMIT_URL).pipeline() as both:
            both.incrby(name, size)
            both.expire(name, 2 * WINDOW)
            return int(both.execute()[0])
    except redis.RedisError:
        _silent_until = monotonic() + SILENT_SECONDS
        return None


@cache
def _valkey(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)


def forget() -> None:
    """Drop this process's leases, and ask Valkey again."""
    global _silent_until
    with _lock:
        _leases.clear()
        _silent_until = 0.0
