"""Reference data for machines: States, crimes with their elements, scales. All may be kept for an hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mad.accounts.office_api import OfficeView
from mad.accounts.tokens import REFERENCE_SCOPE
from mad.common.openapi import TEXT, read_of
from mad.reference import elements, scales
from mad.reference.models import State

HOUR = 3600

STATE: dict[str, Any] = {
    "type": "object",
    "required": ["iso3", "iso2", "m49", "name", "official_name", "group", "un_status"],
    "properties": dict.fromkeys(("iso3", "iso2", "m49", "name", "official_name", "group", "un_status"), TEXT),
}
GRADES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "label", "meaning"],
        "properties": {"code": TEXT, "label": TEXT, "meaning": TEXT},
    },
}
ANCHORS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["key", "label", "anchors"],
        "properties": {"key": TEXT, "label": TEXT, "anchors": {"type": "array", "items": TEXT}},
    },
}
TERMS: dict[str, Any] = {
    "type": "array",
    "description": "From `low` up to, and without, `high` percent.",
    "items": {
        "type": "object",
        "required": ["term", "low", "high"],
        "properties": {"term": TEXT, "low": {"type": "integer"}, "high": {"type": "integer"}},
    },
}
CRIME: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "article", "family", "contextual", "acts"],
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "article": TEXT,
        "family": TEXT,
        "contextual": {"type": "array", "items": {"type": "object"}},
        "acts": {"type": "array", "items": {"type": "object"}},
    },
}


def listed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["results"],
        "properties": {"results": {"type": "array", "items": dict(row)}},
    }


class ReferenceView(OfficeView):
    required_scope = REFERENCE_SCOPE
    cached_seconds = HOUR
    queried = frozenset()


class States(ReferenceView):
    @extend_schema(**read_of("States, by name", "reference_states", listed(STATE)))
    def get(self, request: Request) -> Response:
        return Response({"results": list(State.objects.values(*STATE["properties"]))})


class Crimes(ReferenceView):
    @extend_schema(**read_of("Crimes and their legal elements (R24)", "reference_crimes", listed(CRIME)))
    def get(self, request: Request) -> Response:
        return Response({"results": _crimes()})


class Scales(ReferenceView):
    @extend_schema(
        **read_of(
            "Grades, sensitivities, probability words, severity anchors",
            "reference_scales",
            {
                "type": "object",
                "required": ["source_reliability", "information_credibility", "sensitivity", "probability", "severity"],
                "properties": {
                    "source_reliability": GRADES,
                    "information_credibility": GRADES,
                    "sensitivity": GRADES,
                    "probability": TERMS,
                    "severity": ANCHORS,
                },
            },
        )
    )
    def get(self, request: Request) -> Response:
        return Response(_scales())


@cache
def _crimes() -> list[dict[str, Any]]:
    return [
        {
            "id": crime.id,
            "name": crime.name,
            "article": crime.article,
            "family": crime.family,
            "contextual": [asdict(element) for element in crime.contextual],
            "acts": [asdict(act) for act in crime.acts],
        }
        for crime in elements.crimes()
    ]


@cache
def _scales() -> dict[str, Any]:
    grades = {
        "source_reliability": scales.SOURCE_RELIABILITY,
        "information_credibility": scales.INFORMATION_CREDIBILITY,
        "sensitivity": scales.SENSITIVITY,
    }
    said: dict[str, Any] = {
        name: [{"code": grade.code, "label": grade.label, "meaning": grade.meaning} for grade in scale.values()]
        for name, scale in grades.items()
    }
    said["probability"] = [asdict(term) for term in scales.PROBABILITY_TERMS]
    said["severity"] = [
        {"key": key, "label": scales.SEVERITY_LABELS[key], "anchors": list(anchors)}
        for key, anchors in scales.SEVERITY_ANCHORS.items()
    ]
    return said
