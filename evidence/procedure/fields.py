"""A small declared schema: reads JSON values, names each wrong field, describes itself as JSON Schema."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from mad.common.blank import blank

Errors = dict[str, list[str]]


class Kind(Protocol):
    """One kind of value. read() returns it, or adds to `errors` under `path` and returns None."""

    def read(self, value: Any, path: str, errors: Errors) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


def wrong(errors: Errors, path: str, message: str) -> Any:
    """Note an error; None is what the caller reads instead of a value."""
    errors.setdefault(path, []).append(message)
    return None


def storable(text: str) -> bool:
    """False for NUL and for half of a surrogate pair, which no database of text can keep."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Text:
    longest: int
    blank: bool = False

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        if not isinstance(value, str):
            return wrong(errors, path, "Give text.")
        if len(value) > self.longest:
            return wrong(errors, path, f"At most {self.longest} characters; {len(value)} were given.")
        if not storable(value):
            return wrong(errors, path, "A NUL or half a character is in the text and cannot be kept.")
        if not self.blank and blank(value):
            return wrong(errors, path, "This cannot be empty.")
        return value

    def schema(self) -> dict[str, Any]:
        described: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        return described if self.blank else {**described, "minLength": 1, "pattern": r"\S"}


@dataclass(frozen=True, slots=True)
class Choice:
    values: tuple[str, ...]

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        if isinstance(value, str) and value in self.values:
            return value
        return wrong(errors, path, f"Give one of: {', '.join(self.values)}.")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, value: Any, path: str, errors: Errors) -> Any:
        return value if isinstance(value, bool) else wrong(errors, path, "Give true or false.")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number from low to high. Minus zero is read as zero, which is how a database keeps it."""

    low: float
    high: float

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return wrong(errors, path, "Give a number.")
        if not self.low <= value <= self.high:
            return wrong(errors, path, f"Give a number from {self.low:g} to {self.high:g}.")
        return float(value) + 0.0

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Time:
    """ISO 8601; a time without an offset is read as UTC, a day alone as its start."""

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        try:
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            return wrong(errors, path, "Give a time such as 2026-02-05T04:00:00Z.")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}


@dataclass(frozen=True, slots=True)
class Day:
    """ISO 8601; of a time its day in UTC is kept."""

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            moment = Time().read(value, path, {})
        return moment.date() if moment else wrong(errors, path, "Give a day such as 2026-02-05.")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}


@dataclass(frozen=True, slots=True)
class ListOf:
    kind: Kind
    most: int
    least: int = 0
    distinct: bool = False

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        if not isinstance(value, list):
            return wrong(errors, path, "Give a list.")
        if not self.least <= len(value) <= self.most:
            return wrong(errors, path, f"Give {self.least} to {self.most} entries; {len(value)} were given.")
        entries = [self.kind.read(entry, f"{path}[{place}]", errors) for place, entry in enumerate(value)]
        if self.distinct and len(set(map(str, entries))) < len(entries):
            return wrong(errors, path, "An entry is given twice.")
        return entries

    def schema(self) -> dict[str, Any]:
        described: dict[str, Any] = {"type": "array", "items": self.kind.schema()}
        described |= {"minItems": self.least, "maxItems": self.most}
        return {**described, "uniqueItems": True} if self.distinct else described


@dataclass(frozen=True, slots=True)
class Object:
    """Named values and no others. What is optional may be left out or null, and reads as None."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind] = field(default_factory=dict)

    def read(self, value: Any, path: str, errors: Errors) -> Any:
        if not isinstance(value, dict):
            return wrong(errors, path or "body", "Give an object.")
        inside = f"{path}." if path else ""
        for name in value.keys() - self.required.keys() - self.optional.keys():
            wrong(errors, inside + _shown(name), "There is no such field.")
        read: dict[str, Any] = {}
        for name, kind in self.required.items():
            if name in value:
                read[name] = kind.read(value[name], inside + name, errors)
            else:
                wrong(errors, inside + name, "This is required.")
        for name, kind in self.optional.items():
            given = value.get(name)
            read[name] = None if given is None else kind.read(given, inside + name, errors)
        return read

    def schema(self) -> dict[str, Any]:
        properties = {name: kind.schema() for name, kind in self.required.items()}
        for name, kind in self.optional.items():
            properties[name] = {"anyOf": [kind.schema(), {"type": "null"}]}
        described: dict[str, Any] = {"type": "object", "properties": properties}
        described["additionalProperties"] = False
        return {**described, "required": list(self.required)} if self.required else described


def _shown(name: str) -> str:
    """A field's name as an error may repeat it."""
    return name.encode("ascii", "backslashreplace").decode()[:80]
