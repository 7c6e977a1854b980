"""The OpenAPI document as rows for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    """A parameter or a property: name as sent (dotted when nested), type in words, whether it is needed."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: list[Field]
    responses: list[tuple[str, str]]
    anchor: str


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation of `document`, by path."""
    return [
        _operation(document, method, path, item[method])
        for path, item in sorted(document["paths"].items())
        for method in METHODS
        if method in item
    ]


def _operation(document: Mapping[str, Any], method: str, path: str, facts: Mapping[str, Any]) -> Operation:
    description = facts.get("description", "")
    return Operation(
        method=method.upper(),
        path=path,
        summary=facts.get("summary") or description.split(".")[0] or facts["operationId"],
        description=description,
        parameters=[_parameter(document, each) for each in facts.get("parameters", [])],
        body=list(_body(document, facts.get("requestBody", {}))),
        responses=[(status, each.get("description", "")) for status, each in facts["responses"].items()],
        anchor=facts["operationId"],
    )


def _parameter(document: Mapping[str, Any], facts: Mapping[str, Any]) -> Field:
    kind = f"{_kind(document, facts.get('schema', {}))}, in {facts['in']}"
    return Field(facts["name"], kind, facts.get("required", False), facts.get("description", ""))


def _body(document: Mapping[str, Any], request: Mapping[str, Any]) -> Iterator[Field]:
    content = request.get("content", {})
    if content:
        first = content.get("application/json") or next(iter(content.values()))
        yield from _properties(document, first.get("schema", {}), "")


def _properties(document: Mapping[str, Any], schema: Mapping[str, Any], prefix: str) -> Iterator[Field]:
    schema = _resolved(document, schema)
    needed = schema.get("required", ())
    for name, facts in schema.get("properties", {}).items():
        inner = _resolved(document, facts)
        yield Field(
            f"{prefix}{name}",
            _kind(document, facts),
            name in needed,
            facts.get("description") or inner.get("description", ""),
        )
        yield from _properties(
            document, inner.get("items", inner), f"{prefix}{name}{'[]' if 'items' in inner else ''}."
        )


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    schema = _resolved(document, schema)
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    kind = schema.get("type", "any")
    kind = " or ".join(kind) if isinstance(kind, list) else kind
    if kind == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    if limit := schema.get("maxLength"):
        return f"{kind}, at most {limit}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    for single in ("allOf", "oneOf", "anyOf"):
        if len(schema.get(single, ())) == 1:
            schema = schema[single][0]
    while "$ref" in schema:
        target: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    return schema
