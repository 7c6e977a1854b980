"""Reading a partner's request: JSON, or multipart with its files streamed to disk and hashed on the way (R12)."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from rest_framework.parsers import BaseParser

from evidence.procedure.fields import Errors
from evidence.procedure.intake import check_name
from evidence.store import Batch, Incoming
from mad.common.errors import Invalid, Refused
from mad.common.json_body import load_json

MEGABYTE = 1024 * 1024
FILES_LARGEST = 50 * MEGABYTE
JSON_LARGEST = 5 * MEGABYTE
FRAMING = MEGABYTE

Received = Any  # (body, Batch): the two together, which REST framework hands on as they are


def too_large(largest: int, field: str) -> Refused:
    megabytes = largest // MEGABYTE
    return Refused(
        "R12",
        f"At most {megabytes} MB are taken here.",
        "Nothing was stored.",
        status=413,
        field=field,
        code="too-large",
    )


def _broken(message: str, field: str = "body") -> Invalid:
    return Invalid({field: [message]}, rule="R12")


def load(text: str | bytes, field: str = "body") -> Any:
    """JSON as the standard has it: no NaN, no name twice. Raises Invalid naming `field`."""
    return load_json(text, field, rule="R12")


class JSONSubmission(BaseParser):
    """application/json → (body, no files)."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Received:
        return load(_whole(stream, JSON_LARGEST)), Batch()


class MultipartSubmission(BaseParser):
    """multipart/form-data: part `submission` with the JSON, parts `files` → (body, files)."""

    media_type = "multipart/form-data"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Received:
        length = _length(stream, FILES_LARGEST + JSON_LARGEST + FRAMING)
        counted, receiver = Counted(stream), Receiver()
        try:
            fields, _ = Parts(stream.META, cast(Any, counted), [receiver], "utf-8").parse()
            if counted.read_bytes < length or not counted.ended:
                raise _broken(f"The body broke off: {counted.read_bytes} of {length} bytes came.")
            return load(_only_submission(fields, receiver), "submission"), receiver.batch
        except BaseException as error:
            with receiver.batch:
                raise _understood(error) from error


def _understood(error: BaseException) -> BaseException:
    """What went wrong in the words of the API; anything that is no bad input stays as it is."""
    if isinstance(error, RequestDataTooBig):
        return too_large(JSON_LARGEST, "submission")
    if isinstance(error, MultiPartParserError) and "header size" in str(error):
        return _broken("A part has a header too long to be taken, such as a name of thousands of characters.", "files")
    if isinstance(error, MultiPartParserError | SuspiciousOperation):
        return _broken(f"The multipart body cannot be read: {error}")
    if isinstance(error, UnreadablePostError):
        return _broken("The connection broke off.")
    return error


def _length(stream: Any, largest: int) -> int:
    try:
        length = int(stream.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise _broken("Content-Length is no number.") from None
    if length > largest:
        raise too_large(FILES_LARGEST if largest > FILES_LARGEST else largest, "body")
    return length


def _whole(stream: Any, largest: int) -> bytes:
    length = _length(stream, largest)
    try:
        content = stream.read()
    except UnreadablePostError:
        content = b""
    if len(content) < length:
        raise _broken(f"The body broke off: {len(content)} of {length} bytes came.")
    return content


def _only_submission(fields: Any, receiver: Receiver) -> str | bytes:
    unknown = set(fields) - {"submission"}
    if unknown:
        raise Invalid({name.encode("ascii", "replace").decode()[:80]: ["There is no such part."] for name in unknown})
    texts = [*fields.getlist("submission"), *([bytes(receiver.json)] if receiver.json is not None else [])]
    if len(texts) != 1:
        raise _broken("Send exactly one part named submission, holding the JSON.", "submission")
    return texts[0]


class Counted:
    """Counts what is read, and keeps the end to see whether the closing boundary came."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.read_bytes, self._end = stream, 0, b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.read_bytes += len(chunk)
        self._end = (self._end + chunk[-256:])[-256:]
        return chunk

    @property
    def ended(self) -> bool:
        return self._end.rstrip(b"\r\n").endswith(b"--")


class Parts(MultiPartParser):
    """Django's parser, which would quietly cut path parts off a name; here the name is refused instead."""

    def sanitize_file_name(self, file_name: str) -> str:
        return file_name or " "


class Receiver(FileUploadHandler):
    """Streams each file to the store's incoming folder. json: the part `submission` when it came as a file."""

    chunk_size = MEGABYTE

    def __init__(self) -> None:
        super().__init__()
        self.batch = Batch()
        self.json: bytearray | None = None
        self._incoming: Incoming | None = None
        self._total = 0

    def new_file(self, field_name: str, file_name: str, content_type: str | None, *rest: Any, **more: Any) -> None:
        self._incoming = None
        if field_name == "submission" and self.json is None:
            self.json = bytearray()
            return
        if field_name != "files":
            raise Invalid({field_name.encode("ascii", "replace").decode()[:80]: ["There is no such part."]}, rule="R12")
        errors: Errors = {}
        check_name(file_name, "files", errors)
        if errors:
            raise Invalid(errors, rule="R12")
        self._incoming = Incoming(file_name, content_type or "")
        self.batch.files.append(self._incoming)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._incoming is None:
            self._take_json(raw_data)
            return
        self._total += len(raw_data)
        if self._total > FILES_LARGEST:
            raise too_large(FILES_LARGEST, "files")
        self._incoming.write(raw_data)

    def _take_json(self, raw_data: bytes) -> None:
        assert self.json is not None
        self.json += raw_data
        if len(self.json) > JSON_LARGEST:
            raise too_large(JSON_LARGEST, "submission")

    def file_complete(self, file_size: int) -> None:
        if self._incoming is not None:
            self._incoming.finish()
