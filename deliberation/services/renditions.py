"""One output in one form: what the public site, the case file and an addressee are given."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from deliberation import documents
from deliberation.akoma import akoma_ntoso
from deliberation.models import Output, Publication
from deliberation.word import word


def rendition(output: Output, kind: str, data: dict[str, Any] | None = None) -> tuple[bytes, str]:
    """(bytes, media type) of an adopted output in one of FORMS.

    data: what the form says, as deliberation.documents gives it; without, as the output left, or stands. Raises
    KeyError for a form there is none of, Refused (R38) when a page cannot be set. No name of who drafted.
    """
    make, media = FORMS[kind]
    return make(output, data or documents.as_it_left(output)), media


def _json(output: Output, data: dict[str, Any]) -> bytes:
    return as_json(facts_of(output, data))


FORMS: Mapping[str, tuple[Callable[[Output, dict[str, Any]], bytes], str]] = {
    "pdf": (documents.pdf, "application/pdf"),
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xml": (akoma_ntoso, "application/akn+xml"),
    "json": (_json, "application/json"),
}


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def facts_of(output: Output, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The adopted text as machines read it. text_sha256 is the SHA-256 of `lines` in canonical JSON."""
    said = data or documents.as_it_left(output)
    return {
        "symbol": output.symbol,
        "kind": output.kind,
        "title": output.title,
        "language": output.language,
        "stage": output.stage,
        "version": output.version,
        "adopted_at": _moment(output.adopted_at),
        "transmitted_at": _moment(output.transmitted_at),
        "published_at": _moment(output.published_at),
        "adoption": said["adoption"],
        "lines": said["lines"],
        "notes": said["notes"],
        "text_sha256": output.adopted_digest,
        **({"embargo": said["embargo"]} if said["embargo"] else {}),
        **({"signed": said["signed"]} if said["signed"] else {}),
    }


def published_facts(row: Publication, *, status: str, superseded_at: Any = None, successor: str = "") -> dict[str, Any]:
    """The same from the frozen publication alone, with what became of it since."""
    content = row.content
    return {
        "symbol": row.symbol,
        "kind": row.kind,
        "title": row.title,
        "language": row.language,
        "status": status,
        "states": row.states,
        "version": content["version"],
        "adopted_at": content["adopted_at"],
        "transmitted_at": content["transmitted_at"],
        "published_at": _moment(row.published_at),
        "adoption": content["adoption"],
        "refers_to": content["refers_to"],
        "lines": content["lines"],
        "notes": content["notes"],
        "text_sha256": content["digest"],
        **({"superseded_at": _moment(superseded_at)} if superseded_at else {}),
        **({"superseded_by": successor} if successor else {}),
    }


def _moment(value: Any) -> str:
    return value.isoformat() if value else ""
