"""A mail as a file: its words, what its headers claim, and its attachments as files of their own."""

from __future__ import annotations

import contextlib
import mimetypes
from datetime import datetime
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO

from evidence.reading import markup, plain
from evidence.reading.frames import BODY_BYTES
from evidence.reading.outcome import Outcome, Unreadable

BYTES_MOST = 100 * 1024 * 1024
PARTS_MOST = 200
_CLAIMED = {
    "From": "sender",
    "Sender": "sender",
    "Reply-To": "sender",
    "To": "recipient",
    "Cc": "recipient",
    "Subject": "subject",
    "X-Mailer": "software",
    "User-Agent": "software",
    "X-Originating-IP": "device",
}
_POLICY = policy.compat32  # keeps headers as written; a damaged one then harms no other


def read(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "mail"
    whole = stream.read(BYTES_MOST + 1)
    if len(whole) > BYTES_MOST:
        raise Unreadable(f"The mail is larger than the {BYTES_MOST // 1_000_000} MB taken.")
    message = BytesParser(policy=_POLICY).parsebytes(whole)
    _headers(message, outcome)
    _Body(outcome).walk(message)


def _headers(message: Message, outcome: Outcome) -> None:
    shown = []
    for name in ("From", "To", "Cc", "Date", "Subject"):
        if written := _header(message, name):
            shown.append(f"{name}: {written}")
    outcome.text("\n".join(shown) + "\n")
    for name, kind in _CLAIMED.items():
        outcome.claim(kind, _header(message, name))
    if sent := _header(message, "Date"):
        outcome.claim("sent", sent, at=_moment(sent))
    received = message.get_all("Received") or []
    if received:  # the first relay's, which the file's maker is least likely to have written
        outcome.claim("device", f"Relayed: {received[-1]}")


def _header(message: Message, name: str) -> str:
    values = message.get_all(name) or []
    return ", ".join(" ".join(_decoded(value).split()) for value in values[:20])


def _decoded(value: Any) -> str:
    """A header's letters, encoded words and raw bytes of any encoding alike."""
    with contextlib.suppress(Exception):
        raw = str(value).encode("ascii", "surrogateescape")
        if not raw.isascii():
            return plain.decoded(raw)[0]
        return str(make_header(decode_header(str(value))))
    return plain.decoded(str(value).encode(errors="surrogateescape"))[0]


def _moment(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None


class _Body:
    """Walks the parts of one mail; a mail within it is handed over whole, as a file."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._parts = 0

    def walk(self, message: Message) -> None:
        """Without recursion: a mail can be nested more deeply than any stack."""
        waiting: list[Message] = [message]
        while waiting:
            part = waiting.pop(0)
            inner = part.get_payload()
            if part.get_content_maintype() == "multipart" and isinstance(inner, list):
                waiting[:0] = _chosen(part, [one for one in inner if isinstance(one, Message)])
            else:
                self._leaf(part, inner, is_whole=part is message)

    def _leaf(self, part: Message, inner: Any, *, is_whole: bool) -> None:
        kind, name = part.get_content_type(), _name(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind in ("text/plain", "text/html") and (is_whole or not attached):
            self._outcome.text(_text(part, kind) + "\n")
        elif kind == "message/rfc822" and isinstance(inner, list) and inner:
            self._hand_over(name or "message.eml", kind, inner[0].as_bytes(policy=_POLICY))
        else:
            body = part.get_payload(decode=True)
            self._hand_over(name or _made_up(kind, self._parts + 1), kind, body if isinstance(body, bytes) else b"")

    def _hand_over(self, name: str, kind: str, body: bytes) -> None:
        self._parts += 1
        if self._parts > PARTS_MOST:
            self._outcome.remark(f"Only the first {PARTS_MOST} attachments were taken out.")
        elif len(body) > BODY_BYTES:
            self._outcome.remark(f"An attachment is too large to be taken out: {name[:80]}.")
        elif not body:
            self._outcome.remark(f"An attachment is empty: {name[:80]}.")
        else:
            self._outcome.part(name, kind, body)


def _chosen(part: Message, inner: list[Message]) -> list[Message]:
    """Of alternatives the plain one, when it says anything; else all parts in their order."""
    if part.get_content_subtype() != "alternative":
        return inner
    words = [one for one in inner if one.get_content_type() == "text/plain" and _text(one, "text/plain").strip()]
    rest = [one for one in inner if one.get_content_maintype() not in ("text",)]
    return [*words[:1], *rest] if words else inner


def _text(part: Message, kind: str) -> str:
    body = part.get_payload(decode=True)
    raw = body if isinstance(body, bytes) else b""
    declared = str(part.get_param("charset", "") or "")
    return markup.of(raw, declared).text if kind == "text/html" else plain.decoded(raw, declared)[0]


def _name(part: Message) -> str:
    """An attachment's name without folders and control letters, at most 200 letters; "" when it has none."""
    with contextlib.suppress(Exception):
        named = _decoded(part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
        printed = "".join(letter for letter in named if letter.isprintable()).strip(" .")
        stem, dot, ending = printed.rpartition(".")
        return f"{stem[:180]}{dot}{ending[:19]}" if stem else printed[:200]
    return ""


def _made_up(kind: str, number: int) -> str:
    return f"attachment-{number}{mimetypes.guess_extension(kind) or '.bin'}"
