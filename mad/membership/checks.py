"""Re-derives, from the stored rows, the contents that the docket recorded (R49)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mad.common.canonical import digest
from mad.membership.models import Declaration, PressureDecision, PressureIncident


def incident_content(incident: PressureIncident) -> dict[str, Any]:
    return {
        "number": incident.number,
        "member": incident.member_id,
        "kind": incident.kind,
        "state": incident.state_id,
        "by_whom": incident.by_whom,
        "happened_on": incident.happened_on,
        "account": incident.account,
        "evidence": incident.evidence,
    }


def decision_content(decision: PressureDecision, number: str) -> dict[str, Any]:
    return {"incident": number, "by": decision.by_id, "text": decision.text}


def contents() -> Iterator[tuple[int, str, str]]:
    """(entry id, digest worked out again, what it is) for declarations and pressure incidents."""
    for declaration in Declaration.objects.order_by("pk").iterator():
        label = f"Declaration of {declaration.signed_on} by member {declaration.member_id}"
        yield declaration.entry_id, digest(declaration.content), label
    for incident in PressureIncident.objects.order_by("pk").iterator():
        yield incident.entry_id, digest(incident_content(incident), bytes(incident.salt)), incident.number
    for decision in PressureDecision.objects.select_related("incident").order_by("pk").iterator():
        number = decision.incident.number
        content = decision_content(decision, number)
        yield decision.entry_id, digest(content, bytes(decision.salt)), f"Decision on {number}"
